package io.github.ncloudcommunity.apigateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import feign.Headers;
import feign.Param;
import feign.QueryMap;
import feign.RequestLine;
import io.github.ncloudcommunity.apigateway.internal.OpenModel;
import io.github.ncloudcommunity.apigateway.internal.PathSegment;
import io.github.ncloudcommunity.apigateway.internal.QueryParameters;
import io.github.ncloudcommunity.apigateway.internal.QueryValue;
import io.github.ncloudcommunity.apigateway.model.AuthorizerTestResponse;
import io.github.ncloudcommunity.apigateway.model.CreateUsagePlanRequest;
import io.github.ncloudcommunity.apigateway.model.IpAclCode;
import io.github.ncloudcommunity.apigateway.model.ModelPreview;
import io.github.ncloudcommunity.apigateway.model.ProductEnvelope;
import io.github.ncloudcommunity.apigateway.model.QuotaCondition;
import io.github.ncloudcommunity.apigateway.model.StageUsagePlans;
import io.github.ncloudcommunity.apigateway.model.SubscriptionCode;
import io.github.ncloudcommunity.apigateway.paging.Pages;
import io.github.ncloudcommunity.apigateway.testing.Answer;
import io.github.ncloudcommunity.apigateway.testing.EveryOperation;
import io.github.ncloudcommunity.apigateway.testing.Received;
import io.github.ncloudcommunity.apigateway.testing.ScriptedServer;
import io.swagger.parser.OpenAPIParser;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.parser.core.models.ParseOptions;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.math.BigDecimal;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the generator and our templates make of the specification. */
class GeneratedSurfaceTest {

  private static final String ROOT = "io.github.ncloudcommunity.apigateway";
  private static final String SECRET = "a-secret";
  private static final OpenAPI SPECIFICATION = specification();
  private static final Map<String, List<Class<?>>> GENERATED = new ConcurrentHashMap<>();
  private static final Map<String, Operation> OPERATIONS = new HashMap<>();
  private static final Map<String, List<Parameter>> PARAMETERS = new HashMap<>();

  static {
    SPECIFICATION
        .getPaths()
        .values()
        .forEach(
            path ->
                path.readOperations()
                    .forEach(
                        operation -> {
                          List<Parameter> parameters = new ArrayList<>();
                          if (path.getParameters() != null) {
                            parameters.addAll(path.getParameters());
                          }
                          if (operation.getParameters() != null) {
                            parameters.addAll(operation.getParameters());
                          }
                          OPERATIONS.put(operation.getOperationId(), operation);
                          PARAMETERS.put(operation.getOperationId(), parameters);
                        }));
  }

  // --- interfaces

  @Test
  void thereIsOneInterfaceForEachTag() {
    assertThat(interfaces().map(Class::getSimpleName))
        .containsExactlyInAnyOrder(
            "ProductOperations",
            "ApiOperations",
            "ResourceOperations",
            "MethodOperations",
            "ModelOperations",
            "AuthorizerOperations",
            "GatewayResponseOperations",
            "StageOperations",
            "DeploymentOperations",
            "CanaryOperations",
            "UsagePlanOperations",
            "ApiKeyOperations",
            "PublishedProductOperations",
            "DashboardOperations")
        .containsExactlyInAnyOrderElementsOf(
            SPECIFICATION.getTags().stream().map(tag -> tag.getName() + "Operations").toList());
    assertThat(generated("api").filter(type -> type.getEnclosingClass() == null))
        .allMatch(Class::isInterface);
  }

  @Test
  void theClientGivesEachInterface() {
    assertThat(
            Arrays.stream(ApiGatewayClient.class.getMethods())
                .map(Method::getReturnType)
                .filter(type -> type.getPackageName().equals(ROOT + ".api")))
        .containsExactlyInAnyOrderElementsOf(interfaces().toList());
  }

