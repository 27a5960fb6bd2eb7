package io.github.ncloudcommunity.apigateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import feign.DefaultClient;
import io.github.ncloudcommunity.apigateway.ApiGatewayException.Kind;
import io.github.ncloudcommunity.apigateway.model.AssociateUsagePlanRequest;
import io.github.ncloudcommunity.apigateway.model.CreateUsagePlanRequest;
import io.github.ncloudcommunity.apigateway.model.SearchUsagePlansRequest;
import io.github.ncloudcommunity.apigateway.model.SetDefaultUsagePlanRequest;
import io.github.ncloudcommunity.apigateway.testing.Answer;
import io.github.ncloudcommunity.apigateway.testing.ManualClock;
import io.github.ncloudcommunity.apigateway.testing.Pauses;
import io.github.ncloudcommunity.apigateway.testing.ScriptedServer;
import io.github.ncloudcommunity.apigateway.testing.Wire;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is tried again and what is not, cell by cell of the table at {@link Retry}, for every sort
 * of read and write. What can go wrong is in {@link Faults}.
 */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RetryTest {

  private static final Duration FIRST_CEILING = Duration.ofMillis(500);
  private static final Duration SECOND_CEILING = Duration.ofMillis(1000);

  @AutoClose private final ScriptedServer server = ScriptedServer.start();
  private final Pauses pauses = new Pauses();

  @AutoClose private final ApiGatewayClient client = TestClients.of(server, pauses).build();

  /** Calls that change nothing. */
  enum Read {
    GET(client -> client.products().getProduct("p")),
    LIST(client -> client.products().listProducts()),
    SEARCH(client -> client.usagePlans().searchUsagePlans(new SearchUsagePlansRequest()));

    private final Consumer<ApiGatewayClient> call;

    Read(Consumer<ApiGatewayClient> call) {
      this.call = call;
    }
  }

  /** Calls that change something. */
  enum Write {
    POST(
        client ->
            client.usagePlans().createUsagePlan(new CreateUsagePlanRequest().usagePlanName("n"))),
    POST_WITHOUT_ANSWER(
        client ->
            client
                .stages()
                .associateUsagePlan(
                    "p", "a", "s", new AssociateUsagePlanRequest().usagePlanId("u"))),
    PUT(
        client ->
            client.stages().setDefaultUsagePlan("p", "a", "s", new SetDefaultUsagePlanRequest())),
    DELETE(client -> client.usagePlans().deleteUsagePlan("u"));

    private final Consumer<ApiGatewayClient> call;

    Write(Consumer<ApiGatewayClient> call) {
      this.call = call;
    }
  }

  /** A row of the table: what happens, how often it is tried, and what the exception says. */
  record Row(
      String what,
      Answer answer,
      int readAttempts,
      int writeAttempts,
      Kind kind,
      int status,
      ErrorCode errorCode,
      boolean writeMayHaveBeenProcessed) {

    @Override
    public String toString() {
      return what;
    }
  }

  private static Row fault(String what, Answer answer) {
    return new Row(what, answer, 3, 1, Kind.CONNECTION_FAILED, 0, ErrorCode.UNKNOWN, true);
  }

  private static Row stated(
      int readAttempts, int writeAttempts, int status, ErrorCode code, boolean mayHaveBeen) {
    Answer answer = code.code() == null ? Answer.empty(status) : Answer.error(status, code.code());
    return new Row(
        status + " " + code,
        answer,
        readAttempts,
        writeAttempts,
        Kind.SERVICE_ERROR,
        status,
        code,
        mayHaveBeen);
  }

  static Stream<Row> table() {
    List<Row> rows = new ArrayList<>();
    rows.add(fault("closed before the answer", Answer.close()));
    rows.add(stated(3, 3, 429, ErrorCode.THROTTLE_LIMITED, false));
    rows.add(stated(3, 3, 429, ErrorCode.RATE_LIMITED, false));
    rows.add(stated(1, 1, 429, ErrorCode.QUOTA_EXCEEDED, false));
    rows.add(stated(3, 1, 429, ErrorCode.UNKNOWN, false));
    for (int status : new int[] {500, 502, 503, 504}) {
      rows.add(stated(3, 1, status, ErrorCode.UNKNOWN, true));
    }
    rows.add(stated(1, 1, 501, ErrorCode.UNKNOWN, true));
    rows.add(stated(1, 1, 404, ErrorCode.NOT_FOUND, false));
    rows.add(stated(1, 1, 307, ErrorCode.UNKNOWN, false));
    rows.add(stated(1, 1, 303, ErrorCode.UNKNOWN, true));
    // The code does not speak louder than the status.
    rows.add(stated(1, 1, 400, ErrorCode.THROTTLE_LIMITED, false));
    rows.add(stated(1, 1, 404, ErrorCode.ENDPOINT_ERROR, false));
    return rows.stream();
  }

  @ParameterizedTest
  @MethodSource("table")
  void readIsTriedAsOftenAsTheTableSays(Row row) {
    server.answerAlways(row.answer);
    for (Read read : Read.values()) {
      ApiGatewayException e = failure(() -> read.call.accept(client));

      assertThat(server.takeRequests()).as(read.name()).hasSize(row.readAttempts);
      describes(e, row, row.readAttempts);
      assertThat(e.mayHaveBeenProcessed()).isFalse();
    }
    assertThat(pauses.asked()).hasSize((row.readAttempts - 1) * Read.values().length);
  }

  @ParameterizedTest
  @MethodSource("table")
  void writeIsTriedAsOftenAsTheTableSays(Row row) {
    server.answerAlways(row.answer);
    for (Write write : Write.values()) {
      ApiGatewayException e = failure(() -> write.call.accept(client));

      assertThat(server.takeRequests()).as(write.name()).hasSize(row.writeAttempts);
      describes(e, row, row.writeAttempts);
      assertThat(e.mayHaveBeenProcessed()).isEqualTo(row.writeMayHaveBeenProcessed);
      assertThat(e.getMessage().contains("may have been processed"))
          .isEqualTo(row.writeMayHaveBeenProcessed);
    }
    assertThat(pauses.asked()).hasSize((row.writeAttempts - 1) * Write.values().length);
  }

  private static void describes(ApiGatewayException e, Row row, int attempts) {
    assertThat(e.kind()).isEqualTo(row.kind);
    assertThat(e.httpStatus()).isEqualTo(row.status);
    assertThat(e.errorCode()).isEqualTo(row.errorCode);
    assertThat(e.attempts()).isEqualTo(attempts);
  }

  @ParameterizedTest
  @MethodSource("table")
  void nothingIsTriedTwice_whenOneAttemptIsAllowed(Row row) {
    server.answerAlways(row.answer);
    try (ApiGatewayClient once = TestClients.of(server, pauses).maxAttempts(1).build()) {
      ApiGatewayException e = failure(() -> once.products().getProduct("p"));

      describes(e, row, 1);
      assertThat(server.requests()).hasSize(1);
      assertThat(pauses.asked()).isEmpty();
    }
  }

  @Test
  void asManyAttemptsAreMadeAsAllowed() {
    server.answerAlways(Answer.error(503, "500"));
    try (ApiGatewayClient often = TestClients.of(server, pauses).maxAttempts(10).build()) {
      ApiGatewayException e = failure(() -> often.products().getProduct("p"));

      assertThat(e.attempts()).isEqualTo(10);
      assertThat(server.requests()).hasSize(10);
      assertThat(pauses.asked()).hasSize(9);
    }
  }

  @Test
  void answerOfALaterAttemptIsReturned() {
    server.answer(
        Answer.close(),
        Answer.error(504, "510"),
        Answer.json(200, "{\"product\":{\"productId\":\"p\"}}"));

    assertThat(client.products().getProduct("p").getProduct().getProductId()).isEqualTo("p");
    assertThat(server.requests()).hasSize(3).allSatisfy(Wire::assertSigned);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202})
  void unreadableSuccessOfAReadIsTriedAgain(int status) {
    server.answerAlways(Answer.json(status, "<html>"));
    for (Read read : Read.values()) {
      ApiGatewayException e = failure(() -> read.call.accept(client));

      assertThat(server.takeRequests()).hasSize(3);
      assertThat(e.kind()).isEqualTo(Kind.UNREADABLE_ANSWER);
      assertThat(e.attempts()).isEqualTo(3);
      assertThat(e.mayHaveBeenProcessed()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"POST", "PUT"})
  void unreadableSuccessOfAWriteIsNotTriedAgain(Write write) {
    server.answerAlways(Answer.json(200, "<html>"));

    ApiGatewayException e = failure(() -> write.call.accept(client));

    assertThat(server.requests()).hasSize(1);
    assertThat(e.kind()).isEqualTo(Kind.UNREADABLE_ANSWER);
    assertThat(e.httpStatus()).isEqualTo(200);
    assertThat(e.mayHaveBeenProcessed()).isTrue();
  }

  // A connection that is never made

  private static List<Consumer<ApiGatewayClient>> everything() {
    List<Consumer<ApiGatewayClient>> calls = new ArrayList<>();
    for (Read read : Read.values()) {
      calls.add(read.call);
    }
    for (Write write : Write.values()) {
      calls.add(write.call);
    }
    return calls;
  }

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
      ApiGatewayException e = failure(() -> Write.POST.call.accept(through));

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
      ApiGatewayException e = failure(() -> Write.POST.call.accept(through));

      assertThat(sent).hasValue(1);
      assertThat(e.mayHaveBeenProcessed()).isTrue();
      failure(() -> Read.GET.call.accept(through));
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
      Write.POST.call.accept(client);
      Read.GET.call.accept(client);
    }

    assertThat(server.connections()).isEqualTo(1);
  }

  // Redirects

  @ParameterizedTest
  @ValueSource(ints = {300, 301, 302, 303, 307, 308})
  void redirectIsNotFollowed(int status) {
    try (ScriptedServer elsewhere = ScriptedServer.start();
        ApiGatewayClient through =
            TestClients.of(server, pauses).httpClient(new DefaultClient(null, null)).build()) {
      elsewhere.answerAlways(Answer.json(200, "{}"));
      server.answerAlways(
          Answer.json(status, "{}", "Location: " + elsewhere.url("/api/v1/products/p")));
      for (Consumer<ApiGatewayClient> call : everything()) {
        for (ApiGatewayClient each : List.of(client, through)) {
          ApiGatewayException e = failure(() -> call.accept(each));

          assertThat(e.kind()).isEqualTo(Kind.SERVICE_ERROR);
          assertThat(e.httpStatus()).isEqualTo(status);
          assertThat(server.takeRequests()).hasSize(1);
        }
      }
      assertThat(elsewhere.connections()).isZero();
    }
  }

  // What a read is

  @Test
  void idThatReadsSearchDoesNotMakeAWriteARead() {
    server.answerAlways(Answer.error(503, "500"));

    failure(() -> client.usagePlans().deleteUsagePlan("search"));
    failure(
        () ->
            client
                .stages()
                .associateUsagePlan(
                    "p", "a", "search", new AssociateUsagePlanRequest().usagePlanId("search")));

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
  @ValueSource(ints = {1, 2, 20})
  void retryAfterInSecondsIsWaitedFor(int seconds) {
    server.answerAlways(Answer.error(503, "500", "Retry-After: " + seconds));

    ApiGatewayException e = failure(() -> client.products().getProduct("p"));

    assertThat(pauses.asked()).containsOnly(Duration.ofSeconds(seconds)).hasSize(2);
    assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(seconds));
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

    Write.POST.call.accept(client);

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
  void retryAfterAsADateIsMeasuredByTheClockOfTheService() {
    ManualClock clock = new ManualClock("2026-01-02T03:04:05Z");
    ManualClock service = new ManualClock("2026-01-02T03:02:00Z");
    server.answerAlways(
        Answer.error(503, "500", service.dateHeader(Duration.ZERO), retryAt(service, 7)));
    try (ApiGatewayClient punctual = TestClients.of(server, pauses).clock(clock).build()) {
      failure(() -> punctual.products().getProduct("p"));
    }

    assertThat(pauses.asked()).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(7));
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

  @ParameterizedTest
  @ValueSource(ints = {301, 400, 401, 403, 404, 408, 413})
  void retryAfterDoesNotMakeAFinalAnswerWorthAnotherAttempt(int status) {
    server.answerAlways(Answer.error(status, "100", "Retry-After: 0"));
    for (Consumer<ApiGatewayClient> call : everything()) {
      failure(() -> call.accept(client));

      assertThat(server.takeRequests()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504})
  void retryAfterDoesNotMakeAFailedWriteWorthAnotherAttempt(int status) {
    server.answerAlways(Answer.error(status, "500", "Retry-After: 0"));
    for (Write write : Write.values()) {
      failure(() -> write.call.accept(client));

      assertThat(server.takeRequests()).hasSize(1);
    }
  }

  private static ApiGatewayException failure(ThrowingCallable call) {
    ApiGatewayException e = catchThrowableOfType(ApiGatewayException.class, call);
    assertThat(e).isNotNull();
    return e;
  }
}
