package io.github.ncloudcommunity.apigateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ncloudcommunity.apigateway.Cloud;
import io.github.ncloudcommunity.apigateway.ErrorCode;
import io.github.ncloudcommunity.apigateway.auth.Credentials;
import io.github.ncloudcommunity.apigateway.auth.SignatureV2;
import io.github.ncloudcommunity.apigateway.contractkit.SchemaValidator;
import io.github.ncloudcommunity.apigateway.contractkit.Specification;
import io.swagger.parser.OpenAPIParser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every tool that reads {@code openapi/} relies on, and what the templates beside it rely on.
 */
class SpecTest {

  /** Surefire prints the number of a case, and not which operation it is about. */
  @RegisterExtension
  static final TestExecutionExceptionHandler NAMED =
      (context, e) -> {
        throw new AssertionError(context.getDisplayName() + ": " + e.getMessage(), e);
      };

  private static final Pattern SECRET =
      Pattern.compile("(?i).*(secret|password|passwd|primaryKey|secondaryKey|keyValue|token).*");

  /** They take offset and limit, and cannot be streamed page by page. */
  private static final Map<String, String> UNPAGED =
      Map.of(
          "listDashboardProducts", "no total in the answer",
          "listDashboardApiKeyProducts", "no total in the answer",
          "exportDashboardProductCharts", "the answer is a file",
          "exportDashboardApiKeyCharts", "the answer is a file");

  private static Specification split() {
    return Specification.split();
  }

  private static Specification bundled() {
    return Specification.bundled();
  }

  static Collection<Specification.Operation> operations() {
    return split().operations().values();
  }

  static List<Path> files() {
    return Specification.files();
  }

  static List<Path> pathFiles() {
    return files().stream()
        .filter(f -> f.startsWith(Specification.FOLDER.resolve("paths")))
        .toList();
  }

  static List<Path> schemaFiles() {
    return files().stream()
        .filter(f -> f.startsWith(Specification.FOLDER.resolve("components/schemas")))
        .toList();
  }

  // --- parsers and generators

  @ParameterizedTest
  @MethodSource("locations")
  void swaggerParserHasNothingToSay_andMakesUpNoName(String location) {
    SwaggerParseResult parsed = parsed(location);

    assertThat(parsed.getMessages()).isEmpty();
    assertThat(parsed.getOpenAPI().getOpenapi()).isEqualTo("3.0.3");
    assertThat(parsed.getOpenAPI().getPaths()).hasSameSizeAs(split().document().path("paths"));
    assertThat(parsed.getOpenAPI().getComponents().getSchemas().keySet())
        .isNotEmpty()
        .allSatisfy(
            name ->
                assertThat(name)
                    .matches("[A-Z][A-Za-z]*")
                    .doesNotContain("InlineObject", "Inner", "AllOf", "AnyOf", "OneOf")
                    .isNotEqualTo("ApiResponse"));
  }

  static List<String> locations() {
    return List.of(
        Specification.ROOT.toString(), SpecTest.class.getResource(Specification.BUNDLE).toString());
  }

  @Test
  void theModelsAreTheOnesThatTheSchemaFilesName() {
    List<String> named = new ArrayList<>();
    schemaFiles()
        .forEach(file -> Specification.read(file).fieldNames().forEachRemaining(named::add));

    assertThat(
            parsed(Specification.ROOT.toString())
                .getOpenAPI()
                .getComponents()
                .getSchemas()
                .keySet())
        .containsExactlyInAnyOrderElementsOf(named);
  }

  // --- files

  @ParameterizedTest
  @MethodSource("files")
  void noFileBeginsWithABrace(Path file) throws IOException {
    // It would be read as JSON.
    assertThat(Files.readString(file).strip()).doesNotStartWith("{").isNotEmpty();
  }