  @ParameterizedTest
  @CsvSource({
    "products, Product",
    "apis, Api",
    "resources, Resource",
    "methods, Method",
    "models, Model",
    "authorizers, Authorizer",
    "gatewayResponses, GatewayResponse",
    "stages, Stage",
    "deployments, Deployment",
    "canary, Canary",
    "usagePlans, UsagePlan",
    "apiKeys, ApiKey",
    "publishedProducts, PublishedProduct",
    "dashboards, Dashboard"
  })
  void anAccessorGivesTheInterfaceOfItsTag(String accessor, String tag)
      throws NoSuchMethodException {
    assertThat(ApiGatewayClient.class.getMethod(accessor).getReturnType().getSimpleName())
        .isEqualTo(tag + "Operations");
  }

  @Test
  void eachOperationIsExactlyOneAbstractMethodOfTheInterfaceOfItsTag() {
    assertThat(
            abstractMethods().map(m -> m.getDeclaringClass().getSimpleName() + "." + m.getName()))
        .containsExactlyInAnyOrderElementsOf(
            OPERATIONS.entrySet().stream()
                .map(o -> o.getValue().getTags().get(0) + "Operations." + o.getKey())
                .toList());
  }

  @Test
  void thereAreNoOtherMethodsThanOperationsAndStreams() {
    List<String> expected = new ArrayList<>(OPERATIONS.keySet());
    OPERATIONS.values().stream()
        .map(GeneratedSurfaceTest::pagination)
        .filter(pagination -> !pagination.isEmpty())
        .forEach(pagination -> expected.add(pagination.get("stream")));

    assertThat(interfaces().flatMap(type -> Arrays.stream(type.getDeclaredMethods())))
        .filteredOn(method -> !method.isSynthetic())
        .allSatisfy(
            method -> {
              assertThat(method.getName()).isIn(expected).doesNotContain("WithHttpInfo");
              assertThat(Modifier.isStatic(method.getModifiers())).isFalse();
            });
  }

  @ParameterizedTest
  @MethodSource("abstractMethods")
  void anOperationTakesWhatTheSpecificationRequiresAndAQueryForTheRest(Method method) {
    List<Parameter> parameters = PARAMETERS.get(method.getName());
    List<String> expected = new ArrayList<>();
    parameters.stream()
        .filter(parameter -> Boolean.TRUE.equals(parameter.getRequired()))
        .forEach(parameter -> expected.add(camelCase(parameter.getName())));
    if (parameters.stream().anyMatch(p -> !Boolean.TRUE.equals(p.getRequired()))) {
      expected.add("query");
    }
    if (OPERATIONS.get(method.getName()).getRequestBody() != null) {
      expected.add("body");
    }

    assertThat(
            Arrays.stream(method.getParameters())
                .map(
                    parameter -> {
                      Param param = parameter.getAnnotation(Param.class);
                      return param != null
                          ? param.value()
                          : QueryParameters.class.isAssignableFrom(parameter.getType())
                              ? "query"
                              : "body";
                    }))
        .containsExactlyElementsOf(expected);
  }

  @ParameterizedTest
  @MethodSource("abstractMethods")
  void anOperationGivesWhatTheSpecificationAnswersWith(Method method) {
    Operation operation = OPERATIONS.get(method.getName());
    Content content =
        operation.getResponses().entrySet().stream()
            .filter(answer -> answer.getKey().startsWith("2"))
            .map(answer -> Optional.ofNullable(answer.getValue().getContent()))
            .reduce((one, other) -> fail(method + " has two answers"))
            .orElseThrow()
            .orElse(null);

    if (content == null) {
      assertThat(method.getReturnType()).isEqualTo(void.class);
    } else if (content.containsKey("application/octet-stream")) {
      assertThat(method.getReturnType()).isEqualTo(byte[].class);
    } else {
      assertThat(models()).contains(method.getReturnType());
    }
    assertThat(method.getAnnotation(Headers.class).value())
        .filteredOn(header -> header.startsWith("Accept: "))
        .singleElement(InstanceOfAssertFactories.STRING)
        .startsWith("Accept: " + (content == null ? "application/json" : mediaType(content)))
        .endsWith("application/json");
  }

  private static String mediaType(Content content) {
    assertThat(content).hasSize(1);
    return content.keySet().iterator().next();
  }

