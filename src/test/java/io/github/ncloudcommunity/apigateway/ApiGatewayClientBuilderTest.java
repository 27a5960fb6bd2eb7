package io.github.ncloudcommunity.apigateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import feign.Client;
import feign.Feign;
import feign.Response;
import io.github.ncloudcommunity.apigateway.auth.Credentials;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiGatewayClientBuilderTest {

  // --- base URL

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://apigateway.apigw.ntruss.com/api/v1",
        "https://gateway.example.com",
        "https://gateway.example.com:8443/api/v1",
        "HTTPS://gateway.example.com/api/v1",
        "https://192.0.2.1/api/v1",
        "https://[2001:db8::1]/api/v1",
        "https://gateway.example.com/a%2Fb/v1",
        "https://gateway.example.com/.../..a/v1",
      })
  void anHttpsUrlIsAllowed(String baseUrl) {
    assertThat(builtWith(baseUrl)).isEqualTo(URI.create(baseUrl));
  }

  @ParameterizedTest
  @CsvSource({
    "https://gateway.example.com/, https://gateway.example.com",
    "https://gateway.example.com/api/v1/, https://gateway.example.com/api/v1",
  })
  void aSlashAtTheEndIsLeftOut(String baseUrl, String expected) {
    assertThat(builtWith(baseUrl)).isEqualTo(URI.create(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "gateway.example.com/api/v1",
        "//gateway.example.com/api/v1",
        "/api/v1",
        "ftp://gateway.example.com/api/v1",
        "file:///api/v1",
        "httpss://gateway.example.com/api/v1",
        "ws://localhost/api/v1",
        "mailto:gateway@example.com",
        "localhost:8080/api/v1",
      })
  void aUrlThatIsNotHttpsIsRefused(String baseUrl) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builtWith(baseUrl))
        .withMessageStartingWith("baseUrl ")
        .withMessageEndingWith("is not allowed: it must start with https://");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https:///api/v1",
        "https:/api/v1",
        "https:api/v1",
        "https://:443/api/v1",
        "https://user:secret@/api/v1",
        "http:///api/v1",
        "http://:8080/api/v1",
      })
  void aUrlWithoutHostIsRefused(String baseUrl) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builtWith(baseUrl))
        .withMessageStartingWith("baseUrl is not allowed: its host is missing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://gateway.example.com:65536/api/v1", "https://gateway.example.com:99999"})
  void aPortThatThereIsNotIsRefused(String baseUrl) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builtWith(baseUrl))
        .withMessageEndingWith("is not allowed: its port is over 65535");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://s3cr3t@gateway.example.com/api/v1",
        "https://user:s3cr3t@gateway.example.com/api/v1",
        "https://:s3cr3t@gateway.example.com/api/v1",
        "https://@gateway.example.com/api/v1",
        "http://user:s3cr3t@localhost:8080/api/v1",
        "http://localhost:s3cr3t@gateway.example.com/api/v1",
      })
  void userInfoIsRefusedAndNotRepeated(String baseUrl) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builtWith(baseUrl))
        .withMessageEndingWith("it has user info; set credentials with credentials(…)")
        .withMessageNotContainingAny("s3cr3t", "user:", "@");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://gateway.example.com/api/v1?key=s3cr3t",
        "https://gateway.example.com/api/v1?",
        "https://gateway.example.com?s3cr3t",
        "https://gateway.example.com/api/v1#s3cr3t",
        "https://gateway.example.com/api/v1#",
        "http://localhost/api/v1?key=s3cr3t",
      })
  void queryAndFragmentAreRefusedAndNotRepeated(String baseUrl) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builtWith(baseUrl))
        .withMessageEndingWith("is not allowed: it has a query or a fragment")
        .withMessageNotContainingAny("s3cr3t", "key", "?", "#");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://gateway.example.com//",
        "https://gateway.example.com//api/v1",
        "https://gateway.example.com/api//v1",
        "https://gateway.example.com/api/v1//",
        "https://gateway.example.com/./api/v1",
        "https://gateway.example.com/api/../v1",
        "https://gateway.example.com/api/v1/.",
        "https://gateway.example.com/api/v1/..",
        "https://gateway.example.com/api/v1/../",
        "https://gateway.example.com/api/%2e%2e/v1",
        "https://gateway.example.com/api/%2E/v1",
        "https://gateway.example.com/api/.%2e",
      })
  void aPathWithAnEmptyOrADotSegmentIsRefused(String baseUrl) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builtWith(baseUrl))
        .withMessage(
            "baseUrl https://gateway.example.com is not allowed: its path has an empty, . or .."
                + " segment");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost/api/v1",
        "http://LocalHost:8080/api/v1",
        "HTTP://localhost:8080",
        "http://127.0.0.1/api/v1",
        "http://127.0.0.1:8080/api/v1",
        "http://127.255.255.254/api/v1",
        "http://[::1]/api/v1",
        "http://[::1]:8080/api/v1",
        "http://[0:0:0:0:0:0:0:1]/api/v1",
        "http://[::ffff:127.0.0.1]/api/v1",
      })
  void plainHttpToALoopbackAddressIsAllowed(String baseUrl) {
    assertThat(builtWith(baseUrl)).isEqualTo(URI.create(baseUrl));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://apigateway.apigw.ntruss.com/api/v1",
        "http://localhost.example.com/api/v1",
        "http://localhost./api/v1",
        "http://example.localhost/api/v1",
        "http://localhost.localdomain/api/v1",
        "http://127.0.0.1.example.com/api/v1",
        "http://127.example.com/api/v1",
        "http://xn--localhost/api/v1",
        "http://ip6-localhost/api/v1",
        "http://0.0.0.0/api/v1",
        "http://0127.0.0.1/api/v1",
        "http://10.127.0.1/api/v1",
        "http://128.0.0.1/api/v1",
        "http://169.254.169.254/api/v1",
        "http://192.168.0.1/api/v1",
        "http://[::]/api/v1",
        "http://[::2]/api/v1",
        "http://[fe80::1]/api/v1",
        "http://[::ffff:10.0.0.1]/api/v1",
        "http://[2001:db8::1]/api/v1",
      })
  void plainHttpToAnotherHostIsRefusedAndTheMessageSaysWhatIsAllowed(String baseUrl) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builtWith(baseUrl))
        .withMessageStartingWith("baseUrl http://" + URI.create(baseUrl).getHost() + " ")
        .withMessageEndingWith("use https, or call allowPlainHttp()");
  }

  /** Numbers that a resolver takes for 127.0.0.1, and what looks like them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://2130706433/api/v1",
        "http://017700000001/api/v1",
        "http://0x7f000001/api/v1",
        "http://0x7f.0.0.1/api/v1",
        "http://127.1/api/v1",
        "http://127.0.1/api/v1",
        "http://127.0.0.1./api/v1",
        "http://127.0.0.01.example.com/api/v1",
        "http://127.0.0.256/api/v1",
        "http://0177.0.0.1/api/v1",
      })
  void plainHttpToAnAddressInDisguiseIsRefused(String baseUrl) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builtWith(baseUrl))
        .withMessageStartingWith("baseUrl ");
  }

  @Test
  void plainHttpToAnyHostIsAllowedInSoManyWords() {
    try (ApiGatewayClient client =
        ApiGatewayClient.builder()
            .allowPlainHttp()
            .baseUrl(URI.create("http://gateway.example.com/api/v1"))
            .build()) {
      assertThat(client.baseUrl()).hasToString("http://gateway.example.com/api/v1");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://gateway.example.com/api/v1",
        "http:///api/v1",
        "http://user@gateway.example.com/api/v1",
        "http://gateway.example.com/api/v1?a=b",
        "http://gateway.example.com//api/v1",
      })
  void allowingPlainHttpAllowsNothingElse(String baseUrl) {
    ApiGatewayClient.Builder builder =
        ApiGatewayClient.builder().allowPlainHttp().baseUrl(URI.create(baseUrl));

    assertThatIllegalArgumentException().isThrownBy(builder::build);
  }

  @ParameterizedTest
  @EnumSource
  void ofCloudAndBaseUrlTheLastOneHolds(Cloud cloud) {
    URI own = URI.create("https://gateway.example.com/api/v1");
    try (ApiGatewayClient cloudLast = ApiGatewayClient.builder().baseUrl(own).cloud(cloud).build();
        ApiGatewayClient ownLast = ApiGatewayClient.builder().cloud(cloud).baseUrl(own).build()) {
      assertThat(cloudLast.baseUrl()).isEqualTo(cloud.baseUrl());
      assertThat(ownLast.baseUrl()).isEqualTo(own);
    }
  }

  // --- numbers

  static Stream<Arguments> timeouts() {
    return Stream.of(
        Arguments.of(
            "connectTimeout",
            (BiConsumer<ApiGatewayClient.Builder, Duration>)
                ApiGatewayClient.Builder::connectTimeout),
        Arguments.of(
            "readTimeout",
            (BiConsumer<ApiGatewayClient.Builder, Duration>) ApiGatewayClient.Builder::readTimeout),
        Arguments.of(
            "callTimeout",
            (BiConsumer<ApiGatewayClient.Builder, Duration>)
                ApiGatewayClient.Builder::callTimeout));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("timeouts")
  void aTimeoutIsOneMillisecondToOneDay(
      String name, BiConsumer<ApiGatewayClient.Builder, Duration> setter) {
    for (Duration allowed :
        List.of(Duration.ofMillis(1), Duration.ofNanos(1_500_000), Duration.ofDays(1))) {
      ApiGatewayClient.Builder builder = ApiGatewayClient.builder();
      setter.accept(builder, allowed);
      assertThatNoException().isThrownBy(() -> builder.build().close());
    }
    for (Duration refused :
        List.of(
            Duration.ZERO,
            Duration.ofMillis(-1),
            Duration.ofDays(-1),
            Duration.ofNanos(1),
            Duration.ofNanos(999_999),
            Duration.ofDays(1).plusNanos(1),
            ChronoUnit.FOREVER.getDuration(),
            Duration.ofSeconds(Long.MIN_VALUE))) {
      assertThatIllegalArgumentException()
          .as("%s of %s", name, refused)
          .isThrownBy(() -> setter.accept(ApiGatewayClient.builder(), refused))
          .withMessage(name + " is " + refused + ", but must be from 1 millisecond to 1 day");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 11, Integer.MAX_VALUE})
  void attemptsOutsideOneToTenAreRefused(int maxAttempts) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ApiGatewayClient.builder().maxAttempts(maxAttempts))
        .withMessage("maxAttempts is " + maxAttempts + ", but must be from 1 to 10");
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 1001, Integer.MAX_VALUE})
  void connectionsOutsideOneToAThousandAreRefused(int maxConnections) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ApiGatewayClient.builder().maxConnections(maxConnections))
        .withMessage("maxConnections is " + maxConnections + ", but must be from 1 to 1000");
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 1023, (1 << 30) + 1, Integer.MAX_VALUE})
  void anAnswerOutsideOneKibToOneGibIsRefused(int maxAnswerBytes) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ApiGatewayClient.builder().maxAnswerBytes(maxAnswerBytes))
        .withMessage(
            "maxAnswerBytes is " + maxAnswerBytes + ", but must be from 1024 to 1073741824");
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1024", "10, 1000, 1073741824"})
  void theBoundsThemselvesAreAllowed(int maxAttempts, int maxConnections, int maxAnswerBytes) {
    ApiGatewayClient.Builder builder =
        ApiGatewayClient.builder()
            .maxAttempts(maxAttempts)
            .maxConnections(maxConnections)
            .maxAnswerBytes(maxAnswerBytes);

    assertThatNoException().isThrownBy(() -> builder.build().close());
  }

  // --- proxy

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://proxy.example.com:3128",
        "http://proxy.example.com:3128/",
        "HTTP://proxy.example.com:3128",
        "http://127.0.0.1:1",
        "http://[::1]:65535",
      })
  void aProxyIsSchemeHostAndPort(String proxy) {
    ApiGatewayClient.Builder builder = ApiGatewayClient.builder().proxy(URI.create(proxy));

    assertThatNoException().isThrownBy(() -> builder.build().close());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "proxy.example.com",
        "proxy.example.com:3128",
        "//proxy.example.com:3128",
        "https://proxy.example.com:3128",
        "socks://proxy.example.com:1080",
        "http://proxy.example.com",
        "http://proxy.example.com:0",
        "http://proxy.example.com:65536",
        "http://:3128",
        "http:///",
        "http://s3cr3t@proxy.example.com:3128",
        "http://user:s3cr3t@proxy.example.com:3128",
        "http://proxy.example.com:3128/path",
        "http://proxy.example.com:3128//",
        "http://proxy.example.com:3128?s3cr3t",
        "http://proxy.example.com:3128/#s3cr3t",
        "http:proxy.example.com:3128",
      })
  void anyOtherProxyIsRefusedAndTheMessageSaysWhatIsAllowed(String proxy) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ApiGatewayClient.builder().proxy(URI.create(proxy)))
        .withMessage("proxy must be http://host:port");
  }

  // --- nulls

  static Stream<Method> settersOfObjects() {
    return Arrays.stream(ApiGatewayClient.Builder.class.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .filter(method -> method.getParameterCount() == 1)
        .filter(method -> !method.getParameterTypes()[0].isPrimitive());
  }

  @ParameterizedTest
  @MethodSource("settersOfObjects")
  void nullIsRefusedAtOnce(Method setter) {
    assertThatThrownBy(() -> setter.invoke(ApiGatewayClient.builder(), new Object[] {null}))
        .isInstanceOf(InvocationTargetException.class)
        .hasCauseInstanceOf(NullPointerException.class);
  }

  // --- building

  @Test
  void createMakesAClientForThePublicCloudWithoutLookingForCredentials() {
    try (ApiGatewayClient client = ApiGatewayClient.create()) {
      assertThat(client.baseUrl()).isEqualTo(Cloud.PUBLIC.baseUrl());
      assertThat(client).hasToString("ApiGatewayClient[" + Cloud.PUBLIC.baseUrl() + "]");
      assertThat(client.stages()).hasToString("StageOperations of " + Cloud.PUBLIC.baseUrl());
    }
  }

  @Test
  void buildNeitherAsksForCredentialsNorSends() {
    AtomicInteger asked = new AtomicInteger();
    RecordingClient http = new RecordingClient();
    try (ApiGatewayClient client =
        ApiGatewayClient.builder()
            .credentialsProvider(
                () -> {
                  asked.incrementAndGet();
                  return Credentials.of("access", "secret");
                })
            .httpClient(http)
            .build()) {
      assertThat(asked).hasValue(0);
      assertThat(http.urls).isEmpty();

      client.products().getProduct("p");

      assertThat(asked).hasValue(1);
      assertThat(http.urls).hasSize(1);
    }
  }

  @Test
  void neitherTheBuilderNorTheClientPrintsCredentials() {
    ApiGatewayClient.Builder builder =
        ApiGatewayClient.builder().credentials(Credentials.of("access-key", "s3cr3t"));
    try (ApiGatewayClient client = builder.build()) {
      assertThat(client.toString()).doesNotContain("s3cr3t", "access-key");
      assertThat(builder.toString()).doesNotContain("s3cr3t", "access-key");
    }
  }

  @Test
  void oneBuilderMakesSeveralClientsThatKeepWhatWasSetWhenTheyWereBuilt() {
    RecordingClient firstHttp = new RecordingClient();
    RecordingClient secondHttp = new RecordingClient();
    List<Feign.Builder> customized = new ArrayList<>();
    ApiGatewayClient.Builder builder =
        ApiGatewayClient.builder()
            .credentials(Credentials.of("first", "secret"))
            .baseUrl(URI.create("https://one.example.com/api/v1"))
            .httpClient(firstHttp)
            .customize(customized::add);
    try (ApiGatewayClient first = builder.build();
        ApiGatewayClient second =
            builder
                .credentials(Credentials.of("second", "secret"))
                .baseUrl(URI.create("https://two.example.com/api/v1"))
                .httpClient(secondHttp)
                .build()) {
      first.products().getProduct("p");
      second.products().getProduct("p");

      assertThat(first.baseUrl()).hasToString("https://one.example.com/api/v1");
      assertThat(firstHttp.urls).containsExactly("https://one.example.com/api/v1/products/p");
      assertThat(firstHttp.accessKeys).containsExactly("first");
      assertThat(second.baseUrl()).hasToString("https://two.example.com/api/v1");
      assertThat(secondHttp.urls).containsExactly("https://two.example.com/api/v1/products/p");
      assertThat(secondHttp.accessKeys).containsExactly("second");
      assertThat(customized).hasSize(2).doesNotHaveDuplicates();
    }
  }

  @Test
  void aBuilderThatWasRefusedCanBeCorrected() {
    ApiGatewayClient.Builder builder =
        ApiGatewayClient.builder().baseUrl(URI.create("http://gateway.example.com"));
    assertThatIllegalArgumentException().isThrownBy(builder::build);

    builder.baseUrl(URI.create("https://gateway.example.com"));

    assertThatNoException().isThrownBy(() -> builder.build().close());
  }

  private static URI builtWith(String baseUrl) {
    try (ApiGatewayClient client =
        ApiGatewayClient.builder().baseUrl(URI.create(baseUrl)).build()) {
      return client.baseUrl();
    }
  }

  /** Answers every request with an empty object, and remembers it. */
  private static final class RecordingClient implements Client {

    private final List<String> urls = new ArrayList<>();
    private final List<String> accessKeys = new ArrayList<>();

    @Override
    public Response execute(feign.Request request, feign.Request.Options options) {
      urls.add(request.url());
      accessKeys.addAll(request.headers().get("x-ncp-iam-access-key"));
      return Response.builder()
          .request(request)
          .status(200)
          .headers(Map.of("Content-Type", List.of("application/json")))
          .body("{}", StandardCharsets.UTF_8)
          .build();
    }
  }
}
