package io.github.ncloudcommunity.apigateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import feign.DefaultClient;
import io.github.ncloudcommunity.apigateway.ApiGatewayException.Kind;
import io.github.ncloudcommunity.apigateway.model.CreateUsagePlanRequest;
import io.github.ncloudcommunity.apigateway.testing.Answer;
import io.github.ncloudcommunity.apigateway.testing.ManualClock;
import io.github.ncloudcommunity.apigateway.testing.Pauses;
import io.github.ncloudcommunity.apigateway.testing.ScriptedServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How often the client retries, and how long it pauses. {@link FaultsTest} says which failures it
 * retries, and {@link GeneratedSurfaceTest} which operations.
 */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RetryTest {

  private static final Duration FIRST_CEILING = Duration.ofMillis(500);
  private static final Duration SECOND_CEILING = Duration.ofMillis(1000);

  @AutoClose private final ScriptedServer server = ScriptedServer.start();
  private final Pauses pauses = new Pauses();

  @AutoClose private final ApiGatewayClient client = TestClients.of(server, pauses).build();

  private static void read(ApiGatewayClient client) {
    client.products().getProduct("p");
  }

  private static void write(ApiGatewayClient client) {
    client.usagePlans().createUsagePlan(new CreateUsagePlanRequest().usagePlanName("n"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10})
  void asManyAttemptsAreMadeAsAllowed(int attempts) {
    server.answerAlways(Answer.error(503, "500"));
    try (ApiGatewayClient other = TestClients.of(server, pauses).maxAttempts(attempts).build()) {
      ApiGatewayException e = failure(() -> read(other));

      assertThat(e.attempts()).isEqualTo(attempts);
      assertThat(server.requests()).hasSize(attempts);
      assertThat(pauses.asked()).hasSize(attempts - 1);
    }
  }

  // A connection that is never made

  static Stream<IOException> neverConnected() {
    return Stream.of(
        new ConnectException("refused"),
        new UnknownHostException("gateway.test"),
        new NoRouteToHostException());
  }

  @ParameterizedTest
  @MethodSource("neverConnected")
  void writeIsTriedAgain_whenAClientThatWasHandedInDidNotConnect(IOException thrown) {
    AtomicInteger sent = new AtomicInteger();
    try (ApiGatewayClient through = failing(thrown, sent)) {
      ApiGatewayException e = failure(() -> write(through));

      assertThat(sent).hasValue(3);
      assertThat(e.kind()).isEqualTo(Kind.CONNECTION_FAILED);
      assertThat(e.mayHaveBeenProcessed()).isFalse();
      assertThat(e).hasRootCause(thrown);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"timed out", "broken"})
  void writeIsNotTriedAgain_whenAClientThatWasHandedInDoesNotSayThatItDidNotConnect(String what) {
    IOException thrown =
        what.equals("broken") ? new IOException(what) : new SocketTimeoutException(what);
    AtomicInteger sent = new AtomicInteger();
    try (ApiGatewayClient through = failing(thrown, sent)) {
      ApiGatewayException e = failure(() -> write(through));

      assertThat(sent).hasValue(1);
      assertThat(e.mayHaveBeenProcessed()).isTrue();
      failure(() -> read(through));
      assertThat(sent).hasValue(4);
    }
  }

  private ApiGatewayClient failing(IOException thrown, AtomicInteger sent) {
    return TestClients.of(server, pauses)
        .httpClient(
            (request, options) -> {
              sent.incrementAndGet();
              throw thrown;
            })
        .build();
  }

  // Connections that lay idle

  @Test
  void connectionIsUsedAgain() {
    server.answerAlways(Answer.json(200, "{}"));

    for (int i = 0; i < 5; i++) {
      write(client);
      read(client);
    }

    assertThat(server.connections()).isEqualTo(1);
  }

  // Redirects

  @ParameterizedTest
  @ValueSource(ints = {300, 301, 302, 303, 307, 308})
  void redirectIsNotFollowedByAClientThatWasHandedIn(int status) {
    try (ScriptedServer elsewhere = ScriptedServer.start();
        ApiGatewayClient through =
            TestClients.of(server, pauses).httpClient(new DefaultClient(null, null)).build()) {
      elsewhere.answerAlways(Answer.json(200, "{}"));
      server.answerAlways(
          Answer.json(status, "{}", "Location: " + elsewhere.url("/api/v1/products/p")));

      assertThat(failure(() -> read(through)).httpStatus()).isEqualTo(status);
      assertThat(failure(() -> write(through)).httpStatus()).isEqualTo(status);
      assertThat(server.requests()).hasSize(2);
      assertThat(elsewhere.connections()).isZero();
    }
  }

  // What a read is

  @Test
  void idThatReadsSearchDoesNotMakeAWriteARead() {
    server.answerAlways(Answer.error(503, "500"));

    failure(() -> client.usagePlans().deleteUsagePlan("search"));
    failure(() -> client.stages().deleteStage("p", "a", "search"));

    assertThat(server.requests()).hasSize(2);
  }

  // Pauses

  @Test
  void pausesStayBelowACeilingThatDoubles() {
    server.answerAlways(Answer.error(503, "500"));
    for (int i = 0; i < 60; i++) {
      failure(() -> client.products().getProduct("p"));
    }

    List<Duration> first = new ArrayList<>();
    List<Duration> second = new ArrayList<>();
    for (int i = 0; i < pauses.asked().size(); i++) {
      (i % 2 == 0 ? first : second).add(pauses.asked().get(i));
    }
    assertThat(first).hasSize(60).allMatch(pause -> isWithin(pause, FIRST_CEILING));
    assertThat(second).hasSize(60).allMatch(pause -> isWithin(pause, SECOND_CEILING));
    // Full jitter: from nothing up to the ceiling. By chance this fails once in 2^59 times.
    assertThat(first)
        .anyMatch(pause -> pause.toMillis() < 250)
        .anyMatch(pause -> pause.toMillis() > 250);
    assertThat(second).anyMatch(pause -> pause.compareTo(FIRST_CEILING) > 0);
  }

  private static boolean isWithin(Duration pause, Duration ceiling) {
    return !pause.isNegative() && pause.compareTo(ceiling) <= 0;
  }

  @Test
  void ceilingEndsAtEightSeconds() {
    ApiGatewayException failure =
        ApiGatewayException.builder(Kind.SERVICE_ERROR).httpStatus(503).build();
    Retry longest = new Retry(bound -> bound - 1);
    Retry shortest = new Retry(bound -> 0);

    assertThat(Stream.of(1, 2, 3, 4, 5, 6, 50).map(n -> longest.pause(failure, n, true, true)))
        .extracting(Duration::toMillis)
        .containsExactly(500L, 1_000L, 2_000L, 4_000L, 8_000L, 8_000L, 8_000L);
    assertThat(shortest.pause(failure, 3, true, true)).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 503, 504})
  void retryAfterIsWaitedForWhateverTheStatus(int status) {
    server.answer(Answer.error(status, "410", "retry-after: 3"), Answer.json(200, "{}"));

    client.products().getProduct("p");

    assertThat(pauses.asked()).containsExactly(Duration.ofSeconds(3));
  }

  @Test
  void retryAfterIsWaitedForByWritesToo() {
    server.answer(Answer.error(429, "420", "Retry-After: 20"), Answer.json(200, "{}"));

    write(client);

    assertThat(pauses.asked()).containsExactly(Duration.ofSeconds(20));
    assertThat(server.requests()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1",
        "-99999999999999999999",
        "soon",
        "1.5",
        "1e1",
        "0x2",
        "5 s",
        "٣",
        "",
        "Fri, 32 Foo"
      })
  void retryAfterThatSaysNothingIsAsIfItWereNotThere(String value) {
    server.answerAlways(Answer.error(503, "500", "Retry-After: " + value));

    ApiGatewayException e = failure(() -> client.products().getProduct("p"));

    assertThat(e.retryAfter()).isNull();
    assertThat(server.requests()).hasSize(3);
    assertThat(pauses.asked()).hasSize(2).allMatch(pause -> isWithin(pause, SECOND_CEILING));
  }

  @Test
  void retryAfterZeroLeavesThePauseToTheClient() {
    server.answerAlways(Answer.error(503, "500", "Retry-After: 0"));
    for (int i = 0; i < 30; i++) {
      failure(() -> client.products().getProduct("p"));
    }

    assertThat(pauses.asked())
        .hasSize(60)
        .allMatch(pause -> isWithin(pause, SECOND_CEILING))
        .anyMatch(pause -> pause.compareTo(Duration.ZERO) > 0);
  }

  @Test
  void retryAfterAsADateIsMeasuredByTheClockOfTheClient_whenTheServiceTellsNoTime() {
    ManualClock clock = new ManualClock("2026-01-02T03:04:05Z");
    server.answerAlways(Answer.error(503, "500", retryAt(clock, 7)));
    try (ApiGatewayClient punctual = TestClients.of(server, pauses).clock(clock).build()) {
      failure(() -> punctual.products().getProduct("p"));
    }

    assertThat(pauses.asked()).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(7));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, -100_000})
  void retryAfterAsADateThatHasPassedLeavesThePauseToTheClient(int seconds) {
    ManualClock service = new ManualClock("2026-01-02T03:04:05Z");
    server.answerAlways(
        Answer.error(503, "500", service.dateHeader(Duration.ZERO), retryAt(service, seconds)));

    failure(() -> client.products().getProduct("p"));

    assertThat(pauses.asked()).hasSize(2).allMatch(pause -> isWithin(pause, SECOND_CEILING));
  }

  @ParameterizedTest
  @ValueSource(ints = {21, 100_000})
  void retryAfterAsADateTooFarAheadEndsTheCall(int seconds) {
    ManualClock service = new ManualClock("2026-01-02T03:04:05Z");
    server.answerAlways(
        Answer.error(503, "500", service.dateHeader(Duration.ZERO), retryAt(service, seconds)));

    ApiGatewayException e = failure(() -> client.products().getProduct("p"));

    assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(seconds));
    assertThat(server.requests()).hasSize(1);
    assertThat(pauses.asked()).isEmpty();
  }

  private static String retryAt(ManualClock clock, int seconds) {
    return clock.dateHeader(Duration.ofSeconds(seconds)).replace("Date:", "Retry-After:");
  }

  private static ApiGatewayException failure(ThrowingCallable call) {
    ApiGatewayException e = catchThrowableOfType(ApiGatewayException.class, call);
    assertThat(e).isNotNull();
    return e;
  }
}