  @Test
  void pathFilesReferToComponentsFromAbove() {
    // swagger-parser resolves a sibling's parameters and responses from the root's folder, and `#/`
    // in the file itself.
    assertThat(found(pathFiles(), "$ref"))
        .isNotEmpty()
        .allSatisfy(
            reference ->
                assertThat(reference.asText())
                    .matches(
                        "\\.\\./components/(parameters|responses|schemas/[a-z-]+)\\.yaml#/[A-Za-z]+"));
  }

  @Test
  void pathFilesHoldNoSchemaOfAnObject() {
    // A generator would make up a name for it.
    assertThat(found(pathFiles(), "schema"))
        .isNotEmpty()
        .noneMatch(schema -> List.of("object", "array").contains(schema.path("type").asText()));
  }

  @Test
  void noOperationIsAReference() {
    for (Path file : pathFiles()) {
      for (JsonNode item : Specification.read(file)) {
        assertThat(item.has("$ref")).as(file + ": " + item).isFalse();
        item.forEach(operation -> assertThat(operation.has("$ref")).as(file.toString()).isFalse());
      }
    }
  }

  @Test
  void theRootNamesEachPathInOneLine() {
    Specification.read(Specification.ROOT)
        .path("paths")
        .properties()
        .forEach(
            path -> {
              assertThat(path.getValue().size()).as(path.getKey()).isEqualTo(1);
              assertThat(path.getValue().path("$ref").asText())
                  .as(path.getKey())
                  .matches("paths/[a-z-]+\\.yaml#/[a-z-]+");
            });
  }

  @Test
  void nothingIsDefinedThatNobodyUses() {
    Set<String> defined = new TreeSet<>();
    for (Path file : files()) {
      if (!file.equals(Specification.ROOT)) {
        Specification.read(file)
            .fieldNames()
            .forEachRemaining(name -> defined.add(file + "#/" + name));
      }
    }

    assertThat(split().references()).containsExactlyInAnyOrderElementsOf(defined);
  }

  // --- operations

  @Test
  void operationIdsAreLowerCamelCase() {
    assertThat(split().operations().keySet()).allMatch(id -> id.matches("[a-z]+([A-Z][a-z]+)+"));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void anOperationIsDescribed(Specification.Operation operation) {
    JsonNode node = operation.node();
    List<String> tags = new ArrayList<>();
    split().document().path("tags").forEach(tag -> tags.add(tag.path("name").asText()));

    assertThat(node.path("tags")).hasSize(1);
    assertThat(node.path("tags").get(0).asText()).isIn(tags);
    assertThat(node.path("summary").asText()).isNotBlank().doesNotEndWith(".");
    assertThat(node.path("description").asText().strip()).isNotBlank().endsWith(".");
    assertThat(node.path("externalDocs").path("description").asText()).isNotBlank();
    assertThat(node.path("externalDocs").path("url").asText())
        .matches("https://api\\.ncloud-docs\\.com/docs/apigateway-[a-z-]+");
  }

  @Test
  void everyTagIsDescribedAndUsed() {
    Set<String> used = new TreeSet<>();
    operations().forEach(o -> used.add(o.node().path("tags").path(0).asText()));
    List<String> declared = new ArrayList<>();
    for (JsonNode tag : split().document().path("tags")) {
      assertThat(tag.path("description").asText()).as(tag.toString()).isNotBlank();
      declared.add(tag.path("name").asText());
    }

    assertThat(declared).containsExactlyInAnyOrderElementsOf(used);
  }

  @ParameterizedTest
  @MethodSource("pathFiles")
  void errorsStandInOnePlace(Path file) {
    Pattern success = Pattern.compile("2\\d\\d");
    for (JsonNode item : Specification.read(file)) {
      for (JsonNode operation : item) {
        for (Map.Entry<String, JsonNode> response : operation.path("responses").properties()) {
          assertThat(response.getValue().has("$ref"))
              .as(operation.path("operationId") + " " + response.getKey())
              .isNotEqualTo(success.matcher(response.getKey()).matches());
        }
      }
    }
  }

  @Test
  void theErrorsAreTheErrorCodesOfTheClient() {
    Set<String> errors = new TreeSet<>();
    for (Specification.Operation operation : operations()) {
      for (String status : operation.errors()) {
        Specification.examples(operation.responseContent(status))
            .forEach(e -> errors.add(status + " " + e.at("/error/errorCode").textValue()));
      }
    }

    assertThat(errors)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(ErrorCode.values())
                .filter(code -> code != ErrorCode.UNKNOWN)
                .map(code -> code.httpStatus() + " " + code.code())
                .toList());
  }

