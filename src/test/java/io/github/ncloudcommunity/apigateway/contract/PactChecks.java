package io.github.ncloudcommunity.apigateway.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import io.github.ncloudcommunity.apigateway.contract.Specification.Operation;
import java.math.BigInteger;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The committed pact against a specification. A request has to be one that the specification
 * describes, base path and headers included, and an answer one that it documents, without a member
 * more; only where the answer is 400 the request must not fit. Each check gives back what is wrong,
 * as lines that begin with the key of the interaction.
 */
final class PactChecks {

  private static final Pattern INTEGER = Pattern.compile("-?\\d+");

  /** Compiled schemas that were in use last: most of a changed specification is not changed. */
  private static final Map<JsonNode, Schema> SCHEMAS =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<JsonNode, Schema> eldest) {
          return size() > 100;
        }
      };

  private PactChecks() {}

  /** The interactions of the committed file. */
  static List<JsonNode> committed() {
    List<JsonNode> interactions = new ArrayList<>();
    SampleFolder.json(SampleFolder.text(Pacts.FILE))
        .path("interactions")
        .forEach(interactions::add);
    return interactions;
  }

  static String key(JsonNode interaction) {
    return interaction.path("key").asText();
  }

  static String operationId(JsonNode interaction) {
    return interaction.at("/comments/references/openapi/operationId").asText();
  }

  /** {@code 204}, {@code 401/210}. */
  static String outcome(JsonNode interaction) {
    JsonNode code = interaction.at("/response/body/content/error/errorCode");
    String status = interaction.at("/response/status").asText();
    return code.isMissingNode() ? status : status + "/" + code.asText();
  }

  static List<String> problems(Specification specification, JsonNode interaction) {
    String key = key(interaction);
    Operation operation = specification.operations().get(operationId(interaction));
    if (operation == null) {
      return List.of(key + ": openapi/ has no operation " + operationId(interaction));
    }
    List<String> problems = new ArrayList<>();
    List<String> ofRequest = new ArrayList<>();
    JsonNode request = interaction.path("request");
    line(specification, operation, request).forEach(p -> problems.add(key + ": " + p));
    headers(specification, operation, request).forEach(p -> problems.add(key + ": " + p));
    ofRequest.addAll(query(operation, request));
    ofRequest.addAll(body("body", operation.requestSchema(), request.path("body")));
    String status = interaction.at("/response/status").asText();
    if (!status.equals("400")) {
      ofRequest.forEach(p -> problems.add(key + ": " + p));
    } else if (ofRequest.isEmpty()) {
      problems.add(key + ": this is answered by 400, and openapi/ finds nothing wrong with it");
    }
    answer(operation, status, interaction.path("response"))
        .forEach(p -> problems.add(key + ": " + p));
    return problems;
  }

  private static List<String> line(
      Specification specification, Operation operation, JsonNode request) {
    List<String> problems = new ArrayList<>();
    String method = request.path("method").asText();
    if (!method.equals(operation.method())) {
      problems.add("method %s, in openapi/ %s".formatted(method, operation.method()));
    }
    String path = request.path("path").asText();
    Set<String> bases = new TreeSet<>();
    specification
        .servers(operation)
        .forEach(server -> bases.add(URI.create(server.path("url").asText()).getPath()));
    for (String base : bases) {
      // Values of ids are examples: the generator of the path says which parameter stands where.
      String template = request.at("/generators/path/expression").asText(path);
      Matcher expected =
          Pattern.compile(Pattern.quote(base) + operation.path().replaceAll("\\{[^}]*}", "[^/]+"))
              .matcher(template);
      if (!expected.matches()) {
        problems.add("path %s, in openapi/ %s%s".formatted(template, base, operation.path()));
        continue;
      }
      String[] values = path.split("/");
      String[] names = (base + operation.path()).split("/");
      for (int i = 0; i < names.length; i++) {
        if (names[i].startsWith("{")) {
          String name = names[i].substring(1, names[i].length() - 1);
          problems.addAll(parameter(operation, "path", name, List.of(values[i])));
        }
      }
    }
    return problems;
  }

  private static List<String> headers(
      Specification specification, Operation operation, JsonNode request) {
    Set<String> due = new TreeSet<>();
    specification.securityHeaders(operation).forEach(h -> due.add(h.toLowerCase(Locale.ROOT)));
    if (!operation.requestSchema().isMissingNode()) {
      due.add("content-type");
    }
    Set<String> sent = new TreeSet<>();
    request
        .path("headers")
        .fieldNames()
        .forEachRemaining(h -> sent.add(h.toLowerCase(Locale.ROOT)));
    return due.equals(sent)
        ? List.of()
        : List.of("headers %s, in openapi/ %s".formatted(sent, due));
  }

  private static List<String> query(Operation operation, JsonNode request) {
    List<String> problems = new ArrayList<>();
    Map<String, List<String>> sent = new TreeMap<>();
    request
        .path("query")
        .properties()
        .forEach(
            member ->
                sent.put(
                    member.getKey(),
                    member.getValue().valueStream().map(JsonNode::asText).toList()));
    sent.forEach((name, values) -> problems.addAll(parameter(operation, "query", name, values)));
    for (JsonNode parameter : operation.parameters("query")) {
      String name = parameter.path("name").asText();
      if (parameter.path("required").asBoolean() && !sent.containsKey(name)) {
        problems.add("query %s is not sent, openapi/ requires it".formatted(name));
      }
    }
    return problems;
  }

  private static List<String> parameter(
      Operation operation, String in, String name, List<String> values) {
    Optional<JsonNode> parameter =
        operation.parameters(in).stream()
            .filter(p -> p.path("name").asText().equals(name))
            .findFirst();
    if (parameter.isEmpty()) {
      return List.of("%s %s is not in openapi/".formatted(in, name));
    }
    JsonNode schema = parameter.get().path("schema");
    JsonNode value;
    if (schema.path("type").asText().equals("array")) {
      value =
          JsonNodeFactory.instance
              .arrayNode()
              .addAll(values.stream().map(v -> typed(schema.path("items"), v)).toList());
    } else {
      value = typed(schema, values.get(0));
    }
    return invalid("%s %s".formatted(in, name), schema, value);
  }

  private static JsonNode typed(JsonNode schema, String text) {
    return switch (schema.path("type").asText()) {
      case "integer" ->
          INTEGER.matcher(text).matches()
              ? JsonNodeFactory.instance.numberNode(new BigInteger(text))
              : TextNode.valueOf(text);
      case "boolean" ->
          text.matches("true|false")
              ? BooleanNode.valueOf(text.equals("true"))
              : TextNode.valueOf(text);
      default -> TextNode.valueOf(text);
    };
  }

  private static List<String> answer(Operation operation, String status, JsonNode response) {
    if (!operation.statuses().contains(status)) {
      return List.of("status %s, in openapi/ %s".formatted(status, operation.statuses()));
    }
    List<String> problems = new ArrayList<>();
    JsonNode content = operation.responseContent(status);
    String type = response.at("/headers/Content-Type/0").asText();
    if (response.has("headers") && !operation.responseTypes(status).contains(type)) {
      problems.add("content type %s is not in openapi/".formatted(type));
    }
    JsonNode schema = content.path("schema");
    // Of a file the pact has the type alone.
    if (!schema.path("format").asText().equals("binary") || response.has("body")) {
      problems.addAll(body("answer", schema, response.path("body")));
    }
    JsonNode error = response.at("/body/content/error");
    if (!error.isMissingNode()
        && Documents.examples(content).stream().noneMatch(e -> same(e, error))) {
      problems.add("error %s is no example of the status in openapi/".formatted(error));
    }
    return problems;
  }

  private static boolean same(JsonNode example, JsonNode error) {
    return example.at("/error/errorCode").equals(error.path("errorCode"))
        && example.at("/error/message").equals(error.path("message"));
  }

  private static List<String> body(String what, JsonNode schema, JsonNode body) {
    if (schema.isMissingNode() || body.isMissingNode()) {
      return schema.isMissingNode() == body.isMissingNode()
          ? List.of()
          : List.of(
              "%s: %s in the pact, %s in openapi/".formatted(what, there(body), there(schema)));
    }
    JsonNode content = body.path("content");
    List<String> problems = new ArrayList<>(invalid(what, schema, content));
    undocumented(what, schema, content, problems);
    return problems;
  }

  private static String there(JsonNode node) {
    return node.isMissingNode() ? "none" : "one";
  }

  private static List<String> invalid(String what, JsonNode schema, JsonNode value) {
    return SCHEMAS
        .computeIfAbsent(
            schema, s -> SampleChecks.REGISTRY.getSchema(SchemaLocation.of("urn:pact"), s))
        .validate(value)
        .stream()
        .map(
            error ->
                "%s%s %s"
                    .formatted(
                        what,
                        error.getInstanceLocation().toString().replace('/', '.'),
                        error.getMessage()))
        .toList();
  }

  private static void undocumented(
      String what, JsonNode schema, JsonNode value, List<String> problems) {
    if (schema.has("additionalProperties") || schema.path("x-undocumented").asBoolean()) {
      return;
    }
    for (Map.Entry<String, JsonNode> member : value.properties()) {
      String name = what + "." + member.getKey();
      JsonNode property = schema.path("properties").path(member.getKey());
      if (property.isMissingNode()) {
        problems.add(name + " is not in openapi/");
      } else {
        undocumented(name, property, member.getValue(), problems);
      }
    }
    for (int i = 0; value.isArray() && i < value.size(); i++) {
      undocumented(what + "[]", schema.path("items"), value.get(i), problems);
    }
  }

  // --- coverage

  /** All documented outcomes of an operation: the success, and each code of each error. */
  static Set<String> outcomes(Operation operation) {
    Set<String> outcomes = new TreeSet<>(operation.successes());
    for (String status : operation.statuses()) {
      if (!operation.successes().contains(status)) {
        for (JsonNode example : Documents.examples(operation.responseContent(status))) {
          outcomes.add(status + "/" + example.at("/error/errorCode").asText());
        }
      }
    }
    return outcomes;
  }

  /** Outcomes that some interaction has, by operation. */
  static Map<String, Set<String>> covered() {
    return committed().stream()
        .collect(
            Collectors.groupingBy(
                PactChecks::operationId,
                TreeMap::new,
                Collectors.mapping(PactChecks::outcome, Collectors.toCollection(TreeSet::new))));
  }
}
