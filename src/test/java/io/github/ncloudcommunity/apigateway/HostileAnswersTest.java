package io.github.ncloudcommunity.apigateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import feign.DefaultClient;
import io.github.ncloudcommunity.apigateway.ApiGatewayException.Kind;
import io.github.ncloudcommunity.apigateway.model.CreateUsagePlanRequest;
import io.github.ncloudcommunity.apigateway.model.StageUsagePlans;
import io.github.ncloudcommunity.apigateway.testing.Answer;
import io.github.ncloudcommunity.apigateway.testing.Hostile;
import io.github.ncloudcommunity.apigateway.testing.ScriptedServer;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that are made to be more than they look, and what they do to the answers after them. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileAnswersTest {

  @AutoClose private final ScriptedServer server = ScriptedServer.start();
  @AutoClose private final ApiGatewayClient client = TestClients.of(server).maxAttempts(1).build();

  @AutoClose
  private final ApiGatewayClient foreign =
      TestClients.of(server)
          .maxAttempts(1)
          .httpClient(new DefaultClient(null, null)) // reads to the end of the connection
          .build();

  // Packed

  static Stream<Arguments> packed() {
    return Stream.of(
        Arguments.of("many empty members", Hostile.emptyMembers(500_000)),
        Arguments.of("two members", Hostile.gzip("{\"total\":7}", "")),
        Arguments.of("a member and half of one", with(Hostile.gzip("{\"total\":7}"), 0x1f, 0x8b)),
        Arguments.of("a member and zeros", with(Hostile.gzip("{\"total\":7}"), 0, 0)));
  }

  private static byte[] with(byte[] bytes, int... more) {
    byte[] all = Arrays.copyOf(bytes, bytes.length + more.length);
    for (int i = 0; i < more.length; i++) {
      all[bytes.length + i] = (byte) more[i];
    }
    return all;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("packed")
  void gzipOfMoreThanOneMemberIsUnreadable(String what, byte[] body) {
    server.answerAlways(Answer.of(200, body, "Content-Encoding: gzip"));

    assertThat(unreadable(this::list)).hasMessageContaining("is not a single gzip member");
    assertThat(unreadable(this::create).mayHaveBeenProcessed()).isTrue();
    unreadable(() -> client.canary().exportCanarySdk("p", "a", "s"));
  }

  @Test
  void boundHoldsForWhatArrivesPackedToo() {
    try (ApiGatewayClient bounded = TestClients.of(server).maxAnswerBytes(10_000).build()) {
      server.answer(
          Answer.of(200, Hostile.emptyBlocks(1_000, "{\"total\":7}"), "Content-Encoding: gzip"));
      assertThat(bounded.stages().listStageUsagePlans("p", "a", "s").getTotal()).isEqualTo(7);

      server.answerAlways(
          Answer.of(200, Hostile.emptyBlocks(2_000, "{\"total\":7}"), "Content-Encoding: gzip"));
      assertThat(unreadable(() -> bounded.stages().listStageUsagePlans("p", "a", "s")))
          .hasMessageContaining("10000 bytes");
    }
  }

  // Names that collide

  static Stream<Arguments> colliding() {
    List<Arguments> all = new ArrayList<>();
    for (int count : new int[] {100, 1_000, 4_096}) {
      for (int status : new int[] {200, 400}) {
        all.add(Arguments.of(count, "as bytes", Hostile.namesThatCollideAsBytes(count), status));
        all.add(
            Arguments.of(
                count, "as characters", Hostile.namesThatCollideAsCharacters(count), status));
      }
    }
    return all.stream();
  }

  @ParameterizedTest(name = "{0} that collide {1}, {3}")
  @MethodSource("colliding")
  void namesThatCollideAreReadAndForgotten(int count, String how, List<String> names, int status) {
    try (ApiGatewayClient another = TestClients.of(server).maxAttempts(1).build()) {
      server.answerAlways(Answer.json(status, "{" + Hostile.members(names) + ",\"total\":7}"));
      for (int i = 0; i < 3; i++) {
        if (status == 200) {
          StageUsagePlans read = client.stages().listStageUsagePlans("p", "a", "s");
          assertThat(read.getTotal()).isEqualTo(7);
          assertThat(read.getAdditionalProperties()).containsOnlyKeys(names);
        } else {
          assertThat(failure(this::list).httpStatus()).isEqualTo(400);
        }
      }

      for (ApiGatewayClient each : List.of(client, another)) {
        theWholeFlowWorks(each);
      }
    }
  }

  /** Answers with names that are known, and with ever more that are not. */
  private void theWholeFlowWorks(ApiGatewayClient each) {
    for (int i = 0; i < 200; i++) {
      server.answer(
          Answer.json(200, "{\"total\":%d,\"n%d\":\"골드\",\"m%d\":1}".formatted(i, i, i)),
          Answer.json(200, "{\"usagePlanId\":\"u\",\"k%d\":{}}".formatted(i)),
          Answer.error(404, "300"));
      StageUsagePlans read = each.stages().listStageUsagePlans("p", "a", "s");
      assertThat(read.getTotal()).isEqualTo(i);
      assertThat(read.getAdditionalProperties()).isEqualTo(Map.of("n" + i, "골드", "m" + i, 1));
      each.usagePlans().createUsagePlan(new CreateUsagePlanRequest().usagePlanName("n"));
      assertThat(failure(() -> each.products().getProduct("p")).errorCode())
          .isEqualTo(ErrorCode.NOT_FOUND);
    }
  }

  // Many, deep and wide

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "0", "{\"\":0}"})
  void whatBecomesFarMoreInMemoryIsUnreadable(String element) {
    String rows = Hostile.array(15_000_000 / (element.length() + 1), element);
    server.answerAlways(Answer.json(200, "{\"content\":" + rows + "}"));

    assertThat(unreadable(this::list)).hasMessageContaining("more than 1048576 values");
    assertThat(unreadable(this::create).mayHaveBeenProcessed()).isTrue();
    assertThat(client.canary().exportCanarySdk("p", "a", "s")).hasSizeGreaterThan(14_000_000);
  }

  @Test
  void whatStandsInATextIsNoValue() {
    String text = "[{,".repeat(500_000) + "\\\\\\\"" + ",".repeat(500_000);
    server.answer(Answer.json(200, "{\"quotaCondition\":\"" + text + "\",\"total\":7}"));

    assertThat(client.stages().listStageUsagePlans("p", "a", "s").getTotal()).isEqualTo(7);
  }

  @Test
  void smallAnswerMayHaveManyValuesWhateverTheBoundIs() {
    try (ApiGatewayClient bounded = TestClients.of(server).maxAnswerBytes(65_536).build()) {
      server.answer(Answer.json(200, "{\"x\":" + Hostile.array(32_000, "1") + "}"));

      assertThat(bounded.products().getProduct("p").getAdditionalProperties()).containsKey("x");
    }
  }

  static Stream<Arguments> structures() {
    return Stream.of(
        Arguments.of("900 levels", "[".repeat(900) + "]".repeat(900), true),
        Arguments.of("1100 levels", "[".repeat(1_100) + "]".repeat(1_100), false),
        Arguments.of("a million levels", "[".repeat(1_000_000), false),
        Arguments.of("a million levels of objects", "{\"a\":".repeat(1_000_000), false),
        Arguments.of("900 digits", "9".repeat(900), true),
        Arguments.of("2000 digits", "9".repeat(2_000), false),
        Arguments.of("a fraction of 2000 digits", "0." + "9".repeat(2_000), false),
        Arguments.of("a large exponent", "1e999999999", true),
        Arguments.of("a text of 10 MB", "\"" + "x".repeat(10_000_000) + "\"", true),
        Arguments.of("a member twice", "{\"a\":1,\"a\":2}", true),
        Arguments.of("100,000 names", "{" + manyNames() + "}", true));
  }

  private static String manyNames() {
    StringBuilder names = new StringBuilder("\"n\":0");
    for (int i = 0; i < 100_000; i++) {
      names.append(",\"n").append(i).append("\":0");
    }
    return names.toString();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("structures")
  void anyStructureIsAValueOrUnreadable(String what, String json, boolean readable) {
    String body = "{\"new\":" + json + "}";
    server.answer(
        Answer.json(200, body), Answer.json(200, body), Answer.json(400, "{\"error\":" + json));

    if (readable) {
      list();
      create();
    } else {
      assertThat(unreadable(this::list).mayHaveBeenProcessed()).isFalse();
      assertThat(unreadable(this::create).mayHaveBeenProcessed()).isTrue();
    }
    assertThat(failure(this::list).kind()).isEqualTo(Kind.SERVICE_ERROR);
  }

  // Files without an end

  @ParameterizedTest
  @ValueSource(strings = {"1.0", "1.1"})
  void fileThatEndsWithTheConnectionIsUnreadable(String version) {
    server.answerAlways(endingWithTheConnection(version, "", "file".getBytes(UTF_8)));

    assertThat(unreadable(() -> client.canary().exportCanarySdk("p", "a", "s")))
        .hasMessageContaining("may have been cut short");
  }

  @Test
  void fileThatShowsItsEndMayEndWithTheConnection() {
    server.answer(
        endingWithTheConnection("1.1", "Content-Encoding: gzip\r\n", Hostile.gzip("file")));

    assertThat(client.canary().exportCanarySdk("p", "a", "s")).asString(UTF_8).isEqualTo("file");
  }

  /** It does not tell whether its body came in chunks. */
  @Test
  void clientOfTheUserIsBelievedThatAFileIsWhole() {
    server.answer(endingWithTheConnection("1.1", "", "file".getBytes(UTF_8)));

    assertThat(foreign.canary().exportCanarySdk("p", "a", "s")).asString(UTF_8).isEqualTo("file");
  }

  private static Answer endingWithTheConnection(String version, String headers, byte[] body) {
    return Answer.raw("HTTP/" + version + " 200 OK\r\n" + headers + "\r\n")
        .then(Answer.raw(body))
        .then(Answer.close());
  }

  // Charsets of errors

  @ParameterizedTest
  @ValueSource(strings = {"euc-kr", "utf-8", "utf-16", "utf-16le", "ks_c_5601-1987"})
  void charsetOfAnErrorIsGoneBy(String charset) {
    String body = "{\"error\":{\"errorCode\":\"300\",\"details\":\"없는 상품\"}}";
    server.answer(
        Answer.of(
            404,
            body.getBytes(Charset.forName(charset)),
            "Content-Type: application/json; charset=" + charset));

    ApiGatewayException e = failure(this::list);

    assertThat(e.errorCode()).isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(e.details()).isEqualTo("없는 상품");
  }

  @ParameterizedTest
  @ValueSource(strings = {"; charset=klingon", "; charset=!!", "; charset=us-ascii", ""})
  void errorWhoseCharsetIsNoHelpIsReadAsFarAsItCanBe(String charset) {
    String body = "\ufeff{\"error\":{\"errorCode\":\"300\",\"details\":\"없는 상품\"}}";
    server.answer(
        Answer.of(
            404,
            body.substring(charset.contains("ascii") ? 1 : 0).getBytes(UTF_8),
            "Content-Type: application/json" + charset));

    assertThat(failure(this::list).errorCode()).isEqualTo(ErrorCode.NOT_FOUND);
  }

  private void list() {
    client.stages().listStageUsagePlans("p", "a", "s");
  }

  private void create() {
    client.usagePlans().createUsagePlan(new CreateUsagePlanRequest().usagePlanName("n"));
  }

  private static ApiGatewayException failure(ThrowingCallable call) {
    return catchThrowableOfType(ApiGatewayException.class, call);
  }

  private static ApiGatewayException unreadable(ThrowingCallable call) {
    ApiGatewayException e = failure(call);
    assertThat(e).isNotNull();
    assertThat(e.kind()).isEqualTo(Kind.UNREADABLE_ANSWER);
    return e;
  }
}
