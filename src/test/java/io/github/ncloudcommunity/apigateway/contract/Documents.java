package io.github.ncloudcommunity.apigateway.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the documentation pages say of each operation: the files of {@code contracts/documents/},
 * copied from the pages by hand and not made from {@code openapi/}. A specification that
 * contradicts a page is found here.
 */
final class Documents {

  private static final Path FOLDER = Path.of("contracts", "documents");
  private static final String COMMON = "every operation";

  /** The one fact of all operations that an operation may have of its own. */
  private static final String CONTENT = "content";

  /** {@code operationId: METHOD /path}, or the title of the facts that all share. */
  private static final Pattern TITLE = Pattern.compile("(\\w+): ([A-Z]+ /\\S*)");

  private static final Map<String, Document> BLOCKS = blocks();

  private Documents() {}

  /**
   * What a page says of an operation.
   *
   * @param facts what is said, by what it is said of
   */
  record Document(String operation, Map<String, String> facts) {

    /** Reads one block of a file. */
    static Document read(String block) {
      List<String> lines = block.lines().map(line -> line.replaceFirst("(^|\\s+)#.*", "")).toList();
      Matcher title = TITLE.matcher(lines.get(0));
      Map<String, String> facts = new LinkedHashMap<>();
      String operation = COMMON;
      if (title.matches()) {
        operation = title.group(1);
        facts.put("request line", title.group(2));
      } else if (!lines.get(0).equals(COMMON)) {
        throw new IllegalStateException("no title of a document: " + lines.get(0));
      }
      for (String line : lines.subList(1, lines.size())) {
        String[] fact = line.strip().split(": ", 2);
        if (!line.startsWith("  ") || fact.length < 2) {
          throw new IllegalStateException(operation + ": no fact: " + line);
        }
        if (facts.put(fact[0], fact[1]) != null) {
          throw new IllegalStateException(operation + ": twice: " + fact[0]);
        }
      }
      return new Document(operation, facts);
    }

    String page() {
      return facts.get("page");
    }

    @Override
    public String toString() {
      return operation;
    }
  }

  /**
   * Compares {@code openapi/} with the documents, before anything is generated from it.
   *
   * @throws IllegalStateException if they disagree; the message says where
   */
  public static void main(String[] args) {
    List<String> contradictions = contradictions(Specification.split());
    if (!contradictions.isEmpty()) {
      throw new IllegalStateException(
          "openapi/ and contracts/documents/ disagree:%n%n  %s%n%nChange one of the two; where the sources disagree, contracts/deviations.md says which counts.%n"
              .formatted(String.join("%n  ".formatted(), contradictions)));
    }
  }

  /** All operations, by operationId. */
  static Map<String, Document> all() {
    Map<String, Document> documents = new TreeMap<>(BLOCKS);
    documents.remove(COMMON);
    return documents;
  }

  /** Where a specification says something else than the documents; none if they agree. */
  static List<String> contradictions(Specification specification) {
    Set<String> operations = new LinkedHashSet<>(all().keySet());
    operations.addAll(specification.operations().keySet());
    Map<String, List<String>> contradictions = new LinkedHashMap<>();
    for (String id : operations) {
      for (String contradiction : contradictions(specification, id)) {
        contradictions
            .computeIfAbsent(contradiction.substring(id.length()), c -> new ArrayList<>())
            .add(id);
      }
    }
    return contradictions.entrySet().stream()
        .flatMap(
            same ->
                same.getValue().size() == operations.size()
                    ? Stream.of(COMMON + same.getKey())
                    : same.getValue().stream().map(id -> id + same.getKey()))
        .sorted()
        .toList();
  }

  /** Where a specification says something else of one operation. */
  static List<String> contradictions(Specification specification, String id) {
    return of(id, BLOCKS.get(id), BLOCKS.get(COMMON), specification);
  }

  private static List<String> of(
      String id, Document document, Document common, Specification specification) {
    Specification.Operation operation = specification.operations().get(id);
    if (document == null) {
      return List.of(id + ": openapi/ has this operation, and no document speaks of it");
    }
    if (operation == null) {
      return List.of(
          "%s: the document (%s) has this operation, openapi/ has not: %s"
              .formatted(id, document.page(), document.facts().get("request line")));
    }
    return Stream.concat(
            contradictions(document, operation).stream(),
            Stream.concat(
                contradictions(common, document, specification, operation).stream(),
                unknownMembersOfPages(operation).stream()))
        .toList();
  }

