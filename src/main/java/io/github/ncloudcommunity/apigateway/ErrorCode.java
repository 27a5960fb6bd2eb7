package io.github.ncloudcommunity.apigateway;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The error codes that API Gateway states in the body of an error answer, in {@code
 * error.errorCode}.
 *
 * <p><b>A code looks like an HTTP status and is none.</b> Code 200 is a failed authentication (HTTP
 * 401), code 300 a missing resource (HTTP 404), code 400 a spent quota (HTTP 429), code 500 an
 * endpoint that cannot be reached (HTTP 503). Compare constants of this type, never bare numbers.
 *
 * <p>HTTP 401 comes with two codes that call for different cures: {@link #AUTHENTICATION_FAILED}
 * and {@link #PERMISSION_DENIED}.
 *
 * @see <a href="https://api.ncloud-docs.com/docs/ai-application-service-apigateway">API Gateway
 *     overview: headers, status codes, signature</a>
 */
public enum ErrorCode {
  /** Code 100, HTTP 400: a bad request, by the table one that is not HTTPS or not UTF-8. */
  BAD_REQUEST(400, "100"),
  /**
   * Code 200, HTTP 401: credentials are missing or not valid, the signature and its time included.
   */
  AUTHENTICATION_FAILED(401, "200"),
  /** Code 210, HTTP 401: the credentials are valid and have no permission for this. */
  PERMISSION_DENIED(401, "210"),
  /** Code 230, HTTP 403: no permission for the resource. */
  FORBIDDEN(403, "230"),
  /** Code 300, HTTP 404: no such resource. */
  NOT_FOUND(404, "300"),
  /** Code 400, HTTP 429: the quota is used up; trying again soon does not help. */
  QUOTA_EXCEEDED(429, "400"),
  /** Code 410, HTTP 429: requests come too fast (throttle). */
  THROTTLE_LIMITED(429, "410"),
  /** Code 420, HTTP 429: requests come too fast (rate). */
  RATE_LIMITED(429, "420"),
  /** Code 430, HTTP 413: the body of the request is too large. */
  REQUEST_ENTITY_TOO_LARGE(413, "430"),
  /** Code 500, HTTP 503: API Gateway cannot reach the service behind it. */
  ENDPOINT_ERROR(503, "500"),
  /** Code 510, HTTP 504: the service behind API Gateway did not answer in time. */
  ENDPOINT_TIMEOUT(504, "510"),
  /** Code 900, HTTP 500: an error that no other code covers. */
  UNEXPECTED_ERROR(500, "900"),
  /** No code, or one that is not documented; see {@link ApiGatewayException#rawErrorCode()}. */
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
   * The code as the service writes it, for example {@code "210"}.
   *
   * @return the code, or null for {@link #UNKNOWN}
   */
  public @Nullable String code() {
    return code;
  }

  /**
   * The HTTP status that is documented for this code.
   *
   * @return a status from 400 to 504, or 0 for {@link #UNKNOWN}
   */
  public int httpStatus() {
    return httpStatus;
  }

  /**
   * Finds the constant for a code.
   *
   * @param code the code as it stands in the answer, white space around it ignored; may be null
   * @return the constant, or {@link #UNKNOWN} when the code is null or not documented; never null
   */
  public static ErrorCode of(@Nullable String code) {
    return code == null ? UNKNOWN : BY_CODE.getOrDefault(code.strip(), UNKNOWN);
  }
}
