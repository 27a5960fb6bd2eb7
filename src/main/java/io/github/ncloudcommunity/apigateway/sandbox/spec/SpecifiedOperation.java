package io.github.ncloudcommunity.apigateway.sandbox.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ncloudcommunity.apigateway.sandbox.spec.Request.Identifier;
import io.github.ncloudcommunity.apigateway.sandbox.spec.RequestTarget.QueryParameter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One operation of the specification: the rules for its requests, and its documented answer. */
public final class SpecifiedOperation {

  private final Schemas schemas;
  private final String operationId;
  private final String method;
  private final List<String> path;
  private final List<Parameter> parameters;
  private final @Nullable BodySchema bodySchema;
  private final Set<String> bodyMembers;
  private final int successStatus;

  /** The object of the documented answer that has its content. */
  private final JsonNode success;

  /**
   * A parameter of the path or the query.
   *
   * @param identifies the kind that its value identifies; null if it is not an id
   */
  private record Parameter(
      String name,
      boolean inPath,
      boolean required,
      @Nullable String identifies,
      Schemas.Checked schema) {

    String label() {
      return "The %s parameter %s".formatted(inPath ? "path" : "query", name);
    }
  }

  private record BodySchema(boolean required, Schemas.Checked schema) {}

  SpecifiedOperation(
      Schemas schemas, String path, JsonNode pathItem, String method, JsonNode operation) {
    this.schemas = schemas;
    this.operationId = operation.path("operationId").asText();
    this.method = method.toUpperCase(Locale.ROOT);
    this.path = List.of(path.substring(1).split("/", -1));
    // A parameter of the operation replaces the one of the same name at the path.
    Map<String, Parameter> found = new LinkedHashMap<>();
    Stream.of(pathItem, operation)
        .flatMap(from -> from.path("parameters").valueStream())
        .map(schemas::resolve)
        .filter(parameter -> Set.of("path", "query").contains(parameter.path("in").textValue()))
        .map(parameter -> parameter(schemas, parameter))
        .forEach(parameter -> found.put(parameter.inPath + parameter.name, parameter));
    this.parameters = List.copyOf(found.values());

    JsonNode body = schemas.resolve(operation.path("requestBody"));
    JsonNode schema = json(body).path("schema");
    this.bodySchema =
        body.isMissingNode()
            ? null
            : new BodySchema(body.path("required").booleanValue(), schemas.checked(schema));
    this.bodyMembers = Set.copyOf(schemas.properties(schema).keySet());
    Map.Entry<String, JsonNode> answer =
        operation.path("responses").properties().stream()
            .filter(response -> response.getKey().startsWith("2"))
            .findFirst()
            .orElseThrow(
                () -> new IllegalArgumentException(method + " " + path + " has no success"));
    this.successStatus = Integer.parseInt(answer.getKey());
    this.success = schemas.resolve(answer.getValue());
  }

  private static Parameter parameter(Schemas schemas, JsonNode parameter) {
    return new Parameter(
        parameter.path("name").asText(),
        parameter.path("in").asText().equals("path"),
        parameter.path("required").booleanValue(),
        parameter.path("x-identifies").textValue(),
        schemas.checked(parameter.path("schema")));
  }

  private static JsonNode json(JsonNode withContent) {
    return withContent.path("content").path("application/json");
  }

  public String operationId() {
    return operationId;
  }

  public String method() {
    return method;
  }

  /** Returns the segments of the path below the base path, parameters in braces. */
  public List<String> path() {
    return path;
  }

  int pathParameters() {
    return (int) path.stream().filter(segment -> segment.startsWith("{")).count();
  }

  /** Returns the names of the members that a body may have. */
  public Set<String> bodyMembers() {
    return bodyMembers;
  }

  public int successStatus() {
    return successStatus;
  }

  /** Returns the documented example of the body of a JSON answer; a missing node without one. */
  public JsonNode example() {
    JsonNode json = json(success);
    return Stream.of(
            Stream.of(json.path("example")),
            json.path("examples").valueStream().map(example -> example.path("value")),
            Stream.of(schemas.resolve(json.path("schema")).path("example")))
        .flatMap(examples -> examples)
        .filter(example -> !example.isMissingNode())
        .findFirst()
        .orElse(MissingNode.getInstance());
  }

  /** Returns the documented example as an answer. */
  public Answer exampleAnswer() {
    JsonNode file = success.path("content").path(Answer.FILE);
    if (!file.isMissingNode()) {
      byte[] bytes = file.path("example").asText().getBytes(StandardCharsets.UTF_8);
      return Answer.file(successStatus, bytes);
    }
    return example().isMissingNode()
        ? Answer.empty(successStatus)
        : Answer.json(successStatus, example());
  }

  /** Returns an answer with the documented members of a body; without one if none is documented. */
  public Answer answer(ObjectNode body) {
    JsonNode json = json(success);
    return json.isMissingNode()
        ? Answer.empty(successStatus)
        : Answer.json(successStatus, schemas.documentedPart(json.path("schema"), body));
  }

  /**
   * Validates a request.
   *
   * @param pathValues the values of the path parameters, percent-encoded
   * @throws Problem if the request is not valid; the details name the parameter or member
   */
  public Request check(
      Map<String, String> pathValues, List<QueryParameter> query, RequestBody body) {
    checkNames(query);
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
      Set<String> ids = Set.of();
      if (parameter.identifies != null) {
        identifiers.add(new Identifier(parameter.identifies, value.asText(), false));
        ids = Set.of("");
      }
      Schemas.Violation violation = parameter.schema.firstViolation(value, ids);
      if (violation != null) {
        throw Problem.badRequest(parameter.label() + " " + violation.text() + ".");
      }
    }
    return new Request(this, values, checkBody(body, identifiers), List.copyOf(identifiers));
  }

  private void checkNames(List<QueryParameter> query) {
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
    Map<String, Identifier> named = bodySchema.schema.identifiers(json);
    identifiers.addAll(named.values());
    Schemas.Violation violation = bodySchema.schema.firstViolation(json, named.keySet());
    if (violation != null) {
      String place =
          violation.pointer().isEmpty() ? "The body" : "The member " + violation.member();
      throw Problem.badRequest(place + " " + violation.text() + ".");
    }
    return json;
  }
}