  @ParameterizedTest
  @MethodSource("abstractMethods")
  @SuppressWarnings("deprecation") // QueryMap.encoded(), which is what encodes nothing twice
  void everyParameterIsEncodedByUsAndNothingIsDecodedByFeign(Method method) {
    assertThat(method.getAnnotation(RequestLine.class).decodeSlash()).isFalse();
    String path = method.getAnnotation(RequestLine.class).value().split("\\?")[0];
    for (java.lang.reflect.Parameter parameter : method.getParameters()) {
      Param param = parameter.getAnnotation(Param.class);
      if (param != null) {
        assertThat(param.expander())
            .isEqualTo(
                path.contains("{" + param.value() + "}") ? PathSegment.class : QueryValue.class);
        assertThat(parameter.getType())
            .satisfiesAnyOf(
                type -> assertThat(type).isIn(String.class, Integer.class, Long.class),
                type -> assertThat(enumerations()).contains(type));
      }
      if (QueryParameters.class.isAssignableFrom(parameter.getType())) {
        assertThat(parameter.getAnnotation(QueryMap.class).encoded()).isTrue();
      }
    }
  }

  @Test
  void everyMethodWithAQueryHasAnOverloadWithoutIt() throws NoSuchMethodException {
    List<Method> withQuery =
        interfaces()
            .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
            .filter(method -> !method.isSynthetic() && takesQuery(method))
            .toList();

    assertThat(withQuery.stream().map(Method::getName).filter(OPERATIONS::containsKey))
        .containsExactlyInAnyOrderElementsOf(
            PARAMETERS.entrySet().stream()
                .filter(
                    o -> o.getValue().stream().anyMatch(p -> !Boolean.TRUE.equals(p.getRequired())))
                .map(Map.Entry::getKey)
                .toList());
    for (Method method : withQuery) {
      Class<?>[] types = method.getParameterTypes();
      Method without =
          method
              .getDeclaringClass()
              .getDeclaredMethod(method.getName(), Arrays.copyOf(types, types.length - 1));
      assertThat(without.isDefault()).as(without.toString()).isTrue();
      assertThat(without.getGenericReturnType()).isEqualTo(method.getGenericReturnType());
    }
  }

  @Test
  void everyPagedOperationHasAStreamWithTheSameParameters() throws NoSuchMethodException {
    List<Method> paged =
        abstractMethods()
            .filter(method -> !pagination(OPERATIONS.get(method.getName())).isEmpty())
            .toList();
    assertThat(paged).hasSizeGreaterThan(1);
    for (Method method : paged) {
      Map<String, String> pagination = pagination(OPERATIONS.get(method.getName()));
      Method stream =
          method
              .getDeclaringClass()
              .getDeclaredMethod(pagination.get("stream"), method.getParameterTypes());

      assertThat(stream.isDefault()).as(stream.toString()).isTrue();
      assertThat(stream.getReturnType()).isEqualTo(Stream.class);
      assertThat(((ParameterizedType) stream.getGenericReturnType()).getActualTypeArguments()[0])
          .hasToString("class " + ROOT + ".model." + pagination.get("item"));
      assertThat(takesQuery(stream)).isEqualTo(pagination.get("in").equals("query"));
    }
  }

  static Stream<EveryOperation.Callable> paged() {
    return EveryOperation.all()
        .filter(operation -> !pagination(OPERATIONS.get(operation.toString())).isEmpty());
  }

