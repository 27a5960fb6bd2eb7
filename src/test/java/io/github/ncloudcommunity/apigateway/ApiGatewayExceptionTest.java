package io.github.ncloudcommunity.apigateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.ncloudcommunity.apigateway.ApiGatewayException.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiGatewayExceptionTest {

  private static ApiGatewayException.Builder permissionDenied() {
    return ApiGatewayException.builder(Kind.SERVICE_ERROR)
        .httpStatus(401)
        .rawErrorCode("210")
        .serviceMessage("Permission Denied")
        .details("A subscription to the API is required.")
        .traceId("abc")
        .operation("associateUsagePlan")
        .httpMethod("POST")
        .path("/api/v1/products/p/apis/a/stages/s/associate-usage-plan")
        .attempts(1);
  }

  @Test
  void messageOfAServiceErrorHasEveryFactInOneLine() {
    assertThat(permissionDenied().build())
        .hasMessage(
            "associateUsagePlan (POST /api/v1/products/p/apis/a/stages/s/associate-usage-plan):"
                + " HTTP 401, 210 Permission Denied: A subscription to the API is required."
                + " [1 attempt, trace abc]");
  }

  @Test
  void messageOfAConnectionFaultSaysWhatAndHowOften() {
    ApiGatewayException e =
        ApiGatewayException.builder(Kind.CONNECTION_FAILED)
            .message("connect timed out after 5 s")
            .operation("listStageUsagePlans")
            .httpMethod("GET")
            .path("/api/v1/x")
            .attempts(3)
            .build();

    assertThat(e)
        .hasMessage(
            "listStageUsagePlans (GET /api/v1/x): connection failed: connect timed out after 5 s"
                + " [3 attempts]");
  }

  @Test
  void messageWarnsOfAWriteWhoseFateIsNotKnown() {
    ApiGatewayException e =
        ApiGatewayException.builder(Kind.CONNECTION_FAILED)
            .message("read timed out after 30 s")
            .operation("createProduct")
            .attempts(1)
            .mayHaveBeenProcessed(true)
            .build();

    assertThat(e)
        .hasMessage(
            "createProduct: connection failed: read timed out after 30 s (the request may have been"
                + " processed: check before sending it again) [1 attempt]");
  }

  @Test
  void messageOfAnErrorWithoutCodeHasWhatThereIs() {
    assertThat(ApiGatewayException.builder(Kind.SERVICE_ERROR).httpStatus(502).build())
        .hasMessage("HTTP 502");
    assertThat(
            ApiGatewayException.builder(Kind.SERVICE_ERROR)
                .httpStatus(302)
                .message("a redirect is never followed")
                .httpMethod("GET")
                .path("/x")
                .build())
        .hasMessage("GET /x: HTTP 302: a redirect is never followed");
    assertThat(
            ApiGatewayException.builder(Kind.SERVICE_ERROR)
                .httpStatus(500)
                .serviceMessage("Oops")
                .build())
        .hasMessage("HTTP 500: Oops");
    assertThat(ApiGatewayException.builder(Kind.SERVICE_ERROR).build()).hasMessage("service error");
  }

  @Test
  void messageOfAnUnreadableAnswerNamesTheStatus() {
    assertThat(
            ApiGatewayException.builder(Kind.UNREADABLE_ANSWER)
                .httpStatus(200)
                .message("the body is empty")
                .build())
        .hasMessage("unreadable answer (HTTP 200): the body is empty");
  }

  @Test
  void messageSaysHowLongToWait() {
    ApiGatewayException.Builder e =
        ApiGatewayException.builder(Kind.SERVICE_ERROR)
            .httpStatus(429)
            .errorCode(ErrorCode.RATE_LIMITED);

    assertThat(e.retryAfter(Duration.ofSeconds(30)).build())
        .hasMessage("HTTP 429, 420 [retry after 30 s]");
    assertThat(e.retryAfter(Duration.ofMillis(1_500)).build())
        .hasMessage("HTTP 429, 420 [retry after 1500 ms]");
  }

  @ParameterizedTest
  @EnumSource
  void aBareExceptionOfEveryKindIsReadable(Kind kind) {
    ApiGatewayException e = ApiGatewayException.builder(kind).build();

    assertThat(e.getMessage()).isEqualTo(kind.name().toLowerCase(Locale.ROOT).replace('_', ' '));
    assertThat(e.kind()).isEqualTo(kind);
    assertThat(e.httpStatus()).isZero();
    assertThat(e.errorCode()).isEqualTo(ErrorCode.UNKNOWN);
    assertThat(e.rawErrorCode()).isNull();
    assertThat(e.serviceMessage()).isNull();
    assertThat(e.details()).isNull();
    assertThat(e.traceId()).isNull();
    assertThat(e.operation()).isNull();
    assertThat(e.httpMethod()).isNull();
    assertThat(e.path()).isNull();
    assertThat(e.attempts()).isZero();
    assertThat(e.mayHaveBeenProcessed()).isFalse();
    assertThat(e.retryAfter()).isNull();
    assertThat(e).hasNoCause();
  }

  @Test
  void everyFactIsReadBack() {
    ApiGatewayException e =
        permissionDenied().mayHaveBeenProcessed(true).retryAfter(Duration.ofSeconds(3)).build();

    assertThat(e.httpStatus()).isEqualTo(401);
    assertThat(e.errorCode()).isEqualTo(ErrorCode.PERMISSION_DENIED);
    assertThat(e.rawErrorCode()).isEqualTo("210");
    assertThat(e.serviceMessage()).isEqualTo("Permission Denied");
    assertThat(e.details()).isEqualTo("A subscription to the API is required.");
    assertThat(e.traceId()).isEqualTo("abc");
    assertThat(e.operation()).isEqualTo("associateUsagePlan");
    assertThat(e.httpMethod()).isEqualTo("POST");
    assertThat(e.path()).isEqualTo("/api/v1/products/p/apis/a/stages/s/associate-usage-plan");
    assertThat(e.attempts()).isEqualTo(1);
    assertThat(e.mayHaveBeenProcessed()).isTrue();
    assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void aCodeThatIsNotDocumentedIsKept() {
    ApiGatewayException e =
        ApiGatewayException.builder(Kind.SERVICE_ERROR).httpStatus(418).rawErrorCode("777").build();

    assertThat(e.errorCode()).isEqualTo(ErrorCode.UNKNOWN);
    assertThat(e.rawErrorCode()).isEqualTo("777");
    assertThat(e).hasMessage("HTTP 418, 777");
  }

  @Test
  void codeAndRawCodeNeverDisagree() {
    ApiGatewayException.Builder builder = ApiGatewayException.builder(Kind.SERVICE_ERROR);

    assertThat(builder.errorCode(ErrorCode.NOT_FOUND).build().rawErrorCode()).isEqualTo("300");
    assertThat(builder.rawErrorCode("777").build().errorCode()).isEqualTo(ErrorCode.UNKNOWN);
    assertThat(builder.errorCode(ErrorCode.UNKNOWN).build().rawErrorCode()).isNull();
  }

  @Test
  void copyKeepsEverythingAndAddsFacts() {
    IOException cause = new IOException("reset");
    ApiGatewayException original =
        ApiGatewayException.builder(Kind.CONNECTION_FAILED).message("reset").cause(cause).build();
    IOException suppressed = new IOException("first attempt");
    original.addSuppressed(suppressed);

    ApiGatewayException copy =
        original.toBuilder().operation("getApi").httpMethod("GET").path("/a").attempts(2).build();

    assertThat(copy).hasMessage("getApi (GET /a): connection failed: reset [2 attempts]");
    assertThat(copy.getCause()).isSameAs(cause);
    assertThat(copy.getSuppressed()).containsExactly(suppressed);
    assertThat(copy.getStackTrace()).isEqualTo(original.getStackTrace());
    assertThat(original).hasMessage("connection failed: reset");
  }

  @Test
  void copyOfACopyIsTheSame() {
    ApiGatewayException e =
        permissionDenied()
            .message("more")
            .retryAfter(Duration.ofSeconds(1))
            .mayHaveBeenProcessed(true)
            .build();

    assertThat(e.toBuilder().build()).usingRecursiveComparison().isEqualTo(e);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\nb",
        "a\rb",
        "a\u0000b",
        "a\u001bb",
        "a\u0085b",
        "a\u2028b",
        "a\u2029b",
        "a\u202eb",
        "a\u2066b",
        "a\tb",
        "a\u007fb"
      })
  void textsFromElsewhereCannotForgeLines(String text) {
    ApiGatewayException e =
        ApiGatewayException.builder(Kind.SERVICE_ERROR)
            .httpStatus(400)
            .rawErrorCode(text)
            .serviceMessage(text)
            .details(text)
            .traceId(text)
            .operation(text)
            .httpMethod(text)
            .path(text)
            .message(text)
            .build();

    assertThat(e).hasMessage("a b (a b a b): HTTP 400, a b a b: a b: a b [trace a b]");
    assertThat(e.serviceMessage()).isEqualTo("a b");
    assertThat(e.details()).isEqualTo("a b");
    assertThat(e.traceId()).isEqualTo("a b");
    assertThat(e.rawErrorCode()).isEqualTo("a b");
  }

  @Test
  void textsInKoreanAndEmojiStay() {
    ApiGatewayException e =
        ApiGatewayException.builder(Kind.SERVICE_ERROR).serviceMessage("권한 없음 👩‍💻").build();

    assertThat(e).hasMessage("service error: 권한 없음 👩‍💻");
  }

  @Test
  void longTextsAreCut() {
    ApiGatewayException e =
        ApiGatewayException.builder(Kind.SERVICE_ERROR)
            .httpStatus(400)
            .serviceMessage("m".repeat(100_000))
            .details("d".repeat(100_000))
            .build();

    assertThat(e.getMessage()).hasSizeLessThan(1_100).contains("m…").endsWith("d…");
    assertThat(e.details()).hasSize(4_000);
  }

  @Test
  void cuttingNeverSplitsACharacter() {
    for (String lead : new String[] {"", "x"}) {
      ApiGatewayException e =
          ApiGatewayException.builder(Kind.SERVICE_ERROR)
              .details(lead + "🥇".repeat(3_000))
              .build();

      assertThat(e.getMessage()).endsWith("🥇…");
      assertThat(e.details()).endsWith("🥇…");
    }
  }

  @Test
  void blankTextsCountAsNone() {
    ApiGatewayException e =
        ApiGatewayException.builder(Kind.SERVICE_ERROR)
            .rawErrorCode("")
            .serviceMessage(" ")
            .details("\n")
            .traceId("")
            .message("")
            .build();

    assertThat(e).hasMessage("service error");
    assertThat(e.rawErrorCode()).isNull();
    assertThat(e.details()).isNull();
  }

  @Test
  void queryIsCutOffThePath() {
    ApiGatewayException e =
        ApiGatewayException.builder(Kind.SERVICE_ERROR).path("/api/v1/x?name=private").build();

    assertThat(e.path()).isEqualTo("/api/v1/x");
    assertThat(e.getMessage()).doesNotContain("private");
  }

  @Test
  void messageOfTheCauseIsNotCopied() {
    ApiGatewayException e =
        ApiGatewayException.builder(Kind.CONNECTION_FAILED)
            .cause(new IOException("TOP-SECRET"))
            .build();

    assertThat(e.getMessage()).doesNotContain("TOP-SECRET");
  }

  @Test
  void nullKindAndNullCodeAreRefused() {
    ApiGatewayException.Builder builder = ApiGatewayException.builder(Kind.SERVICE_ERROR);

    assertThatNullPointerException().isThrownBy(() -> ApiGatewayException.builder(null));
    assertThatNullPointerException().isThrownBy(() -> builder.errorCode(null));
  }

  @Test
  void survivesSerialization() throws IOException, ClassNotFoundException {
    ApiGatewayException e = permissionDenied().retryAfter(Duration.ofSeconds(2)).build();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(e);
    }

    Object read;
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      read = in.readObject();
    }

    assertThat(read).usingRecursiveComparison().isEqualTo(e);
    assertThat((ApiGatewayException) read).hasMessage(e.getMessage());
  }
}
