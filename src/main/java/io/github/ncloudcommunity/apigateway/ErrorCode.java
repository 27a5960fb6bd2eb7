package io.github.ncloudcommunity.apigateway;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The error codes of API Gateway, as {@code error.errorCode} in the body of an error answer.
 *
 * <p><b>A code looks like an HTTP status but is not one.</b> Code 200 is a failed authentication
 * (HTTP 401), code 300 a missing resource (HTTP 404), code 400 an exhausted quota (HTTP 429), code
 * 500 an unreachable endpoint (HTTP 503). Compare constants of this type, never numbers.
 *
 * <p>HTTP 401 has two codes with different remedies. {@link #AUTHENTICATION_FAILED}: check the
 * keys, the clock and, if you sign yourself, the string to sign. {@link #PERMISSION_DENIED}: the
 * account needs a permission.
 *
 * @see <a href="https://api.ncloud-docs.com/docs/ai-application-service-apigateway">API Gateway
 *     overview: headers, status codes, signature</a>
 */
public enum ErrorCode {
  /** Code 100, HTTP 400: a bad request; the documentation names requests without HTTPS or UTF-8. */
  BAD_REQUEST(400, "100"),
  /** Code 200, HTTP 401: key, signature or timestamp is missing or wrong. */
  AUTHENTICATION_FAILED(401, "200"),
  /** Code 210, HTTP 401: the credentials are valid but lack the permission. */
  PERMISSION_DENIED(401, "210"),
  /** Code 230, HTTP 403: no permission for the resource. */
  FORBIDDEN(403, "230"),
  /** Code 300, HTTP 404: no such resource. */
  NOT_FOUND(404, "300"),
  /** Code 400, HTTP 429: the quota is exhausted; retrying soon does not help. */
  QUOTA_EXCEEDED(429, "400"),
  /** Code 410, HTTP 429: too many requests (throttle). */
  THROTTLE_LIMITED(429, "410"),
  /** Code 420, HTTP 429: too many requests (rate). */
  RATE_LIMITED(429, "420"),
  /** Code 430, HTTP 413: the request body is too large. */
  REQUEST_ENTITY_TOO_LARGE(413, "430"),
  /** Code 500, HTTP 503: API Gateway cannot reach the service behind it. */
  ENDPOINT_ERROR(503, "500"),
  /** Code 510, HTTP 504: the service behind API Gateway did not answer in time. */
  ENDPOINT_TIMEOUT(504, "510"),
  /** Code 900, HTTP 500: an error that no other code covers. */
  UNEXPECTED_ERROR(500, "900"),
  /** No code, or an undocumented one; see {@link ApiGatewayException#rawErrorCode()}. */
  UNKNOWN(0, null);

  private static final Map<String, ErrorCode> BY_CODE = new HashMap<>();

  static {
    for (ErrorCode value : values()) {
      if (value.code != null) {
        BY_CODE.put(value.code, value);
      }
    }
  }

  private final int httpStatus;
  private final @Nullable String code;

  ErrorCode(int httpStatus, @Nullable String code) {
    this.httpStatus = httpStatus;
    this.code = code;
  }

  /**
   * Returns the code as the service writes it, for example {@code "210"}.
   *
   * @return the code, or null for {@link #UNKNOWN}
   */
  public @Nullable String code() {
    return code;
  }

  /**
   * Returns the HTTP status that is documented for this code.
   *
   * @return a status from 400 to 504, or 0 for {@link #UNKNOWN}
   */
  public int httpStatus() {
    return httpStatus;
  }

  /**
   * Finds the constant for a code.
   *
   * @param code the code of an answer, or null; surrounding white space is ignored
   * @return the constant; {@link #UNKNOWN} if the code is null or not documented; never null
   */
  public static ErrorCode of(@Nullable String code) {
    return code == null ? UNKNOWN : BY_CODE.getOrDefault(code.strip(), UNKNOWN);
  }
}
