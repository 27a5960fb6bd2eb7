package io.github.ncloudcommunity.apigateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ncloudcommunity.apigateway.internal.OpenModel;
import io.github.ncloudcommunity.apigateway.model.AuthorizerTestResponse;
import io.github.ncloudcommunity.apigateway.model.IpAclCode;
import io.github.ncloudcommunity.apigateway.model.ModelPreview;
import io.github.ncloudcommunity.apigateway.model.ProductEnvelope;
import io.github.ncloudcommunity.apigateway.model.SubscriptionCode;
import io.github.ncloudcommunity.apigateway.testing.EveryOperation;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the generator and our templates make of the schemas of the specification. */
class GeneratedModelsTest {

  private static final JsonCodec CODEC =
      new JsonCodec(new ErrorAnswers(Clock.systemUTC()), 16 << 20);

  static Stream<Class<?>> beans() {
    return Generated.beans();
  }

  static Stream<Class<?>> enumerations() {
    return Generated.enumerations();
  }

  @Test
  void thereIsOneModelForEachSchema() {
    assertThat(Generated.models())
        .extracting(Class::getSimpleName)
        .containsExactlyInAnyOrderElementsOf(
            Generated.SPECIFICATION.getComponents().getSchemas().keySet());
  }

  @ParameterizedTest
  @MethodSource("beans")
  void inANewModelNothingIsSet(Class<?> model) throws ReflectiveOperationException {
    Object bean = model.getDeclaredConstructor().newInstance();

    assertThat(EveryOperation.getters(model)).hasSameSizeAs(Generated.members(model).keySet());
    for (Method getter : EveryOperation.getters(model)) {
      assertThat(getter.invoke(bean)).as(getter.toString()).isNull();
    }
    assertThat(bean).hasToString(model.getSimpleName() + "{}");
  }

  @ParameterizedTest
  @MethodSource("beans")
  void onlyWhatIsOptionalMayBeSetToNull(Class<?> model) {
    assertThat(model.getPackage().isAnnotationPresent(NullMarked.class)).isTrue();
    for (Method getter : EveryOperation.getters(model)) {
      String name = EveryOperation.member(getter).value();

      assertThat(getter.getAnnotatedReturnType().isAnnotationPresent(Nullable.class))
          .as("%s", getter)
          .isTrue();
      assertThat(model.getMethods())
          .filteredOn(method -> method.getName().replaceFirst("^_", "").equals(name))
          .singleElement()
          .satisfies(
              setter ->
                  assertThat(
                          setter.getAnnotatedParameterTypes()[0].isAnnotationPresent(
                              Nullable.class))
                      .as("%s", setter)
                      .isEqualTo(!Generated.required(model).contains(name)));
    }
  }

  @ParameterizedTest
  @MethodSource("beans")
  void whatIsNotSetIsNotSentAndWhatIsRequiredIsAskedFor(Class<?> model)
      throws ReflectiveOperationException {
    Object bean = model.getDeclaredConstructor().newInstance();
    List<String> required =
        Generated.members(model).keySet().stream()
            .filter(Generated.required(model)::contains)
            .toList();

    if (required.isEmpty()) {
      assertThat(CODEC.write(bean)).asString().isEqualTo("{}");
    } else {
      assertThatThrownBy(() -> CODEC.write(bean))
          .hasMessage("required members are not set: " + String.join(", ", required));
    }
  }

  @ParameterizedTest
  @MethodSource("beans")
  void everyMemberIsReadAndWrittenBackUnderItsNameAndInItsPlace(Class<?> model) throws Exception {
    JsonNode json = Generated.example(Generated.schema(model.getSimpleName()));

    Object bean = JsonCodec.MAPPER.treeToValue(json, model);

    assertThat(bean.toString())
        .startsWith(model.getSimpleName() + "{")
        .contains(Generated.members(model).keySet());
    assertThat(CODEC.write(bean)).asString().isEqualTo(json.toString());
    assertThat(JsonCodec.MAPPER.treeToValue(json, model)).isEqualTo(bean).hasSameHashCodeAs(bean);
  }

