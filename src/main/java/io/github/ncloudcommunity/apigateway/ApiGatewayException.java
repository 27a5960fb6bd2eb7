package io.github.ncloudcommunity.apigateway;

import java.time.Duration;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Everything that goes wrong in a call, wrong arguments apart. {@link #kind()} tells what sort of
 * thing went wrong; {@link #errorCode()} tells what the service stated, when it stated something.
 *
 * <p>{@link #getMessage()} is one line with every known fact in a fixed order, fit for a log:
 *
 * <pre>
 * associateUsagePlan (POST /api/v1/products/p/apis/a/stages/s/associate-usage-plan): HTTP 401,
 *     210 Permission Denied: A subscription to the API is required. [1 attempt, trace abc]
 * </pre>
 *
 * <p>(broken in two here). No text of this exception holds a secret key, a signature or a query
 * string. Control characters and line breaks in texts that came from elsewhere are replaced by
 * spaces, so that an answer cannot forge lines of a log.
 *
 * <p>Immutable but for what every {@link Throwable} lets change.
 *
 * @see <a href="https://api.ncloud-docs.com/docs/ai-application-service-apigateway">API Gateway
 *     overview: headers, status codes, signature</a>
 */
public final class ApiGatewayException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What sort of thing went wrong. */
  public enum Kind {
    /** An answer came, and its status is not a success: the service, or a proxy, said no. */
    SERVICE_ERROR("service error"),
    /** No connection could be made, or it broke or timed out before an answer was complete. */
    CONNECTION_FAILED("connection failed"),
    /** A success came whose body is missing, too large, or not what is documented. */
    UNREADABLE_ANSWER("unreadable answer"),
    /** The time that was set for the whole call, attempts and pauses included, ran out. */
    DEADLINE_EXCEEDED("deadline exceeded"),
    /** No credentials were found, or the place that holds them is incomplete or broken. */
    CREDENTIALS_UNAVAILABLE("credentials unavailable"),
    /** The calling thread was interrupted; its interrupt flag is set again. */
    INTERRUPTED("interrupted"),
    /** The client was closed before or during the call. */
    CLIENT_CLOSED("client closed"),
    /** Pages that do not fit together: rows would be missed, or repeated without end. */
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
   * Starts a new exception, in the library or in a test of code that uses it.
   *
   * @param kind what sort of thing went wrong
   * @return a builder in which nothing else is known
   * @throws NullPointerException if kind is null
   */
  public static Builder builder(Kind kind) {
    return new Builder(kind);
  }

  /**
   * Starts a copy to which facts can be added. The copy keeps all properties, the cause, the
   * suppressed exceptions and the stack trace of this one.
   *
   * @return a builder filled from this exception
   */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /**
   * What sort of thing went wrong.
   *
   * @return the kind, never null
   */
  public Kind kind() {
    return kind;
  }

  /**
   * The HTTP status of the last answer.
   *
   * @return the status, or 0 when no answer came
   */
  public int httpStatus() {
    return httpStatus;
  }

  /**
   * The error code that the service stated.
   *
   * @return the code, {@link ErrorCode#UNKNOWN} when there is none or it is not documented; never
   *     null
   */
  public ErrorCode errorCode() {
    return errorCode;
  }

  /**
   * The error code as it stood in the answer, kept for codes that are not documented.
   *
   * @return the code, or null when the answer had none
   */
  public @Nullable String rawErrorCode() {
    return rawErrorCode;
  }

  /**
   * What the service said, from {@code error.message}.
   *
   * @return at most 4,000 characters without control characters, or null when there is none
   */
  public @Nullable String serviceMessage() {
    return serviceMessage;
  }

  /**
   * What the service said further, from {@code error.details}. Real answers have it; no document
   * names it.
   *
   * @return at most 4,000 characters without control characters, or null when there is none
   */
  public @Nullable String details() {
    return details;
  }

  /**
   * The answer's header {@code x-ncp-trace-id}, worth quoting to the vendor's support.
   *
   * @return the id, or null when the answer had none
   */
  public @Nullable String traceId() {
    return traceId;
  }

  /**
   * The operationId of the call, for example {@code associateUsagePlan}.
   *
   * @return the id, or null outside a call
   */
  public @Nullable String operation() {
    return operation;
  }

  /**
   * The HTTP method of the request.
   *
   * @return the method in upper case, or null outside a call
   */
  public @Nullable String httpMethod() {
    return httpMethod;
  }

  /**
   * The path of the request with its base path, as it was sent.
   *
   * @return the path without host and query, or null outside a call
   */
  public @Nullable String path() {
    return path;
  }

  /**
   * How many times the request was sent, or was about to be.
   *
   * @return the number of attempts, 0 when it never came to one
   */
  public int attempts() {
    return attempts;
  }

  /**
   * Whether this was a write whose fate is not known: the service may have done it. Look at what is
   * there before sending it again.
   *
   * @return true if the write may have been done; false if it was surely not, or for a read
   */
  public boolean mayHaveBeenProcessed() {
    return mayHaveBeenProcessed;
  }

  /**
   * How long the service asked to wait before the next request.
   *
   * @return the time, or null when the service did not say
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
      line.append(" (the request may have been processed: look before sending it again)");
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
   * Collects what is known of a failure. Every text given is kept on one line: control characters
   * become spaces, and what is longer than 4,000 characters is cut. Not thread-safe.
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
     * @param httpStatus the status of the answer, 0 for no answer
     * @return this builder
     */
    public Builder httpStatus(int httpStatus) {
      this.httpStatus = httpStatus;
      return this;
    }

    /**
     * Sets the error code, and the raw error code with it.
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
     * Sets the error code as it stood in the answer, and the {@link ErrorCode} with it.
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
     * Sets what the service said.
     *
     * @param serviceMessage the text of {@code error.message}, or null for none
     * @return this builder
     */
    public Builder serviceMessage(@Nullable String serviceMessage) {
      this.serviceMessage = Texts.clean(serviceMessage);
      return this;
    }

    /**
     * Sets what the service said further.
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
      int query = path == null ? -1 : path.indexOf('?');
      this.path = Texts.clean(query < 0 ? path : path.substring(0, query));
      return this;
    }

    /**
     * Sets the number of attempts.
     *
     * @param attempts how many times the request was sent, 0 for never
     * @return this builder
     */
    public Builder attempts(int attempts) {
      this.attempts = attempts;
      return this;
    }

    /**
     * Sets whether the request was a write whose fate is not known.
     *
     * @param mayHaveBeenProcessed true if the service may have done it
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
     * Sets the part of the message that says what happened in particular. It must hold no secret.
     *
     * @param message the text, without the facts that have a property of their own, or null
     * @return this builder
     */
    public Builder message(@Nullable String message) {
      this.message = Texts.clean(message);
      return this;
    }

    /**
     * Sets the cause. Its own message is not copied into this one's.
     *
     * @param cause the cause, or null for none
     * @return this builder
     */
    public Builder cause(@Nullable Throwable cause) {
      this.cause = cause;
      return this;
    }

    /** Changes every text that came from elsewhere. */
    Builder mask(UnaryOperator<@Nullable String> mask) {
      rawErrorCode = mask.apply(rawErrorCode);
      serviceMessage = mask.apply(serviceMessage);
      details = mask.apply(details);
      traceId = mask.apply(traceId);
      message = mask.apply(message);
      return this;
    }

    /**
     * Makes the exception.
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

  /** Makes texts from elsewhere fit for one line of a log. */
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

    /** Besides line breaks, what reverses the reading direction can make a line read as another. */
    private static boolean breaksLine(char c) {
      return Character.isISOControl(c)
          || c == '\u2028'
          || c == '\u2029'
          || (c >= '\u202a' && c <= '\u202e')
          || (c >= '\u2066' && c <= '\u2069');
    }
  }
}