  @ParameterizedTest
  @MethodSource("operations")
  void everyBodyHasAnExampleThatFitsItsSchema(Specification.Operation operation) {
    if (operation.node().has("requestBody")) {
      assertThat(operation.node().path("requestBody").path("required").asBoolean()).isTrue();
      assertThat(operation.node().path("requestBody").path("content")).hasSize(1);
      fits("request", operation.requestContent());
    }
    if (operation.answerContent().isObject()) {
      fits("answer", operation.answerContent());
    }
    operation.errors().forEach(status -> fits(status, operation.responseContent(status)));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void aBodyIsJsonOrAFile(Specification.Operation operation) {
    boolean file = operation.answerSchema().path("format").asText().equals("binary");
    JsonNode node = operation.node();

    assertThat(names(node.path("requestBody").path("content"))).isSubsetOf("application/json");
    for (String status : operation.statuses()) {
      assertThat(names(node.path("responses").path(status).path("content")))
          .isSubsetOf(
              file && status.equals("200") ? "application/octet-stream" : "application/json");
    }
  }

  @ParameterizedTest
  @MethodSource("operations")
  void requiredQueryParametersStandBeforeOptionalOnes(Specification.Operation operation) {
    // The template of the interfaces relies on it.
    List<Boolean> required =
        operation.parameters("query").stream().map(p -> p.path("required").asBoolean()).toList();

    assertThat(required).isSortedAccordingTo((a, b) -> Boolean.compare(b, a));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void pathParametersAreThoseOfThePathAndIdentifySomething(Specification.Operation operation) {
    List<String> inPath =
        Pattern.compile("\\{([^}]*)}")
            .matcher(operation.path())
            .results()
            .map(match -> match.group(1))
            .toList();

    assertThat(operation.parameters("path"))
        .extracting(parameter -> parameter.path("name").asText())
        .containsExactlyElementsOf(inPath);
    assertThat(operation.parameters("path"))
        .noneMatch(parameter -> parameter.path("x-identifies").asText().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("operations")
  void parametersAreInPathOrQueryAndDescribed(Specification.Operation operation) {
    assertThat(operation.parameters())
        .allSatisfy(
            parameter -> {
              assertThat(parameter.path("in").asText()).isIn("path", "query");
              assertThat(parameter.path("description").asText().strip()).endsWith(".");
              JsonNode schema = parameter.path("schema");
              if (schema.path("type").asText().equals("array")) {
                // The template of the interfaces repeats the name.
                assertThat(parameter.path("in").asText()).isEqualTo("query");
                assertThat(parameter.path("style").asText()).isEqualTo("form");
                assertThat(parameter.path("explode").asBoolean()).isTrue();
                schema = schema.path("items");
              }
              assertThat(schema.path("type").asText()).isIn("string", "integer", "boolean");
            });
    assertThat(operation.parameters().stream().map(p -> p.path("name").asText()))
        .doesNotHaveDuplicates();
  }

  // --- pages

  @ParameterizedTest
  @MethodSource("operations")
  void whatTakesOffsetAndLimitIsDeclaredAsPaged(Specification.Operation operation) {
    Map<String, JsonNode> inQuery = new HashMap<>();
    operation
        .parameters("query")
        .forEach(p -> inQuery.put(p.path("name").asText(), p.path("schema")));
    JsonNode inBody = operation.requestSchema().path("properties");
    JsonNode pagination = operation.node().path("x-pagination");

    if (UNPAGED.containsKey(operation.id())) {
      assertThat(inQuery).containsKeys("offset", "limit");
      assertThat(pagination.isMissingNode()).isTrue();
    } else if (inQuery.containsKey("offset") || inQuery.containsKey("limit")) {
      assertThat(pagination.path("in").asText()).isEqualTo("query");
      isInt64(inQuery.get("offset"));
      isInt64(inQuery.get("limit"));
    } else if (inBody.has("offset") || inBody.has("limit")) {
      assertThat(pagination.path("in").asText()).isEqualTo("body");
      isInt64(inBody.get("offset"));
      isInt64(inBody.get("limit"));
    } else {
      assertThat(pagination.isMissingNode()).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("paged")
  void theMembersThatPagesNameAreInTheAnswer(Specification.Operation operation) {
    JsonNode pagination = operation.node().path("x-pagination");
    JsonNode page = bundled().operations().get(operation.id()).answerSchema();
    if (pagination.has("page")) {
      page = page.path("properties").path(pagination.path("page").asText());
      assertThat(page.path("type").asText()).isEqualTo("object");
    }
    JsonNode items = page.path("properties").path(pagination.path("items").asText());

    assertThat(names(pagination)).isSubsetOf("stream", "in", "page", "items", "item", "total");
    assertThat(items.path("type").asText()).isEqualTo("array");
    assertThat(items.path("items")).isEqualTo(bundled().schema(pagination.path("item").asText()));
    isInt64(page.path("properties").path(pagination.path("total").asText()));
  }

  @Test
  void streamsHaveNamesOfTheirOwn() {
    assertThat(paged().stream().map(o -> o.node().path("x-pagination").path("stream").asText()))
        .isNotEmpty()
        .doesNotHaveDuplicates()
        .doesNotContainAnyElementsOf(split().operations().keySet())
        .allMatch(name -> name.matches("stream[A-Z][A-Za-z]+"));
  }

  static List<Specification.Operation> paged() {
    return operations().stream().filter(o -> o.node().has("x-pagination")).toList();
  }

  // --- schemas

  @ParameterizedTest
  @MethodSource("schemaFiles")
  void everySchemaAndEveryMemberIsDescribed(Path file) {
    for (Map.Entry<String, JsonNode> schema : Specification.read(file).properties()) {
      assertThat(schema.getValue().path("description").asText().strip())
          .as(schema.getKey())
          .endsWith(".");
      for (Map.Entry<String, JsonNode> member : schema.getValue().path("properties").properties()) {
        assertThat(member.getValue().has("$ref") || member.getValue().has("description"))
            .as(schema.getKey() + "." + member.getKey())
            .isTrue();
      }
    }
  }

  @Test
  void aMemberThatHoldsASecretSaysSo() {
    List<String> secret = new ArrayList<>();
    List<String> marked = new ArrayList<>();
    for (Path file : schemaFiles()) {
      for (Map.Entry<String, JsonNode> schema : Specification.read(file).properties()) {
        for (Map.Entry<String, JsonNode> member :
            schema.getValue().path("properties").properties()) {
          String name = schema.getKey() + "." + member.getKey();
          boolean password = member.getValue().path("format").asText().equals("password");
          assertThat(member.getValue().path("x-secret").asBoolean()).as(name).isEqualTo(password);
          if (password) {
            marked.add(name);
          }
          if (SECRET.matcher(member.getKey()).matches()) {
            secret.add(name);
          }
        }
      }
    }

    assertThat(marked).isNotEmpty().containsExactlyElementsOf(secret);
  }

  @ParameterizedTest
  @MethodSource("operations")
  void anIdIsOfTheKindThatItIsCalled(Specification.Operation operation) {
    for (JsonNode parameter : operation.parameters("path")) {
      String name = parameter.path("name").asText();
      if (name.endsWith("-id")) {
        String kind =
            Pattern.compile("-(.)")
                .matcher(name.replace("-id", ""))
                .replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));

        assertThat(parameter.path("x-identifies").asText()).as(name).isEqualTo(kind);
      }
    }
  }

  @Test
  void whatElseIsIdentifiedIsOfAKindThatSomePathNames() {
    Set<String> kinds = new TreeSet<>();
    Set<String> others = new TreeSet<>();
    for (Specification.Operation operation : operations()) {
      operation.parameters("path").forEach(p -> kinds.add(p.path("x-identifies").asText()));
      operation.parameters("query").forEach(p -> others.addAll(p.findValuesAsText("x-identifies")));
      others.addAll(operation.requestSchema().findValuesAsText("x-identifies"));
    }

    assertThat(kinds).containsAll(others);
    assertThat(others).isNotEmpty();
  }

  @Test
  void everyExampleOfAMemberOrParameterIsValid() {
    List<String> wrong = new ArrayList<>();
    for (Specification.Operation operation : operations()) {
      for (JsonNode parameter : operation.parameters()) {
        String place = operation + ", " + parameter.path("name").asText();
        example(place, parameter.path("example"), parameter.path("schema"), wrong);
        examples(place, parameter.path("schema"), wrong);
      }
      examples(operation + ", body", operation.requestSchema(), wrong);
      for (String status : operation.statuses()) {
        examples(
            operation + ", " + status, operation.responseContent(status).path("schema"), wrong);
      }
    }

    assertThat(wrong).isEmpty();
  }

  private static void examples(String place, JsonNode schema, List<String> wrong) {
    example(place, schema.path("example"), schema, wrong);
    schema
        .path("properties")
        .properties()
        .forEach(member -> examples(place + "." + member.getKey(), member.getValue(), wrong));
    if (schema.has("items")) {
      examples(place + "[]", schema.path("items"), wrong);
    }
  }

  private static void example(String place, JsonNode example, JsonNode schema, List<String> wrong) {
    if (!example.isMissingNode()) {
      SchemaValidator.problems(schema, example)
          .forEach(problem -> wrong.add("%s, example %s: %s".formatted(place, example, problem)));
    }
  }

  // --- servers and signature

  @Test
  void theServersAreTheThreeClouds() {
    List<String> urls = new ArrayList<>();
    split().document().path("servers").forEach(server -> urls.add(server.path("url").asText()));

    assertThat(urls)
        .containsExactlyElementsOf(
            Arrays.stream(Cloud.values()).map(cloud -> cloud.baseUrl().toString()).toList());
  }

  @Test
  void theHeadersOfTheSignatureAreThoseOfTheSignerAndOfTheSecuritySchemes() {
    JsonNode headers = split().document().path("x-signature").path("headers");
    JsonNode schemes = split().document().path("components").path("securitySchemes");

    assertThat(headers.path("timestamp").asText()).isEqualTo(SignatureV2.TIMESTAMP_HEADER);
    assertThat(headers.path("accessKey").asText()).isEqualTo(SignatureV2.ACCESS_KEY_HEADER);
    assertThat(headers.path("signature").asText()).isEqualTo(SignatureV2.SIGNATURE_HEADER);
    assertThat(names(headers)).containsExactly("timestamp", "accessKey", "signature");
    assertThat(names(schemes)).containsExactlyElementsOf(names(headers));
    for (String name : names(headers)) {
      assertThat(schemes.path(name).path("type").asText()).isEqualTo("apiKey");
      assertThat(schemes.path(name).path("in").asText()).isEqualTo("header");
      assertThat(schemes.path(name).path("name").asText()).isEqualTo(headers.path(name).asText());
    }
  }

  @Test
  void theTemplateOfTheStringToSignIsWhatTheSignerSigns() {
    String template = split().document().at("/x-signature/stringToSign/template").asText();
    String path = "/api/v1/products/a%2Fb?query1=&query2";

    SignatureV2 signature =
        SignatureV2.of("GET", path, "1505290625682", Credentials.of("access", "secret"));

    assertThat(
            template
                .replace("{method}", "GET")
                .replace("{pathWithQuery}", path)
                .replace("{timestamp}", "1505290625682")
                .replace("{accessKey}", "access"))
        .isEqualTo(signature.stringToSign());
  }

  // --- the bundle

  @Test
  void theBundleHasTheSameOperations() {
    assertThat(bundled().operations().keySet()).isEqualTo(split().operations().keySet());
  }

  @ParameterizedTest
  @MethodSource("operations")
  void theBundleSaysTheSameOfAnOperation(Specification.Operation operation) {
    Specification.Operation bundled = bundled().operations().get(operation.id());

    assertThat(bundled.method() + " " + bundled.path())
        .isEqualTo(operation.method() + " " + operation.path());
    assertThat(bundled.parameters().stream().map(SpecTest::normal))
        .containsExactlyElementsOf(operation.parameters().stream().map(SpecTest::normal).toList());
    assertThat(bundled.statuses()).containsExactlyElementsOf(operation.statuses());
    assertThat(normal(bundled.node())).isEqualTo(normal(operation.node()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/openapi",
        "/info",
        "/servers",
        "/security",
        "/tags",
        "/externalDocs",
        "/x-signature",
        "/components/securitySchemes"
      })
  void theBundleSaysTheSameOfTheWhole(String pointer) {
    assertThat(bundled().document().at(pointer)).isEqualTo(split().document().at(pointer));
    assertThat(split().document().at(pointer).isMissingNode()).isFalse();
  }

  // --- helpers

  private static SwaggerParseResult parsed(String location) {
    ParseOptions options = new ParseOptions();
    options.setResolve(true);
    return new OpenAPIParser().readLocation(location, null, options);
  }

  private static void isInt64(JsonNode schema) {
    assertThat(schema).isNotNull();
    assertThat(schema.path("type").asText()).isEqualTo("integer");
    assertThat(schema.path("format").asText()).isEqualTo("int64");
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static void fits(String what, JsonNode content) {
    assertThat(content.has("schema")).as("schema of the " + what).isTrue();
    assertThat(Specification.examples(content))
        .as("examples of the " + what)
        .isNotEmpty()
        .allSatisfy(
            example ->
                assertThat(SchemaValidator.problems(content.path("schema"), example)).isEmpty());
  }

  /** All objects of some files, however deep. */
  private static Stream<JsonNode> nodes(List<Path> files) {
    return files.stream().map(Specification::read).flatMap(SpecTest::nodes);
  }

  private static Stream<JsonNode> nodes(JsonNode node) {
    return Stream.concat(
        Stream.of(node).filter(JsonNode::isObject), node.valueStream().flatMap(SpecTest::nodes));
  }

  /** The values of a name, however deep. */
  private static List<JsonNode> found(List<Path> files, String name) {
    return nodes(files).filter(node -> node.has(name)).map(node -> node.get(name)).toList();
  }

  /**
   * The tree without what says nothing: the order of required members and whether a false
   * "required" is spelled out. Parameters are left out, since they may stand at the operation or at
   * the path, and examples of schemas.
   */
  private static JsonNode normal(JsonNode node) {
    if (node.isArray()) {
      ArrayNode normal = JsonNodeFactory.instance.arrayNode();
      node.forEach(element -> normal.add(normal(element)));
      return normal;
    }
    if (!node.isObject()) {
      return node;
    }
    ObjectNode normal = JsonNodeFactory.instance.objectNode();
    boolean schema = node.has("type") || node.has("anyOf");
    node.properties()
        .forEach(
            member -> {
              String name = member.getKey();
              JsonNode value = member.getValue();
              if (name.equals("required") && value.isArray()) {
                ArrayNode sorted = normal.putArray(name);
                Stream<String> names =
                    Stream.iterate(0, i -> i + 1)
                        .limit(value.size())
                        .map(i -> value.get(i).asText());
                names.sorted().forEach(sorted::add);
              } else if (!(name.equals("parameters")
                  || name.equals("required") && !value.asBoolean()
                  || name.equals("example") && schema)) {
                normal.set(name, normal(value));
              }
            });
    return normal;
  }
}
