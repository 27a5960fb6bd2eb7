package io.github.ncloudcommunity.apigateway.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ncloudcommunity.apigateway.sandbox.RequestTarget.QueryParameter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One operation of the specification: where it is, what a request for it must look like, and what
 * the documents show as its answer.
 *
 * @param path the segments of its path below the base path, parameters in braces
 * @param bodySchema what the body must fit, null for an operation without one
 * @param bodyMembers the names of the members of the body
 * @param example the body of the documented answer: JSON, a file, or null for none
 * @param documentedPart takes from the body of an answer what is documented of it
 */
record SpecifiedOperation(
    String operationId,
    String method,
    List<String> path,
    List<Parameter> parameters,
    @Nullable BodySchema bodySchema,
    Set<String> bodyMembers,
    int successStatus,
    @Nullable Object example,
    UnaryOperator<JsonNode> documentedPart) {

  /**
   * A parameter of the path or the query.
   *
   * @param identifies what its value names, null when it is no id
   */
  record Parameter(
      String name,
      boolean inPath,
      boolean required,
      @Nullable Kind identifies,
      Schemas.Checked schema) {

    String label() {
      return "The %s parameter %s".formatted(inPath ? "path" : "query", name);
    }
  }

  /** The JSON Schema of a body. */
  record BodySchema(boolean required, Schemas.Checked schema) {}

  static SpecifiedOperation read(
      Schemas schemas, String path, JsonNode pathItem, String method, JsonNode operation) {
    // A parameter of the operation replaces the one of the same name at the path.
    Map<String, Parameter> parameters = new LinkedHashMap<>();
    Stream.of(pathItem, operation)
        .flatMap(from -> from.path("parameters").valueStream())
        .map(schemas::resolve)
        .filter(parameter -> Set.of("path", "query").contains(parameter.path("in").textValue()))
        .map(parameter -> parameter(schemas, parameter))
        .forEach(parameter -> parameters.put(parameter.inPath() + parameter.name(), parameter));

    JsonNode body = schemas.resolve(operation.path("requestBody"));
    Map.Entry<String, JsonNode> success =
        operation.path("responses").properties().stream()
            .filter(response -> response.getKey().startsWith("2"))
            .findFirst()
            .orElseThrow(
                () -> new IllegalArgumentException(method + " " + path + " has no success"));
    return new SpecifiedOperation(
        operation.path("operationId").asText(),
        method.toUpperCase(Locale.ROOT),
        List.of(path.substring(1).split("/", -1)),
        List.copyOf(parameters.values()),
        body.isMissingNode()
            ? null
            : new BodySchema(
                body.path("required").booleanValue(), schemas.checked(json(body).path("schema"))),
        Set.copyOf(schemas.properties(json(body).path("schema")).keySet()),
        Integer.parseInt(success.getKey()),
        answer(schemas, schemas.resolve(success.getValue())),
        answer ->
            schemas.documentedPart(
                json(schemas.resolve(success.getValue())).path("schema"), answer));
  }

  private static Parameter parameter(Schemas schemas, JsonNode parameter) {
    return new Parameter(
        parameter.path("name").asText(),
        parameter.path("in").asText().equals("path"),
        parameter.path("required").booleanValue(),
        parameter.has("x-identifies") ? Kind.named(parameter.path("x-identifies").asText()) : null,
        schemas.checked(parameter.path("schema")));
  }

  private static JsonNode json(JsonNode withContent) {
    return withContent.path("content").path("application/json");
  }

  private static @Nullable Object answer(Schemas schemas, JsonNode success) {
    JsonNode file = success.path("content").path(Answer.FILE);
    return file.isMissingNode()
        ? example(schemas, json(success))
        : file.path("example").asText().getBytes(StandardCharsets.UTF_8);
  }

  private static @Nullable JsonNode example(Schemas schemas, JsonNode mediaType) {
    if (mediaType.isMissingNode()) {
      return null;
    }
    return Stream.concat(
            Stream.of(mediaType.path("example")),
            Stream.concat(
                mediaType.path("examples").valueStream().map(example -> example.path("value")),
                Stream.of(schemas.resolve(mediaType.path("schema")).path("example"))))
        .filter(example -> !example.isMissingNode())
        .findFirst()
        .orElse(null);
  }

  int pathParameters() {
    return (int) path.stream().filter(segment -> segment.startsWith("{")).count();
  }

  /** The documented answer of an operation whose answer is JSON. */
  JsonNode jsonExample() {
    if (example instanceof JsonNode json) {
      return json;
    }
    throw new IllegalStateException(operationId + " has no example in JSON");
  }

  /** What is answered when it is done, cut down to what is documented of it. */
  Answer answer(@Nullable ObjectNode body) {
    return new Answer(successStatus, body == null ? null : documentedPart.apply(body));
  }

  /** What is answered where nothing is kept: the documented example. */
  Answer documentedAnswer() {
    return new Answer(successStatus, example);
  }

  /**
   * Checks a request against the specification.
   *
   * @param pathValues path parameters, percent-encoded
   * @throws Problem if the request does not fit, with the parameter or the member in its details
   */
  ValidRequest check(Map<String, String> pathValues, List<QueryParameter> query, RequestBody body) {
    refuseUndocumented(query);
    Map<String, JsonNode> values = new LinkedHashMap<>();
    List<Identifier> identifiers = new ArrayList<>();
    for (Parameter parameter : parameters) {
      JsonNode value =
          value(
              parameter,
              parameter.inPath
                  ? List.of(RequestTarget.decode(pathValues.getOrDefault(parameter.name, "")))
                  : valuesOf(parameter, query));
      if (value.isMissingNode()) {
        continue;
      }
      values.put(parameter.name, value);
      List<Schemas.Violation> violations = parameter.schema.violations(value);
      if (parameter.identifies != null) {
        // An id that is too long or too short is one that names nothing.
        identifiers.add(new Identifier(parameter.identifies, value.asText(), false));
        violations = violations.stream().filter(violation -> !violation.ofLength()).toList();
      }
      if (!violations.isEmpty()) {
        throw Problem.badRequest(parameter.label() + " " + violations.get(0).text() + ".");
      }
    }
    return new ValidRequest(values, checkBody(body, identifiers), List.copyOf(identifiers));
  }

  private void refuseUndocumented(List<QueryParameter> query) {
    List<String> documented =
        parameters.stream().filter(parameter -> !parameter.inPath).map(Parameter::name).toList();
    for (QueryParameter parameter : query) {
      if (!documented.contains(parameter.name())) {
        throw Problem.badRequest(
            "The query parameter %s is not documented for %s; %s."
                .formatted(
                    Problem.quote(parameter.name()),
                    operationId,
                    documented.isEmpty()
                        ? "it has none"
                        : "it has " + String.join(", ", documented)));
      }
    }
  }

  private static List<String> valuesOf(Parameter parameter, List<QueryParameter> query) {
    return query.stream()
        .filter(candidate -> candidate.name().equals(parameter.name))
        .map(QueryParameter::value)
        .toList();
  }

  private JsonNode value(Parameter parameter, List<String> texts) {
    if (texts.isEmpty()) {
      if (parameter.required) {
        throw Problem.badRequest(parameter.label() + " is missing.");
      }
      return parameter.schema.defaultValue();
    }
    if (texts.size() > 1 && !parameter.schema.isArray()) {
      throw Problem.badRequest(
          "%s is there %s times; once is allowed.".formatted(parameter.label(), texts.size()));
    }
    return parameter.schema.fromText(texts);
  }

  private JsonNode checkBody(RequestBody body, List<Identifier> identifiers) {
    body.refuseTooLarge();
    if (bodySchema == null || !bodySchema.required && body.isEmpty()) {
      return MissingNode.getInstance();
    }
    JsonNode json = body.json();
    Map<String, Identifier> named = bodySchema.schema.refuseUndocumented(json, operationId);
    List<Schemas.Violation> violations = new ArrayList<>(bodySchema.schema.violations(json));
    violations.removeIf(
        violation -> violation.ofLength() && named.containsKey(violation.pointer()));
    identifiers.addAll(named.values());
    if (!violations.isEmpty()) {
      Schemas.Violation first = violations.get(0);
      throw Problem.badRequest(
          "%s %s."
              .formatted(
                  first.pointer().isEmpty() ? "The body" : "The member " + first.member(),
                  first.text()));
    }
    return json;
  }
}
