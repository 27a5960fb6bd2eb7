package io.github.ncloudcommunity.apigateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ncloudcommunity.apigateway.ApiGatewayException.Kind;
import io.github.ncloudcommunity.apigateway.model.Api;
import io.github.ncloudcommunity.apigateway.model.AuthorizerTestResponse;
import io.github.ncloudcommunity.apigateway.model.CreateUsagePlanRequest;
import io.github.ncloudcommunity.apigateway.model.Product;
import io.github.ncloudcommunity.apigateway.model.ProductEnvelope;
import io.github.ncloudcommunity.apigateway.model.SearchUsagePlansRequest;
import io.github.ncloudcommunity.apigateway.model.SetDefaultUsagePlanRequest;
import io.github.ncloudcommunity.apigateway.model.TestAuthorizerRequest;
import io.github.ncloudcommunity.apigateway.model.UpdateUsagePlanRequest;
import io.github.ncloudcommunity.apigateway.testing.Answer;
import io.github.ncloudcommunity.apigateway.testing.EveryOperation;
import io.github.ncloudcommunity.apigateway.testing.ScriptedServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies, both ways: absent is absent, and what cannot be read is no success. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BodiesTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @AutoClose private final ScriptedServer server = ScriptedServer.start();
  @AutoClose private final ApiGatewayClient client = TestClients.of(server).maxAttempts(1).build();

  // What is sent

  @Test
  void bodyThatSetsNothingIsAnEmptyObject() {
    server.answerAlways(Answer.json(200, "{}"));

    client.usagePlans().searchUsagePlans(new SearchUsagePlansRequest());
    client.stages().setDefaultUsagePlan("p", "a", "s", new SetDefaultUsagePlanRequest());

    assertThat(server.requests()).extracting(request -> request.text()).containsExactly("{}", "{}");
  }

  @Test
  void memberThatWasSetToNullIsNotSent() {
    server.answer(Answer.json(200, "{}"));

    client
        .usagePlans()
        .updateUsagePlan(
            "u",
            new UpdateUsagePlanRequest()
                .usagePlanName("gold")
                .usagePlanDescription("once")
                .usagePlanDescription(null));

    assertThat(server.onlyRequest().text()).isEqualTo("{\"usagePlanName\":\"gold\"}");
  }

  @Test
  void emptyTextAndZeroAreSent() throws IOException {
    server.answer(Answer.json(200, "{}"));

    client
        .usagePlans()
        .createUsagePlan(
            new CreateUsagePlanRequest()
                .usagePlanName("")
                .usagePlanDescription("")
                .dayQuotaRequest(0L));

    assertThat(JSON.readTree(server.onlyRequest().text()))
        .isEqualTo(
            JSON.readTree(
                "{\"usagePlanName\":\"\",\"usagePlanDescription\":\"\",\"dayQuotaRequest\":0}"));
  }

  @Test
  void textIsSentAsUtf8() throws IOException {
    server.answer(Answer.empty(204));
    String text = "골드 🥇 \" \\ \n \u0000 {braces} %41";

    Fault.associate(client, text);

    byte[] body = server.onlyRequest().body();
    String utf8 = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    assertThat(JSON.readTree(utf8)).singleElement().extracting(JsonNode::textValue).isEqualTo(text);
    assertThat(server.onlyRequest().header("Content-Length"))
        .containsExactly(Integer.toString(body.length));
  }

  // What is read

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 203, 204, 205, 206, 207, 299})
  void anySuccessWillDoWhereNoBodyIsDue(int status) {
    server.answer(Answer.empty(status));

    client.usagePlans().deleteUsagePlan("u");

    assertThat(server.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 203, 206, 299})
  void anySuccessWithABodyIsRead(int status) {
    server.answer(Answer.json(status, "{\"product\":{\"productId\":\"p\"}}"));

    assertThat(client.products().getProduct("p").getProduct().getProductId()).isEqualTo("p");
  }

  @Test
  void ofAMemberThatComesTwiceTheLastIsRead() {
    ProductEnvelope answer = product("{\"new\":1,\"product\":{},\"new\":2,\"product\":null}");

    assertThat(answer.getProduct()).isNull();
    assertThat(answer.getAdditionalProperties()).containsExactly(Map.entry("new", 2));
  }

  @Test
  void absentAndNullMembersAreNull() {
    ProductEnvelope answer = product("{\"product\":{\"productId\":null}}");

    assertThat(answer.getProduct().getProductId()).isNull();
    assertThat(answer.getProduct().getProductName()).isNull();
    assertThat(product("{}").getProduct()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2024-05-07T17:08:51+09:00",
        "2024-05-07T08:08:51Z",
        "2024-05-07T08:08:51.123456789-03:30",
        "9999-12-31T23:59:59Z"
      })
  void datesKeepTheirOffset(String date) {
    ProductEnvelope answer = product("{\"product\":{\"modTime\":\"%s\"}}".formatted(date));

    // Equal in date, time and offset, not in the instant alone.
    assertThat(answer.getProduct().getModTime()).isEqualTo(OffsetDateTime.parse(date));
    assertThat(answer.getProduct().getModTime().getOffset())
        .isEqualTo(OffsetDateTime.parse(date).getOffset());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2024-05-07T17:08:51+0900",
        "2024-05-07T17:08:51+09",
        "2024-05-07t17:08:51.000+09:00",
        " 2024-05-07T17:08:51+09:00 "
      })
  void datesMayBeWrittenOtherwise(String date) {
    ProductEnvelope answer = product("{\"product\":{\"modTime\":\"%s\"}}".formatted(date));

    assertThat(answer.getProduct().getModTime())
        .isEqualTo(OffsetDateTime.parse("2024-05-07T17:08:51+09:00"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2024-05-07T17:08:00+09:00",
        "2024-05-07T00:00:00Z",
        "2024-05-07T08:08:51.12-03:30"
      })
  void datesAreWrittenWithSecondsAndOffset(String date) throws IOException {
    assertThat(
            JsonCodec.MAPPER.writeValueAsString(new Product().modTime(OffsetDateTime.parse(date))))
        .isEqualTo("{\"modTime\":\"%s\"}".formatted(date));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1234567890123456789", "1E+400", "1.10", "9223372036854775808"})
  void numbersWhereAnyJsonMayBeKeepTheirValue(String number) throws IOException {
    AuthorizerTestResponse read =
        JsonCodec.MAPPER.readValue(
            "{\"body\":[%s]}".formatted(number), AuthorizerTestResponse.class);

    assertThat(JsonCodec.MAPPER.writeValueAsString(read))
        .isEqualTo("{\"body\":[%s]}".formatted(number));
  }

  @Test
  void getApiReadsAnArrayAndASingleObject() {
    server.answer(
        Answer.json(200, "{\"total\":2,\"api\":[{\"apiId\":\"a\"},{\"apiId\":\"b\"}]}"),
        Answer.json(200, "{\"total\":1,\"api\":{\"apiId\":\"a\"}}"),
        Answer.json(200, "{\"total\":0,\"api\":[]}"),
        Answer.json(200, "{}"));

    assertThat(client.apis().getApi("p", "a").getApi())
        .extracting(Api::getApiId)
        .containsExactly("a", "b");
    assertThat(client.apis().getApi("p", "a").getApi())
        .extracting(Api::getApiId)
        .containsExactly("a");
    assertThat(client.apis().getApi("p", "a").getApi()).isEmpty();
    assertThat(client.apis().getApi("p", "a").getApi()).isNull();
  }

  @Test
  void charsetOfTheAnswerIsGoneBy() {
    String body = "{\"product\":{\"productName\":\"골드\"}}";
    server.answer(
        Answer.of(
            200,
            body.getBytes(Charset.forName("EUC-KR")),
            "Content-Type: application/json; charset=\"euc-kr\""));

    assertThat(client.products().getProduct("p").getProduct().getProductName()).isEqualTo("골드");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "GZIP", "x-gzip"})
  void gzipIsUnderstood(String encoding) throws IOException {
    byte[] packed = gzip(utf8("{\"product\":{\"productName\":\"골드\"}}"));
    server.answer(Answer.of(200, packed, "Content-Encoding: " + encoding));

    assertThat(client.products().getProduct("p").getProduct().getProductName()).isEqualTo("골드");
  }

  @Test
  void noEncodingIsAskedFor() {
    server.answer(Answer.json(200, "{}"));

    client.products().getProduct("p");

    assertThat(server.onlyRequest().header("Accept-Encoding")).isEmpty();
  }

  @Test
  void chunksAreUnderstood() {
    String answer =
        Answer.head(200, "Content-Type: application/json", "Transfer-Encoding: chunked")
            + "\r\n5\r\n{\"pro\r\n19\r\nduct\":{\"productId\":\"p\"}}\r\n0\r\n\r\n";
    server.answer(Answer.raw(answer), Answer.raw(answer));

    assertThat(client.products().getProduct("p").getProduct().getProductId()).isEqualTo("p");
    assertThat(client.products().getProduct("p").getProduct().getProductId()).isEqualTo("p");
    assertThat(server.connections()).isEqualTo(1);
  }

  @Test
  void fileIsGivenAsItCame() throws IOException {
    byte[] file = new byte[70_000];
    for (int i = 0; i < file.length; i++) {
      file[i] = (byte) (i * 31);
    }
    server.answer(
        Answer.of(200, file, "Content-Type: application/octet-stream"),
        Answer.of(200, file, "Content-Type: application/json; charset=klingon"),
        Answer.of(200, gzip(file), "Content-Encoding: gzip"),
        Answer.json(200, " null "));

    for (int i = 0; i < 3; i++) {
      assertThat(client.canary().exportCanarySdk("p", "a", "s")).isEqualTo(file);
    }
    assertThat(client.canary().exportCanarySdk("p", "a", "s")).isEqualTo(utf8(" null "));
  }

  static Stream<EveryOperation.Callable> files() {
    return EveryOperation.all().filter(EveryOperation.Callable::answersWithAFile);
  }

  @ParameterizedTest
  @MethodSource("files")
  void fileWithoutBytesIsUnreadable(EveryOperation.Callable operation) {
    server.answer(Answer.empty(200));

    unreadableAnswer(() -> operation.call(client, operation.arguments()));
  }

  @ParameterizedTest
  @MethodSource("files")
  void errorInPlaceOfAFileIsRead(EveryOperation.Callable operation) {
    server.answer(Answer.error(404, "300"));

    ApiGatewayException e =
        catchThrowableOfType(
            ApiGatewayException.class, () -> operation.call(client, operation.arguments()));

    assertThat(e.errorCode()).isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(e.operation()).isEqualTo(operation.toString());
  }

  @Test
  void fileLongerThanAllowedIsUnreadable() {
    try (ApiGatewayClient bounded = bounded(2_000)) {
      server.answer(Answer.of(200, new byte[2_000]), Answer.of(200, new byte[2_001]));

      assertThat(bounded.canary().exportCanarySdk("p", "a", "s")).hasSize(2_000);
      unreadableAnswer(() -> bounded.canary().exportCanarySdk("p", "a", "s"));
    }
  }

  // What cannot be read

  /** What {@link Faults} has not. */
  static Stream<Arguments> unreadable() {
    return Stream.of(
        Arguments.of("blanks", utf8(" \r\n\t"), ""),
        Arguments.of("text", utf8("OK"), ""),
        Arguments.of("an empty string", utf8("\"\""), ""),
        Arguments.of("true", utf8("true"), ""),
        Arguments.of("an array around it", utf8("[{\"product\":{}}]"), ""),
        Arguments.of("a brace too many", utf8("{\"product\":{}}}"), ""),
        Arguments.of("single quotes", utf8("{'product':{}}"), ""),
        Arguments.of("a comment", utf8("{/* c */\"product\":{}}"), ""),
        Arguments.of("another type", utf8("{\"product\":\"p\"}"), ""),
        Arguments.of("another type deep in", utf8("{\"product\":{\"modTime\":\"soon\"}}"), ""),
        Arguments.of("broken UTF-8", with("{\"product\":{\"productName\":\"", 0xff, "\"}}"), ""),
        Arguments.of("UTF-8 cut short", with("{\"product\":{\"productName\":\"", 0xea, "\"}}"), ""),
        Arguments.of("impossible charset", utf8("{\"product\":{}}"), "; charset=!!"));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] with(String before, int octet, String after) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(utf8(before));
    bytes.write(octet);
    bytes.writeBytes(utf8(after));
    return bytes.toByteArray();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unreadable")
  void successThatCannotBeReadIsAnUnreadableAnswer(String what, byte[] body, String charset) {
    server.answer(
        Answer.of(200, body, "Content-Type: application/json" + charset, "x-ncp-trace-id: t-1"));

    ApiGatewayException e = unreadableAnswer(() -> client.products().getProduct("p"));

    assertThat(e.httpStatus()).isEqualTo(200);
    assertThat(e.traceId()).isEqualTo("t-1");
    assertThat(e.mayHaveBeenProcessed()).isFalse();
    assertThat(e).hasMessageStartingWith("getProduct (GET /api/v1/products/p): unreadable answer");
  }

  @Test
  void whatWasReadIsNotRepeatedInTheException() {
    server.answer(
        Answer.json(200, "{\"product\":{\"modTime\":\"api-key-value\"}}"),
        Answer.json(200, "api-key-value"));

    for (int i = 0; i < 2; i++) {
      ApiGatewayException e = unreadableAnswer(() -> client.products().getProduct("p"));
      assertThat(e).hasStackTraceContaining("unreadable answer");
      assertThat(stackTrace(e)).doesNotContain("api-key-value");
    }
  }

  @Test
  void memberOfTheWrongTypeIsNamed() {
    server.answer(
        Answer.json(
            200, "{\"total\":1,\"api\":[{\"apiId\":\"a\"},{\"stages\":[{\"isPublished\":{}}]}]}"));

    ApiGatewayException e = unreadableAnswer(() -> client.apis().getApi("p", "a"));

    assertThat(e)
        .hasMessageContaining("api[1].stages[0].isPublished")
        .hasMessageContaining("line 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "stageName              | 5 5.7 true {} [] [\"text\"]",
        "ipAclCode              | 5 5.7 true {} [] [\"text\"] {\"value\":\"text\"}",
        "isMaintenance          | 0 1 5.7 \"true\" \"\" {} [] [true]",
        "throttleRps            | 5.7 5.0 \"5\" \"\" \"null\" true {} [] [5] 2147483648",
        "monthQuotaRequest      | 5.7 5.0 \"5\" \"\" \"null\" true {} [] [5] 9223372036854775808",
        "canaryDistributionRate | \"5\" \"5.7\" \"\" \"NaN\" \"-INF\" true {} [] [5] 1e400",
        "regTime                | 1715069288000 1715069288.5 true {} [] \"\" \"soon\"",
        "regTime                | \"1715069288000\" \"2024-05-07\" \"2024-05-07T01:59:03\" [2024,5,7]",
        "canaryConditions       | 5 true \"text\" [5] [[]] [\"text\"] [null]",
      })
  void valueOfAnotherTypeIsUnreadable(String member, String values) {
    for (String value : values.split(" ")) {
      server.answer(Answer.json(200, "{\"stage\":{\"%s\":%s}}".formatted(member, value)));

      assertThat(unreadableAnswer(() -> client.stages().getStage("p", "a", "s")))
          .as(value)
          .hasMessageContaining("its member stage." + member)
          .hasMessageContaining(" has an unexpected type (line 1, column ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "\"\"", "[]", "{\"name\":null}", "{\"name\":[null]}"})
  void mapOfAnotherTypeIsUnreadable(String header) {
    server.answer(Answer.json(200, "{\"response\":{\"header\":%s}}".formatted(header)));

    assertThat(
            unreadableAnswer(
                () -> client.authorizers().testAuthorizer("a", new TestAuthorizerRequest())))
        .hasMessageContaining("its member response.header");
  }

  @Test
  void answerAsLongAsAllowedIsRead() {
    try (ApiGatewayClient bounded = bounded(2_000)) {
      server.answer(Answer.json(200, padded(2_000)));

      assertThat(bounded.products().getProduct("p")).isNotNull();
    }
  }

  @Test
  void answerLongerThanAllowedIsUnreadable() throws IOException {
    try (ApiGatewayClient bounded = bounded(2_000)) {
      server.answer(
          Answer.json(200, padded(2_001)),
          Answer.of(200, gzip(utf8(padded(5_000_000))), "Content-Encoding: gzip"));

      for (int i = 0; i < 2; i++) {
        ApiGatewayException e = unreadableAnswer(() -> bounded.products().getProduct("p"));
        assertThat(e.httpStatus()).isEqualTo(200);
        assertThat(e).hasMessageContaining("2000 bytes");
      }
    }
  }

  private ApiGatewayClient bounded(int bytes) {
    return TestClients.of(server).maxAttempts(1).maxAnswerBytes(bytes).build();
  }

  private static String padded(int length) {
    return "{}" + " ".repeat(length - 2);
  }

  private ProductEnvelope product(String body) {
    server.answer(Answer.json(200, body));
    return client.products().getProduct("p");
  }

  private static ApiGatewayException unreadableAnswer(ThrowingCallable call) {
    ApiGatewayException e = catchThrowableOfType(ApiGatewayException.class, call);
    assertThat(e).isNotNull();
    assertThat(e.kind()).isEqualTo(Kind.UNREADABLE_ANSWER);
    return e;
  }

  private static String stackTrace(Throwable e) {
    StringWriter text = new StringWriter();
    e.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }
}
