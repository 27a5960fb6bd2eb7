package io.github.ncloudcommunity.apigateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.ncloudcommunity.apigateway.ApiGatewayException.Kind;
import io.github.ncloudcommunity.apigateway.model.CreateUsagePlanRequest;
import io.github.ncloudcommunity.apigateway.testing.Answer;
import io.github.ncloudcommunity.apigateway.testing.Hostile;
import io.github.ncloudcommunity.apigateway.testing.Pauses;
import io.github.ncloudcommunity.apigateway.testing.ScriptedServer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/**
 * Whatever is put together to be deep, wide, colliding, or packed over and over: a call ends with a
 * value or an {@link ApiGatewayException} that tells the truth, and the next one gets its answer.
 */
class HostileAnswerPropertyTest {

  private static ScriptedServer server;
  private static ApiGatewayClient client;
  private static ApiGatewayClient another;

  @BeforeContainer
  static void start() {
    server = ScriptedServer.start();
    client = TestClients.of(server, new Pauses()).maxAnswerBytes(1 << 20).maxAttempts(1).build();
    another = TestClients.of(server, new Pauses()).maxAttempts(1).build();
  }

  @AfterContainer
  static void stop() {
    client.close();
    another.close();
    server.close();
  }

  /** An answer, shown by how it was put together. */
  record Sent(int status, String what, byte[] body, String header) {

    @Override
    public String toString() {
      return status + " " + what + ", " + body.length + " bytes, " + header;
    }
  }

  @Property(seed = "2026", tries = 400)
  @StatisticsReport(label = "outcomes", onFailureOnly = true)
  void hostileStructureIsAValueOrAnExceptionThatTellsTheTruth(@ForAll("answers") Sent sent) {
    server.answerFromNowOn(Answer.of(sent.status(), sent.body(), sent.header()));
    boolean success = sent.status() < 300;

    Throwable read = catchThrowable(() -> client.stages().listStageUsagePlans("p", "a", "s"));
    Throwable write =
        catchThrowable(
            () ->
                client
                    .usagePlans()
                    .createUsagePlan(new CreateUsagePlanRequest().usagePlanName("n")));

    for (Throwable thrown : Arrays.asList(read, write)) {
      if (thrown == null) {
        assertThat(success).isTrue();
        continue;
      }
      assertThat(thrown)
          .isInstanceOfSatisfying(
              ApiGatewayException.class,
              e -> {
                assertThat(e.kind())
                    .isEqualTo(success ? Kind.UNREADABLE_ANSWER : Kind.SERVICE_ERROR);
                assertThat(e.httpStatus()).isEqualTo(sent.status());
                assertThat(e.mayHaveBeenProcessed())
                    .isEqualTo(thrown == write && (success || sent.status() >= 500));
              });
    }
    Statistics.label("outcomes")
        .collect(read == null ? "a value" : ((ApiGatewayException) read).kind().toString())
        .coverage(
            outcomes -> {
              outcomes.check("a value").percentage(share -> share > 10);
              outcomes.check("UNREADABLE_ANSWER").percentage(share -> share > 10);
              outcomes.check("SERVICE_ERROR").percentage(share -> share > 10);
            });
    server.answerFromNowOn(Scene.OK);
    Fault.list(client);
    Fault.list(another);
  }

  @Provide
  Arbitrary<Sent> answers() {
    Arbitrary<Integer> statuses =
        Arbitraries.frequencyOf(Tuple.of(2, Arbitraries.just(200)), Tuple.of(1, errors()));
    return Combinators.combine(statuses, documents(), Arbitraries.integers().between(0, 9))
        .as(HostileAnswerPropertyTest::sent);
  }

  private static Arbitrary<Integer> errors() {
    return Arbitraries.of(400, 401, 404, 429, 500, 503);
  }

  private static Sent sent(int status, Tuple.Tuple2<String, String> document, int packing) {
    String json = document.get2();
    byte[] plain = json.getBytes(StandardCharsets.UTF_8);
    String gzip = "Content-Encoding: gzip";
    String what = document.get1();
    return switch (packing) {
      case 0 -> new Sent(status, what, Hostile.gzip(json), gzip);
      case 1 -> new Sent(status, what + " and a member", Hostile.gzip(json, json), gzip);
      case 2 -> new Sent(status, what + " behind many", many(json), gzip);
      case 3 -> new Sent(status, what + " behind blocks", Hostile.emptyBlocks(999, json), gzip);
      case 4 ->
          new Sent(
              status,
              what + " in UTF-16",
              json.getBytes(StandardCharsets.UTF_16),
              "Content-Type: application/json; charset=utf-16");
      default -> new Sent(status, what, plain, "Content-Type: application/json");
    };
  }

