package io.github.ncloudcommunity.apigateway.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ncloudcommunity.apigateway.contractkit.SchemaValidator;
import io.github.ncloudcommunity.apigateway.contractkit.Specification;
import io.github.ncloudcommunity.apigateway.contractkit.Specification.Operation;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The pact against a specification. A request has to be one that the specification describes, base
 * path and headers included, and an answer one that it documents, without a member more; only where
 * the answer is 400 the request must not fit. Each check gives back what is wrong, as lines that
 * begin with the key of the interaction.
 */
final class PactChecks {

  private PactChecks() {}

  static String key(JsonNode interaction) {
    return interaction.path("key").asText();
  }

  static String operationId(JsonNode interaction) {
    return key(interaction).split(" ")[0];
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
    Map<String, List<String>> query = query(request);
    ofRequest.addAll(SchemaValidator.queryProblems(operation, query));
    ofRequest.addAll(SchemaValidator.missingInQuery(operation, query.keySet()));
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
    String path = request.path("path").asText();
    // Values of ids are examples: the generator of the path says which parameter stands where.
    String template = request.at("/generators/path/expression").asText(path);
    for (JsonNode server : specification.servers(operation)) {
      String base = URI.create(server.path("url").asText()).getPath();
      for (String sent : List.of(path, template)) {
        if (!sent.startsWith(base)) {
          problems.add("path %s has not the base path %s".formatted(sent, base));
        } else {
          problems.addAll(
              SchemaValidator.lineProblems(
                  operation, request.path("method").asText(), sent.substring(base.length())));
        }
      }
    }
    return problems.stream().distinct().toList();
  }

  private static List<String> headers(
      Specification specification, Operation operation, JsonNode request) {
    Set<String> sent = new TreeSet<>();
    request
        .path("headers")
        .fieldNames()
        .forEachRemaining(h -> sent.add(h.toLowerCase(Locale.ROOT)));
    Set<String> signature = new TreeSet<>();
    specification.signatureHeaders().forEach(h -> signature.add(h.toLowerCase(Locale.ROOT)));
    Set<String> due = new TreeSet<>();
    if (!operation.requestSchema().isMissingNode()) {
      due.add("content-type");
    }
    // The pact has the headers of the signature for some operations of each group only.
    if (!Collections.disjoint(signature, sent)) {
      due.addAll(signature);
    }
    return due.equals(sent)
        ? List.of()
        : List.of("headers %s, in openapi/ %s".formatted(sent, due));
  }

  private static Map<String, List<String>> query(JsonNode request) {
    Map<String, List<String>> query = new TreeMap<>();
    for (Map.Entry<String, JsonNode> sent : request.path("query").properties()) {
      query.put(sent.getKey(), sent.getValue().valueStream().map(JsonNode::asText).toList());
    }
    return query;
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
        && Specification.examples(content).stream().noneMatch(e -> same(e, error))) {
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
    return SchemaValidator.problems(schema, body.path("content")).stream()
        .map(problem -> what + " " + problem)
        .toList();
  }

  private static String there(JsonNode node) {
    return node.isMissingNode() ? "none" : "one";
  }

  // --- coverage

  /** All documented outcomes of an operation: the success, and each code of each error. */
  static Set<String> outcomes(Operation operation) {
    Set<String> outcomes = new TreeSet<>(operation.successes());
    for (String status : operation.statuses()) {
      if (!operation.successes().contains(status)) {
        for (JsonNode example : Specification.examples(operation.responseContent(status))) {
          outcomes.add(status + "/" + example.at("/error/errorCode").asText());
        }
      }
    }
    return outcomes;
  }

  /** Outcomes that some interaction has, by operation. */
  static Map<String, Set<String>> covered(List<JsonNode> interactions) {
    return interactions.stream()
        .collect(
            Collectors.groupingBy(
                PactChecks::operationId,
                TreeMap::new,
                Collectors.mapping(PactChecks::outcome, Collectors.toCollection(TreeSet::new))));
  }
}