  @ParameterizedTest
  @MethodSource("paged")
  void aStreamReadsAllPages(EveryOperation.Callable operation) throws Exception {
    Map<String, String> pagination = pagination(OPERATIONS.get(operation.toString()));
    JsonNode row = example(schema(pagination.get("item")));
    Method stream =
        operation
            .method()
            .getDeclaringClass()
            .getMethod(pagination.get("stream"), operation.method().getParameterTypes());
    try (ScriptedServer server = ScriptedServer.start();
        ApiGatewayClient client = TestClients.of(server).build()) {
      server.answer(
          Answer.json(200, page(pagination, row, row).toString()),
          Answer.json(200, page(pagination, JsonCodec.MAPPER.createObjectNode()).toString()));

      Stream<?> rows =
          (Stream<?>)
              new EveryOperation.Callable(operation.accessor(), stream)
                  .call(client, operation.arguments());

      Class<?> item = Class.forName(ROOT + ".model." + pagination.get("item"));
      Object read = JsonCodec.MAPPER.treeToValue(row, item);
      assertThat(rows.toList())
          .isEqualTo(List.of(read, read, item.getDeclaredConstructor().newInstance()));
      assertThat(server.requests()).hasSize(2);
      for (int i = 0; i < 2; i++) {
        Received request = server.requests().get(i);
        JsonNode asked =
            operation.body() < 0
                ? JsonCodec.MAPPER.valueToTree(
                    Map.of(
                        "offset", Long.valueOf(request.queryValue("offset")),
                        "limit", Long.valueOf(request.queryValue("limit"))))
                : JsonCodec.MAPPER.readTree(request.text());
        assertThat(asked.path("offset").asLong(-1)).isEqualTo(2 * i);
        assertThat(asked.path("limit").asLong(-1)).isEqualTo(Pages.DEFAULT_PAGE_SIZE);
      }
    }
  }

  private static JsonNode page(Map<String, String> pagination, JsonNode... rows) {
    ObjectNode page = JsonCodec.MAPPER.createObjectNode().put(pagination.get("total"), 3);
    page.putArray(pagination.get("items")).addAll(List.of(rows));
    return pagination.containsKey("page")
        ? JsonCodec.MAPPER.createObjectNode().set(pagination.get("page"), page)
        : page;
  }

  @Test
  void everyQueryHasASetterAndAGetterForEachOptionalParameter()
      throws ReflectiveOperationException {
    for (Method method : abstractMethods().filter(GeneratedSurfaceTest::takesQuery).toList()) {
      Class<?> type = method.getParameterTypes()[method.getParameterCount() - 1];
      assertThat(type.getSimpleName()).isEqualToIgnoringCase(method.getName() + "Query");
      assertThat(type).isFinal();
      for (Parameter parameter : PARAMETERS.get(method.getName())) {
        if (Boolean.TRUE.equals(parameter.getRequired())) {
          continue;
        }
        Method getter = type.getDeclaredMethod(parameter.getName());
        Method setter = type.getDeclaredMethod(parameter.getName(), getter.getReturnType());
        Object query = type.getDeclaredConstructor().newInstance();
        Object value = EveryOperation.value(getter.getGenericReturnType());
        assertThat(getter.invoke(query)).isNull();
        assertThat(setter.invoke(query, value)).isSameAs(query);
        assertThat(getter.invoke(query)).isEqualTo(value);
        assertThat(((QueryParameters) query).encoded())
            .containsExactly(
                Map.entry(
                    parameter.getName(), value instanceof List<?> list ? list : value.toString()));
      }
    }
  }

  @Test
  void everyOperationWithABodyIsFoundByTheOtherTests() {
    assertThat(EveryOperation.all().map(EveryOperation.Callable::toString))
        .containsExactlyInAnyOrderElementsOf(OPERATIONS.keySet());
    assertThat(EveryOperation.withBody().map(EveryOperation.Callable::toString))
        .containsExactlyInAnyOrderElementsOf(
            OPERATIONS.entrySet().stream()
                .filter(operation -> operation.getValue().getRequestBody() != null)
                .map(Map.Entry::getKey)
                .toList());
  }

  // --- models

  @Test
  void thereIsOneModelForEachSchema() {
    assertThat(generated("model").map(Class::getSimpleName))
        .containsExactlyInAnyOrderElementsOf(SPECIFICATION.getComponents().getSchemas().keySet());
  }