  @ParameterizedTest
  @MethodSource("beans")
  void aMemberThatTheServiceAddsIsReadKeptAndWrittenBack(Class<?> model) throws Exception {
    ObjectNode json = Generated.example(Generated.schema(model.getSimpleName()));
    Object without = JsonCodec.MAPPER.treeToValue(json, model);
    json.putObject("addedLater").putArray("a").add(Generated.SECRET).add(new BigDecimal("1.10"));
    json.putNull("addedNull");

    OpenModel bean = (OpenModel) JsonCodec.MAPPER.treeToValue(json, model);

    assertThat(((OpenModel) without).getAdditionalProperties()).isEmpty();
    assertThat(without.toString()).doesNotContain("additionalProperties");
    assertThat(bean.getAdditionalProperties())
        .containsExactly(
            Map.entry("addedLater", Map.of("a", List.of(Generated.SECRET, new BigDecimal("1.10")))),
            new SimpleEntry<>("addedNull", null));
    assertThat(JsonCodec.MAPPER.<JsonNode>valueToTree(bean)).isEqualTo(json);
    assertThat(JsonCodec.MAPPER.treeToValue(json, model)).isEqualTo(bean).hasSameHashCodeAs(bean);
    assertThat(bean).isNotEqualTo(without);
    assertThat(bean.hashCode()).isNotEqualTo(without.hashCode());
    assertThat(bean.toString())
        .contains("additionalProperties=[addedLater, addedNull]")
        .doesNotContain(Generated.SECRET);
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

  @Test
  void nullIsReadWhereAnyJsonMayBe() throws Exception {
    String schema = "{\"modelSchema\":{\"default\":null,\"enum\":[null]}}";
    String body = "{\"body\":[null]}";

    assertThat(roundTrip(schema, ModelPreview.class)).isEqualTo(schema);
    assertThat(roundTrip(body, AuthorizerTestResponse.class)).isEqualTo(body);
  }

  @Test
  void aSecretIsNotInItsText() throws Exception {
    int secrets = 0;
    for (Class<?> model : beans().toList()) {
      JsonNode json = Generated.example(Generated.schema(model.getSimpleName()));
      if (json.toString().contains(Generated.SECRET)) {
        secrets++;
        assertThat(JsonCodec.MAPPER.treeToValue(json, model).toString())
            .contains("*")
            .doesNotContain(Generated.SECRET);
      }
    }
    assertThat(secrets).isGreaterThan(3);
  }

  @Test
  void theEnumerationsAreThoseOfTheSpecification() {
    assertThat(enumerations().map(Class::getSimpleName))
        .containsExactlyInAnyOrderElementsOf(
            Generated.SPECIFICATION.getComponents().getSchemas().keySet().stream()
                .filter(name -> Generated.schema(name).getEnum() != null)
                .toList());
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
            Generated.schema(type.getSimpleName()).getEnum().stream()
                .map(Object::toString)
                .toList());
    assertThat(constants).containsExactlyElementsOf(documented);
    for (Object constant : constants) {
      assertThat(JsonCodec.MAPPER.readValue("\"" + constant + "\"", type)).isSameAs(constant);
      assertThat(type.getMethod("isDocumented").invoke(constant)).isEqualTo(true);
    }
  }

  @Test
  void valuesOfDifferentEnumerationsDiffer() {
    assertThat((Object) SubscriptionCode.of("REJECTED")).isNotEqualTo(IpAclCode.REJECTED);
    assertThat(IpAclCode.REJECTED).isNotEqualTo(IpAclCode.ALLOWED).isNotEqualTo(null);
  }

  @ParameterizedTest
  @MethodSource("beans")
  void aFluentSetterSaysWhatTheSpecificationSaysOfItsMember(Class<?> model) throws IOException {
    String source = Generated.source(model);
    Generated.members(model)
        .forEach(
            (name, member) ->
                assertThat(Generated.javadoc(source, model.getSimpleName(), name))
                    .as("%s.%s", model.getSimpleName(), name)
                    .contains(
                        Generated.required(model).contains(name)
                            ? " Required."
                            : " or null to leave it out.")
                    .contains(Generated.said(name, member.getDescription(), member)));
  }

  @ParameterizedTest
  @MethodSource("beans")
  void aModelNamesWhatItRequires(Class<?> model) throws IOException {
    String source = Generated.source(model);
    String comment =
        source
            .substring(source.indexOf("/**"), source.indexOf("public class "))
            .replaceAll("\\s*\\*?\\s+", " ");
    List<String> required =
        Generated.members(model).keySet().stream()
            .filter(Generated.required(model)::contains)
            .map("{@code %s}"::formatted)
            .toList();

    if (required.isEmpty()) {
      assertThat(comment).doesNotContain("Required:");
    } else {
      assertThat(comment).contains(" <p>Required: " + String.join(", ", required) + ". ");
    }
  }

  private static String roundTrip(String json, Class<?> type) throws Exception {
    JavaType javaType = JsonCodec.MAPPER.constructType(type);
    return JsonCodec.MAPPER.writeValueAsString(JsonCodec.MAPPER.readValue(json, javaType));
  }
}