  private static byte[] many(String json) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(Hostile.emptyMembers(20_000));
    all.writeBytes(Hostile.gzip(json));
    return all.toByteArray();
  }

  /** What it is, and the text of it. */
  private static Arbitrary<Tuple.Tuple2<String, String>> documents() {
    Arbitrary<Tuple.Tuple2<String, String>> members =
        Arbitraries.oneOf(colliding(), deep(), wide(), longOnes());
    Arbitrary<String> around =
        Arbitraries.of(
            "{%s}",
            "{%s,\"total\":7}",
            "{\"total\":7,\"content\":[{%s}]}",
            "{\"total\":7,\"content\":[{\"usagePlanName\":\"골드\",%s}]}",
            "{\"error\":{%s}}",
            "{\"error\":{\"errorCode\":\"300\",%s}}",
            "{%s");
    return Combinators.combine(members, around)
        .as((what, form) -> Tuple.of(what.get1() + " in " + form, form.replace("%s", what.get2())));
  }

  private static Arbitrary<Tuple.Tuple2<String, String>> colliding() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 4_096),
            Arbitraries.integers().between(0, 2),
            Arbitraries.longs())
        .as(
            (count, how, seed) -> {
              List<String> names =
                  new ArrayList<>(
                      how == 0
                          ? Hostile.namesThatCollideAsBytes(count)
                          : how == 1
                              ? Hostile.namesThatCollideAsCharacters(count)
                              : Hostile.namesThatCollide(count));
              Collections.shuffle(names, new Random(seed));
              return Tuple.of(names.size() + " colliding names", Hostile.members(names));
            });
  }

  private static Arbitrary<Tuple.Tuple2<String, String>> deep() {
    return Combinators.combine(
            Arbitraries.of(10, 900, 1_001, 10_000, 100_000),
            Arbitraries.of("[", "{\"a\":", "[{\"a\":"),
            Arbitraries.of(true, false),
            Arbitraries.of("new", "content", "total", "errorCode", "details"))
        .as(
            (levels, open, closed, name) -> {
              String close =
                  new StringBuilder(open.replace("\"a\":", ""))
                      .reverse()
                      .toString()
                      .replace('[', ']')
                      .replace('{', '}');
              String value = open.repeat(levels) + (closed ? "1" + close.repeat(levels) : "");
              return Tuple.of(
                  name + " of " + levels + " levels of " + open, "\"" + name + "\":" + value);
            });
  }

  private static Arbitrary<Tuple.Tuple2<String, String>> wide() {
    return Combinators.combine(
            Arbitraries.of(10, 1_000, 30_000, 200_000),
            Arbitraries.of("{}", "[]", "0", "null", "\"\"", "{\"\":0}", "1e9999", "[[]]"),
            Arbitraries.of("new", "content", "errorCode", "details"))
        .as(
            (count, element, name) ->
                Tuple.of(
                    name + " of " + count + " " + element,
                    "\"" + name + "\":" + Hostile.array(count, element)));
  }

  private static Arbitrary<Tuple.Tuple2<String, String>> longOnes() {
    return Combinators.combine(
            Arbitraries.of(900, 1_100, 60_000, 900_000, 1_100_000),
            Arbitraries.of("9", "0.", "1e", "\"", "name", "twice"),
            Arbitraries.of("new", "total", "rateRps", "errorCode", "details"))
        .as(
            (length, kind, name) ->
                Tuple.of(
                    name + ": " + length + " of " + kind,
                    switch (kind) {
                      case "\"" -> "\"" + name + "\":\"" + "x".repeat(length) + "\"";
                      case "name" -> "\"" + name + "x".repeat(length) + "\":1";
                      case "twice" -> "\"" + name + "\":1" + (",\"" + name + "\":2").repeat(9_000);
                      default -> "\"" + name + "\":" + kind + "9".repeat(length);
                    }));
  }
}
