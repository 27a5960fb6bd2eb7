package io.github.ncloudcommunity.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ncloudcommunity.apigateway.ApiGatewayException.Kind;
import io.github.ncloudcommunity.apigateway.Fault.Outcome;
import io.github.ncloudcommunity.apigateway.Fault.Side;
import io.github.ncloudcommunity.apigateway.testing.Answer;
import io.github.ncloudcommunity.apigateway.testing.Overheard;
import io.github.ncloudcommunity.apigateway.testing.Received;
import io.github.ncloudcommunity.apigateway.testing.Wire;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Plays every row of {@link Faults}. Whatever happens, the caller gets one answer or one exception
 * in bounded time; the exception says what happened and whether a write may have been processed;
 * nothing is sent more often than the row says; no text holds a secret; and the next call gets the
 * answer that is its own.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FaultsTest {

  /** Ten times what the slowest row takes. */
  private static final Duration BOUND = Duration.ofSeconds(20);

  private static final Map<String, List<Fault>> STAGES = Faults.byStage();

  @TempDir private Path folder;

  static Stream<Arguments> cases() {
    return STAGES.entrySet().stream()
        .flatMap(
            stage ->
                stage.getValue().stream()
                    .flatMap(
                        fault ->
                            Stream.of(Side.values())
                                .filter(side -> fault.outcome(side) != null)
                                .map(side -> Arguments.of(stage.getKey(), fault, side))));
  }

  @ParameterizedTest(name = "{0}: {1} ({2})")
  @MethodSource("cases")
  void callerLearnsTheTruth(String stage, Fault fault, Side side) {
    Outcome due = fault.outcome(side);
    try (Overheard overheard = new Overheard();
        Scene scene = new Scene(folder)) {
      Scene.Ending ending = fault.play(scene, side, BOUND);

      List<Received> arrived = scene.server().takeRequests();
      endsAsItShould(ending, due);
      assertThat(arrived).hasSize(due.arrived());
      if (fault.isSigned()) {
        assertThat(arrived)
            .filteredOn(request -> !request.method().equals("CONNECT"))
            .allSatisfy(Wire::assertSigned);
      }
      assertThat(scene.elsewhere().connections()).isZero();
      if (fault.pause() != null) {
        assertThat(scene.pauses().asked()).allMatch(fault.pause()::equals);
      }
      nothingSaysASecret(ending.thrown(), overheard, arrived);
      if (!fault.isOverAfterwards()) {
        nextCallGetsItsOwnAnswer(scene);
      }
    }
  }

  private static void endsAsItShould(Scene.Ending ending, Outcome due) {
    if (due.own() != null) {
      assertThat(ending.thrown()).isExactlyInstanceOf(due.own());
      return;
    }
    if (due.kind() == null) {
      assertThat(ending.thrown()).isNull();
      return;
    }
    assertThat(ending.thrown())
        .isInstanceOfSatisfying(
            ApiGatewayException.class,
            e -> {
              assertThat(e.kind()).as(e.getMessage()).isEqualTo(due.kind());
              assertThat(e.httpStatus()).isEqualTo(due.status());
              assertThat(e.errorCode()).isEqualTo(due.code());
              assertThat(e.mayHaveBeenProcessed()).isEqualTo(due.fateUnknown());
              assertThat(e.attempts()).isEqualTo(due.attempts());
              assertThat(e.operation()).isNotNull();
              assertThat(e.path()).startsWith("/");
            });
    assertThat(ending.interrupted()).isIn(true, due.kind() == Kind.INTERRUPTED);
  }

  private static void nothingSaysASecret(
      @Nullable Throwable thrown, Overheard overheard, List<Received> arrived) {
    List<String> texts = new ArrayList<>(overheard.texts());
    if (thrown != null) {
      StringWriter printed = new StringWriter();
      thrown.printStackTrace(new PrintWriter(printed));
      texts.add(printed.toString());
      texts.add(thrown.toString());
    }
    if (thrown instanceof ApiGatewayException e) {
      texts.add(e.serviceMessage() + e.details() + e.rawErrorCode() + e.traceId() + e.path());
    }
    List<String> secrets = new ArrayList<>(List.of(Wire.SECRET, Wire.SIGNATURE));
    arrived.forEach(request -> secrets.addAll(request.header(Wire.SIGNATURE)));
    assertThat(texts)
        .allSatisfy(
            text -> assertThat(text).doesNotContainIgnoringCase(secrets.toArray(String[]::new)));
    // Nor does one text look like more than one: a stack trace has lines of its own.
    assertThat(overheard.lines(ApiGatewayClient.class))
        .allSatisfy(line -> assertThat(line).doesNotContainPattern("[\\p{Cntrl}\u2028\u2029]"))
        .allSatisfy(line -> assertThat(line).hasSizeLessThan(5_000));
  }

  /** What is left of the fault must not be taken for the answer to another request. */
  private static void nextCallGetsItsOwnAnswer(Scene scene) {
    scene.server().greet(Answer.nothing()).answerFromNowOn(Scene.OK);
    Scene.Ending next = scene.call(Fault::list, BOUND, null);
    assertThat(next.thrown()).isNull();
  }
}
