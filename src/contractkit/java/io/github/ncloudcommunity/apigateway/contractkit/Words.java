package io.github.ncloudcommunity.apigateway.contractkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import io.github.ncloudcommunity.apigateway.contractkit.Specification.Operation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a specification says, in the words of {@code contracts/documents/}: a list of items for each
 * place, such as {@code required}, {@code string}, {@code 1..10} for {@code path product-id}.
 */
final class Words {

  /** What of a schema or parameter has words of its own, or says nothing that binds. */
  private static final Pattern TOLD =
      Pattern.compile(
          "x-.*|title|description|examples?|type|format|enum|(min|max)(Length|imum)|items"
              + "|properties|required|additionalProperties|in|name|schema");

  /** Of a format, unless it is {@code string}. */
  private static final Map<String, String> USUAL_TYPES =
      Map.of("int32", "integer", "int64", "integer", "float", "number", "double", "number");

  /** How a list is written in a query if nothing is said. */
  private static final Set<String> USUAL = Set.of("style form", "explode true");

  private static final String NO_OTHERS = "additionalProperties false";

  private static final Map<String, String> CONSTRAINTS =
      Map.of("exactlyOneOf", "one of", "allOrNoneOf", "together");

  private final Map<String, List<String>> items = new LinkedHashMap<>();
  private final Map<String, JsonNode> nodes = new LinkedHashMap<>();

  private Words() {}

  static Words of(Specification specification, Operation operation) {
    Words words = new Words();
    words.own(operation);
    words.common(specification, operation);
    return words;
  }

  /** Also what only programs care for: media types by status, and all keywords of a body. */
  static Words exact(Specification specification, Operation operation) {
    Words words = of(specification, operation);
    words
        .items
        .keySet()
        .removeIf(
            place ->
                place.matches("page|group|status|content|error .*")
                    || (place.startsWith("header ") && !words.nodes.get(place).has("in")));
    words.security(specification.document(), operation);
    if (operation.node().path("deprecated").asBoolean()) {
      words.say("deprecated", operation.node(), "yes");
    }
    JsonNode sent = operation.node().path("requestBody");
    if (sent.isObject()) {
      List<String> items = new ArrayList<>(words.items("body"));
      sent.path("content").fieldNames().forEachRemaining(items::add);
      if (operation.requestSchema().isObject()) {
        items.addAll(schema(operation.requestSchema()));
        items.remove(NO_OTHERS); // "no other members"
      }
      words.say("body", sent, items);
    }
    for (String status : operation.statuses()) {
      List<String> types = operation.responseTypes(status);
      JsonNode response = operation.node().path("responses").path(status);
      words.say("status " + status, response, types.isEmpty() ? List.of("no body") : types);
      response
          .path("headers")
          .properties()
          .forEach(
              h -> words.say("status " + status + " header " + h.getKey(), h.getValue(), "sent"));
    }
    List<JsonNode> errors =
        operation.errors().stream()
            .map(status -> operation.responseContent(status).path("schema"))
            .toList();
    boolean isUniform = errors.stream().distinct().count() == 1;
    for (int i = 0; i < errors.size(); i++) {
      String place = isUniform ? "error body" : "error " + operation.errors().get(i);
      words.say(place, errors.get(i), schema(errors.get(i)));
      words.members(place + " ", errors.get(i), "always there", null);
    }
    if (operation.answerSchema().isObject()) {
      words.say("answer", operation.answerSchema(), schema(operation.answerSchema()));
    }
    return words;
  }

  /** How requests are authenticated: one item for each alternative. */
  private void security(JsonNode document, Operation operation) {
    JsonNode own = operation.node().path("security");
    JsonNode security = own.isMissingNode() ? document.path("security") : own;
    List<String> items = new ArrayList<>();
    for (JsonNode alternative : security) {
      items.add(
          alternative.properties().stream()
              .map(name -> document.at("/components/securitySchemes").path(name.getKey()))
              .flatMap(scheme -> Stream.of("type", "scheme", "in", "name").map(scheme::path))
              .map(JsonNode::asText)
              .filter(word -> !word.isEmpty())
              .collect(Collectors.joining(" ")));
    }
    say("security", operation.node(), items.isEmpty() ? List.of("none") : items);
  }

