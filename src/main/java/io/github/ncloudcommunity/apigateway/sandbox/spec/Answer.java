package io.github.ncloudcommunity.apigateway.sandbox.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.ncloudcommunity.apigateway.ErrorCode;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a request, as bytes: they take much less memory than the JSON they are made from.
 *
 * @param contentType null for an answer without a body
 * @see <a href="https://api.ncloud-docs.com/docs/ai-application-service-apigateway">API Gateway
 *     overview: status codes</a>
 */
public record Answer(int status, @Nullable String contentType, byte[] bytes) {

  public static final String FILE = "application/octet-stream";

  private static final String JSON = "application/json;charset=UTF-8";

  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  static Answer empty(int status) {
    return new Answer(status, null, new byte[0]);
  }

  static Answer file(int status, byte[] bytes) {
    return new Answer(status, FILE, bytes);
  }

  public static Answer json(int status, JsonNode body) {
    try {
      // By way of a string: an unpaired surrogate that a client sent is replaced, not refused.
      String text = MAPPER.writeValueAsString(body);
      return new Answer(status, JSON, text.getBytes(StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer cannot be written as JSON", e);
    }
  }

  public static Answer error(ErrorCode code, String details) {
    return json(
        code.httpStatus(),
        MAPPER
            .createObjectNode()
            .set(
                "error",
                MAPPER
                    .createObjectNode()
                    .put("errorCode", code.code())
                    .put("message", message(code))
                    .put("details", details)));
  }

  /** The message of an error, as documented. */
  public static String message(ErrorCode code) {
    return switch (code) {
      case BAD_REQUEST -> "Bad Request Exception";
      case AUTHENTICATION_FAILED -> "Authentication Failed";
      case PERMISSION_DENIED -> "Permission Denied";
      case FORBIDDEN -> "Forbidden";
      case NOT_FOUND -> "Not Found Exception";
      case QUOTA_EXCEEDED -> "Quota Exceeded";
      case THROTTLE_LIMITED -> "Throttle Limited";
      case RATE_LIMITED -> "Rate Limited";
      case REQUEST_ENTITY_TOO_LARGE -> "Request Entity Too Large";
      case ENDPOINT_ERROR -> "Endpoint Error";
      case ENDPOINT_TIMEOUT -> "Endpoint Timeout";
      case UNEXPECTED_ERROR -> "Unexpected Error";
      case UNKNOWN -> throw new IllegalArgumentException("an answer needs a documented code");
    };
  }
}
