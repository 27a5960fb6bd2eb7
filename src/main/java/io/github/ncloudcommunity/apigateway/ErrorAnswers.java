package io.github.ncloudcommunity.apigateway;

import com.fasterxml.jackson.databind.JsonNode;
import feign.Response;
import feign.codec.ErrorDecoder;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Turns an answer without a 2xx status into an exception. The documented body is {@code {"error":
 * {"errorCode": "210", "message": "Permission Denied", "details": "…"}}}. A gateway or proxy may
 * send any other body; the exception then holds the status alone. Thread-safe.
 *
 * @see <a href="https://api.ncloud-docs.com/docs/ai-application-service-apigateway">Status codes
 *     and errors</a>
 */
final class ErrorAnswers implements ErrorDecoder {

  private final Clock clock;

  ErrorAnswers(Clock clock) {
    this.clock = clock;
  }

  @Override
  public ApiGatewayException decode(String methodKey, Response response) {
    Instant serverTime = time(header(response, "Date"));
    JsonNode error = error(response);
    String code = text(error.path("errorCode"));
    return ApiGatewayException.builder(ApiGatewayException.Kind.SERVICE_ERROR)
        .httpStatus(response.status())
        .rawErrorCode(code)
        .serviceMessage(text(error.path("message")))
        .details(text(error.path("details")))
        .traceId(header(response, Attempt.TRACE_ID))
        .retryAfter(retryAfter(header(response, "Retry-After"), serverTime))
        .build();
  }

  private static JsonNode error(Response response) {
    JsonNode none = JsonCodec.MAPPER.createObjectNode();
    try {
      String body = new String(AnswerBody.bytes(response.body()), charset(response));
      JsonNode answer =
          JsonCodec.MAPPER.readTree(body.startsWith("\uFEFF") ? body.substring(1) : body);
      return answer == null ? none : answer.path("error");
    } catch (IOException | RuntimeException | StackOverflowError e) {
      return none; // HTML, cut short, or otherwise unusable
    }
  }

  /** Falls back to UTF-8: a wrong charset garbles the message but not the code. */
  private static Charset charset(Response response) {
    try {
      Charset charset = JsonCodec.charset(response);
      return charset == null ? StandardCharsets.UTF_8 : charset;
    } catch (IllegalArgumentException e) {
      return StandardCharsets.UTF_8;
    }
  }

  /** Accepts a string or a number: the code comes as either. */
  private static @Nullable String text(JsonNode node) {
    return node.isValueNode() && !node.isNull() && !node.asText().isBlank() ? node.asText() : null;
  }

  private @Nullable Duration retryAfter(@Nullable String value, @Nullable Instant serverTime) {
    if (value == null) {
      return null;
    }
    if (value.matches("\\d+")) {
      // Nine digits are thirty years; more could overflow.
      return Duration.ofSeconds(Long.parseLong(value.length() > 9 ? "999999999" : value));
    }
    Instant at = time(value);
    if (at == null) {
      return null; // negative, or neither number nor date: ignored
    }
    Duration until = Duration.between(serverTime == null ? clock.instant() : serverTime, at);
    return until.isNegative() ? Duration.ZERO : until;
  }

  static @Nullable Instant time(@Nullable String httpDate) {
    try {
      return httpDate == null
          ? null
          : ZonedDateTime.parse(httpDate, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** Makes the failure for a success that cannot be read. The text must quote nothing of it. */
  static ApiGatewayException unreadable(Response response, String why) {
    return ApiGatewayException.builder(ApiGatewayException.Kind.UNREADABLE_ANSWER)
        .httpStatus(response.status())
        .traceId(header(response, Attempt.TRACE_ID))
        .message(why)
        .build();
  }

  static @Nullable String header(Response response, String name) {
    Collection<String> values = response.headers().get(name);
    return values == null || values.isEmpty() ? null : values.iterator().next();
  }
}
