package io.github.ncloudcommunity.apigateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import feign.Headers;
import feign.Param;
import feign.QueryMap;
import feign.RequestLine;
import io.github.ncloudcommunity.apigateway.internal.PathSegment;
import io.github.ncloudcommunity.apigateway.internal.QueryParameters;
import io.github.ncloudcommunity.apigateway.internal.QueryValue;
import io.github.ncloudcommunity.apigateway.paging.Pages;
import io.github.ncloudcommunity.apigateway.testing.Answer;
import io.github.ncloudcommunity.apigateway.testing.EveryOperation;
import io.github.ncloudcommunity.apigateway.testing.Received;
import io.github.ncloudcommunity.apigateway.testing.ScriptedServer;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.tags.Tag;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the generator and our templates make of the specification. */
class GeneratedSurfaceTest {

  private static final String ROOT = ApiGatewayClient.class.getPackageName();

  @Test
  void theClientGivesOneInterfaceForEachTag() {
    List<String> tags = Generated.SPECIFICATION.getTags().stream().map(Tag::getName).toList();

    assertThat(Generated.generated("api").filter(type -> type.getEnclosingClass() == null))
        .allMatch(Class::isInterface)
        .allMatch(type -> type.getPackage().isAnnotationPresent(NullMarked.class))
        .extracting(Class::getSimpleName)
        .containsExactlyInAnyOrderElementsOf(tags.stream().map(tag -> tag + "Operations").toList());
    assertThat(ApiGatewayClient.class.getMethods())
        .filteredOn(accessor -> accessor.getReturnType().getPackageName().equals(ROOT + ".api"))
        .hasSameSizeAs(tags)
        .allSatisfy(
            accessor ->
                assertThat(accessor.getReturnType().getSimpleName().replace("Operations", ""))
                    .isIn(tags)
                    .isEqualToIgnoringCase(accessor.getName().replaceFirst("s$", "")));
  }

  @Test
  void eachOperationIsExactlyOneAbstractMethodOfTheInterfaceOfItsTag() {
    assertThat(
            abstractMethods().map(m -> m.getDeclaringClass().getSimpleName() + "." + m.getName()))
        .containsExactlyInAnyOrderElementsOf(
            Generated.OPERATIONS.entrySet().stream()
                .map(o -> o.getValue().getTags().get(0) + "Operations." + o.getKey())
                .toList());
  }