  /** What holds for this operation alone. */
  private void own(Operation operation) {
    JsonNode node = operation.node();
    say("request line", node, operation.method() + " " + operation.path());
    say("group", node, group(node.path("tags")));
    say("status", node.path("responses"), operation.successes());
    for (JsonNode parameter : operation.parameters()) {
      List<String> items = schema(parameter.path("schema"));
      items.add(0, parameter.path("required").asBoolean() ? "required" : "optional");
      others(items, parameter);
      say(parameter.path("in").asText() + " " + parameter.path("name").asText(), parameter, items);
    }
    JsonNode body = operation.requestSchema();
    members("body ", body, "required", "optional");
    constraint(body);
    JsonNode answer = operation.answerSchema();
    if (answer.has("type") && !answer.path("type").asText().equals("object")) {
      say("answer", answer, schema(answer));
    }
    members("answer ", answer, "always there", null);
  }

  /** What holds for all operations, as this one has it. */
  private void common(Specification specification, Operation operation) {
    for (JsonNode server : specification.servers(operation)) {
      String cloud = server.path("description").asText().split(" ")[0].toLowerCase(Locale.ROOT);
      say("base " + cloud, server, server.path("url").asText());
    }
    JsonNode signature = specification.document().path("x-signature");
    for (String header : specification.signatureHeaders()) {
      say("header " + header, signature.path("headers"), "required");
    }
    signature("signature", signature);
    JsonNode sent = operation.node().path("requestBody");
    Set<String> contents = new LinkedHashSet<>();
    if (sent.isObject()) {
      List<String> items = new ArrayList<>();
      items.add(sent.path("required").asBoolean() ? "required" : "optional");
      if (isClosed(operation.requestSchema())) {
        items.add("no other members");
      }
      say("body", sent, items);
      sent.path("content").fieldNames().forEachRemaining(contents::add);
    }
    Words body = null;
    for (String status : operation.statuses()) {
      contents.addAll(operation.responseTypes(status));
    }
    for (String status : operation.errors()) {
      JsonNode content = operation.responseContent(status);
      say("error " + status, content, errors(content));
      Words error = new Words();
      error.members("error body ", content.path("schema"), "always there", null);
      if (body == null) {
        body = error;
        items.putAll(error.items);
        nodes.putAll(error.nodes);
      } else {
        Set<String> places = new LinkedHashSet<>(body.places());
        places.addAll(error.places());
        for (String place : places) {
          if (!error.items(place).equals(body.items(place))) {
            say(place, content, "something else in " + status);
          }
        }
      }
    }
    say("content", operation.node(), new ArrayList<>(contents));
  }

  /** The places that it speaks of. */
  Set<String> places() {
    return items.keySet();
  }

  /** The items of a place; empty if it says nothing of it. */
  List<String> items(String place) {
    return items.getOrDefault(place, List.of());
  }

  /**
   * What to edit to change a place: where it stands or, if it does not, what would hold it; null
   * for the operation itself.
   */
  JsonNode node(String place) {
    String holder = place;
    while (!nodes.containsKey(holder) && holder.contains(".")) {
      holder = holder.substring(0, holder.lastIndexOf('.'));
    }
    return nodes.getOrDefault(holder, nodes.get(place.substring(0, place.indexOf(' ') + 1)));
  }

  private void say(String place, JsonNode node, String item) {
    say(place, node, List.of(item));
  }

  private void say(String place, JsonNode node, List<String> said) {
    items.put(place, said);
    nodes.put(place, node);
  }

