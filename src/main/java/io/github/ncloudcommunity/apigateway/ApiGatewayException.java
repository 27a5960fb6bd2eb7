package io.github.ncloudcommunity.apigateway;

import java.time.Duration;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The failure of a call, for any reason but a wrong argument. {@link #kind()} says what went wrong.
 * {@link #errorCode()} is the error code of the service, if it sent one.
 *
 * <p>{@link #getMessage()} is a single line for logs, with all known facts in a fixed order:
 *
 * <pre>
 * associateUsagePlan (POST /api/v1/products/p/apis/a/stages/s/associate-usage-plan): HTTP 401,
 *     210 Permission Denied: A subscription to the API is required. [1 attempt, trace abc]
 * </pre>
 *
 * <p>(wrapped here). No text of this exception holds a secret key, a signature or a query string.
 * Control characters and line breaks from answers become spaces, so an answer cannot forge log
 * lines.
 *
 * <p>Immutable, except for what every {@link Throwable} allows to change.
 *
 * @see <a href="https://api.ncloud-docs.com/docs/ai-application-service-apigateway">API Gateway
 *     overview: headers, status codes, signature</a>
 */
public final class ApiGatewayException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Kind {
    /** The service, or a gateway in front of it, answered with a status other than 2xx. */
    SERVICE_ERROR("service error"),
    /** The connection failed, broke or timed out before the answer was complete. */
    CONNECTION_FAILED("connection failed"),
    /** The status is 2xx, but the body is missing, too large or not as documented. */
    UNREADABLE_ANSWER("unreadable answer"),
    /** The call took longer than its {@code callTimeout}, which includes retries and pauses. */
    DEADLINE_EXCEEDED("deadline exceeded"),
    /** No credentials were found, or their source is incomplete or broken. */
    CREDENTIALS_UNAVAILABLE("credentials unavailable"),
    /** The calling thread was interrupted; its interrupt flag is set. */
    INTERRUPTED("interrupted"),
    /** The client was closed before or during the call. */
    CLIENT_CLOSED("client closed"),
    /** The pages of a list are inconsistent: rows would be missed, or repeated endlessly. */
    UNSTABLE_PAGES("unstable pages");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  private final Kind kind;
  private final int httpStatus;
  private final ErrorCode errorCode;
  private final @Nullable String rawErrorCode;
  private final @Nullable String serviceMessage;
  private final @Nullable String details;
  private final @Nullable String traceId;
  private final @Nullable String operation;
  private final @Nullable String httpMethod;
  private final @Nullable String path;
  private final int attempts;
  private final boolean mayHaveBeenProcessed;
  private final @Nullable Duration retryAfter;
  private final @Nullable String ownMessage;

  private ApiGatewayException(Builder from) {
    super(compose(from), from.cause);
    this.kind = from.kind;
    this.httpStatus = from.httpStatus;
    this.errorCode = from.errorCode;
    this.rawErrorCode = from.rawErrorCode;
    this.serviceMessage = from.serviceMessage;
    this.details = from.details;
    this.traceId = from.traceId;
    this.operation = from.operation;
    this.httpMethod = from.httpMethod;
    this.path = from.path;
    this.attempts = from.attempts;
    this.mayHaveBeenProcessed = from.mayHaveBeenProcessed;
    this.retryAfter = from.retryAfter;
    this.ownMessage = from.message;
  }

  /**
   * Starts an exception: for tests, and for your own {@code CredentialsProvider}.
   *
   * @param kind what went wrong
   * @return a builder in which only the kind is set
   * @throws NullPointerException if kind is null
   */
  public static Builder builder(Kind kind) {
    return new Builder(kind);
  }

  /**
   * Starts a copy. It keeps all properties, the cause, the suppressed exceptions and the stack
   * trace.
   *
   * @return a builder with the properties of this exception
   */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /**
   * Returns what went wrong.
   *
   * @return the kind, never null
   */
  public Kind kind() {
    return kind;
  }

  /**
   * Returns the HTTP status of the last answer.
   *
   * @return the status, or 0 without an answer
   */
  public int httpStatus() {
    return httpStatus;
  }

  /**
   * Returns the error code of the service.
   *
   * @return the code; {@link ErrorCode#UNKNOWN} if there is none or it is not documented; never
   *     null
   */
  public ErrorCode errorCode() {
    return errorCode;
  }

  /**
   * Returns the error code as the answer has it, also if it is not documented.
   *
   * @return the code, or null if the answer has none
   */
  public @Nullable String rawErrorCode() {
    return rawErrorCode;
  }

  /**
   * Returns {@code error.message} of the answer.
   *
   * @return at most 4,000 characters without control characters, or null if there is none
   */
  public @Nullable String serviceMessage() {
    return serviceMessage;
  }

  /**
   * Returns {@code error.details} of the answer. Real answers have it; no page documents it.
   *
   * @return at most 4,000 characters without control characters, or null if there is none
   */
  public @Nullable String details() {
    return details;
  }

  /**
   * Returns the header {@code x-ncp-trace-id} of the answer, which NAVER Cloud's support can look
   * up.
   *
   * @return the id, or null if the answer has none
   */
  public @Nullable String traceId() {
    return traceId;
  }

  /**
   * Returns the operationId of the call, for example {@code associateUsagePlan}.
   *
   * @return the id, or null outside a call
   */
  public @Nullable String operation() {
    return operation;
  }

  /**
   * Returns the HTTP method of the request.
   *
   * @return the method in upper case, or null outside a call
   */
  public @Nullable String httpMethod() {
    return httpMethod;
  }

  /**
   * Returns the path of the request as sent, base path included.
   *
   * @return the path without host and query, or null outside a call
   */
  public @Nullable String path() {
    return path;
  }

  /**
   * Returns the number of attempts, the failed one included, whether it sent the request or not.
   *
   * @return the number of attempts, 0 outside a call
   */
  public int attempts() {
    return attempts;
  }

  /**
   * Tells whether the service may have processed the request although the call failed. If so, check
   * the current state before you send it again.
   *
   * @return true for a write that may have taken effect; false for any other write, and for a read
   */
  public boolean mayHaveBeenProcessed() {
    return mayHaveBeenProcessed;
  }

  /**
   * Returns how long the service asked to wait before the next request.
   *
   * @return the time, or null if the service did not ask
   */
  public @Nullable Duration retryAfter() {
    return retryAfter;
  }

  private static String compose(Builder from) {
    StringBuilder line = new StringBuilder();
    appendCall(line, from);
    if (from.kind == Kind.SERVICE_ERROR && from.httpStatus != 0) {
      line.append("HTTP ").append(from.httpStatus);
    } else {
      line.append(from.kind.words);
      if (from.httpStatus != 0) {
        line.append(" (HTTP ").append(from.httpStatus).append(')');
      }
    }
    if (from.rawErrorCode != null) {
      line.append(", ").append(Texts.shorten(from.rawErrorCode));
      if (from.serviceMessage != null) {
        line.append(' ').append(Texts.shorten(from.serviceMessage));
      }
    } else if (from.serviceMessage != null) {
      line.append(": ").append(Texts.shorten(from.serviceMessage));
    }
    if (from.details != null) {
      line.append(": ").append(Texts.shorten(from.details));
    }
    if (from.message != null) {
      line.append(": ").append(from.message);
    }
    if (from.mayHaveBeenProcessed) {
      line.append(" (the request may have been processed: check before sending it again)");
    }
    appendCircumstances(line, from);
    return line.toString();
  }

  private static void appendCall(StringBuilder line, Builder from) {
    boolean request = from.httpMethod != null || from.path != null;
    if (from.operation != null) {
      line.append(from.operation).append(request ? " (" : "");
    }
    if (from.httpMethod != null) {
      line.append(from.httpMethod).append(from.path != null ? " " : "");
    }
    if (from.path != null) {
      line.append(Texts.shorten(from.path));
    }
    if (from.operation != null && request) {
      line.append(')');
    }
    if (line.length() > 0) {
      line.append(": ");
    }
  }

  private static void appendCircumstances(StringBuilder line, Builder from) {
    String separator = " [";
    if (from.attempts > 0) {
      line.append(separator).append(from.attempts);
      line.append(from.attempts == 1 ? " attempt" : " attempts");
      separator = ", ";
    }
    if (from.retryAfter != null) {
      line.append(separator).append("retry after ").append(readable(from.retryAfter));
      separator = ", ";
    }
    if (from.traceId != null) {
      line.append(separator).append("trace ").append(Texts.shorten(from.traceId));
      separator = ", ";
    }
    if (separator.equals(", ")) {
      line.append(']');
    }
  }

  private static String readable(Duration time) {
    long millis = time.toMillis();
    return millis % 1_000 == 0 ? millis / 1_000 + " s" : millis + " ms";
  }

  /**
   * Builds an exception. In every text, control characters become spaces, and anything beyond 4,000
   * characters is cut off. Not thread-safe.
   */
  public static final class Builder {

    private final Kind kind;
    private int httpStatus;
    private ErrorCode errorCode = ErrorCode.UNKNOWN;
    private @Nullable String rawErrorCode;
    private @Nullable String serviceMessage;
    private @Nullable String details;
    private @Nullable String traceId;
    private @Nullable String operation;
    private @Nullable String httpMethod;
    private @Nullable String path;
    private int attempts;
    private boolean mayHaveBeenProcessed;
    private @Nullable Duration retryAfter;
    private @Nullable String message;
    private @Nullable Throwable cause;
    private @Nullable ApiGatewayException original;

    private Builder(Kind kind) {
      this.kind = Objects.requireNonNull(kind, "kind");
    }

    private Builder(ApiGatewayException original) {
      this.kind = original.kind;
      this.httpStatus = original.httpStatus;
      this.errorCode = original.errorCode;
      this.rawErrorCode = original.rawErrorCode;
      this.serviceMessage = original.serviceMessage;
      this.details = original.details;
      this.traceId = original.traceId;
      this.operation = original.operation;
      this.httpMethod = original.httpMethod;
      this.path = original.path;
      this.attempts = original.attempts;
      this.mayHaveBeenProcessed = original.mayHaveBeenProcessed;
      this.retryAfter = original.retryAfter;
      this.message = original.ownMessage;
      this.cause = original.getCause();
      this.original = original;
    }

    /**
     * Sets the HTTP status.
     *
     * @param httpStatus the status of the answer, 0 without an answer
     * @return this builder
     */
    public Builder httpStatus(int httpStatus) {
      this.httpStatus = httpStatus;
      return this;
    }

    /**
     * Sets the error code and the raw error code.
     *
     * @param errorCode the code; {@link ErrorCode#UNKNOWN} clears both
     * @return this builder
     * @throws NullPointerException if errorCode is null
     */
    public Builder errorCode(ErrorCode errorCode) {
      this.errorCode = Objects.requireNonNull(errorCode, "errorCode");
      this.rawErrorCode = errorCode.code();
      return this;
    }

    /**
     * Sets the raw error code and the {@link ErrorCode}.
     *
     * @param rawErrorCode the code, or null for none
     * @return this builder
     */
    public Builder rawErrorCode(@Nullable String rawErrorCode) {
      this.rawErrorCode = Texts.clean(rawErrorCode);
      this.errorCode = ErrorCode.of(this.rawErrorCode);
      return this;
    }

    /**
     * Sets the message of the service.
     *
     * @param serviceMessage the text of {@code error.message}, or null for none
     * @return this builder
     */
    public Builder serviceMessage(@Nullable String serviceMessage) {
      this.serviceMessage = Texts.clean(serviceMessage);
      return this;
    }

    /**
     * Sets the details of the service.
     *
     * @param details the text of {@code error.details}, or null for none
     * @return this builder
     */
    public Builder details(@Nullable String details) {
      this.details = Texts.clean(details);
      return this;
    }

    /**
     * Sets the trace id.
     *
     * @param traceId the header {@code x-ncp-trace-id} of the answer, or null for none
     * @return this builder
     */
    public Builder traceId(@Nullable String traceId) {
      this.traceId = Texts.clean(traceId);
      return this;
    }

    /**
     * Sets the operation.
     *
     * @param operation the operationId, or null for none
     * @return this builder
     */
    public Builder operation(@Nullable String operation) {
      this.operation = Texts.clean(operation);
      return this;
    }

    /**
     * Sets the HTTP method.
     *
     * @param httpMethod the method in upper case, or null for none
     * @return this builder
     */
    public Builder httpMethod(@Nullable String httpMethod) {
      this.httpMethod = Texts.clean(httpMethod);
      return this;
    }

    /**
     * Sets the path.
     *
     * @param path the path of the request, or null for none; a query is cut off
     * @return this builder
     */
    public Builder path(@Nullable String path) {
      this.path = Texts.clean(path == null ? null : path.split("\\?", 2)[0]);
      return this;
    }

    /**
     * Sets the number of attempts.
     *
     * @param attempts the number of attempts, 0 outside a call
     * @return this builder
     */
    public Builder attempts(int attempts) {
      this.attempts = attempts;
      return this;
    }

    /**
     * Sets whether the service may have processed the request.
     *
     * @param mayHaveBeenProcessed true for a write that may have taken effect
     * @return this builder
     */
    public Builder mayHaveBeenProcessed(boolean mayHaveBeenProcessed) {
      this.mayHaveBeenProcessed = mayHaveBeenProcessed;
      return this;
    }

    /**
     * Sets how long the service asked to wait.
     *
     * @param retryAfter the time, or null for none
     * @return this builder
     */
    public Builder retryAfter(@Nullable Duration retryAfter) {
      this.retryAfter = retryAfter;
      return this;
    }

    /**
     * Sets the last part of the message. It must hold no secret.
     *
     * @param message a text without the facts that are properties here, or null for none
     * @return this builder
     */
    public Builder message(@Nullable String message) {
      this.message = Texts.clean(message);
      return this;
    }

    /**
     * Sets the cause. Its message does not become part of this one.
     *
     * @param cause the cause, or null for none
     * @return this builder
     */
    public Builder cause(@Nullable Throwable cause) {
      this.cause = cause;
      return this;
    }

    /** Applies a mask to every text that can come from outside. */
    Builder mask(UnaryOperator<@Nullable String> mask) {
      rawErrorCode = mask.apply(rawErrorCode);
      serviceMessage = mask.apply(serviceMessage);
      details = mask.apply(details);
      traceId = mask.apply(traceId);
      message = mask.apply(message);
      return this;
    }

    /**
     * Builds the exception.
     *
     * @return a new exception
     */
    public ApiGatewayException build() {
      ApiGatewayException built = new ApiGatewayException(this);
      if (original != null) {
        built.setStackTrace(original.getStackTrace());
        for (Throwable suppressed : original.getSuppressed()) {
          built.addSuppressed(suppressed);
        }
      }
      return built;
    }
  }

  /** Makes texts from outside fit on one line of a log. */
  static final class Texts {

    private static final int KEPT = 4_000;
    private static final int SHOWN = 500;

    static @Nullable String clean(@Nullable String text) {
      if (text == null || text.isBlank()) {
        return null;
      }
      StringBuilder line = new StringBuilder(cut(text, KEPT).strip());
      for (int i = 0; i < line.length(); i++) {
        if (breaksLine(line.charAt(i))) {
          line.setCharAt(i, ' ');
        }
      }
      return line.toString();
    }

    static String shorten(String text) {
      return cut(text, SHOWN);
    }

    private static String cut(String text, int length) {
      if (text.length() <= length) {
        return text;
      }
      int end = Character.isHighSurrogate(text.charAt(length - 2)) ? length - 2 : length - 1;
      return text.substring(0, end) + "…";
    }

    /** Includes bidirectional controls: they can make a line read as another one. */
    private static boolean breaksLine(char c) {
      return Character.isISOControl(c)
          || c == '\u2028'
          || c == '\u2029'
          || (c >= '\u202a' && c <= '\u202e')
          || (c >= '\u2066' && c <= '\u2069');
    }
  }
}