  /** What holds for this operation alone. */
  static List<String> contradictions(Document document, Specification.Operation operation) {
    Map<String, String> documented = new LinkedHashMap<>(document.facts());
    documented.remove(CONTENT);
    return differences(operation.id(), document.page(), documented, facts(operation));
  }

  /** What holds for all operations, unless the document of this one says otherwise. */
  private static List<String> contradictions(
      Document common,
      Document document,
      Specification specification,
      Specification.Operation operation) {
    Map<String, String> documented = new LinkedHashMap<>(common.facts());
    documented.remove("page");
    documented.remove("group");
    documented.computeIfPresent(CONTENT, document.facts()::getOrDefault);
    if (operation.node().path("requestBody").isMissingNode()) {
      documented.remove("error 413");
      documented.remove("body");
    }
    return differences(
        operation.id(), common.page(), documented, commonFacts(specification, operation));
  }

  /** What the generated streams read has to be there, or they do not compile. */
  private static List<String> unknownMembersOfPages(Specification.Operation operation) {
    JsonNode pagination = operation.node().path("x-pagination");
    List<String> unknown = new ArrayList<>();
    JsonNode page = operation.answerSchema();
    for (String role : List.of("page", "items", "total")) {
      if (pagination.has(role)) {
        String member = pagination.path(role).asText();
        if (!page.path("properties").has(member)) {
          unknown.add(
              "%s, x-pagination: \"%s\" is no member of the answer in openapi/"
                  .formatted(operation.id(), member));
        } else if (role.equals("page")) {
          page = page.path("properties").path(member);
        }
      }
    }
    return unknown;
  }

  private static List<String> differences(
      String operation,
      String page,
      Map<String, String> documented,
      Map<String, String> specified) {
    return Stream.concat(documented.keySet().stream(), specified.keySet().stream())
        .distinct()
        .filter(fact -> !same(specified.get(fact), documented.get(fact)))
        .map(
            fact ->
                "%s, %s: the document (%s) says %s, openapi/ says %s"
                    .formatted(
                        operation,
                        fact,
                        page,
                        quoted(documented.get(fact)),
                        quoted(specified.get(fact))))
        .toList();
  }

  private static boolean same(String fact, String other) {
    return Objects.equals(fact, other) || words(fact).equals(words(other));
  }

  /**
   * The words of a fact in any order, since values of an enumeration and members that go together
   * have none.
   */
  private static List<String> words(String fact) {
    return fact == null ? List.of() : Stream.of(fact.split(", | of ")).sorted().toList();
  }

  private static String quoted(String text) {
    return text == null ? "nothing" : "\"" + text + "\"";
  }