  /** {@code UsagePlan} is described in {@code usage-plan.txt}. */
  private static String group(JsonNode tags) {
    return tags.valueStream()
        .map(tag -> tag.asText().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }

  private void members(String prefix, JsonNode schema, String required, String optional) {
    // What would hold a member that is missing.
    nodes.put(prefix.endsWith(".") ? prefix.substring(0, prefix.length() - 1) : prefix, schema);
    for (Map.Entry<String, JsonNode> member : schema.path("properties").properties()) {
      String place = prefix + member.getKey();
      List<String> said = schema(member.getValue());
      if (prefix.startsWith("body ")) {
        said.remove(NO_OTHERS); // said once, of all bodies
      }
      String presence = requires(schema, member.getKey()) ? required : optional;
      if (presence != null) {
        said.add(0, presence);
      }
      say(place, member.getValue(), said);
      members(place + ".", member.getValue(), required, optional);
      members(place + "[].", member.getValue().path("items"), required, optional);
    }
    for (JsonNode name : schema.path("required")) {
      if (!schema.path("properties").has(name.asText())) {
        say(prefix + name.asText(), schema, "required, and no member");
      }
    }
  }

  private static boolean requires(JsonNode schema, String member) {
    return schema.path("required").valueStream().anyMatch(name -> name.asText().equals(member));
  }

  private static List<String> schema(JsonNode schema) {
    List<String> words = new ArrayList<>();
    String type = schema.path("type").asText();
    // quota-condition is a hint for the generator: any text is valid.
    String format = schema.path("format").asText().replace("quota-condition", "");
    words.add(format.isEmpty() ? type : format);
    if (!format.isEmpty() && !type.equals(USUAL_TYPES.getOrDefault(format, "string"))) {
      words.add(type);
    }
    if (type.equals("array")) {
      List<String> elements = schema(schema.path("items"));
      words.set(0, "array of " + elements.get(0));
      words.addAll(elements.subList(1, elements.size()));
    }
    if (schema.has("enum")) {
      words.add(
          "one of "
              + schema
                  .get("enum")
                  .valueStream()
                  .map(JsonNode::asText)
                  .collect(Collectors.joining(" | ")));
    }
    range(words, schema, "minLength", "maxLength");
    range(words, schema, "minimum", "maximum");
    if (format.equals("int64") && schema.has("minimum") && !schema.has("maximum")) {
      words.set(words.size() - 1, words.get(words.size() - 1) + Long.MAX_VALUE);
    }
    others(words, schema);
    JsonNode others = schema.path("additionalProperties");
    if (!others.isMissingNode()) {
      words.add(
          "additionalProperties "
              + (others.isObject() ? String.join(" ", schema(others)) : others.asText()));
    }
    return words;
  }

  private static void others(List<String> words, JsonNode node) {
    for (Map.Entry<String, JsonNode> other : node.properties()) {
      JsonNode value = other.getValue();
      String word = other.getKey() + " " + (value.isValueNode() ? value.asText() : value);
      if (!TOLD.matcher(other.getKey()).matches() && !USUAL.contains(word)) {
        words.add(word);
      }
    }
  }

  private static boolean isClosed(JsonNode schema) {
    return schema.path("additionalProperties").equals(BooleanNode.FALSE);
  }

  private static void range(List<String> words, JsonNode schema, String from, String to) {
    if (schema.has(from) || schema.has(to)) {
      words.add(schema.path(from).asText() + ".." + schema.path(to).asText());
    }
  }

  private void signature(String place, JsonNode object) {
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      String below = place + " " + member.getKey();
      if (member.getValue().isValueNode()) {
        say(below, object, List.of(member.getValue().asText().replace("\n", "\\n").split(", ")));
      }
      signature(below, member.getValue());
    }
  }

  /** Codes and messages of the examples. */
  private static List<String> errors(JsonNode content) {
    return Specification.examples(content).stream()
        .map(example -> example.path("error"))
        .map(error -> error.path("errorCode").asText() + " " + error.path("message").asText())
        .toList();
  }

  /** Members that go together or not at all, and those of which exactly one is sent. */
  private void constraint(JsonNode body) {
    JsonNode constraint = body.path("x-constraint");
    for (Map.Entry<String, String> words : CONSTRAINTS.entrySet()) {
      if (constraint.has(words.getKey())) {
        List<String> members =
            constraint.get(words.getKey()).valueStream().map(JsonNode::asText).toList();
        say("body " + words.getValue(), body, members);
      }
    }
  }
}
