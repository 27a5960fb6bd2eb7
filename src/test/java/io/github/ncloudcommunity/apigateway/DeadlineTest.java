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
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A call ends when its time is up, whatever the other side does. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DeadlineTest {

  /** For calls that are to run out of time, and for no other. */
  private static final Duration SHORT = Duration.ofMillis(300);

  private static final Duration LONG = Duration.ofSeconds(20);

  @AutoClose private final ScriptedServer server = ScriptedServer.start();
  private final Pauses pauses = new Pauses();

  @AutoClose
  private final ApiGatewayClient client = TestClients.of(server, pauses).callTimeout(SHORT).build();

  private static String head(int status) {
    return Answer.head(status, "Content-Length: 1000000") + "\r\n";
  }

  @Test
  void connectionOfACallThatRanOutOfTimeIsNotUsedAgain() {
    server.answer(Answer.raw(head(200)).then(Answer.drip(" ")), Answer.json(200, "{}"));

    failure(() -> client.products().getProduct("p"));
    client.with(options -> options.callTimeout(LONG)).products().getProduct("p");

    assertThat(server.connections()).isEqualTo(2);
  }

  @Test
  void callThatEndsInTimeIsNotDisturbedLater() {
    server.answerAlways(Answer.json(200, "{}"));

    ApiGatewayClient patient = client.with(options -> options.callTimeout(LONG));
    for (int i = 0; i < 20; i++) {
      patient.products().getProduct("p");
    }

    assertThat(server.connections()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"stall", "drip"})
  void timeIsUpForAClientThatWasHandedInToo(String what) {
    server.answerAlways(
        what.equals("stall") ? Answer.stall() : Answer.raw(head(200)).then(Answer.stall()));
    try (ApiGatewayClient through =
        TestClients.of(server, pauses)
            .callTimeout(SHORT)
            .httpClient(new DefaultClient(null, null))
            .build()) {
      // Its own read timeout, which is given the time that remains, may be a moment early.
      assertThat(failure(() -> through.products().getProduct("p")).kind())
          .isIn(Kind.DEADLINE_EXCEEDED, Kind.CONNECTION_FAILED);
    }
  }

  // Time that passes without anybody waiting for it

  @Test
  void pauseLongerThanTheTimeThatIsLeftIsNotBegun() {
    server.answerAlways(Answer.error(503, "500", "Retry-After: 5"));
    AtomicLong nanos = new AtomicLong();
    pauses.meanwhile(() -> nanos.addAndGet(Duration.ofSeconds(5).toNanos()));
    try (ApiGatewayClient counted =
        TestClients.of(server)
            .time(nanos::get, pauses::pause)
            .callTimeout(Duration.ofSeconds(8))
            .build()) {
      ApiGatewayException e = failure(() -> counted.products().getProduct("p"));

      assertThat(e.kind()).isEqualTo(Kind.SERVICE_ERROR);
      assertThat(e.httpStatus()).isEqualTo(503);
      assertThat(e.attempts()).isEqualTo(2);
      assertThat(pauses.asked()).containsExactly(Duration.ofSeconds(5));
      assertThat(server.requests()).hasSize(2);
    }
  }

  @Test
  void pauseAsLongAsTheTimeThatIsLeftIsNotBegun() {
    server.answerAlways(Answer.error(503, "500", "Retry-After: 8"));
    try (ApiGatewayClient counted = standing(Duration.ofSeconds(8))) {
      failure(() -> counted.products().getProduct("p"));

      assertThat(pauses.asked()).isEmpty();
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void pauseShorterThanTheTimeThatIsLeftIsBegun() {
    server.answer(Answer.error(503, "500", "Retry-After: 8"), Answer.json(200, "{}"));
    try (ApiGatewayClient counted = standing(Duration.ofMillis(8_001))) {
      counted.products().getProduct("p");

      assertThat(pauses.asked()).containsExactly(Duration.ofSeconds(8));
    }
  }

  @Test
  void writeThatWasTurnedAwayIsKnownNotToBeProcessed_whenThereIsNoTimeToTryAgain() {
    server.answerAlways(Answer.error(429, "410", "Retry-After: 8"));
    try (ApiGatewayClient counted = standing(Duration.ofSeconds(5))) {
      ApiGatewayException e = failure(() -> create(counted));

      assertThat(e.attempts()).isEqualTo(1);
      assertThat(e.mayHaveBeenProcessed()).isFalse();
    }
  }

  /** A client for which no time passes. */
  private ApiGatewayClient standing(Duration callTimeout) {
    return TestClients.of(server).time(() -> 0, pauses::pause).callTimeout(callTimeout).build();
  }

  @Test
  void nothingIsSent_whenThePauseTookAllTheTime() {
    server.answerAlways(Answer.error(429, "410"));
    AtomicLong nanos = new AtomicLong();
    pauses.meanwhile(() -> nanos.addAndGet(Duration.ofMinutes(3).toNanos()));
    try (ApiGatewayClient counted =
        TestClients.of(server).time(nanos::get, pauses::pause).build()) {
      ApiGatewayException e = failure(() -> create(counted));

      assertThat(e.kind()).isEqualTo(Kind.DEADLINE_EXCEEDED);
      assertThat(e.attempts()).isEqualTo(2);
      assertThat(e.mayHaveBeenProcessed()).isFalse();
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void timeSpentOnCredentialsCounts() {
    AtomicLong nanos = new AtomicLong();
    try (ApiGatewayClient counted =
        TestClients.of(server)
            .time(nanos::get, pauses::pause)
            .credentialsProvider(
                () -> {
                  nanos.addAndGet(Duration.ofMinutes(3).toNanos());
                  return TestClients.CREDENTIALS;
                })
            .build()) {
      ApiGatewayException e = failure(() -> create(counted));

      assertThat(e.kind()).isEqualTo(Kind.DEADLINE_EXCEEDED);
      assertThat(e.mayHaveBeenProcessed()).isFalse();
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void deadlineDoesNotGoByTheClockThatRequestsAreSignedBy() {
    ManualClock clock = new ManualClock("2026-01-02T03:04:05Z");
    server.answer(
        Answer.after(() -> clock.move(Duration.ofDays(1)), Answer.error(503, "500")),
        Answer.json(200, "{}"));
    try (ApiGatewayClient other = TestClients.of(server, pauses).clock(clock).build()) {
      other.products().getProduct("p");
    }

    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void nanosecondsMayOverflow() {
    server.answer(Answer.error(503, "500"), Answer.json(200, "{}"));
    try (ApiGatewayClient counted =
        TestClients.of(server).time(() -> Long.MAX_VALUE - 5, pauses::pause).build()) {
      counted.products().getProduct("p");
    }

    assertThat(server.requests()).hasSize(2);
  }

  // Looking up a name

  @Test
  void lookUpThatStallsEndsWithTheTimeOfTheCall() {
    CountDownLatch never = new CountDownLatch(1);
    AtomicInteger lookUps = new AtomicInteger();
    try (ApiGatewayClient stalled =
        TestClients.of(server, pauses)
            .baseUrl(URI.create("http://localhost:1/api/v1"))
            .callTimeout(SHORT)
            .names(
                host -> {
                  lookUps.incrementAndGet();
                  await(never);
                  throw new UnknownHostException(host);
                })
            .build()) {
      for (int i = 0; i < 3; i++) {
        ApiGatewayException e = failure(() -> create(stalled));

        assertThat(e.kind()).isEqualTo(Kind.DEADLINE_EXCEEDED);
        assertThat(e.mayHaveBeenProcessed()).isFalse();
      }
      assertThat(lookUps).as("all wait for one").hasValue(1);
    } finally {
      never.countDown();
    }
  }

  @Test
  void lookUpThatStallsEndsWithTheTimeToConnect() {
    CountDownLatch never = new CountDownLatch(1);
    try (ApiGatewayClient stalled =
        TestClients.of(server, pauses)
            .baseUrl(URI.create("http://localhost:1/api/v1"))
            .connectTimeout(Duration.ofMillis(100))
            .names(
                host -> {
                  await(never);
                  throw new UnknownHostException(host);
                })
            .build()) {
      ApiGatewayException e = failure(() -> create(stalled));

      assertThat(e.kind()).isEqualTo(Kind.CONNECTION_FAILED);
      assertThat(e).hasMessageContaining("looking up localhost took too long");
      assertThat(e.attempts()).isEqualTo(3);
    } finally {
      never.countDown();
    }
  }

  @Test
  void lookUpThatStallsEndsWithTheClient() {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    ApiGatewayClient stalled =
        TestClients.of(server, pauses)
            .baseUrl(URI.create("http://localhost:1/api/v1"))
            .names(
                host -> {
                  begun.countDown();
                  await(never);
                  throw new UnknownHostException(host);
                })
            .build();
    CompletableFuture<ApiGatewayException> ended =
        CompletableFuture.supplyAsync(() -> failure(() -> create(stalled)));
    await(begun);

    stalled.close();

    assertThat(ended.join().kind()).isEqualTo(Kind.CLIENT_CLOSED);
    never.countDown();
  }

  @Test
  void nameThatIsUnknownIsAFailedConnection() {
    try (ApiGatewayClient lost =
        TestClients.of(server, pauses)
            .baseUrl(URI.create("http://localhost:1/api/v1"))
            .names(
                host -> {
                  throw new UnknownHostException(host);
                })
            .build()) {
      ApiGatewayException e = failure(() -> create(lost));

      assertThat(e.kind()).isEqualTo(Kind.CONNECTION_FAILED);
      assertThat(e).hasMessageContaining("UnknownHostException: localhost");
      assertThat(e.attempts()).isEqualTo(3);
      assertThat(e.mayHaveBeenProcessed()).isFalse();
    }
  }

  @Test
  void nextAddressIsTried_whenTheFirstRefuses() throws Exception {
    server.answerAlways(Answer.json(200, "{}"));
    URI url = server.url("/api/v1");
    try (ApiGatewayClient client =
        TestClients.of(server, pauses)
            .baseUrl(URI.create("http://localhost:" + url.getPort() + "/api/v1"))
            .names(
                host ->
                    new InetAddress[] {
                      InetAddress.getByName("127.0.0.2"), InetAddress.getByName("127.0.0.1")
                    })
            .build()) {
      client.products().getProduct("p");
    }

    assertThat(server.requests()).hasSize(1);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  // Waiting for a connection

  @Test
  void waitingForAConnectionEndsWithTheTimeOfTheCall() throws Exception {
    server.answerAlways(Answer.stall());
    try (ApiGatewayClient single =
        TestClients.of(server, pauses)
            .maxConnections(1)
            .callTimeout(Duration.ofSeconds(2))
            .build()) {
      CompletableFuture<Void> holder = holdTheConnection(single);

      ApiGatewayException e = failure(() -> create(single));

      assertThat(e.kind()).isEqualTo(Kind.DEADLINE_EXCEEDED);
      assertThat(server.requests()).hasSizeLessThanOrEqualTo(2);
      assertThat(failure(() -> join(holder)).kind()).isEqualTo(Kind.DEADLINE_EXCEEDED);
    }
  }

  @Test
  void waitingForAConnectionEndsWithTheTimeThatIsLeft() throws Exception {
    AtomicLong nanos = new AtomicLong();
    server.answer(Answer.error(429, "410"), Answer.stall());
    try (ApiGatewayClient single =
        TestClients.of(server)
            .time(nanos::get, pauses::pause)
            .maxConnections(1)
            .callTimeout(Duration.ofMinutes(10))
            .build()) {
      pauses.meanwhile(
          () -> {
            // Another call takes the only connection, and a moment is left of this one's time.
            holdTheConnection(single);
            nanos.addAndGet(Duration.ofMinutes(10).minusMillis(300).toNanos());
          });

      ApiGatewayException e = failure(() -> create(single));

      assertThat(e.kind()).isEqualTo(Kind.DEADLINE_EXCEEDED);
      assertThat(e.attempts()).isEqualTo(2);
      assertThat(e.mayHaveBeenProcessed()).isFalse();
      assertThat(server.requests()).hasSize(2);
    }
  }

  private CompletableFuture<Void> holdTheConnection(ApiGatewayClient single) {
    int before = server.requests().size();
    CompletableFuture<Void> holder =
        CompletableFuture.runAsync(() -> single.products().getProduct("holder"));
    try {
      server.awaitRequests(before + 1);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return holder;
  }

  private static void join(CompletableFuture<Void> future) throws Throwable {
    try {
      future.get();
    } catch (ExecutionException e) {
      throw e.getCause();
    }
  }

  private static void create(ApiGatewayClient client) {
    client.usagePlans().createUsagePlan(new CreateUsagePlanRequest().usagePlanName("n"));
  }

  private static ApiGatewayException failure(ThrowingCallable call) {
    ApiGatewayException e = catchThrowableOfType(ApiGatewayException.class, call);
    assertThat(e).isNotNull();
    return e;
  }
}
