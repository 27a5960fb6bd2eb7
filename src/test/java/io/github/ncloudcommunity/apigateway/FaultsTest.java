package io.github.ncloudcommunity.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ncloudcommunity.apigateway.Fault.Outcome;
import io.github.ncloudcommunity.apigateway.Fault.Side;
import io.github.ncloudcommunity.apigateway.testing.Answer;
import io.github.ncloudcommunity.apigateway.testing.GeneratedPart;
import io.github.ncloudcommunity.apigateway.testing.Overheard;
import io.github.ncloudcommunity.apigateway.testing.Received;
import io.github.ncloudcommunity.apigateway.testing.Wire;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Plays every row of {@link Faults}. In every row the call ends in bounded time with one answer or
 * one exception; the exception says what happened and whether a write may have been processed; the
 * client sends only as many requests as the row says; no text holds a secret; and the next call
 * gets its own answer.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FaultsTest {

  /** Ten times as long as the slowest row. */
  private static final Duration BOUND = Duration.ofSeconds(20);

  private static final Path REPORT = Path.of("target", "faults.md");
  private static final Path DOCUMENT = Path.of("docs", "faults.md");

  private static final String INTRODUCTION =
      """
      # Faults

      For anyone who must know how a call can fail: what the network, the service, the clock and an attacker can do, and
      how the call then ends. `FaultsTest` plays each row with a read (`listStageUsagePlans`) and a write
      (`associateUsagePlan`, or `createUsagePlan` if the answer needs a body), with the default of three attempts. It also
      writes this page: `mvn verify -Dcontracts.update`.

      A cell shows the exception (kind, HTTP status, error code, whether a write **may have been processed**) and the
      number of requests that the server read, and the number of attempts if it differs. In every row: the call ends in
      bounded time; the client follows no redirect and signs every request; no exception and no log, at any level, holds
      the secret key or a signature; and the next call gets its own answer.
      """;

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
  void callEndsAsTheRowSays(String stage, Fault fault, Side side) {
    Outcome expected = fault.outcome(side);
    try (Overheard overheard = new Overheard();
        Scene scene = new Scene(folder)) {
      Scene.Ending ending = fault.play(scene, side, BOUND);

      List<Received> arrived = scene.server().takeRequests();
      assertEnding(ending, expected);
      assertThat(ending.interrupted()).isEqualTo(fault.isInterrupted());
      assertThat(arrived).hasSize(expected.arrived());
      if (fault.isSigned()) {
        assertThat(arrived)
            .filteredOn(request -> !request.method().equals("CONNECT"))
            .allSatisfy(Wire::assertSigned);
      }
      assertThat(scene.elsewhere().connections()).isZero();
      if (fault.pause() != null) {
        assertThat(scene.pauses().asked())
            .hasSize(expected.arrived() - 1)
            .allMatch(fault.pause()::equals);
      }
      assertNoSecretInTexts(ending.thrown(), overheard, arrived);
      if (!fault.isOverAfterwards()) {
        assertNextCallGetsItsOwnAnswer(scene);
      }
    }
  }

  private static void assertEnding(Scene.Ending ending, Outcome expected) {
    if (expected.own() != null) {
      assertThat(ending.thrown()).isExactlyInstanceOf(expected.own());
      return;
    }
    if (expected.kind() == null) {
      assertThat(ending.thrown()).isNull();
      return;
    }
    assertThat(ending.thrown())
        .isInstanceOfSatisfying(
            ApiGatewayException.class,
            e -> {
              assertThat(e.kind()).as(e.getMessage()).isEqualTo(expected.kind());
              assertThat(e.httpStatus()).isEqualTo(expected.status());
              assertThat(e.errorCode()).isEqualTo(expected.code());
              assertThat(e.mayHaveBeenProcessed()).isEqualTo(expected.fateUnknown());
              assertThat(e.attempts()).isEqualTo(expected.attempts());
              assertThat(e.operation()).isNotNull();
              assertThat(e.path()).startsWith("/");
            });
  }

  private static void assertNoSecretInTexts(
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
    // Nor can a log message look like several. (Stack traces have several lines.)
    assertThat(overheard.lines(ApiGatewayClient.class))
        .allSatisfy(line -> assertThat(line).doesNotContainPattern("[\\p{Cntrl}\u2028\u2029]"))
        .allSatisfy(line -> assertThat(line).hasSizeLessThan(5_000));
  }

  /** The rest of a faulty answer must not become the answer to another request. */
  private static void assertNextCallGetsItsOwnAnswer(Scene scene) {
    scene.server().greet(Answer.nothing()).answerFromNowOn(Scene.OK);
    Scene.Ending next = scene.call(Fault::list, BOUND, null);
    assertThat(next.thrown()).isNull();
  }

  /** Proves that the search for secrets sees the logs. */
  @Test
  void everythingThatIsLoggedIsOverheard() {
    try (Overheard overheard = new Overheard();
        Scene scene = new Scene(folder)) {
      scene.server().answerFromNowOn(Scene.OK);
      scene.build(client -> {});
      scene.call(Fault::list, BOUND, null);

      assertThat(overheard.lines(ApiGatewayClient.class)).isNotEmpty();
      assertThat(overheard.loggers()).anyMatch(name -> name.startsWith("org.apache.hc"));
    }
  }

  /** One fifth each of the requests is closed, reset, refused, answered twice, and answered. */
  @Test
  void thousandConcurrentCallsEachGetTheirOwnResult() throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(1_000);
    try (Scene scene = new Scene(folder)) {
      scene.server().answerAlways(Answer.by(request -> answer(number(request))));
      scene.build(client -> client.maxConnections(20));
      List<Callable<String>> calls = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        int number = i;
        calls.add(() -> endOf(scene.client(), number));
      }
      List<String> ends = new ArrayList<>();
      for (Future<String> end : callers.invokeAll(calls)) {
        ends.add(end.get());
      }

      Map<Integer, Long> arrived =
          scene.server().requests().stream()
              .collect(Collectors.groupingBy(FaultsTest::number, Collectors.counting()));
      for (int i = 0; i < 1_000; i++) {
        boolean read = i % 2 == 0;
        String write = read ? "" : ", may have been processed";
        String expected =
            switch (i % 5) {
              case 0, 1 -> "CONNECTION_FAILED 0" + write;
              case 2 -> "SERVICE_ERROR 503" + write;
              default -> read ? "product n" + i : "done";
            };
        assertThat(ends.get(i)).as("call %s", i).isEqualTo(expected);
        assertThat(arrived.get(i)).as("call %s", i).isEqualTo(read && i % 5 < 3 ? 3 : 1);
      }
    } finally {
      callers.shutdownNow();
    }
  }

  private static String endOf(ApiGatewayClient client, int number) {
    try {
      if (number % 2 == 0) {
        return "product " + client.products().getProduct("n" + number).getProduct().getProductId();
      }
      client.usagePlans().deleteUsagePlan("n" + number);
      return "done";
    } catch (ApiGatewayException e) {
      assertThat(e.path()).endsWith("/n" + number);
      return e.kind()
          + " "
          + e.httpStatus()
          + (e.mayHaveBeenProcessed() ? ", may have been processed" : "");
    }
  }

  private static int number(Received request) {
    return Integer.parseInt(request.path().replaceFirst(".*/n", ""));
  }

  private static Answer answer(int number) {
    return switch (number % 5) {
      case 0 -> Answer.close();
      case 1 -> Answer.reset();
      case 2 -> Answer.error(503, "500");
      // Both at once: a client cannot tell a late second answer from the answer to its next
      // request.
      case 3 -> Answer.raw(product("n" + number) + product("another"));
      default -> Answer.raw(product("n" + number));
    };
  }

  private static String product(String id) {
    String body = "{\"product\":{\"productId\":\"%s\"}}".formatted(id);
    return Answer.head(200, "Content-Length: " + body.length()) + "\r\n" + body;
  }

  @Test
  void namesOfTheRowsOfAStageDiffer() {
    STAGES.forEach(
        (stage, faults) ->
            assertThat(faults).as(stage).extracting(Fault::what).doesNotHaveDuplicates());
  }

  /** {@code -Dcontracts.update} rewrites the document. */
  @Test
  void documentShowsTheTable() throws IOException {
    String table = document();
    Files.createDirectories(REPORT.getParent());
    Files.writeString(REPORT, table);
    GeneratedPart.checkWhole(DOCUMENT, table);
  }

  private static String document() {
    StringBuilder text = new StringBuilder(INTRODUCTION);
    STAGES.forEach(
        (stage, faults) -> {
          text.append("\n## ").append(stage).append("\n\n");
          text.append("| fault | read | write |\n| --- | --- | --- |\n");
          for (Fault fault : faults) {
            text.append(
                "| %s | %s | %s |\n"
                    .formatted(
                        fault.what(),
                        words(fault.outcome(Side.READ)),
                        words(fault.outcome(Side.WRITE))));
          }
        });
    return text.toString();
  }

  private static String words(@Nullable Outcome outcome) {
    if (outcome == null) {
      return "";
    }
    String requests = count(outcome.arrived(), "request");
    if (outcome.own() != null) {
      return "that exception, " + requests;
    }
    if (outcome.kind() == null) {
      return "succeeds, " + requests;
    }
    StringBuilder words = new StringBuilder("`" + outcome.kind() + "`");
    if (outcome.status() != 0) {
      words.append(" ").append(outcome.status());
    }
    if (outcome.code() != ErrorCode.UNKNOWN) {
      words.append(" `").append(outcome.code()).append("`");
    }
    if (outcome.fateUnknown()) {
      words.append(", **may have been processed**");
    }
    if (outcome.attempts() != outcome.arrived()) {
      words.append(", ").append(count(outcome.attempts(), "attempt"));
    }
    return words.append(", ").append(requests).toString();
  }

  private static String count(int number, String what) {
    return (number == 0 ? "no" : Integer.toString(number)) + " " + what + (number == 1 ? "" : "s");
  }
}