  @ParameterizedTest
  @MethodSource("models")
  void aModelHasNoMutableStaticState(Class<?> model) {
    for (Field field : model.getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()) {
        assertThat(Modifier.isFinal(field.getModifiers())).as(field.toString()).isTrue();
        if (!Modifier.isPrivate(field.getModifiers())) {
          assertThat(field.getType()).as(field.toString()).isIn(String.class, model);
        }
      }
    }
    assertThat(models()).contains(model);
  }

  @ParameterizedTest
  @MethodSource("beans")
  void inANewModelNothingIsSet(Class<?> model) throws ReflectiveOperationException {
    Object bean = model.getDeclaredConstructor().newInstance();
    List<Method> getters = EveryOperation.getters(model);

    assertThat(getters).isNotEmpty();
    for (Method getter : getters) {
      assertThat(getter.invoke(bean)).as(getter.toString()).isNull();
    }
  }

  @ParameterizedTest
  @MethodSource("beans")
  void whatIsNotSetIsNotSentAndWhatIsRequiredIsAskedFor(Class<?> model)
      throws ReflectiveOperationException {
    Object bean = model.getDeclaredConstructor().newInstance();
    List<String> required = schema(model.getSimpleName()).getRequired();

    if (required == null) {
      assertThat(JsonCodec.MAPPER.<JsonNode>valueToTree(bean)).hasToString("{}");
    } else {
      assertThatThrownBy(() -> JsonCodec.MAPPER.writeValueAsString(bean))
          .hasMessageContaining(model.getSimpleName() + ".")
          .hasMessageContaining("is required and not set");
    }
  }

  @ParameterizedTest
  @MethodSource("beans")
  void everyMemberIsReadAndWrittenBackUnderItsName(Class<?> model) throws Exception {
    JsonNode json = example(schema(model.getSimpleName()));

    Object bean = JsonCodec.MAPPER.treeToValue(json, model);

    assertThat(json).isNotEmpty();
    assertThat(JsonCodec.MAPPER.<JsonNode>valueToTree(bean)).isEqualTo(json);
    assertThat(JsonCodec.MAPPER.treeToValue(json, model)).isEqualTo(bean).hasSameHashCodeAs(bean);
  }

  @ParameterizedTest
  @MethodSource("beans")
  void aMemberThatTheServiceAddsIsReadKeptAndWrittenBack(Class<?> model) throws Exception {
    ObjectNode json = example(schema(model.getSimpleName()));
    Object without = JsonCodec.MAPPER.treeToValue(json, model);
    json.putObject("addedLater").putArray("a").add(SECRET).add(new BigDecimal("1.10"));
    json.putNull("addedNull");

    OpenModel bean = (OpenModel) JsonCodec.MAPPER.treeToValue(json, model);

    assertThat(((OpenModel) without).getAdditionalProperties()).isEmpty();
    assertThat(without.toString()).doesNotContain("additionalProperties");
    assertThat(bean.getAdditionalProperties())
        .containsExactly(
            Map.entry("addedLater", Map.of("a", List.of(SECRET, new BigDecimal("1.10")))),
            new SimpleEntry<>("addedNull", null));
    assertThat(JsonCodec.MAPPER.<JsonNode>valueToTree(bean)).isEqualTo(json);
    assertThat(JsonCodec.MAPPER.treeToValue(json, model)).isEqualTo(bean).hasSameHashCodeAs(bean);
    assertThat(bean).isNotEqualTo(without);
    assertThat(bean.hashCode()).isNotEqualTo(without.hashCode());
    assertThat(bean.toString())
        .contains("    additionalProperties: [addedLater, addedNull]\n")
        .doesNotContain(SECRET);
  }

  @Test
  void membersThatTheServiceAddedCannotBeChanged() throws Exception {
    ProductEnvelope read = JsonCodec.MAPPER.readValue("{\"addedLater\":1}", ProductEnvelope.class);

    for (OpenModel model : List.of(read, new ProductEnvelope())) {
      Map<String, Object> added = model.getAdditionalProperties();
      assertThatThrownBy(() -> added.put("more", 1))
          .isInstanceOf(UnsupportedOperationException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("beans")
  void aMemberOfAnotherTypeIsUnreadable(Class<?> model) throws Exception {
    Schema<?> schema = schema(model.getSimpleName());
    for (Map.Entry<String, ?> member : schema.getProperties().entrySet()) {
      for (String wrong : wrongValues((Schema<?>) member.getValue())) {
        String json = "{\"%s\":%s}".formatted(member.getKey(), wrong);

        assertThatThrownBy(() -> JsonCodec.MAPPER.readValue(json, model))
            .as("%s %s", model.getSimpleName(), json)
            .isInstanceOf(JsonMappingException.class);
      }
    }
  }

  /** What Jackson would take for a value, if it was let, and what it would not. */
  private static List<String> wrongValues(Schema<?> member) {
    Schema<?> type =
        member.get$ref() == null
            ? member
            : schema(member.get$ref().substring(member.get$ref().lastIndexOf('/') + 1));
    return switch (type.getType() + " " + type.getFormat()) {
      case "string null", "string password", "string quota-condition" ->
          List.of("5", "5.7", "true", "{}", "[]", "[\"text\"]");
      case "string date-time" ->
          List.of(
              "1715069288000",
              "1715069288.5",
              "true",
              "{}",
              "[]",
              "\"\"",
              "\" \"",
              "\"soon\"",
              "\"1715069288000\"",
              "\"1715069288.5\"",
              "\"2024-05-07\"",
              "\"2024-05-07T01:59:03\"",
              "[\"2024-05-07T01:59:03Z\"]",
              "[2024, 5, 7]");
      case "integer int32" ->
          List.of(
              "5.7",
              "5.0",
              "\"5\"",
              "\"\"",
              "\" \"",
              "\"null\"",
              "true",
              "{}",
              "[]",
              "[5]",
              "2147483648");
      case "integer int64" ->
          List.of(
              "5.7",
              "5.0",
              "\"5\"",
              "\"\"",
              "\" \"",
              "\"null\"",
              "true",
              "{}",
              "[]",
              "[5]",
              "9223372036854775808");
      case "number float", "number double" ->
          List.of(
              "\"5\"",
              "\"5.7\"",
              "\"\"",
              "\"NaN\"",
              "\"-INF\"",
              "true",
              "{}",
              "[]",
              "[5]",
              "1e400");
      case "boolean null" ->
          List.of("0", "1", "5.7", "\"true\"", "\"\"", "\" \"", "{}", "[]", "[true]");
      case "array null" -> {
        List<String> elements = new ArrayList<>(wrongValues(type.getItems()));
        elements.add("null");
        yield elements.stream().map("[%s]"::formatted).toList();
      }
      case "object null" -> {
        List<String> values = new ArrayList<>();
        if (type.getProperties() != null || type.getAdditionalProperties() != null) {
          values.addAll(List.of("5", "5.7", "true", "\"\"", "\" \"", "\"text\"", "[]", "[{}]"));
        }
        if (type.getAdditionalProperties() instanceof Schema<?> of && of.getType() != null) {
          wrongValues(of).forEach(wrong -> values.add("{\"key\":%s}".formatted(wrong)));
          values.add("{\"key\":null}");
        }
        yield values;
      }
      default -> throw new AssertionError(type.toString());
    };
  }

  @Test
  void nullIsReadWhereAnyJsonMayBe() throws Exception {
    String schema = "{\"modelSchema\":{\"default\":null,\"enum\":[null]}}";
    String body = "{\"body\":[null]}";

    assertThat(roundTrip(schema, ModelPreview.class)).isEqualTo(schema);
    assertThat(roundTrip(body, AuthorizerTestResponse.class)).isEqualTo(body);
  }

  @ParameterizedTest
  @MethodSource("beans")
  void aSecretIsNotInItsText(Class<?> model) throws Exception {
    JsonNode json = example(schema(model.getSimpleName()));

    assertThat(JsonCodec.MAPPER.treeToValue(json, model).toString()).doesNotContain(SECRET);
  }

  @Test
  void thereAreSecretsToBeMasked() {
    assertThat(
            beans()
                .filter(
                    model -> example(schema(model.getSimpleName())).toString().contains(SECRET)))
        .hasSizeGreaterThan(3);
  }

  // --- open enumerations

  @ParameterizedTest
  @MethodSource("enumerations")
  void onlyATextIsAValue(Class<?> type) {
    for (String wrong :
        List.of("5", "5.7", "true", "{}", "{\"value\":\"text\"}", "[]", "[\"text\"]")) {
      assertThatThrownBy(() -> JsonCodec.MAPPER.readValue(wrong, type))
          .as(wrong)
          .isInstanceOf(JsonMappingException.class);
    }
  }

  @Test
  void theEnumerationsAreThoseOfTheSpecification() {
    assertThat(enumerations().map(Class::getSimpleName))
        .containsExactlyInAnyOrderElementsOf(
            SPECIFICATION.getComponents().getSchemas().keySet().stream()
                .filter(name -> schema(name).getEnum() != null)
                .toList())
        .contains("QuotaCondition", "SubscriptionCode", "IpAclCode");
    assertThat(models()).noneMatch(Class::isEnum);
  }

  @ParameterizedTest
  @MethodSource("enumerations")
  void aValueThatTheServiceAddsIsReadKeptAndWrittenBack(Class<?> type) throws Exception {
    for (String added : List.of("\"ADDED_LATER\"", "\"\"", "\"2XX \"", "\"public\"", "\"골드\"")) {
      Object value = JsonCodec.MAPPER.readValue(added, type);

      assertThat(JsonCodec.MAPPER.writeValueAsString(value)).isEqualTo(added);
      assertThat(value).isEqualTo(JsonCodec.MAPPER.readValue(added, type));
      assertThat(value).hasSameHashCodeAs(JsonCodec.MAPPER.readValue(added, type));
      assertThat(value).hasToString(added.substring(1, added.length() - 1));
      assertThat(type.getMethod("isDocumented").invoke(value)).isEqualTo(false);
      assertThat((List<?>) type.getMethod("documentedValues").invoke(null))
          .isNotEmpty()
          .noneMatch(value::equals);
    }
  }

  @ParameterizedTest
  @MethodSource("enumerations")
  void aDocumentedValueIsItsConstant(Class<?> type) throws Exception {
    List<?> documented = (List<?>) type.getMethod("documentedValues").invoke(null);
    List<Object> constants = new ArrayList<>();
    for (Field field : type.getFields()) {
      constants.add(field.get(null));
    }

    assertThat(documented.stream().map(Object::toString))
        .containsExactlyElementsOf(
            schema(type.getSimpleName()).getEnum().stream().map(Object::toString).toList());
    assertThat(constants).containsExactlyElementsOf(documented);
    for (Object constant : constants) {
      assertThat(JsonCodec.MAPPER.readValue("\"" + constant + "\"", type)).isSameAs(constant);
      assertThat(type.getMethod("isDocumented").invoke(constant)).isEqualTo(true);
    }
  }

  @Test
  void unknownValuesSurviveInsideOfAnswers() throws Exception {
    String product = "{\"product\":{\"subscriptionCode\":\"BY_INVITATION\"}}";
    String page = "{\"quotaCondition\":\"2xx,3xx\",\"content\":[{\"quotaCondition\":\"6xx\"}]}";

    assertThat(roundTrip(product, ProductEnvelope.class)).isEqualTo(product);
    assertThat(
            JsonCodec.MAPPER
                .readValue(product, ProductEnvelope.class)
                .getProduct()
                .getSubscriptionCode())
        .isEqualTo(SubscriptionCode.of("BY_INVITATION"));
    assertThat(JsonCodec.MAPPER.readTree(roundTrip(page, StageUsagePlans.class)))
        .isEqualTo(JsonCodec.MAPPER.readTree(page));
    assertThat(
            JsonCodec.MAPPER
                .readValue(page, StageUsagePlans.class)
                .getContent()
                .get(0)
                .getQuotaCondition())
        .isEqualTo(QuotaCondition.of("6xx"));
  }

  @Test
  void aValueReadFromAnAnswerCanBeSent() throws Exception {
    assertThat(
            JsonCodec.MAPPER.writeValueAsString(
                new CreateUsagePlanRequest()
                    .usagePlanName("gold")
                    .quotaCondition(QuotaCondition.of("6xx"))))
        .contains("\"quotaCondition\":\"6xx\"");
  }

  @Test
  void valuesOfDifferentEnumerationsDiffer() {
    assertThat((Object) SubscriptionCode.of("REJECTED")).isNotEqualTo(IpAclCode.REJECTED);
    assertThat(IpAclCode.REJECTED).isNotEqualTo(IpAclCode.ALLOWED).isNotEqualTo(null);
  }

  // --- helpers

  private static OpenAPI specification() {
    ParseOptions options = new ParseOptions();
    options.setResolve(true);
    return new OpenAPIParser().readLocation("openapi/openapi.yaml", null, options).getOpenAPI();
  }

  private static Schema<?> schema(String name) {
    return SPECIFICATION.getComponents().getSchemas().get(name);
  }

  private static Stream<Class<?>> generated(String name) {
    return GENERATED.computeIfAbsent(name, GeneratedSurfaceTest::importPackage).stream();
  }

  private static List<Class<?>> importPackage(String name) {
    return new ClassFileImporter()
        .importPackages(ROOT + "." + name).stream()
            .<Class<?>>map(JavaClass::reflect)
            .filter(type -> !type.isAnonymousClass() && type.getPackageName().endsWith(name))
            .toList();
  }

  private static Stream<Class<?>> interfaces() {
    return generated("api").filter(Class::isInterface);
  }

  static Stream<Method> abstractMethods() {
    return interfaces()
        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
        .filter(method -> Modifier.isAbstract(method.getModifiers()));
  }

  static List<Class<?>> models() {
    return generated("model").toList();
  }

  static Stream<Class<?>> enumerations() {
    return models().stream()
        .filter(
            model ->
                Arrays.stream(model.getDeclaredMethods())
                    .anyMatch(method -> method.getName().equals("documentedValues")));
  }

  static Stream<Class<?>> beans() {
    List<Class<?>> enumerations = enumerations().toList();
    return models().stream().filter(model -> !enumerations.contains(model));
  }

  private static boolean takesQuery(Method method) {
    Class<?>[] types = method.getParameterTypes();
    return types.length > 0 && QueryParameters.class.isAssignableFrom(types[types.length - 1]);
  }

  private static Map<String, String> pagination(Operation operation) {
    Map<?, ?> extensions = operation.getExtensions() == null ? Map.of() : operation.getExtensions();
    Map<String, String> pagination = new HashMap<>();
    if (extensions.get("x-pagination") instanceof Map<?, ?> declared) {
      declared.forEach((name, value) -> pagination.put((String) name, (String) value));
    }
    return pagination;
  }

  private static String camelCase(String kebabCase) {
    StringBuilder camelCase = new StringBuilder();
    for (String word : kebabCase.split("-")) {
      camelCase.append(
          camelCase.length() == 0
              ? word
              : Character.toUpperCase(word.charAt(0)) + word.substring(1));
    }
    return camelCase.toString();
  }

  /** A tree in which every member has a value of its type. */
  private static ObjectNode example(Schema<?> schema) {
    ObjectNode example = JsonCodec.MAPPER.createObjectNode();
    schema
        .getProperties()
        .forEach((name, member) -> example.set(name, exampleMember((Schema<?>) member)));
    return example;
  }

  private static JsonNode exampleMember(Schema<?> member) {
    if (member.get$ref() != null) {
      Schema<?> target = schema(member.get$ref().substring(member.get$ref().lastIndexOf('/') + 1));
      return target.getEnum() == null
          ? example(target)
          : JsonCodec.MAPPER.valueToTree(target.getEnum().get(0).toString());
    }
    Object value =
        switch (member.getType() + " " + member.getFormat()) {
          case "string null", "string quota-condition" -> "text";
          case "string password" -> SECRET;
          case "object null" ->
              Map.of(
                  "key",
                  member.getAdditionalProperties() instanceof Schema<?> values
                          && values.getType() != null
                      ? exampleMember(values)
                      : "anything");
          case "string date-time" -> "2024-05-07T01:59:03Z";
          case "integer int32" -> Integer.MAX_VALUE;
          case "integer int64" -> Long.MAX_VALUE;
          case "number float" -> 5.5f;
          case "number double" -> 5.5;
          case "boolean null" -> true;
          case "array null" -> List.of(exampleMember(member.getItems()));
          default -> throw new AssertionError(member.toString());
        };
    return JsonCodec.MAPPER.valueToTree(value);
  }

  private static String roundTrip(String json, Class<?> type) throws Exception {
    JavaType javaType = JsonCodec.MAPPER.constructType(type);
    return JsonCodec.MAPPER.writeValueAsString(JsonCodec.MAPPER.readValue(json, javaType));
  }
}
