package io.github.ncloudcommunity.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import feign.Client;
import feign.Feign;
import feign.Param;
import feign.Request;
import feign.Response;
import feign.codec.EncodeException;
import io.github.ncloudcommunity.apigateway.auth.CredentialsProvider;
import io.github.ncloudcommunity.apigateway.auth.SigningInterceptor;
import io.github.ncloudcommunity.apigateway.internal.QueryParameters;
import io.github.ncloudcommunity.apigateway.testing.AnyText;
import io.github.ncloudcommunity.apigateway.testing.EveryOperation;
import io.github.ncloudcommunity.apigateway.testing.ManualClock;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/**
 * The client makes a request without Feign's templates. It is the one that plain Feign makes of the
 * same generated interface, with an encoder of its own and {@link SigningInterceptor}.
 */
class PlainFeignPropertyTest {

  private static final String BASE_URL = "https://gateway.test/api/v1";
  private static final ManualClock CLOCK = new ManualClock("2026-01-02T03:04:05Z");

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(
              new SimpleModule().addSerializer(OffsetDateTime.class, ToStringSerializer.instance))
          .defaultPropertyInclusion(JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, null))
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  private static final List<EveryOperation.Callable> OPERATIONS = EveryOperation.all().toList();

  private final Map<Class<?>, Object> plain = new ConcurrentHashMap<>();
  private final List<Request> sent = new ArrayList<>();
  private final Client recording =
      (request, options) -> {
        sent.add(request);
        return Response.builder()
            .request(request)
            .status(200)
            .headers(Map.of())
            .body("{}", StandardCharsets.UTF_8)
            .build();
      };
  private final ApiGatewayClient client =
      ApiGatewayClient.builder()
          .baseUrl(java.net.URI.create(BASE_URL))
          .credentials(TestClients.CREDENTIALS)
          .clock(CLOCK)
          .httpClient(recording)
          .build();

  private Object plain(Class<?> type) {
    return plain.computeIfAbsent(
        type,
        absent ->
            Feign.builder()
                .client(recording)
                .encoder(
                    (object, bodyType, template) -> {
                      try {
                        template.body(MAPPER.writeValueAsBytes(object), StandardCharsets.UTF_8);
                      } catch (JsonProcessingException e) {
                        throw new EncodeException("not written", e);
                      }
                    })
                .decoder((response, answer) -> null)
                .queryMapEncoder(query -> ((QueryParameters) query).encoded())
                .requestInterceptor(
                    new SigningInterceptor(CredentialsProvider.of(TestClients.CREDENTIALS), CLOCK))
                .target(absent, BASE_URL));
  }

  @Property(seed = "2026", tries = 5_000)
  void requestIsTheOneThatPlainFeignMakes(
      @ForAll("operations") EveryOperation.Callable operation,
      @ForAll @Size(12) List<@net.jqwik.api.From("texts") String> texts,
      @ForAll int chosen)
      throws ReflectiveOperationException {
    Object[] arguments = arguments(operation, texts, chosen);

    operation.call(client, arguments);
    try {
      operation.method().invoke(plain(operation.method().getDeclaringClass()), arguments);
    } catch (InvocationTargetException e) {
      throw new AssertionError(e.getCause());
    }

    assertThat(sent).hasSize(2);
    Request ours = sent.get(0);
    Request theirs = sent.get(1);
    assertThat(ours.httpMethod()).isEqualTo(theirs.httpMethod());
    assertThat(ours.url()).isEqualTo(theirs.url());
    assertThat(headers(ours)).isEqualTo(headers(theirs));
    assertThat(ours.body()).isEqualTo(theirs.body());
    sent.clear();
  }

  private static Map<String, List<String>> headers(Request request) {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    request.headers().forEach((name, values) -> headers.put(name, List.copyOf(values)));
    return headers;
  }

  /** Any texts where texts go, any of the optional parameters, any of the members of a body. */
  private static Object[] arguments(
      EveryOperation.Callable operation, List<String> texts, int chosen)
      throws ReflectiveOperationException {
    Object[] arguments = operation.arguments();
    Parameter[] parameters = operation.method().getParameters();
    int next = 0;
    for (int i = 0; i < arguments.length; i++) {
      if (parameters[i].isAnnotationPresent(Param.class) && arguments[i] instanceof String) {
        arguments[i] = texts.get(next++ % texts.size());
      }
    }
    if (operation.query() >= 0) {
      Object query = arguments[operation.query()];
      set(EveryOperation.querySetters(query.getClass()), query, texts, chosen);
    }
    if (operation.body() >= 0) {
      Object body = arguments[operation.body()];
      set(EveryOperation.setters(body.getClass()), body, texts, chosen);
    }
    return arguments;
  }

  private static void set(List<Method> setters, Object bean, List<String> texts, int chosen)
      throws ReflectiveOperationException {
    for (int i = 0; i < setters.size(); i++) {
      if ((chosen >>> i % 32 & 1) == 1) {
        Class<?> type = setters.get(i).getParameterTypes()[0];
        setters
            .get(i)
            .invoke(
                bean,
                type == String.class
                    ? texts.get(i % texts.size())
                    : EveryOperation.value(setters.get(i).getGenericParameterTypes()[0]));
      }
    }
  }

  @Provide
  Arbitrary<EveryOperation.Callable> operations() {
    return Arbitraries.of(OPERATIONS);
  }

  @Provide
  Arbitrary<String> texts() {
    return AnyText.whole()
        .filter(text -> !text.isBlank() && !text.equals(".") && !text.equals(".."));
  }
}
