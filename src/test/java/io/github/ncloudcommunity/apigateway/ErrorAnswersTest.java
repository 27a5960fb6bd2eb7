package io.github.ncloudcommunity.apigateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.ncloudcommunity.apigateway.ApiGatewayException.Kind;
import io.github.ncloudcommunity.apigateway.api.StageOperations.ListStageUsagePlansQuery;
import io.github.ncloudcommunity.apigateway.testing.Answer;
import io.github.ncloudcommunity.apigateway.testing.EveryOperation;
import io.github.ncloudcommunity.apigateway.testing.ScriptedServer;
import io.github.ncloudcommunity.apigateway.testing.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever an error answer looks like, it becomes an exception with its status. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ErrorAnswersTest {

  private static final String DOCUMENTED =
      "{\"error\":{\"errorCode\":\"210\",\"message\":\"Permission Denied\","
          + "\"details\":\"A subscription to the API is required.\"}}";

  @AutoClose private final ScriptedServer server = ScriptedServer.start();
  @AutoClose private final ApiGatewayClient client = TestClients.of(server).maxAttempts(1).build();

  @Test
  void everythingThatTheServiceStatesIsInTheException() {
    server.answer(Answer.json(401, DOCUMENTED, "X-NCP-Trace-Id: abc-123"));

    ApiGatewayException e = failure(() -> client.stages().deleteStage("p/1", "a", "s"));

    assertThat(e.kind()).isEqualTo(Kind.SERVICE_ERROR);
    assertThat(e.httpStatus()).isEqualTo(401);
    assertThat(e.errorCode()).isEqualTo(ErrorCode.PERMISSION_DENIED);
    assertThat(e.rawErrorCode()).isEqualTo("210");
    assertThat(e.serviceMessage()).isEqualTo("Permission Denied");
    assertThat(e.details()).isEqualTo("A subscription to the API is required.");
    assertThat(e.traceId()).isEqualTo("abc-123");
    assertThat(e.operation()).isEqualTo("deleteStage");
    assertThat(e.httpMethod()).isEqualTo("DELETE");
    assertThat(e.path()).isEqualTo("/api/v1/products/p%2F1/apis/a/stages/s");
    assertThat(e.attempts()).isEqualTo(1);
    assertThat(e.retryAfter()).isNull();
    assertThat(e)
        .hasMessage(
            "deleteStage (DELETE /api/v1/products/p%2F1/apis/a/stages/s): HTTP 401, 210"
                + " Permission Denied: A subscription to the API is required."
                + " [1 attempt, trace abc-123]");
  }

  @Test
  void queryIsNotInTheException() {
    server.answer(Answer.json(400, DOCUMENTED));

    ApiGatewayException e =
        failure(
            () ->
                client
                    .stages()
                    .listStageUsagePlans(
                        "p", "a", "s", new ListStageUsagePlansQuery().usagePlanName("private")));

    assertThat(server.onlyRequest().query()).isEqualTo("usagePlanName=private");
    assertThat(e.path()).isEqualTo("/api/v1/products/p/apis/a/stages/s/usage-plans");
    assertThat(stackTrace(e)).doesNotContain("private").doesNotContain("usagePlanName");
  }

  @ParameterizedTest
  @MethodSource("io.github.ncloudcommunity.apigateway.testing.EveryOperation#all")
  void everyOperationStatesItself(EveryOperation.Callable operation) {
    server.answer(Answer.json(401, DOCUMENTED));

    ApiGatewayException e = failure(() -> operation.call(client, operation.arguments()));

    assertThat(e.operation()).isEqualTo(operation.toString());
    assertThat(e.httpMethod()).isEqualTo(server.onlyRequest().method());
    assertThat(e.path()).isEqualTo(server.onlyRequest().path());
    assertThat(e.errorCode()).isEqualTo(ErrorCode.PERMISSION_DENIED);
  }

  static Stream<Arguments> documentedCodes() {
    return Arrays.stream(ErrorCode.values())
        .filter(code -> code != ErrorCode.UNKNOWN)
        .flatMap(
            code ->
                Stream.of("\"%s\"", "%s", "\" %s \"")
                    .map(form -> Arguments.of(code, form.formatted(code.code()))));
  }

  @ParameterizedTest
  @MethodSource("documentedCodes")
  void documentedCodeIsReadAsTextAndAsNumber(ErrorCode code, String onTheWire) {
    server.answer(Answer.json(code.httpStatus(), "{\"error\":{\"errorCode\":" + onTheWire + "}}"));

    ApiGatewayException e = failure(() -> client.products().getProduct("p"));

    assertThat(e.httpStatus()).isEqualTo(code.httpStatus());
    assertThat(e.errorCode()).isEqualTo(code);
    assertThat(e.rawErrorCode()).isEqualTo(code.code());
    assertThat(e.serviceMessage()).isNull();
    assertThat(e.details()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"999", "\"999\"", "\"QUOTA\"", "1e400", "true"})
  void unknownCodeIsKeptAsItCame(String onTheWire) {
    server.answer(Answer.json(400, "{\"error\":{\"errorCode\":" + onTheWire + "}}"));

    ApiGatewayException e = failure(() -> client.products().getProduct("p"));

    assertThat(e.errorCode()).isEqualTo(ErrorCode.UNKNOWN);
    assertThat(e.rawErrorCode()).isNotBlank();
    if (!onTheWire.contains("e400")) {
      assertThat(e.rawErrorCode()).isEqualTo(onTheWire.replace("\"", ""));
    }
  }

  /** What {@link Faults} has not. */
  static Stream<Arguments> bodiesThatSayNothing() {
    return Stream.of(
        Arguments.of("blanks", "  \r\n"),
        Arguments.of("HTML", "<html><h1>502 Bad Gateway</h1></html>"),
        Arguments.of("text", "upstream connect error"),
        Arguments.of("a number", "7"),
        Arguments.of("a string", "\"error\""),
        Arguments.of("an empty object", "{}"),
        Arguments.of("an empty error", "{\"error\":{}}"),
        Arguments.of("null for an error", "{\"error\":null}"),
        Arguments.of("nulls", "{\"error\":{\"errorCode\":null,\"message\":null,\"details\":null}}"),
        Arguments.of(
            "other types", "{\"error\":{\"errorCode\":{\"a\":1},\"message\":[],\"details\":[1]}}"),
        Arguments.of(
            "blank members",
            "{\"error\":{\"errorCode\":\" \",\"message\":\"\",\"details\":\"\\n\"}}"),
        Arguments.of("cut short", DOCUMENTED.substring(0, 30)),
        Arguments.of("text after it", DOCUMENTED + " trailing"),
        Arguments.of("too deep", "[".repeat(20_000)),
        Arguments.of("too long a number", "{\"error\":{\"errorCode\":" + "9".repeat(5_000) + "}}"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bodiesThatSayNothing")
  void statusIsStatedAlone_whenTheBodySaysNothing(String what, String body) {
    server.answer(Answer.json(400, body, "x-ncp-trace-id: t"));

    ApiGatewayException e = failure(() -> client.products().getProduct("p"));

    assertThat(e.kind()).isEqualTo(Kind.SERVICE_ERROR);
    assertThat(e.httpStatus()).isEqualTo(400);
    assertThat(e.errorCode()).isEqualTo(ErrorCode.UNKNOWN);
    assertThat(e.rawErrorCode()).isNull();
    assertThat(e.serviceMessage()).isNull();
    assertThat(e.details()).isNull();
    assertThat(e).hasMessage("getProduct (GET /api/v1/products/p): HTTP 400 [1 attempt, trace t]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Type: text/plain",
        "Content-Type: text/html; charset=klingon",
        "Content-Type: application/problem+json",
        "Content-Type:",
        "X-Content-Type: none"
      })
  void bodyIsReadWhateverItIsSaidToBe(String header) {
    server.answer(Answer.of(401, DOCUMENTED.getBytes(StandardCharsets.UTF_8), header));

    assertThat(failure(() -> client.products().getProduct("p")).errorCode())
        .isEqualTo(ErrorCode.PERMISSION_DENIED);
  }

  @Test
  void unknownMembersAndOtherLettersAreNoHindrance() {
    server.answer(
        Answer.json(
            404,
            "{\"new\":1,\"error\":{\"new\":[],\"errorCode\":\"300\",\"details\":\"없는 상품 🥇\"}}"));

    ApiGatewayException e = failure(() -> client.products().getProduct("p"));

    assertThat(e.errorCode()).isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(e.details()).isEqualTo("없는 상품 🥇");
  }

  @Test
  void brokenUtf8IsNoHindrance() {
    byte[] body = DOCUMENTED.getBytes(StandardCharsets.UTF_8);
    body[DOCUMENTED.indexOf("subscription")] = (byte) 0xff;
    server.answer(Answer.of(401, body));

    assertThat(failure(() -> client.products().getProduct("p")).errorCode())
        .isEqualTo(ErrorCode.PERMISSION_DENIED);
  }

  @Test
  void packedErrorIsUnderstood() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(DOCUMENTED.getBytes(StandardCharsets.UTF_8));
    }
    byte[] half = Arrays.copyOf(packed.toByteArray(), packed.size() / 2);
    server.answer(
        Answer.of(401, packed.toByteArray(), "Content-Encoding: gzip"),
        Answer.of(401, half, "Content-Encoding: gzip"),
        Answer.of(401, DOCUMENTED.getBytes(StandardCharsets.UTF_8), "Content-Encoding: gzip"));

    assertThat(failure(() -> client.products().getProduct("p")).errorCode())
        .isEqualTo(ErrorCode.PERMISSION_DENIED);
    for (String broken : new String[] {"cut short", "not packed"}) {
      ApiGatewayException e = failure(() -> client.products().getProduct("p"));
      assertThat(e.kind()).as(broken).isEqualTo(Kind.SERVICE_ERROR);
      assertThat(e.httpStatus()).isEqualTo(401);
    }
  }

  @Test
  void whatArrivedBeforeAnErrorBrokeOffIsRead() {
    server.answer(
        Answer.raw(Answer.head(401, "Content-Length: 1000") + "\r\n" + DOCUMENTED)
            .then(Answer.close()));

    assertThat(failure(() -> client.products().getProduct("p")).errorCode())
        .isEqualTo(ErrorCode.PERMISSION_DENIED);
  }

  @Test
  void hugeErrorKeepsItsStatusAndHasAShortMessage() {
    server.answer(
        Answer.json(400, "x".repeat(3_000_000)),
        Answer.json(
            400, "{\"error\":{\"errorCode\":\"100\",\"details\":\"" + "x".repeat(30_000) + "\"}}"));

    ApiGatewayException text = failure(() -> client.products().getProduct("p"));
    ApiGatewayException json = failure(() -> client.products().getProduct("p"));

    assertThat(text.httpStatus()).isEqualTo(400);
    assertThat(json.errorCode()).isEqualTo(ErrorCode.BAD_REQUEST);
    assertThat(json.details()).hasSizeLessThanOrEqualTo(4_000);
    assertThat(json.getMessage()).hasSizeLessThan(2_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Length: unknown",
        "Content-Length: 1000000000000",
        "Transfer-Encoding: chunked"
      })
  void errorWithoutEndIsNotReadToItsEnd(String header) {
    String chunk = "1000\r\n" + "x".repeat(0x1000) + "\r\n";
    server.answer(Answer.raw(Answer.head(500, header) + "\r\n").then(Answer.drip(chunk)));

    // Reading on would take until the deadline, and that is two minutes off.
    ApiGatewayException e = failure(() -> client.products().getProduct("p"));

    assertThat(e.kind()).isEqualTo(Kind.SERVICE_ERROR);
    assertThat(e.httpStatus()).isEqualTo(500);
  }

  @Test
  void lineBreaksInAnErrorDoNotForgeLines() {
    server.answer(
        Answer.json(
            400,
            "{\"error\":{\"errorCode\":\"1\\r"
                + "\\n"
                + "00\",\"message\":\"a\\n"
                + "b\",\"details\":\"c\\u2028d\"}}"));

    assertThat(failure(() -> client.products().getProduct("p")).getMessage().lines()).hasSize(1);
  }

  private static String encoded(String signature) {
    return URLEncoder.encode(signature, StandardCharsets.US_ASCII);
  }

  static Stream<Arguments> echoes() {
    return Stream.of(
        echo(
            "message",
            signature ->
                Answer.json(400, "{\"error\":{\"message\":\"got %s!\"}}".formatted(signature))),
        echo(
            "details",
            signature ->
                Answer.json(
                    400, "{\"error\":{\"details\":\"%1$s and %1$s\"}}".formatted(signature))),
        echo(
            "details with escapes",
            signature ->
                Answer.json(
                    400,
                    "{\"error\":{\"details\":\"%s\"}}"
                        .formatted(signature.replace("/", "\\/").replace("=", "\\u003d")))),
        echo(
            "details, without padding",
            signature ->
                Answer.json(
                    400,
                    "{\"error\":{\"details\":\"got %s\"}}".formatted(signature.replace("=", "")))),
        echo(
            "details, percent-encoded",
            signature ->
                Answer.json(
                    400, "{\"error\":{\"details\":\"got %s\"}}".formatted(encoded(signature)))),
        echo(
            "details, percent-encoded in lower case",
            signature ->
                Answer.json(
                    400,
                    "{\"error\":{\"details\":\"got %s\"}}"
                        .formatted(
                            encoded(signature).replace("%2B", "%2b").replace("%2F", "%2f")))),
        echo(
            "code",
            signature ->
                Answer.json(400, "{\"error\":{\"errorCode\":\"%s\"}}".formatted(signature))),
        echo("trace id", signature -> Answer.json(400, "{}", "x-ncp-trace-id: " + signature)),
        echo("a body of text", signature -> Answer.json(400, "bad signature " + signature)),
        echo("a body that is no success", signature -> Answer.json(200, signature)),
        echo(
            "a member of a success",
            signature ->
                Answer.json(200, "{\"product\":{\"modTime\":\"%s\"}}".formatted(signature))),
        echo(
            "trace id of a success",
            signature -> Answer.json(200, "?", "x-ncp-trace-id: " + signature)),
        echo("a header", signature -> Answer.json(400, "{}", "X-Echo: " + signature)),
        echo("Retry-After", signature -> Answer.json(503, "{}", "Retry-After: " + signature)),
        echo("Date", signature -> Answer.json(401, "{}", "Date: " + signature)),
        echo(
            "the content type",
            signature ->
                Answer.of(200, new byte[] {'?'}, "Content-Type: a/b; charset=" + signature)),
        echo(
            "the encoding", signature -> Answer.json(200, "{}", "Content-Encoding: " + signature)));
  }

  static Stream<Arguments> echoesThatAreNotHttp() {
    return Stream.of(
        echo(
            "the first line", signature -> Answer.raw(signature + "\r\n\r\n").then(Answer.close())),
        echo(
            "a line that is no header",
            signature ->
                Answer.raw("HTTP/1.1 200 OK\r\n" + signature + "\r\n\r\n").then(Answer.close())),
        echo(
            "the length",
            signature ->
                Answer.raw("HTTP/1.1 200 OK\r\nContent-Length: " + signature + "\r\n\r\n")
                    .then(Answer.close())),
        echo(
            "the size of a chunk",
            signature ->
                Answer.raw(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                            + signature
                            + "\r\n")
                    .then(Answer.close())));
  }

  private static Arguments echo(String where, Function<String, Answer> answer) {
    return Arguments.of(where, answer);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"echoes", "echoesThatAreNotHttp"})
  void signatureThatTheServiceEchoesIsNotInTheException(
      String where, Function<String, Answer> answer) {
    server.answer(Answer.by(request -> answer.apply(request.header(Wire.SIGNATURE).get(0))));

    ApiGatewayException e = failure(() -> client.products().getProduct("p"));

    String signature = server.onlyRequest().header(Wire.SIGNATURE).get(0);
    for (String text :
        List.of(stackTrace(e), e.serviceMessage() + e.details() + e.rawErrorCode() + e.traceId())) {
      // With the padding or without, as it is or percent-encoded.
      assertThat(text.replaceAll("(?i)%2b", "+").replaceAll("(?i)%2f", "/"))
          .doesNotContain(signature.replace("=", ""));
    }
  }

  @Test
  void restOfATextThatEchoesTheSignatureStays() {
    server.answer(
        Answer.by(
            request ->
                Answer.json(
                    401,
                    "{\"error\":{\"errorCode\":\"200\",\"details\":\"got %s, sorry\"}}"
                        .formatted(request.header(Wire.SIGNATURE).get(0)))));

    assertThat(failure(() -> client.products().getProduct("p")).details())
        .isEqualTo("got ***, sorry");
  }

  private static ApiGatewayException failure(ThrowingCallable call) {
    ApiGatewayException e = catchThrowableOfType(ApiGatewayException.class, call);
    assertThat(e).isNotNull();
    return e;
  }

  private static String stackTrace(Throwable e) {
    StringWriter text = new StringWriter();
    e.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