  @Test
  void thereAreNoOtherMethodsThanOperationsAndStreams() {
    List<String> expected = new ArrayList<>(Generated.OPERATIONS.keySet());
    Generated.OPERATIONS.values().stream()
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
    List<Parameter> parameters = Generated.PARAMETERS.get(method.getName());
    List<String> expected = new ArrayList<>();
    parameters.stream()
        .filter(parameter -> Boolean.TRUE.equals(parameter.getRequired()))
        .forEach(parameter -> expected.add(camelCase(parameter.getName())));
    if (parameters.stream().anyMatch(p -> !Boolean.TRUE.equals(p.getRequired()))) {
      expected.add("query");
    }
    if (Generated.OPERATIONS.get(method.getName()).getRequestBody() != null) {
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
    Operation operation = Generated.OPERATIONS.get(method.getName());
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
      assertThat(Generated.models()).contains(method.getReturnType());
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
                type -> assertThat(Generated.enumerations()).contains(type));
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

    assertThat(withQuery.stream().map(Method::getName).filter(Generated.OPERATIONS::containsKey))
        .containsExactlyInAnyOrderElementsOf(
            Generated.PARAMETERS.entrySet().stream()
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

  static Stream<EveryOperation.Callable> paged() {
    return EveryOperation.all()
        .filter(operation -> !pagination(Generated.OPERATIONS.get(operation.toString())).isEmpty());
  }

  @ParameterizedTest
  @MethodSource("paged")
  void aStreamReadsAllPages(EveryOperation.Callable operation) throws Exception {
    Map<String, String> pagination = pagination(Generated.OPERATIONS.get(operation.toString()));
    JsonNode row = Generated.example(Generated.schema(pagination.get("item")));
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

      assertThat(stream.getGenericReturnType())
          .hasToString("java.util.stream.Stream<%s.model.%s>", ROOT, pagination.get("item"));
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
      for (Parameter parameter : Generated.PARAMETERS.get(method.getName())) {
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

  static Stream<EveryOperation.Callable> operations() {
    return EveryOperation.all();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void anOperationIsRepeatedIfTheSpecificationCallsItARead(EveryOperation.Callable operation) {
    boolean read =
        operation.requestLine().startsWith("GET ")
            || Boolean.TRUE.equals(
                Generated.extension(Generated.OPERATIONS.get(operation.toString()), "x-read"));
    try (ScriptedServer server = ScriptedServer.start();
        ApiGatewayClient client = TestClients.of(server).maxAttempts(3).build()) {
      server.answerAlways(Answer.error(503, "500"));

      assertThatThrownBy(() -> operation.call(client, operation.arguments()))
          .isInstanceOf(ApiGatewayException.class);

      assertThat(server.requests()).hasSize(read ? 3 : 1);
    }
  }

  @Test
  void searchesAndThePreviewAreTheReadsThatAreSentByPost() {
    assertThat(
            Generated.OPERATIONS.values().stream()
                .filter(operation -> Generated.extension(operation, "x-read") != null))
        .extracting(Operation::getOperationId)
        .containsExactlyInAnyOrder(
            "previewModel",
            "searchApiKeys",
            "searchDashboardEvents",
            "searchProductApiKeys",
            "searchPublishedProducts",
            "searchStages",
            "searchUsagePlans");
  }

  @Test
  void sourcesAreTidy() throws IOException {
    for (Path file : Generated.sources()) {
      String source = Files.readString(file);
      List<String> imports = source.lines().filter(line -> line.startsWith("import ")).toList();

      assertThat(imports).as("%s", file).doesNotHaveDuplicates().isSorted();
      for (String line : imports) {
        String name = line.substring(line.lastIndexOf('.') + 1, line.length() - 1);
        assertThat(source.replace(line, ""))
            .as("%s uses %s", file, name)
            .containsPattern("\\b" + name + "\\b");
      }
      assertThat(source).as("%s", file).doesNotContain("\n\n\n", " \n");
    }
  }

  @ParameterizedTest
  @MethodSource("abstractMethods")
  void aQuerySaysWhatTheSpecificationSaysOfItsParameters(Method method) throws IOException {
    String source = Generated.source(method.getDeclaringClass());
    String query =
        Character.toUpperCase(method.getName().charAt(0)) + method.getName().substring(1) + "Query";
    for (Parameter parameter : Generated.PARAMETERS.get(method.getName())) {
      if (!Boolean.TRUE.equals(parameter.getRequired())) {
        assertThat(Generated.javadoc(source, query, parameter.getName()))
            .as("%s.%s", query, parameter.getName())
            .contains(
                Generated.said(
                    parameter.getName(), parameter.getDescription(), parameter.getSchema()));
      }
    }
  }

  private static Stream<Class<?>> interfaces() {
    return Generated.generated("api").filter(Class::isInterface);
  }

  static Stream<Method> abstractMethods() {
    return interfaces()
        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
        .filter(method -> Modifier.isAbstract(method.getModifiers()));
  }

  private static boolean takesQuery(Method method) {
    Class<?>[] types = method.getParameterTypes();
    return types.length > 0 && QueryParameters.class.isAssignableFrom(types[types.length - 1]);
  }

  private static Map<String, String> pagination(Operation operation) {
    Map<String, String> pagination = new HashMap<>();
    if (Generated.extension(operation, "x-pagination") instanceof Map<?, ?> declared) {
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
}
