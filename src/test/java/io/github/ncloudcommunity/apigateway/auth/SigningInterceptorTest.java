package io.github.ncloudcommunity.apigateway.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import feign.Client;
import feign.DefaultRetryer;
import feign.Feign;
import feign.HeaderMap;
import feign.Headers;
import feign.Param;
import feign.Request;
import feign.RequestInterceptor;
import feign.RequestLine;
import feign.RequestTemplate;
import feign.Response;
import feign.RetryableException;
import feign.Target;
import io.github.ncloudcommunity.apigateway.ApiGatewayException;
import io.github.ncloudcommunity.apigateway.testing.ManualClock;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SigningInterceptorTest {

  private static final Instant NOW = Instant.ofEpochMilli(1_700_000_000_000L);
  private static final Credentials CREDENTIALS = Credentials.of("AKIDEXAMPLE", "test-secret");

  private final RecordingClient client = new RecordingClient();
  private final ManualClock clock = new ManualClock(NOW.toString());

  @SuppressWarnings("deprecation") // Param.encoded: there are those who use it
  interface Products {
    @RequestLine("GET /products?limit={limit}")
    String list(@Param("limit") int limit);

    @RequestLine(value = "GET /products/{id}", decodeSlash = false)
    String get(@Param(value = "id", encoded = true) String id);

    @RequestLine(value = "GET /products?name={name}", decodeSlash = false)
    String find(@Param(value = "name", encoded = true) String name);

    @RequestLine("POST /products")
    @Headers("X-NCP-APIGW-SIGNATURE-V2: forged")
    String post(@HeaderMap Map<String, String> headers, String body);

    @RequestLine("GET /")
    String root();

    @RequestLine("GET ")
    String nothing();

    @RequestLine("GET ?a=b")
    String queryOnly();

    @RequestLine("GET /products/1#part")
    String fragment();

    @RequestLine("GET /products")
    String elsewhere(URI address);
  }

  private Feign.Builder feign(CredentialsProvider provider, Clock clock) {
    return Feign.builder()
        .client(client)
        .retryer(new DefaultRetryer(0, 0, 3))
        .requestInterceptor(new SigningInterceptor(provider, clock));
  }

  private Products products(String baseUrl) {
    return feign(CredentialsProvider.of(CREDENTIALS), clock).target(Products.class, baseUrl);
  }

  private Products products() {
    return products("https://gateway.test/api/v1");
  }

  @Test
  void threeHeadersAreSetOnce() {
    products().list(20);

    // printf 'GET /api/v1/products?limit=20\n1700000000000\nAKIDEXAMPLE' \
    //   | openssl dgst -sha256 -hmac test-secret -binary | base64
    assertThat(client.only().url()).isEqualTo("https://gateway.test/api/v1/products?limit=20");
    assertThat(client.only().headers())
        .containsEntry("x-ncp-apigw-timestamp", List.of("1700000000000"))
        .containsEntry("x-ncp-iam-access-key", List.of("AKIDEXAMPLE"))
        .containsEntry(
            "x-ncp-apigw-signature-v2", List.of("solYspShhlHM0HRLAHxZqsD8LD+js9AgVsiWOU00nrY="));
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://gateway.test/api/v1", "https://gateway.test/api/v1/"})
  void everyAttemptIsSignedAfresh(String baseUrl) {
    client.failures = 2;
    client.afterEach = () -> clock.move(Duration.ofSeconds(1));

    products(baseUrl).list(20);

    assertThat(client.requests).hasSize(3);
    assertThat(client.requests).allSatisfy(SigningInterceptorTest::isSignedOnceAndRightly);
    assertThat(client.requests)
        .extracting(request -> request.headers().get("x-ncp-apigw-timestamp"))
        .containsExactly(
            List.of("1700000000000"), List.of("1700000001000"), List.of("1700000002000"));
    // The same command as above, with 1700000001000.
    assertThat(client.requests.get(1).headers().get("x-ncp-apigw-signature-v2"))
        .containsExactly("RtVUqGpykT7THbv6yOxmczqzW9+remAfgBmRxc0+5YM=");
  }

  @Test
  void providerIsAskedOnEveryAttempt() {
    Iterator<Credentials> pairs =
        List.of(Credentials.of("FIRST", "one"), Credentials.of("SECOND", "two")).iterator();
    client.failures = 1;

    feign(pairs::next, clock).target(Products.class, "https://gateway.test/api/v1").root();

    assertThat(client.requests)
        .extracting(request -> request.headers().get("x-ncp-iam-access-key"))
        .containsExactly(List.of("FIRST"), List.of("SECOND"));
  }

  @Test
  void timeIsMillisecondsWhateverTheZoneOfTheClock() {
    Clock seoul = Clock.fixed(Instant.ofEpochSecond(1, 999_999_999), ZoneOffset.ofHours(9));

    feign(CredentialsProvider.of(CREDENTIALS), seoul)
        .target(Products.class, "https://gateway.test")
        .root();

    assertThat(client.only().headers().get("x-ncp-apigw-timestamp")).containsExactly("1999");
  }

  @ParameterizedTest
  @CsvSource({
    "https://gateway.test/api/v1, /api/v1/",
    "https://gateway.test/api/v1/, /api/v1/",
    "https://gateway.test/api/v1//, /api/v1//",
    "https://gateway.test, /",
    "https://gateway.test/, /",
    "http://user:pw@127.0.0.1:8080/a%20b, /a%20b/",
    "http://[::1]:8080/api/v1, /api/v1/",
  })
  void basePathIsSignedAsItIsSent(String baseUrl, String expected) {
    client.failures = 1;

    products(baseUrl).root();

    assertThat(client.requests)
        .hasSize(2)
        .allSatisfy(request -> isSigned(request, "GET", expected));
  }

  @Test
  void emptyPathIsSignedAsASlash() {
    client.failures = 1;

    products("https://gateway.test").nothing();
    products("https://gateway.test").queryOnly();

    assertThat(client.requests).hasSize(3);
    isSigned(client.requests.get(0), "GET", "/");
    isSigned(client.requests.get(1), "GET", "/");
    isSigned(client.requests.get(2), "GET", "/?a=b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a%2Fb",
        "50%25",
        "%41",
        "%EA%B3%A8%EB%93%9C",
        "%F0%9F%A5%87",
        "a%2Bb",
        "a%3Fb%26c",
        "~._-"
      })
  void encodedValuesAreSignedAsTheyAreSent(String value) {
    client.failures = 1;

    products().get(value);
    products().find(value);

    assertThat(client.requests)
        .hasSize(3)
        .allSatisfy(SigningInterceptorTest::isSignedOnceAndRightly);
    isSigned(client.requests.get(1), "GET", "/api/v1/products/" + value);
    isSigned(client.requests.get(2), "GET", "/api/v1/products?name=" + value);
  }

  @Test
  void fragmentIsNotSigned() {
    client.failures = 1;

    products().fragment();

    assertThat(client.requests)
        .hasSize(2)
        .allSatisfy(request -> isSigned(request, "GET", "/api/v1/products/1"));
  }

  @Test
  void addressOfTheCallItselfWins() {
    client.failures = 1;

    products().elsewhere(URI.create("https://other.test/base"));

    assertThat(client.requests)
        .hasSize(2)
        .allSatisfy(
            request -> {
              assertThat(request.url()).isEqualTo("https://other.test/base/products");
              isSigned(request, "GET", "/base/products");
            });
  }

  @Test
  void headersSetByOthersAreReplacedInAnyCase() {
    products().post(Map.of("X-Ncp-Iam-Access-Key", "forged", "x-ncp-apigw-timestamp", "1"), "{}");

    isSigned(client.only(), "POST", "/api/v1/products");
    assertThat(client.only().headers().toString()).doesNotContain("forged");
  }

  @Test
  void otherHeadersAndTheBodyStay() {
    client.failures = 1;

    products().post(Map.of("X-Other", "kept"), "{\"a\":1}");

    assertThat(client.requests)
        .hasSize(2)
        .allSatisfy(
            request -> {
              assertThat(request.headers().get("X-Other")).containsExactly("kept");
              assertThat(request.body()).asString(StandardCharsets.UTF_8).isEqualTo("{\"a\":1}");
            });
  }

  @Test
  void accessKeyWithBracesGoesOutUnchanged() {
    Credentials credentials = Credentials.of("A{limit}{}/+={", "test-secret");
    client.failures = 1;

    feign(CredentialsProvider.of(credentials), clock)
        .target(Products.class, "https://gateway.test/api/v1")
        .list(1);

    assertThat(client.requests)
        .hasSize(2)
        .allSatisfy(
            request ->
                assertThat(request.headers().get("x-ncp-iam-access-key"))
                    .containsExactly("A{limit}{}/+={"));
  }

  @Test
  void signatureOfEveryShapeGoesOutUnchanged() {
    for (int i = 0; i < 200; i++) {
      products().list(i);
    }

    assertThat(client.requests)
        .hasSize(200)
        .allSatisfy(SigningInterceptorTest::isSignedOnceAndRightly);
  }

  @Test
  void failureOfTheProviderEndsTheCall() {
    ApiGatewayException none =
        ApiGatewayException.builder(ApiGatewayException.Kind.CREDENTIALS_UNAVAILABLE).build();
    Products products =
        feign(
                () -> {
                  throw none;
                },
                clock)
            .target(Products.class, "https://gateway.test");

    assertThatThrownBy(products::root).isSameAs(none);
    assertThat(client.requests).isEmpty();
  }

  @Test
  void exceptionOfACallOfTheProviderIsNotTakenForTheEndOfThisOne() {
    RuntimeException ofAnotherCall =
        new RetryableException(
            503,
            "try again",
            Request.HttpMethod.GET,
            0L,
            Request.create(
                Request.HttpMethod.GET, "https://vault.test", Map.of(), null, null, null));
    AtomicInteger asked = new AtomicInteger();
    Products products =
        feign(
                () -> {
                  asked.incrementAndGet();
                  throw ofAnotherCall;
                },
                clock)
            .target(Products.class, "https://gateway.test");

    assertThatThrownBy(products::root)
        .isInstanceOfSatisfying(
            ApiGatewayException.class,
            e -> assertThat(e.kind()).isEqualTo(ApiGatewayException.Kind.CREDENTIALS_UNAVAILABLE))
        .hasCause(ofAnotherCall);
    assertThat(asked).hasValue(1);
    assertThat(client.requests).isEmpty();
  }

  @Test
  void nullFromTheProviderIsRefused() {
    Products products = feign(() -> null, clock).target(Products.class, "https://gateway.test");

    assertThatThrownBy(products::root)
        .isInstanceOfSatisfying(
            ApiGatewayException.class,
            e -> assertThat(e.kind()).isEqualTo(ApiGatewayException.Kind.CREDENTIALS_UNAVAILABLE))
        .hasMessageContaining("provider returned null");
    assertThat(client.requests).isEmpty();
  }

  @Test
  void queryInTheTargetIsRefused() {
    Products products = products("https://gateway.test/api/v1?a=b");

    assertThatIllegalStateException().isThrownBy(products::root).withMessageContaining("query");
    assertThat(client.requests).isEmpty();
  }

  @Test
  void requestWithoutTargetIsRefused() {
    RequestInterceptor interceptor =
        new SigningInterceptor(CredentialsProvider.of(CREDENTIALS), clock);
    RequestTemplate template = new RequestTemplate().method(Request.HttpMethod.GET).uri("/a");

    assertThatIllegalStateException().isThrownBy(() -> interceptor.apply(template));
    assertThat(template.headers()).isEmpty();
  }

  @Test
  void pathThatCannotBeSentIsRefused() {
    RequestInterceptor interceptor =
        new SigningInterceptor(CredentialsProvider.of(CREDENTIALS), clock);
    RequestTemplate template =
        new RequestTemplate()
            .method(Request.HttpMethod.GET)
            .uri("/c")
            .feignTarget(new Target.HardCodedTarget<>(Products.class, "https://gateway.test/a b"));

    assertThatIllegalArgumentException().isThrownBy(() -> interceptor.apply(template));
    assertThat(template.headers()).isEmpty();
  }

  @Test
  void nullsAreRefused() {
    assertThatNullPointerException()
        .isThrownBy(() -> new SigningInterceptor(null, clock))
        .withMessage("credentialsProvider");
    assertThatNullPointerException()
        .isThrownBy(() -> new SigningInterceptor(CredentialsProvider.of(CREDENTIALS), null))
        .withMessage("clock");
  }

  @Test
  void attemptsEndAfterThoseOfTheRetryer() {
    client.failures = 9;
    Products products = products();

    assertThatThrownBy(products::root).isInstanceOf(RetryableException.class);
    assertThat(client.requests).hasSize(3);
  }

  /** Verifies the request as a server would: with the path and query that are sent. */
  private static void isSignedOnceAndRightly(Request request) {
    String url = request.url();
    isSigned(request, request.httpMethod().name(), url.substring(url.indexOf('/', 8)));
  }

  private static void isSigned(Request request, String method, String pathWithQuery) {
    Map<String, Collection<String>> headers = request.headers();
    assertThat(headers.get("x-ncp-apigw-timestamp")).hasSize(1);
    assertThat(headers.get("x-ncp-iam-access-key")).containsExactly("AKIDEXAMPLE");
    String timestamp = headers.get("x-ncp-apigw-timestamp").iterator().next();
    assertThat(headers.get("x-ncp-apigw-signature-v2"))
        .containsExactly(SignatureV2.of(method, pathWithQuery, timestamp, CREDENTIALS).signature());
  }

  /** Keeps what would go out; fails so many times first. */
  private static final class RecordingClient implements Client {

    final List<Request> requests = new ArrayList<>();
    int failures;
    Runnable afterEach = () -> {};

    @Override
    public Response execute(Request request, Request.Options options) throws IOException {
      requests.add(request);
      afterEach.run();
      if (failures-- > 0) {
        throw new IOException("broken on purpose");
      }
      return Response.builder().request(request).status(200).headers(Map.of()).build();
    }

    Request only() {
      assertThat(requests).hasSize(1);
      return requests.get(0);
    }
  }
}
