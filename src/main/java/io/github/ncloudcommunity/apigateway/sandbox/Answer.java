package io.github.ncloudcommunity.apigateway.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ncloudcommunity.apigateway.ErrorCode;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What is sent back: a status and, unless it is null, a body; bytes are a file, anything else is
 * written by Jackson as JSON.
 *
 * @see <a href="https://api.ncloud-docs.com/docs/ai-application-service-apigateway">API Gateway
 *     overview: status codes</a>
 */
record Answer(int status, @Nullable Object body) {

  static final String FILE = "application/octet-stream";

  private static final String JSON = "application/json;charset=UTF-8";

  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  static Answer error(ErrorCode code, String details) {
    ObjectNode error =
        Bodies.object()
            .put("errorCode", code.code())
            .put("message", message(code))
            .put("details", details);
    return new Answer(code.httpStatus(), Bodies.object("error", error));
  }

  String contentType() {
    return body instanceof byte[] ? FILE : JSON;
  }

  /** The body, JSON in UTF-8; empty when there is none. */
  byte[] bytes() {
    if (body == null) {
      return new byte[0];
    }
    if (body instanceof byte[] file) {
      return file;
    }
    try {
      // By way of a string: an unpaired surrogate that a client sent is replaced, not refused.
      return MAPPER.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer cannot be written as JSON", e);
    }
  }

  static String message(ErrorCode code) {
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
