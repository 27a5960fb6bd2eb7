package io.github.ncloudcommunity.apigateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ncloudcommunity.apigateway.Cloud;
import io.github.ncloudcommunity.apigateway.ErrorCode;
import io.github.ncloudcommunity.apigateway.auth.Credentials;
import io.github.ncloudcommunity.apigateway.auth.SignatureV2;
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
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
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

  /** By HTTP status: code and message of the common error table, in the order of the table. */
  private static final Map<String, List<String>> ERRORS =
      new TreeMap<>(
          Map.of(
              "400", List.of("100 Bad Request Exception"),
              "401", List.of("200 Authentication Failed", "210 Permission Denied"),
              "403", List.of("230 Forbidden"),
              "404", List.of("300 Not Found Exception"),
              "413", List.of("430 Request Entity Too Large"),
              "429", List.of("400 Quota Exceeded", "410 Throttle Limited", "420 Rate Limited"),
              "500", List.of("900 Unexpected Error"),
              "503", List.of("500 Endpoint Error"),
              "504", List.of("510 Endpoint Timeout")));

  private static final Pattern SECRET =
      Pattern.compile("(?i).*(secret|password|passwd|primaryKey|secondaryKey|keyValue|token).*");

  /** Their success is 200, and the export has no body for it. */
  private static final Set<String> EMPTY =
      Set.of("deployApi", "initializeStageCache", "subscribeProduct", "unsubscribeProduct");

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

  @Test
  void swaggerParserHasNothingToSay() {
    SwaggerParseResult parsed = parsed(Specification.ROOT.toString());

    assertThat(parsed.getMessages()).isEmpty();
    assertThat(parsed.getOpenAPI().getOpenapi()).isEqualTo("3.0.3");
    assertThat(parsed.getOpenAPI().getPaths()).hasSameSizeAs(split().document().path("paths"));
  }

  @Test
  void swaggerParserHasNothingToSayOfTheBundle() {
    SwaggerParseResult parsed = parsed(SpecTest.class.getResource(Specification.BUNDLE).toString());

    assertThat(parsed.getMessages()).isEmpty();
    assertThat(parsed.getOpenAPI().getOpenapi()).isEqualTo("3.0.3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"split", "bundled"})
  void noModelHasANameThatAToolMadeUp(String form) {
    String location =
        form.equals("split")
            ? Specification.ROOT.toString()
            : SpecTest.class.getResource(Specification.BUNDLE).toString();

    assertThat(parsed(location).getOpenAPI().getComponents().getSchemas().keySet())
        .isNotEmpty()
        .allSatisfy(
            name ->
                assertThat(name)
                    .matches("[A-Z][A-Za-z]*")
                    .doesNotContain("InlineObject", "Inner", "AllOf", "AnyOf", "OneOf")
                    .isNotEqualTo("ApiResponse"));
  }

  @Test
  void theModelsAreTheOnesThatTheSchemaFilesName() {
    Set<String> named = new TreeSet<>();
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

  @ParameterizedTest
  @MethodSource("pathFiles")
  void pathFilesReferToComponentsFromAbove(Path file) {
    // swagger-parser resolves a sibling's parameters and responses from the root's folder, and `#/`
    // in the file itself.
    List<String> references = new ArrayList<>();
    walk(
        Specification.read(file),
        (name, node) -> {
          if (name.equals("$ref")) {
            references.add(node.asText());
          }
        });

    assertThat(references)
        .isNotEmpty()
        .allSatisfy(
            reference ->
                assertThat(reference)
                    .matches(
                        "\\.\\./components/(parameters|responses|schemas/[a-z-]+)\\.yaml#/[A-Za-z]+"));
  }

  @ParameterizedTest
  @MethodSource("pathFiles")
  void pathFilesHoldNoSchemaOfAnObject(Path file) {
    // A generator would make up a name for it.
    walk(
        Specification.read(file),
        (name, node) -> {
          if (name.equals("schema")) {
            assertThat(node.path("type").asText()).as(node.toString()).isNotIn("object", "array");
          }
        });
    assertThat(Specification.read(file)).isNotEmpty();
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
  void twoSchemaFilesNeverDefineTheSameName() {
    Map<String, List<Path>> files = new TreeMap<>();
    for (Path file : schemaFiles()) {
      Specification.read(file)
          .fieldNames()
          .forEachRemaining(name -> files.computeIfAbsent(name, n -> new ArrayList<>()).add(file));
    }

    assertThat(files).isNotEmpty().allSatisfy((name, in) -> assertThat(in).as(name).hasSize(1));
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
  void operationIdsAreUniqueAndLowerCamelCase() {
    List<String> ids = new ArrayList<>();
    split()
        .document()
        .path("paths")
        .forEach(
            path ->
                path.forEach(
                    operation -> {
                      if (operation.has("responses")) {
                        ids.add(operation.path("operationId").asText());
                      }
                    }));

    assertThat(ids)
        .hasSize(split().operations().size())
        .doesNotHaveDuplicates()
        .allMatch(id -> id.matches("[a-z]+([A-Z][a-z]+)+"));
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
  void eachOperationHasADocumentOfItsOwn() {
    assertThat(operations().stream().map(o -> o.node().path("externalDocs").path("url").asText()))
        .doesNotHaveDuplicates();
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
  @MethodSource("operations")
  void anOperationHasOneSuccessAndTheSharedErrors(Specification.Operation operation) {
    Set<String> errors = new TreeSet<>(ERRORS.keySet());
    if (operation.node().path("requestBody").isMissingNode()) {
      errors.remove("413"); // the body of the request is too large
    }

    assertThat(operation.successes()).hasSize(1);
    assertThat(operation.statuses().stream().filter(s -> !s.startsWith("2")))
        .containsExactlyInAnyOrderElementsOf(errors);
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
    assertThat(Specification.read(file)).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void theExamplesOfErrorsAreTheCommonErrorTable(Specification.Operation operation) {
    for (String status : operation.statuses()) {
      if (status.startsWith("2")) {
        continue;
      }
      List<String> stated = new ArrayList<>();
      for (JsonNode example : examples(operation.responseContent(status))) {
        JsonNode error = example.path("error");
        String code = error.path("errorCode").textValue();
        stated.add(code + " " + error.path("message").textValue());
        assertThat(ErrorCode.of(code).httpStatus()).as(code).hasToString(status);
      }

      assertThat(stated).as(status).containsExactlyElementsOf(ERRORS.get(status));
    }
  }

  @Test
  void theErrorTableAndTheErrorCodesOfTheClientAreTheSame() {
    List<String> fromTable = new ArrayList<>();
    ERRORS.forEach((s, errors) -> errors.forEach(e -> fromTable.add(s + " " + e.split(" ")[0])));

    assertThat(fromTable)
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
    if (operation.successes().contains("204") || EMPTY.contains(operation.id())) {
      assertThat(operation.answerContent().isMissingNode()).isTrue();
    } else {
      fits("answer", operation.answerContent());
    }
    for (String status : operation.statuses()) {
      if (!status.startsWith("2")) {
        fits(status, operation.responseContent(status));
      }
    }
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
  void pathParametersAreThoseOfThePathAndRequired(Specification.Operation operation) {
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
        .allSatisfy(
            parameter -> {
              assertThat(parameter.path("required").asBoolean()).isTrue();
              JsonNode schema = parameter.path("schema");
              if (schema.path("type").asText().equals("string") && !schema.has("enum")) {
                // An empty segment would name another resource.
                assertThat(schema.path("minLength").asInt()).isPositive();
              }
              assertThat(parameter.path("x-identifies").asText()).isNotEmpty();
            });
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
    JsonNode page = operation.answerSchema();
    if (pagination.has("page")) {
      page = page.path("properties").path(pagination.path("page").asText());
      assertThat(page.path("type").asText()).isEqualTo("object");
    }
    JsonNode items = page.path("properties").path(pagination.path("items").asText());

    assertThat(names(pagination)).isSubsetOf("stream", "in", "page", "items", "item", "total");
    assertThat(items.path("type").asText()).isEqualTo("array");
    assertThat(items.path("items")).isEqualTo(definition(pagination.path("item").asText()));
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
  @MethodSource("files")
  void everyNumberHasAFormat(Path file) {
    walk(
        Specification.read(file),
        (name, node) -> {
          if (node.path("type").asText().equals("integer")) {
            assertThat(node.path("format").asText()).as(name).isIn("int32", "int64");
          } else if (node.path("type").asText().equals("number")) {
            assertThat(node.path("format").asText()).as(name).isIn("float", "double");
          }
        });
  }

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

  @ParameterizedTest
  @MethodSource("schemaFiles")
  void requiredMembersAreMembers(Path file) {
    for (Map.Entry<String, JsonNode> schema : Specification.read(file).properties()) {
      List<String> members = names(schema.getValue().path("properties"));
      walk(
          schema.getValue(),
          (name, node) -> {
            if (name.equals("required") && node.isArray()) {
              node.forEach(member -> assertThat(members).contains(member.asText()));
            }
          });
    }
    assertThat(Specification.read(file)).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("schemaFiles")
  void aMemberThatHoldsASecretSaysSo(Path file) {
    for (Map.Entry<String, JsonNode> schema : Specification.read(file).properties()) {
      for (Map.Entry<String, JsonNode> member : schema.getValue().path("properties").properties()) {
        boolean secret = SECRET.matcher(member.getKey()).matches();
        String name = schema.getKey() + "." + member.getKey();

        assertThat(member.getValue().path("x-secret").asBoolean()).as(name).isEqualTo(secret);
        assertThat(member.getValue().path("format").asText().equals("password"))
            .as(name)
            .isEqualTo(secret);
      }
    }
    assertThat(Specification.read(file)).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void whatIsIdentifiedIsOneOfTheResources(Specification.Operation operation) {
    Map<String, String> identified = new TreeMap<>();
    operation
        .parameters()
        .forEach(p -> identified.put(p.path("name").asText(), p.path("x-identifies").asText()));
    operation
        .requestSchema()
        .path("properties")
        .properties()
        .forEach(m -> identified.put(m.getKey(), m.getValue().path("x-identifies").asText()));

    identified.forEach(
        (name, kind) ->
            assertThat(kind)
                .as("%s, %s: x-identifies", operation, name)
                .isIn(
                    "",
                    "api",
                    "apiKey",
                    "authorizer",
                    "deployment",
                    "gatewayResponse",
                    "gatewayResponseHeader",
                    "method",
                    "methodResponse",
                    "methodResponseHeader",
                    "model",
                    "product",
                    "resource",
                    "stage",
                    "usagePlan"));
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

        assertThat(parameter.path("x-identifies").asText())
            .as("%s, %s: x-identifies", operation, name)
            .isEqualTo(kind);
      }
    }
  }

  @Test
  void everyExampleOfAMemberOrParameterIsOfItsType() {
    List<String> wrong = new ArrayList<>();
    for (Specification.Operation operation : operations()) {
      for (JsonNode parameter : operation.parameters()) {
        examples(
            operation + ", " + parameter.path("name").asText(),
            parameter.path("example"),
            parameter.path("schema"),
            wrong);
      }
      examples(operation + ", body", MissingNode.getInstance(), operation.requestSchema(), wrong);
      for (String status : operation.statuses()) {
        JsonNode schema = operation.responseContent(status).path("schema");
        examples(operation + ", " + status, MissingNode.getInstance(), schema, wrong);
      }
    }

    assertThat(wrong).isEmpty();
  }

  private static void examples(
      String place, JsonNode example, JsonNode schema, List<String> wrong) {
    JsonNode own = example.isMissingNode() ? schema.path("example") : example;
    String type = schema.path("type").asText();
    if (!own.isMissingNode() && !SampleChecks.isOf(type, own)) {
      wrong.add("%s: the example %s is not of the type %s".formatted(place, own, type));
    }
    schema
        .path("properties")
        .properties()
        .forEach(
            member ->
                examples(
                    place + "." + member.getKey(),
                    MissingNode.getInstance(),
                    member.getValue(),
                    wrong));
    if (schema.has("items")) {
      examples(place + "[]", MissingNode.getInstance(), schema.path("items"), wrong);
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void whatCharactersATextMayHaveIsSaidInWords(Path file) {
    // The pages know no patterns, and those of the export refuse what samples of the pages have.
    walk(Specification.read(file), (name, node) -> assertThat(name).isNotEqualTo("pattern"));
    assertThat(Specification.read(file)).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void noMemberOfABodyHasADefault(Specification.Operation operation) {
    // Models would send it where the caller set nothing.
    walk(operation.requestSchema(), (name, node) -> assertThat(name).isNotEqualTo("default"));
    assertThat(operation.node()).isNotEmpty();
  }

  // --- servers and signature

  @Test
  void theServersAreTheThreeClouds() {
    List<String> urls = new ArrayList<>();
    split().document().path("servers").forEach(server -> urls.add(server.path("url").asText()));

    assertThat(urls)
        .containsExactly(
            "https://apigateway.apigw.ntruss.com/api/v1",
            "https://apigateway.apigw.fin-ntruss.com/api/v1",
            "https://apigateway.apigw.gov-ntruss.com/api/v1");
    assertThat(urls)
        .containsExactlyElementsOf(
            Arrays.stream(Cloud.values()).map(cloud -> cloud.baseUrl().toString()).toList());
    assertThat(urls).allSatisfy(url -> assertThat(words()).contains("`" + url + "`"));
  }

  @Test
  void theWordsHoldEveryCodeWithItsStatus() {
    assertThat(words().lines().filter(line -> line.matches("\\| \\d{3} \\| \\d{3} \\| .*")))
        .map(line -> line.substring(0, "| 400 | 100 |".length()))
        .containsExactlyElementsOf(
            Arrays.stream(ErrorCode.values())
                .filter(code -> code != ErrorCode.UNKNOWN)
                .map(code -> "| " + code.httpStatus() + " | " + code.code() + " |")
                .toList());
  }

  private static String words() {
    return split().document().at("/info/description").asText();
  }

  @Test
  void theSignatureIsAsDocumented() {
    JsonNode signature = split().document().path("x-signature");

    assertThat(signature.path("name").asText()).isEqualTo("signature v2");
    assertThat(signature.path("algorithm").asText()).isEqualTo("HMAC-SHA256");
    assertThat(signature.at("/key/value").asText()).isEqualTo("secretKey");
    assertThat(signature.at("/key/encoding").asText()).isEqualTo("UTF-8");
    assertThat(signature.at("/stringToSign/template").asText())
        .isEqualTo("{method} {pathWithQuery}\n{timestamp}\n{accessKey}");
    assertThat(signature.at("/stringToSign/encoding").asText()).isEqualTo("UTF-8");
    assertThat(signature.at("/stringToSign/method").asText()).isEqualTo("upper case");
    assertThat(signature.at("/stringToSign/pathWithQuery").asText())
        .contains(
            "as sent on the request line",
            "percent-encoded",
            "base path /api/v1 included",
            "without scheme and host",
            "nothing sorted, nothing normalised");
    assertThat(signature.at("/stringToSign/timestamp").asText()).contains("timestamp header");
    assertThat(signature.at("/stringToSign/accessKey").asText()).contains("access key header");
    assertThat(signature.at("/stringToSign/body").asText()).isEqualTo("not signed");
    assertThat(signature.path("encoding").asText()).isEqualTo("base64 with padding");
    assertThat(signature.at("/timestamp/unit").asText())
        .isEqualTo("milliseconds since 1970-01-01T00:00:00Z");
    assertThat(signature.at("/timestamp/refusedFromSeconds").asInt()).isEqualTo(300);
    assertThat(names(signature))
        .containsExactlyInAnyOrder(
            "name", "algorithm", "key", "stringToSign", "encoding", "headers", "timestamp");
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

  @Test
  void everyOperationNeedsAllThreeHeaders() {
    JsonNode security = split().document().path("security");

    assertThat(security).hasSize(1);
    assertThat(names(security.get(0))).containsExactly("timestamp", "accessKey", "signature");
    assertThat(operations()).noneMatch(operation -> operation.node().has("security"));
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
      strings = {"openapi", "info", "servers", "security", "tags", "externalDocs", "x-signature"})
  void theBundleSaysTheSameOfTheWhole(String member) {
    assertThat(bundled().document().path(member)).isEqualTo(split().document().path(member));
    assertThat(split().document().has(member)).isTrue();
  }

  @Test
  void theBundleHasTheSameSecuritySchemes() {
    assertThat(bundled().document().at("/components/securitySchemes"))
        .isEqualTo(split().document().at("/components/securitySchemes"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"setDefaultUsagePlan", "createUsagePlan", "updateUsagePlan"})
  void theBundleKeepsThatQuotasGoInPairs(String operationId) {
    String pair =
        "[{\"required\":[\"dayQuotaRequest\",\"monthQuotaRequest\"]},{\"not\":{\"anyOf\":"
            + "[{\"required\":[\"monthQuotaRequest\"]},{\"required\":[\"dayQuotaRequest\"]}]}}]";

    for (Specification specification : List.of(split(), bundled())) {
      JsonNode schema = specification.operations().get(operationId).requestSchema();
      assertThat(normal(schema).path("anyOf")).hasToString(pair);
    }
  }

  // --- helpers

  private static SwaggerParseResult parsed(String location) {
    ParseOptions options = new ParseOptions();
    options.setResolve(true);
    return new OpenAPIParser().readLocation(location, null, options);
  }

  private static JsonNode definition(String name) {
    for (Path file : schemaFiles()) {
      if (Specification.read(file).has(name)) {
        return Specification.definition(file, name);
      }
    }
    throw new AssertionError("no schema is named " + name);
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

  private static List<JsonNode> examples(JsonNode content) {
    List<JsonNode> examples = new ArrayList<>();
    if (content.has("example")) {
      examples.add(content.get("example"));
    }
    content.path("examples").forEach(example -> examples.add(example.path("value")));
    return examples;
  }

  private static void fits(String what, JsonNode content) {
    assertThat(content.has("schema")).as("schema of the " + what).isTrue();
    assertThat(examples(content)).as("examples of the " + what).isNotEmpty();
    examples(content).forEach(example -> fits(what, example, content.path("schema")));
  }

  /** A small part of JSON Schema: what a slip in an example would break. */
  private static void fits(String where, JsonNode value, JsonNode schema) {
    String type = schema.path("type").asText();
    boolean fits = SampleChecks.isOf(type, value);
    assertThat(fits).as("%s: %s is of the type %s", where, value, type).isTrue();
    JsonNode others = schema.path("additionalProperties");
    if (value.isObject()) {
      if (others.isMissingNode()) {
        assertThat(names(value)).as(where).isSubsetOf(names(schema.path("properties")));
      }
      schema
          .path("required")
          .forEach(name -> assertThat(value.has(name.asText())).as(where + "." + name).isTrue());
      value
          .properties()
          .forEach(
              member -> {
                JsonNode property = schema.path("properties").path(member.getKey());
                if (!property.isMissingNode() || !others.asBoolean()) {
                  fits(
                      where + "." + member.getKey(),
                      member.getValue(),
                      property.isMissingNode() ? others : property);
                }
              });
    }
    value.forEach(
        element -> {
          if (value.isArray()) {
            fits(where + "[]", element, schema.path("items"));
          }
        });
    if (schema.has("enum")) {
      assertThat(schema.path("enum")).as(where).contains(value);
    }
  }

  private static void walk(JsonNode node, BiConsumer<String, JsonNode> visitor) {
    node.properties()
        .forEach(
            member -> {
              visitor.accept(member.getKey(), member.getValue());
              walk(member.getValue(), visitor);
            });
    if (node.isArray()) {
      node.forEach(element -> walk(element, visitor));
    }
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
