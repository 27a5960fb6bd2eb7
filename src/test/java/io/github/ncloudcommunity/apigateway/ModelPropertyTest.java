package io.github.ncloudcommunity.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import feign.Request;
import feign.RequestTemplate;
import feign.Response;
import io.github.ncloudcommunity.apigateway.ApiGatewayException.Kind;
import io.github.ncloudcommunity.apigateway.testing.SchemaValues;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Any JSON object against any generated model, read and written as the client does. */
class ModelPropertyTest {

  private static final List<Class<?>> MODELS = Generated.beans().toList();
  private static final SchemaValues SCHEMAS = new SchemaValues();
  private static final JsonCodec CODEC =
      new JsonCodec(new ErrorAnswers(Clock.systemUTC()), 16 << 20);

  /** Shares nothing with the mapper of the client, and keeps numbers as they are. */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /** A model and what is read as it. */
  record Body(Class<?> model, JsonNode json) {

    @Override
    public String toString() {
      return model.getSimpleName() + " " + json;
    }
  }

  @Property(seed = "2026")
  void whatIsDocumentedAndWhatIsNotIsReadAndWrittenBackUnchanged(@ForAll("documented") Body given)
      throws IOException {
    Object bean = read(given);

    assertThat(bean).isEqualTo(read(given)).hasSameHashCodeAs(read(given));
    assertThatItIsWrittenBackUnchanged(given, bean);
  }

  @Property(seed = "2026")
  void whateverIsReadIsWrittenBackUnchangedOrUnreadable(@ForAll("odd") Body given)
      throws IOException {
    Object bean;
    try {
      bean = read(given);
    } catch (ApiGatewayException e) {
      assertThat(e.kind()).isEqualTo(Kind.UNREADABLE_ANSWER);
      return;
    }
    assertThat(bean).isInstanceOf(given.model());
    if (SCHEMAS.schema(given.model().getSimpleName()).path("required").isMissingNode()) {
      assertThatItIsWrittenBackUnchanged(given, bean);
    }
  }

  private static void assertThatItIsWrittenBackUnchanged(Body given, Object bean)
      throws IOException {
    JsonNode schema = SCHEMAS.schema(given.model().getSimpleName());
    assertThat(SCHEMAS.meaning(schema, written(bean)))
        .isEqualTo(SCHEMAS.meaning(schema, given.json()));
  }

  private static Object read(Body given) throws IOException {
    Request request =
        Request.create(Request.HttpMethod.GET, "/", Map.of(), null, StandardCharsets.UTF_8, null);
    return CODEC.decode(
        Response.builder()
            .status(200)
            .request(request)
            .body(JSON.writeValueAsBytes(given.json()))
            .build(),
        given.model());
  }

  private static JsonNode written(Object bean) throws IOException {
    RequestTemplate template = new RequestTemplate();
    CODEC.encode(bean, bean.getClass(), template);
    return JSON.readTree(template.body());
  }

  @Provide
  Arbitrary<Body> documented() {
    return bodies(SCHEMAS::objects);
  }

  /** The names are documented, the values are anything. */
  @Provide
  Arbitrary<Body> odd() {
    Arbitrary<JsonNode> any = SchemaValues.any();
    return bodies(
        name -> {
          List<String> members = new ArrayList<>();
          SCHEMAS.schema(name).path("properties").fieldNames().forEachRemaining(members::add);
          return Arbitraries.maps(Arbitraries.of(members), any)
              .ofMaxSize(4)
              .map(values -> JSON.createObjectNode().setAll(values));
        });
  }

  private static Arbitrary<Body> bodies(Function<String, Arbitrary<JsonNode>> objects) {
    Map<Class<?>, Arbitrary<Body>> bodies = new HashMap<>();
    for (Class<?> model : MODELS) {
      bodies.put(model, objects.apply(model.getSimpleName()).map(json -> new Body(model, json)));
    }
    return Arbitraries.of(MODELS).flatMap(bodies::get);
  }
}
