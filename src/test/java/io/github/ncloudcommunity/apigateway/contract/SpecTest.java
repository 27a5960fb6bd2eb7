package io.github.ncloudcommunity.apigateway.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
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
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/**
 * What every tool that reads {@code openapi/} relies on, and what the templates beside it rely on.
 */
@Order(3)
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

  /** Endings of the names of types that generators make for an operation. */
  private static final List<String> MADE_UP =
      List.of(
          "",
          "Response",
          "Responses",
          "Result",
          "Params",
          "Parameters",
          "Body",
          "Data",
          "Error",
          "Errors",
          "Query",
          "Path",
          "Headers",
          "Variables",
          "Options",
          "Args",
          "Input",
          "Output",
          "Success",
          "Default");

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
        .allMatch(name -> name.matches("[A-Z][A-Za-z]*"))
        .containsAll(
            schemaFiles().stream()
                .flatMap(file -> names(Specification.read(file)).stream())
                .toList());
  }

  static List<String> locations() {
    return List.of(
        Specification.ROOT.toString(), SpecTest.class.getResource(Specification.BUNDLE).toString());
  }

  /** Generators derive these names from tags and operations, and some do not look for a clash. */
  @Test
  void noSchemaHasANameThatAGeneratorMakesUp() {
    Set<String> schemas = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (Path file : schemaFiles()) {
      for (String name : names(Specification.read(file))) {
        assertThat(schemas.add(name)).as(name + " is there twice").isTrue();
      }
    }

    for (JsonNode tag : split().document().path("tags")) {
      assertThat(schemas).doesNotContain(tag.path("name").asText() + "Api");
    }
    for (Specification.Operation operation : operations()) {
      for (String ending : MADE_UP) {
        assertThat(schemas).doesNotContain(operation.id() + ending);
      }
      if (!operation.node().has("requestBody")) {
        assertThat(schemas).doesNotContain(operation.id() + "Request");
      }
    }
  }

  /** Many readers follow YAML 1.1, where an unquoted day is a date. */
  @Test
  void theBundleSaysTheSameToAReaderOfYaml11() throws IOException {
    String bundle = new String(bundle(), StandardCharsets.UTF_8);

    Object read = new Yaml().load(bundle);

    assertThat(new JsonMapper().<JsonNode>valueToTree(read))
        .isEqualTo(new YAMLMapper().readTree(bundle));
  }

  /** Numbers of JavaScript, and of JSON readers that use them, end there. */
  @Test
  void noNumberIsGreaterThanADoubleCanHold() throws IOException {
    assertThat(nodes(new YAMLMapper().readTree(bundle())).flatMap(JsonNode::valueStream))
        .filteredOn(JsonNode::isIntegralNumber)
        .isNotEmpty()
        .allMatch(number -> Math.abs(number.longValue()) < 1L << 53);
  }

  private static byte[] bundle() throws IOException {
    try (InputStream bundle = SpecTest.class.getResourceAsStream(Specification.BUNDLE)) {
      return bundle.readAllBytes();
    }
  }

  // --- files

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

    defined.removeAll(split().references());
    assertThat(defined).as("is defined, and no $ref points at it").isEmpty();
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

    assertThat(node.path("summary").asText()).isNotBlank().doesNotEndWith(".");
    assertThat(node.path("description").asText().strip()).isNotBlank().endsWith(".");
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
      fits(operation.requestContent());
    }
    if (operation.answerContent().isObject()) {
      fits(operation.answerContent());
    }
    operation.errors().forEach(status -> fits(operation.responseContent(status)));
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
  void parametersAreDescribedOnce(Specification.Operation operation) {
    assertThat(operation.parameters())
        .allSatisfy(
            parameter -> {
              assertThat(parameter.path("description").asText().strip()).endsWith(".");
              if (parameter.at("/schema/type").asText().equals("array")) {
                // The template of the interfaces repeats the name.
                assertThat(parameter.path("in").asText()).isEqualTo("query");
                assertThat(parameter.path("style").asText()).isEqualTo("form");
                assertThat(parameter.path("explode").asBoolean()).isTrue();
              }
            });
    assertThat(operation.parameters().stream().map(p -> p.path("name").asText()))
        .doesNotHaveDuplicates();
  }

  // --- pages

  @ParameterizedTest
  @MethodSource("operations")
  void whatTakesOffsetAndLimitIsDeclaredAsPaged(Specification.Operation operation) {
    List<String> inQuery =
        operation.parameters("query").stream().map(p -> p.path("name").asText()).toList();
    JsonNode inBody = operation.requestSchema().path("properties");
    JsonNode pagination = operation.node().path("x-pagination");

    if (UNPAGED.containsKey(operation.id())) {
      assertThat(inQuery).contains("offset", "limit");
      assertThat(pagination.isMissingNode()).isTrue();
    } else if (inQuery.contains("offset") || inQuery.contains("limit")) {
      assertThat(pagination.path("in").asText()).isEqualTo("query");
    } else if (inBody.has("offset") || inBody.has("limit")) {
      assertThat(pagination.path("in").asText()).isEqualTo("body");
    } else {
      assertThat(pagination.isMissingNode()).isTrue();
    }
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

  /** What the sandbox refuses, the specification refuses; answers may get more members. */
  @Test
  void objectsOfRequestsAreClosed_thoseOfAnswersAreOpen() {
    List<String> open = new ArrayList<>();
    List<String> closed = new ArrayList<>();
    for (Specification.Operation operation : operations()) {
      objects(operation.requestSchema())
          .filter(object -> !object.has("additionalProperties"))
          .forEach(object -> open.add(operation + ": " + object.path("description").asText()));
      objects(operation.answerSchema())
          .filter(object -> object.path("additionalProperties").equals(BooleanNode.FALSE))
          .forEach(object -> closed.add(operation + ": " + object.path("description").asText()));
    }

    assertThat(open).isEmpty();
    assertThat(closed).isEmpty();
  }

  private static Stream<JsonNode> objects(JsonNode schema) {
    return nodes(schema).filter(node -> node.path("type").asText().equals("object"));
  }

  @Test
  void everyExtensionIsExplained() throws IOException {
    Set<String> used = new TreeSet<>();
    nodes(bundled().document()).forEach(node -> used.addAll(names(node)));
    used.removeIf(name -> !name.startsWith("x-") || name.startsWith("x-ncp-"));

    assertThat(
            Pattern.compile("(?m)^\\| `(x-[a-z-]+)`")
                .matcher(Files.readString(Path.of("docs", "signing.md")))
                .results()
                .map(row -> row.group(1))
                .filter(name -> !name.startsWith("x-ncp-")))
        .containsExactlyInAnyOrderElementsOf(used);
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

  /** One scheme, for the header that a generator can fill; its text is all that a user gets. */
  @Test
  void theSecuritySchemeSaysHowToSign() {
    assertThat(split().document().path("security")).hasToString("[{\"accessKey\":[]}]");
    assertThat(operations()).noneMatch(operation -> operation.node().has("security"));
    JsonNode schemes = split().document().at("/components/securitySchemes");
    assertThat(names(schemes)).containsExactly("accessKey");
    JsonNode scheme = schemes.path("accessKey");
    assertThat(scheme.path("type").asText()).isEqualTo("apiKey");
    assertThat(scheme.path("in").asText()).isEqualTo("header");
    assertThat(scheme.path("name").asText()).isEqualTo(SignatureV2.ACCESS_KEY_HEADER);

    String text = scheme.path("description").asText();
    Matcher example =
        Pattern.compile("```text\nGET (.*)\n(.*)\n(.*)\n```\n\nhas the signature `(.*)`")
            .matcher(text);
    assertThat(example.find()).isTrue();
    assertThat(
            SignatureV2.of(
                    "GET",
                    example.group(1),
                    example.group(2),
                    Credentials.of(example.group(3), "test-secret-key-0001"))
                .signature())
        .isEqualTo(example.group(4));
    assertThat(text)
        .contains(
            SignatureV2.TIMESTAMP_HEADER,
            SignatureV2.ACCESS_KEY_HEADER,
            SignatureV2.SIGNATURE_HEADER,
            "test-secret-key-0001",
            "The body is\nnot signed.");
  }

  @Test
  void theSignerSignsWhatTheSpecificationDescribes() {
    JsonNode signature = split().document().path("x-signature");
    String target = "/api/v1/products/a%2Fb?query1=&query2";

    assertThat(
            signature
                .at("/stringToSign/template")
                .asText()
                .replace("{method}", "GET")
                .replace("{pathWithQuery}", target)
                .replace("{timestamp}", "1505290625682")
                .replace("{accessKey}", "access"))
        .isEqualTo(
            SignatureV2.of("GET", target, "1505290625682", Credentials.of("access", "secret"))
                .stringToSign());
    assertThat(signature.path("headers").valueStream().map(JsonNode::asText))
        .containsExactly(
            SignatureV2.TIMESTAMP_HEADER,
            SignatureV2.ACCESS_KEY_HEADER,
            SignatureV2.SIGNATURE_HEADER);
  }

  // --- the bundle

  /** Of what the documents say too, DocumentsTest compares the bundle with them. */
  @ParameterizedTest
  @MethodSource("operations")
  void theBundleSaysOfAnOperationWhatNoDocumentSays(Specification.Operation operation) {
    ObjectNode bundled = comparable(bundled().operations().get(operation.id()));
    ObjectNode split = comparable(operation);

    for (String name :
        List.of("summary", "description", "examples", "x-identifies", "x-pagination", "x-read")) {
      assertThat(bundled.findValues(name))
          .as(name)
          .containsExactlyInAnyOrderElementsOf(split.findValues(name));
    }
  }

  /** Parameters may stand at the operation or at the path, and examples at the schema too. */
  private static ObjectNode comparable(Specification.Operation operation) {
    ObjectNode node = operation.node().deepCopy();
    node.putArray("parameters").addAll(operation.parameters());
    node.remove("externalDocs"); // of the documents
    for (JsonNode holder : node.findParents("example")) {
      ((ObjectNode) holder).remove("example");
    }
    return node;
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

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static void fits(JsonNode content) {
    String place = split().place(content);
    List<JsonNode> examples = Specification.examples(content);
    assertThat(content.has("schema")).as("%s: has a schema", place).isTrue();
    assertThat(examples).as("%s: has an example", place).isNotEmpty();
    assertThat(examples)
        .flatMap(example -> SchemaValidator.problems(content.path("schema"), example))
        .as("%s: the example fits the schema", place)
        .isEmpty();
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
}