  private static Map<String, Document> blocks() {
    Map<String, Document> documents = new TreeMap<>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".txt")).sorted().toList()) {
        for (String block : Files.readString(file).strip().split("\n{2,}")) {
          Document document = Document.read(block);
          document.facts().put("group", file.getFileName().toString().replace(".txt", ""));
          if (documents.put(document.operation(), document) != null) {
            throw new IllegalStateException(file + ": twice: " + document.operation());
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return documents;
  }

  // --- the specification in the same words

  private static Map<String, String> facts(Specification.Operation operation) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("request line", operation.method() + " " + operation.path());
    facts.put("page", operation.node().path("externalDocs").path("url").asText());
    facts.put("group", group(operation.node().path("tags")));
    facts.put("status", String.join(", ", operation.successes()));
    for (JsonNode parameter : operation.parameters()) {
      facts.put(
          parameter.path("in").asText() + " " + parameter.path("name").asText(),
          (parameter.path("required").asBoolean() ? "required, " : "optional, ")
              + words(parameter.path("schema")));
    }
    JsonNode body = operation.requestSchema();
    body("body ", body, facts);
    conditions(body, facts);
    JsonNode answer = operation.answerSchema();
    if (answer.has("type") && !answer.path("type").asText().equals("object")) {
      facts.put("answer", words(answer));
    }
    answer("answer ", answer, facts);
    return facts;
  }

  /** {@code UsagePlan} is described in {@code usage-plan.txt}. */
  private static String group(JsonNode tags) {
    return tags.valueStream()
        .map(tag -> tag.asText().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }

  private static Map<String, String> commonFacts(
      Specification specification, Specification.Operation operation) {
    Map<String, String> facts = new LinkedHashMap<>();
    for (JsonNode server : specification.servers(operation)) {
      String cloud = server.path("description").asText().split(" ")[0].toLowerCase(Locale.ROOT);
      facts.put("base " + cloud, server.path("url").asText());
    }
    for (String header : specification.securityHeaders(operation)) {
      facts.put("header " + header, "required");
    }
    signature("signature", specification.document().path("x-signature"), facts);
    if (operation.node().has("requestBody")) {
      facts.put(
          "body",
          operation.node().at("/requestBody/required").asBoolean() ? "required" : "optional");
    }
    Set<String> contents = new LinkedHashSet<>();
    operation
        .node()
        .path("requestBody")
        .path("content")
        .fieldNames()
        .forEachRemaining(contents::add);
    Map<String, Map<String, String>> errorBodies = new TreeMap<>();
    for (String status : operation.statuses()) {
      JsonNode response = operation.node().path("responses").path(status);
      response.path("content").fieldNames().forEachRemaining(contents::add);
      if (!operation.successes().contains(status)) {
        JsonNode content = operation.responseContent(status);
        facts.put("error " + status, String.join(", ", errors(content)));
        Map<String, String> members = new LinkedHashMap<>();
        answer("error body ", content.path("schema"), members);
        errorBodies.put(status, members);
      }
    }
    facts.put(CONTENT, String.join(", ", contents));
    facts.putAll(shared(errorBodies));
    return facts;
  }

  private static void signature(String name, JsonNode node, Map<String, String> facts) {
    if (node.isValueNode()) {
      facts.put(name, node.asText().replace("\n", "\\n"));
    }
    node.properties().forEach(m -> signature(name + " " + m.getKey(), m.getValue(), facts));
  }

  /** What all statuses have in common; where one differs, it is named. */
  private static Map<String, String> shared(Map<String, Map<String, String>> bodies) {
    Set<String> members = new LinkedHashSet<>();
    bodies.values().forEach(body -> members.addAll(body.keySet()));
    Map<String, String> shared = new LinkedHashMap<>();
    for (String member : members) {
      Map<String, List<String>> statuses = new LinkedHashMap<>();
      bodies.forEach(
          (status, body) ->
              statuses
                  .computeIfAbsent(body.getOrDefault(member, "nothing"), w -> new ArrayList<>())
                  .add(status));
      List<String> words = new ArrayList<>();
      statuses.forEach((word, in) -> words.add(statuses.size() == 1 ? word : word + " in " + in));
      shared.put(member, String.join(", ", words));
    }
    return shared;
  }

  /** Codes and messages of the examples. */
  private static List<String> errors(JsonNode content) {
    return examples(content).stream()
        .map(example -> example.path("error"))
        .map(error -> error.path("errorCode").asText() + " " + error.path("message").asText())
        .toList();
  }

  /** The examples of a body, whether one or several are given. */
  static List<JsonNode> examples(JsonNode content) {
    List<JsonNode> examples = new ArrayList<>();
    if (content.has("example")) {
      examples.add(content.path("example"));
    }
    content.path("examples").forEach(example -> examples.add(example.path("value")));
    return examples;
  }

  private static void body(String prefix, JsonNode schema, Map<String, String> facts) {
    for (Map.Entry<String, JsonNode> member : schema.path("properties").properties()) {
      String name = prefix + member.getKey();
      facts.put(
          name,
          (requires(schema, member.getKey()) ? "required, " : "optional, ")
              + words(member.getValue()));
      body(name + ".", member.getValue(), facts);
      body(name + "[].", member.getValue().path("items"), facts);
    }
  }

  private static void answer(String prefix, JsonNode schema, Map<String, String> facts) {
    for (Map.Entry<String, JsonNode> member : schema.path("properties").properties()) {
      String name = prefix + member.getKey();
      facts.put(
          name,
          (requires(schema, member.getKey()) ? "always there, " : "") + words(member.getValue()));
      answer(name + ".", member.getValue(), facts);
      answer(name + "[].", member.getValue().path("items"), facts);
    }
  }

  private static boolean requires(JsonNode schema, String member) {
    for (JsonNode required : schema.path("required")) {
      if (required.asText().equals(member)) {
        return true;
      }
    }
    return false;
  }

  private static String words(JsonNode schema) {
    StringJoiner words = new StringJoiner(", ");
    String type = schema.path("type").asText();
    // quota-condition is a hint for the generator: any text is valid.
    String format = schema.path("format").asText().replace("quota-condition", "");
    StringBuilder first = new StringBuilder(format.isEmpty() ? type : format);
    if (type.equals("array")) {
      first.append(" of ").append(words(schema.path("items")));
    }
    if (schema.has("enum")) {
      List<String> values = new ArrayList<>();
      schema.get("enum").forEach(value -> values.add(value.asText()));
      first.append(" of ").append(String.join(", ", values));
    }
    words.add(first);
    range(words, schema, "minLength", "maxLength");
    range(words, schema, "minimum", "maximum");
    for (String other :
        List.of(
            "pattern",
            "minItems",
            "maxItems",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
            "uniqueItems",
            "nullable",
            "readOnly",
            "writeOnly",
            "deprecated",
            "default")) {
      if (schema.has(other)) {
        words.add(other + " " + schema.get(other).asText());
      }
    }
    JsonNode others = schema.path("additionalProperties");
    if (!others.isMissingNode()) {
      words.add("additionalProperties " + (others.isObject() ? words(others) : others.asText()));
    }
    return words.toString();
  }

  private static void range(StringJoiner words, JsonNode schema, String from, String to) {
    if (schema.has(from) || schema.has(to)) {
      words.add(schema.path(from).asText() + ".." + schema.path(to).asText());
    }
  }

  /**
   * Optional members that are valid both together or not at all, and those of which exactly one has
   * to be there, found out by trying.
   */
  private static void conditions(JsonNode body, Map<String, String> facts) {
    List<String> optional =
        body.path("properties").properties().stream()
            .map(Map.Entry::getKey)
            .filter(member -> !requires(body, member))
            .toList();
    boolean oneIsDue = !isValid(body, List.of());
    Set<String> together = new LinkedHashSet<>();
    Set<String> oneOf = new LinkedHashSet<>();
    for (String one : optional) {
      for (String other : optional) {
        boolean apart = isValid(body, List.of(one)) && isValid(body, List.of(other));
        boolean both = isValid(body, List.of(one, other));
        if (both && !isValid(body, List.of(one)) && !isValid(body, List.of(other))) {
          together.add(one);
        } else if (oneIsDue && apart && !both) {
          oneOf.add(one);
        }
      }
    }
    if (!together.isEmpty()) {
      facts.put("body together", String.join(", ", together));
    }
    if (oneIsDue) {
      facts.put("body one of", String.join(", ", oneOf));
    }
  }

  /**
   * Whether the conditions about the presence of members hold for a body with these besides the
   * required ones.
   */
  private static boolean isValid(JsonNode schema, List<String> optionalMembers) {
    List<String> members = new ArrayList<>(optionalMembers);
    schema.path("required").forEach(member -> members.add(member.asText()));
    return holds(schema, members);
  }

  private static boolean holds(JsonNode schema, List<String> members) {
    for (JsonNode required : schema.path("required")) {
      if (!members.contains(required.asText())) {
        return false;
      }
    }
    if (schema.has("not") && holds(schema.get("not"), members)) {
      return false;
    }
    return (!schema.has("anyOf") || holding(schema.get("anyOf"), members) > 0)
        && (!schema.has("oneOf") || holding(schema.get("oneOf"), members) == 1);
  }

  private static long holding(JsonNode alternatives, List<String> members) {
    return alternatives.valueStream().filter(schema -> holds(schema, members)).count();
  }
}
