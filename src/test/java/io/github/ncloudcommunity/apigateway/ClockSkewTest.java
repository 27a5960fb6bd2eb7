package io.github.ncloudcommunity.apigateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.ncloudcommunity.apigateway.model.CreateUsagePlanRequest;
import io.github.ncloudcommunity.apigateway.testing.Answer;
import io.github.ncloudcommunity.apigateway.testing.ManualClock;
import io.github.ncloudcommunity.apigateway.testing.Pauses;
import io.github.ncloudcommunity.apigateway.testing.Received;
import io.github.ncloudcommunity.apigateway.testing.ScriptedServer;
import io.github.ncloudcommunity.apigateway.testing.Wire;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A request that is refused for its time alone is tried once more, by the clock of the service. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ClockSkewTest {

  private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

  @AutoClose private final ScriptedServer server = ScriptedServer.start();
  private final Pauses pauses = new Pauses();
  private final ManualClock clock = new ManualClock("2026-01-02T03:04:05Z");

  @AutoClose
  private final ApiGatewayClient client = TestClients.of(server, pauses).clock(clock).build();

  private Answer refused(Duration serviceIsAhead) {
    return Answer.error(401, "200", clock.dateHeader(serviceIsAhead));
  }

  private static Answer ok() {
    return Answer.json(200, "{}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT10M", "-PT10M", "PT4M1S", "-PT4M1S", "P400D", "-P400D"})
  void readIsTriedOnceMoreByTheClockOfTheService(Duration ahead) {
    server.answer(refused(ahead), ok());

    client.products().getProduct("p");

    assertThat(server.requests()).hasSize(2).allSatisfy(Wire::assertSigned);
    assertThat(server.requests())
        .extracting(Received::timestamp)
        .containsExactly(clock.millis(), clock.millis() + ahead.toMillis());
    assertThat(pauses.asked()).containsExactly(Duration.ZERO);
  }

  @Test
  void writeIsTriedOnceMoreToo() {
    server.answer(refused(TEN_MINUTES), ok());

    client.usagePlans().createUsagePlan(new CreateUsagePlanRequest().usagePlanName("n"));

    assertThat(server.requests()).hasSize(2).allSatisfy(Wire::assertSigned);
    assertThat(server.requests())
        .extracting(Received::timestamp)
        .containsExactly(clock.millis(), clock.millis() + TEN_MINUTES.toMillis());
    assertThat(server.requests())
        .extracting(Received::text)
        .containsOnly("{\"usagePlanName\":\"n\"}");
  }

  @Test
  void laterCallsGoByTheClockOfTheServiceFromTheStart() {
    server.answer(refused(TEN_MINUTES)).answerAlways(ok());

    client.products().getProduct("p");
    server.takeRequests();
    clock.move(Duration.ofSeconds(1));
    client.usagePlans().deleteUsagePlan("u");

    assertThat(server.onlyRequest().timestamp()).isEqualTo(clock.millis() + TEN_MINUTES.toMillis());
  }

  @Test
  void secondRefusalInACallIsTheAnswer() {
    server.answerAlways(refused(TEN_MINUTES));

    ApiGatewayException e = failure(() -> client.products().getProduct("p"));

    assertThat(e.errorCode()).isEqualTo(ErrorCode.AUTHENTICATION_FAILED);
    assertThat(e.attempts()).isEqualTo(2);
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void secondRefusalInACallIsTheAnswer_evenIfTheClockOfTheServiceJumped() {
    server.answer(refused(TEN_MINUTES), refused(TEN_MINUTES.multipliedBy(3)), ok());

    ApiGatewayException e = failure(() -> client.products().getProduct("p"));

    assertThat(e.attempts()).isEqualTo(2);
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void attemptThatWasCorrectedCountsAsOneOfThoseAllowed() {
    server.answer(refused(TEN_MINUTES)).answerAlways(Answer.error(503, "500"));

    ApiGatewayException e = failure(() -> client.products().getProduct("p"));

    assertThat(e.errorCode()).isEqualTo(ErrorCode.ENDPOINT_ERROR);
    assertThat(e.attempts()).isEqualTo(3);
    assertThat(server.requests()).hasSize(3);
  }

  @Test
  void refusalAfterOtherFailuresIsCorrectedToo() {
    server.answer(Answer.error(503, "500"), refused(TEN_MINUTES), ok());

    client.products().getProduct("p");

    assertThat(server.requests()).hasSize(3);
  }

  @Test
  void refusalOfTheLastAttemptIsTheAnswer() {
    server.answer(Answer.close(), Answer.error(503, "500"), refused(TEN_MINUTES));

    ApiGatewayException e = failure(() -> client.products().getProduct("p"));

    assertThat(e.errorCode()).isEqualTo(ErrorCode.AUTHENTICATION_FAILED);
    assertThat(e.attempts()).isEqualTo(3);
  }

  @Test
  void nextCallIsRight_whenOneAttemptIsAllowed() {
    server.answer(refused(TEN_MINUTES), ok());
    try (ApiGatewayClient once =
        TestClients.of(server, pauses).clock(clock).maxAttempts(1).build()) {
      ApiGatewayException e = failure(() -> once.products().getProduct("p"));

      assertThat(e.errorCode()).isEqualTo(ErrorCode.AUTHENTICATION_FAILED);
      assertThat(e.attempts()).isEqualTo(1);
      assertThat(server.takeRequests()).hasSize(1);

      once.products().getProduct("p");
      assertThat(server.onlyRequest().timestamp())
          .isEqualTo(clock.millis() + TEN_MINUTES.toMillis());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT1S", "-PT1S", "PT4M", "-PT4M"})
  void refusalIsTheAnswer_whenTheClocksAgree(Duration ahead) {
    server.answerAlways(refused(ahead));

    ApiGatewayException e = failure(() -> client.products().getProduct("p"));

    assertThat(e.attempts()).isEqualTo(1);
    assertThat(server.requests()).hasSize(1);
    server.answerAlways(ok());
    client.products().getProduct("p");
    assertThat(server.requests().get(1).timestamp()).isEqualTo(clock.millis());
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-Date: none", "Date: soon", "Date:", "Date: 1767323045"})
  void refusalIsTheAnswer_whenTheServiceTellsNoTime(String header) {
    server.answerAlways(Answer.error(401, "200", header));

    assertThat(failure(() -> client.products().getProduct("p")).attempts()).isEqualTo(1);
    assertThat(server.requests()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"401, 210", "401, 999", "401, 300", "403, 200", "400, 200", "404, 300", "429, 400"})
  void otherRefusalsAreTheAnswer_howeverFarTheClocksAreApart(int status, String code) {
    server.answerAlways(Answer.error(status, code, clock.dateHeader(TEN_MINUTES)));

    assertThat(failure(() -> client.products().getProduct("p")).attempts()).isEqualTo(1);
    assertThat(server.takeRequests()).hasSize(1);
    server.answerAlways(ok());
    client.products().getProduct("p");
    assertThat(server.onlyRequest().timestamp()).isEqualTo(clock.millis());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Mon, 01 Jan 1900 00:00:00 GMT", "Fri, 31 Dec 1999 23:59:59 GMT"})
  void timeThatNoServiceCanHaveCorrectsNothing(String date) {
    server.answer(Answer.error(401, "200", "Date: " + date)).answerAlways(ok());

    assertThat(failure(() -> client.products().getProduct("p")).attempts()).isEqualTo(1);
    client.products().getProduct("p");

    assertThat(server.requests()).extracting(Received::timestamp).containsOnly(clock.millis());
  }

  @Test
  void wrongTimeOfTheServiceIsCorrectedByTheNextRefusal() {
    server.answer(Answer.error(401, "200", "Date: Fri, 31 Dec 9999 23:59:59 GMT"), ok());
    client.products().getProduct("p");
    server.takeRequests();

    server.answer(refused(Duration.ofSeconds(1))).answerAlways(ok());
    client.products().getProduct("p");
    client.products().getProduct("p");

    assertThat(server.requests()).hasSize(3);
    assertThat(server.requests().subList(1, 3))
        .extracting(Received::timestamp)
        .containsOnly(clock.millis());
  }

  @ParameterizedTest
  @ValueSource(strings = {"2100-01-01T00:00:00Z", "9000-01-01T00:00:00Z", "1970-01-02T00:00:00Z"})
  void requestsGoOut_whenTheClockIsSetRightAfterItWasCorrected(String wrong) {
    ManualClock own = new ManualClock(wrong);
    server.answerAlways(
        Answer.by(
            request ->
                Math.abs(request.timestamp() - clock.millis()) > Duration.ofMinutes(5).toMillis()
                    ? refused(Duration.ZERO)
                    : ok()));
    try (ApiGatewayClient corrected = TestClients.of(server, pauses).clock(own).build()) {
      corrected.products().getProduct("p");
      own.move(Duration.between(own.instant(), clock.instant()));
      corrected.products().getProduct("p");
      corrected.products().getProduct("p");
    }

    List<Received> requests = server.requests();
    assertThat(requests).hasSizeBetween(4, 5);
    assertThat(requests.get(requests.size() - 1).timestamp()).isEqualTo(clock.millis());
  }

  @Test
  void clockBefore1970IsCorrected() {
    ManualClock own = new ManualClock("1969-07-20T20:17:00Z");
    server.answer(Answer.error(401, "200", clock.dateHeader(Duration.ZERO)), ok());
    try (ApiGatewayClient early = TestClients.of(server, pauses).clock(own).build()) {
      early.products().getProduct("p");
    }

    assertThat(server.requests())
        .extracting(Received::timestamp)
        .containsExactly(0L, clock.millis());
  }

  @Test
  void refusalWithoutACodeIsTheAnswer() {
    server.answerAlways(Answer.empty(401, clock.dateHeader(TEN_MINUTES)));

    assertThat(failure(() -> client.products().getProduct("p")).attempts()).isEqualTo(1);
  }

  @Test
  void successAtAnotherTimeChangesNothing() {
    server.answerAlways(Answer.json(200, "{}", clock.dateHeader(TEN_MINUTES)));

    client.products().getProduct("p");
    client.products().getProduct("p");

    assertThat(server.requests()).extracting(Received::timestamp).containsOnly(clock.millis());
  }

  @Test
  void offsetGoes_whenTheClocksAgreeAgain() {
    server.answer(refused(TEN_MINUTES), ok());
    client.products().getProduct("p");
    server.takeRequests();

    clock.move(TEN_MINUTES); // somebody has set the clock of this computer
    server.answer(refused(Duration.ofSeconds(1))).answerAlways(ok());
    client.products().getProduct("p");
    client.products().getProduct("p");

    assertThat(server.requests())
        .extracting(Received::timestamp)
        .containsExactly(clock.millis() + TEN_MINUTES.toMillis(), clock.millis(), clock.millis());
  }

  @Test
  void offsetIsMeasuredByTheTimeThatTheVeryRequestWasSignedWith() {
    // The answer took six minutes: the clocks agree, and the signature was too old all the same.
    server.answer(
        Answer.after(
            () -> clock.move(Duration.ofMinutes(6)), Answer.by(request -> refused(Duration.ZERO))),
        ok());

    client.products().getProduct("p");

    assertThat(server.requests())
        .extracting(Received::timestamp)
        .containsExactly(clock.millis() - Duration.ofMinutes(6).toMillis(), clock.millis());
  }

  @Test
  void clientsHaveOffsetsOfTheirOwn() {
    server.answer(refused(TEN_MINUTES)).answerAlways(ok());
    client.products().getProduct("p");
    server.takeRequests();
    try (ApiGatewayClient other = TestClients.of(server, pauses).clock(clock).build()) {
      other.products().getProduct("p");
    }

    assertThat(server.onlyRequest().timestamp()).isEqualTo(clock.millis());
  }

  private static ApiGatewayException failure(ThrowingCallable call) {
    ApiGatewayException e = catchThrowableOfType(ApiGatewayException.class, call);
    assertThat(e).isNotNull();
    return e;
  }
}
