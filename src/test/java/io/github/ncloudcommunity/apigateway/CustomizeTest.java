package io.github.ncloudcommunity.apigateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import feign.Capability;
import feign.Client;
import feign.DefaultRetryer;
import feign.ExceptionPropagationPolicy;
import feign.RequestInterceptor;
import feign.Response;
import io.github.ncloudcommunity.apigateway.ApiGatewayException.Kind;
import io.github.ncloudcommunity.apigateway.api.StageOperations;
import io.github.ncloudcommunity.apigateway.model.CreateUsagePlanRequest;
import io.github.ncloudcommunity.apigateway.testing.Answer;
import io.github.ncloudcommunity.apigateway.testing.Pauses;
import io.github.ncloudcommunity.apigateway.testing.Received;
import io.github.ncloudcommunity.apigateway.testing.ScriptedServer;
import io.github.ncloudcommunity.apigateway.testing.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a caller may add or do around the operations. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CustomizeTest {

  @AutoClose private final ScriptedServer server = ScriptedServer.start();
  private final Pauses pauses = new Pauses();

  @AutoClose private final ApiGatewayClient client = TestClients.of(server, pauses).build();

  private ApiGatewayClient with(RequestInterceptor interceptor) {
    return TestClients.of(server, pauses)
        .customize(feign -> feign.requestInterceptor(interceptor))
        .build();
  }

  @Test
  void queryParameterThatAnInterceptorAddsIsSigned() {
    server.answer(Answer.error(503, "500"), Answer.json(200, "{}"), Answer.json(200, "{}"));
    try (ApiGatewayClient adding = with(template -> template.query("tenant", "a%20b"))) {
      adding.products().getProduct("p");
      adding.stages().listStageUsagePlans("p", "a", "s");
    }

    assertThat(server.requests()).hasSize(3).allSatisfy(Wire::assertSigned);
    assertThat(server.requests())
        .allSatisfy(request -> assertThat(request.query()).isEqualTo("tenant=a%20b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a/b", "a+b", "a%2Fb", "%41", "%zz", "a:b", "a@b", "a!b", "a$b", "a'b", "a(b)", "a*b",
        "a,b", "a;b", "a=b", "a?b", "a&b", "a~b", "[b]", "{b}", "a|b", "a b", "\"", "<a>", "^`",
        "\\", "한글", "🥇", "", "#"
      })
  void queryParameterThatAnInterceptorAddsIsSentByteForByteAsItIsSigned(String value) {
    server.answerAlways(Answer.json(200, "{}"));
    List<String> built = new ArrayList<>();
    try (ApiGatewayClient adding =
        with(
            template -> {
              template.query("tenant", value);
              built.add(template.url().replace("#", "%23"));
            })) {
      adding.products().getProduct("p");
      adding.usagePlans().listUsagePlansByStage("a b/c");
    }

    assertThat(server.requests()).hasSize(2).allSatisfy(Wire::assertSigned);
    assertThat(server.requests())
        .extracting(request -> request.target().substring("/api/v1".length()))
        .isEqualTo(built);
  }

  /** Adds to the path what Feign would encode. Feign wants the class to be public. */
  public static final class Unencoded implements Capability {

    private final String added;

    Unencoded(String added) {
      this.added = added;
    }

    @Override
    public Client enrich(Client inner) {
      return (request, options) ->
          inner.execute(
              feign.Request.create(
                  request.httpMethod(), request.url() + added, request.headers(), null, null, null),
              options);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "한글", "\t", "\r\nX-Injected: 1", "\u007f", "\u00e9"})
  void targetThatCannotBeSentIsRefusedBeforeAnythingIsSent(String added) {
    try (ApiGatewayClient odd =
        TestClients.of(server, pauses)
            .customize(feign -> feign.addCapability(new Unencoded(added)))
            .build()) {
      assertThatThrownBy(() -> odd.products().getProduct("p"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("getProduct: the path or query has a character");
    }
    assertThat(server.connections()).isZero();
  }

  @Test
  void clientAroundOursMayChangeThreads() {
    server.answer(Answer.error(503, "500"), Answer.json(200, "{}"));
    try (ApiGatewayClient elsewhere =
        TestClients.of(server, pauses)
            .customize(feign -> feign.addCapability(new OnAnotherThread()))
            .build()) {
      elsewhere.products().getProduct("p");
    }

    assertThat(server.requests()).hasSize(2).allSatisfy(Wire::assertSigned);
  }

  /** Feign wants the class to be public. */
  public static final class OnAnotherThread implements Capability {

    @Override
    public Client enrich(Client inner) {
      return (request, options) ->
          CompletableFuture.supplyAsync(
                  () -> {
                    try {
                      return inner.execute(request, options);
                    } catch (IOException e) {
                      throw new UncheckedIOException(e);
                    }
                  })
              .join();
    }
  }

  /** Feign wants the class to be public. */
  public static final class OtherOptions implements Capability {

    @Override
    public Client enrich(Client inner) {
      return (request, options) -> inner.execute(request, new feign.Request.Options());
    }
  }

  @Test
  void clientAroundOursMustHandOnTheOptionsItIsGiven() {
    try (ApiGatewayClient replacing =
        TestClients.of(server, pauses)
            .customize(feign -> feign.addCapability(new OtherOptions()))
            .build()) {
      assertThatThrownBy(() -> replacing.products().getProduct("p"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("must pass on the options that it receives");
    }
    assertThat(server.connections()).isZero();
  }

  @Test
  void missingResourceStaysAnError_whenItIsToBeDismissed() {
    server.answer(Answer.error(404, "300"));
    try (ApiGatewayClient dismissing =
        TestClients.of(server, pauses).customize(feign -> feign.dismiss404()).build()) {
      assertThatExceptionOfType(ApiGatewayException.class)
          .isThrownBy(() -> dismissing.products().getProduct("p"))
          .satisfies(e -> assertThat(e.errorCode()).isEqualTo(ErrorCode.NOT_FOUND))
          .satisfies(e -> assertThat(e.httpStatus()).isEqualTo(404));
    }
  }

  @Test
  void headerThatAnInterceptorAddsIsSentOnce() {
    server.answer(Answer.error(503, "500"), Answer.json(200, "{}"));
    try (ApiGatewayClient adding = with(template -> template.header("X-Team", "blue"))) {
      adding.products().getProduct("p");
    }

    assertThat(server.requests()).hasSize(2).allSatisfy(Wire::assertSigned);
    assertThat(server.requests())
        .allSatisfy(request -> assertThat(request.header("X-Team")).containsExactly("blue"));
  }

  @Test
  void signatureOfAnInterceptorIsReplaced() {
    server.answer(Answer.json(200, "{}"));
    try (ApiGatewayClient forging =
        with(
            template ->
                template
                    .header("X-NCP-APIGW-Signature-V2", "forged")
                    .header(Wire.TIMESTAMP, "1")
                    .header(Wire.ACCESS_KEY, "somebody"))) {
      forging.products().getProduct("p");
    }

    Wire.assertSigned(server.onlyRequest());
  }

  @Test
  void exceptionOfAnInterceptorComesOutAsItIs() {
    IllegalStateException thrown = new IllegalStateException("not today");
    try (ApiGatewayClient failing =
        with(
            template -> {
              throw thrown;
            })) {
      assertThatThrownBy(() -> failing.products().getProduct("p")).isSameAs(thrown);
    }

    assertThat(server.connections()).isZero();
  }

  @Test
  void interceptorMayMakeACallOfItsOwn() {
    server.answer(Answer.json(200, "{}"), Answer.error(503, "500"), Answer.error(404, "300"));
    try (ApiGatewayClient outer = with(template -> client.products().getProduct("inner"))) {
      // The first inner call succeeds; the outer one is answered by 503, and the second inner call
      // by 404.
      ApiGatewayException e = failure(() -> outer.products().getProduct("outer"));

      assertThat(e.errorCode()).isEqualTo(ErrorCode.NOT_FOUND);
      assertThat(e.attempts()).isEqualTo(2);
    }
    assertThat(server.requests())
        .extracting(Received::path)
        .containsExactly(
            "/api/v1/products/inner", "/api/v1/products/outer", "/api/v1/products/inner");
  }

  @Test
  void settingsThatTheClientNeedsCannotBeChanged() {
    server.answer(Answer.error(503, "500"));
    AtomicInteger asked = new AtomicInteger();
    try (ApiGatewayClient stubborn =
        TestClients.of(server, pauses)
            .customize(
                feign ->
                    feign
                        .client((request, options) -> count(asked))
                        .encoder((object, type, template) -> count(asked))
                        .decoder((response, type) -> count(asked))
                        .errorDecoder((key, response) -> count(asked))
                        .queryMapEncoder(query -> count(asked))
                        .invocationHandlerFactory((target, handlers) -> count(asked))
                        .options(
                            new feign.Request.Options(
                                Duration.ofMillis(1), Duration.ofMillis(1), true))
                        .retryer(new DefaultRetryer(1, 1, 5)))
            .build()) {
      ApiGatewayException e =
          failure(
              () ->
                  stubborn
                      .usagePlans()
                      .createUsagePlan(new CreateUsagePlanRequest().usagePlanName("n")));

      assertThat(e.errorCode()).isEqualTo(ErrorCode.ENDPOINT_ERROR);
    }
    assertThat(asked).hasValue(0);
    assertThat(server.onlyRequest().text()).isEqualTo("{\"usagePlanName\":\"n\"}");
  }

  @Test
  void causesStayWhatTheyAre_whenFeignUnwrapsThem() {
    server.answer(Answer.close(), Answer.error(404, "300"));
    try (ApiGatewayClient unwrapping =
        TestClients.of(server, pauses)
            .maxAttempts(1)
            .customize(feign -> feign.exceptionPropagationPolicy(ExceptionPropagationPolicy.UNWRAP))
            .build()) {
      assertThat(failure(() -> unwrapping.products().getProduct("p")).kind())
          .isEqualTo(Kind.CONNECTION_FAILED);
      assertThat(failure(() -> unwrapping.products().getProduct("p")).errorCode())
          .isEqualTo(ErrorCode.NOT_FOUND);
    }
  }

  private static <T> T count(AtomicInteger asked) {
    asked.incrementAndGet();
    throw new AssertionError("must not be used");
  }

  /** Notes the status of each answer. Feign wants the class to be public. */
  public static final class StatusNotes implements Capability {

    private final List<Integer> statuses = new ArrayList<>();

    @Override
    public Client enrich(Client inner) {
      return (request, options) -> {
        Response response = inner.execute(request, options);
        statuses.add(response.status());
        return response;
      };
    }
  }

  @Test
  void capabilityMaySurroundTheHttpClient() {
    server.answer(Answer.error(503, "500"), Answer.json(200, "{}"));
    StatusNotes notes = new StatusNotes();
    try (ApiGatewayClient noted =
        TestClients.of(server, pauses).customize(feign -> feign.addCapability(notes)).build()) {
      noted.products().getProduct("p");
    }

    assertThat(notes.statuses).containsExactly(503, 200);
    assertThat(server.requests()).hasSize(2).allSatisfy(Wire::assertSigned);
  }

  @Test
  void exceptionOfTheProviderIsTheCauseOfOneKindOfException() {
    RuntimeException thrown = new IllegalStateException("vault is sealed");
    try (ApiGatewayClient failing =
        TestClients.of(server, pauses)
            .credentialsProvider(
                () -> {
                  throw thrown;
                })
            .build()) {
      ApiGatewayException e = failure(() -> failing.products().getProduct("p"));

      assertThat(e.kind()).isEqualTo(Kind.CREDENTIALS_UNAVAILABLE);
      assertThat(e).hasCause(thrown);
      assertThat(e.operation()).isEqualTo("getProduct");
    }
    assertThat(server.connections()).isZero();
    assertThat(pauses.asked()).isEmpty();
  }

  @Test
  void providerThatGivesNullHasNoCredentials() {
    try (ApiGatewayClient failing =
        TestClients.of(server, pauses).credentialsProvider(() -> null).build()) {
      assertThat(failure(() -> failing.products().getProduct("p")).kind())
          .isEqualTo(Kind.CREDENTIALS_UNAVAILABLE);
    }

    assertThat(server.connections()).isZero();
  }

  @Test
  void operationsEqualThemselvesAlone() {
    try (ApiGatewayClient other = TestClients.of(server).build()) {
      StageOperations stages = client.stages();

      assertThat(stages).isEqualTo(client.stages()).isSameAs(client.stages());
      assertThat(stages).hasSameHashCodeAs(client.stages());
      assertThat(stages).isNotEqualTo(other.stages()).isNotEqualTo(client.products());
      assertThat(stages.equals(null)).isFalse();
      assertThat(Set.of(stages, other.stages(), client.apis())).hasSize(3).contains(stages);
      assertThat(stages).hasToString("StageOperations of " + server.url("/api/v1"));
    }
    assertThat(server.connections()).isZero();
  }

  @Test
  void callsOfManyThreadsDoNotMix() throws Exception {
    server.answerAlways(
        Answer.by(
            request -> {
              String id = request.segments().get(4);
              String trace = "x-ncp-trace-id: trace-" + id;
              return id.endsWith("0")
                  ? Answer.error(404, "300", trace)
                  : Answer.json(200, "{\"product\":{\"productId\":\"%s\"}}".formatted(id), trace);
            }));
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      List<Callable<String>> calls = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        String id = "id-" + i;
        calls.add(() -> answerOf(id));
      }
      List<String> answers = new ArrayList<>();
      for (Future<String> answer : threads.invokeAll(calls)) {
        answers.add(answer.get());
      }
      for (int i = 0; i < 200; i++) {
        assertThat(answers.get(i)).isEqualTo(i % 10 == 0 ? "trace-id-" + i : "id-" + i);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(server.requests()).hasSize(200).allSatisfy(Wire::assertSigned);
    assertThat(server.requests().stream().map(Received::path).collect(Collectors.toSet()))
        .hasSize(200);
    assertThat(server.connections()).isLessThanOrEqualTo(16);
  }

  private String answerOf(String id) {
    try {
      return client.products().getProduct(id).getProduct().getProductId();
    } catch (ApiGatewayException e) {
      assertThat(e.path()).endsWith("/" + id);
      return e.traceId();
    }
  }

  @Test
  void noMoreConnectionsAreMadeThanAllowed() throws Exception {
    server.answerAlways(Answer.json(200, "{}"));
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try (ApiGatewayClient few = TestClients.of(server, pauses).maxConnections(2).build()) {
      List<Callable<Object>> calls = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        calls.add(() -> few.products().getProduct("p"));
      }
      for (Future<Object> answer : threads.invokeAll(calls)) {
        assertThat(answer.get()).isNotNull();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(server.requests()).hasSize(100);
    assertThat(server.connections()).isLessThanOrEqualTo(2);
  }

  private static ApiGatewayException failure(ThrowingCallable call) {
    ApiGatewayException e = catchThrowableOfType(ApiGatewayException.class, call);
    assertThat(e).isNotNull();
    return e;
  }
}
