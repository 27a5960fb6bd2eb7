package io.github.ncloudcommunity.apigateway;

import java.time.Duration;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether and when to try again. Reads are GET, and the POST operations that the
 * specification marks with x-read: they only search or preview.
 *
 * <pre>
 *                                               reads   writes
 * connection never made                         again   again
 * broken after sending, timed out, unreadable   again   once, may have been processed
 * 429 with 410 or 420 (throttled, rate limited) again   again
 * 429 with 400 (quota spent)                    once    once
 * 429 with an unknown code, or none             again   once
 * 500, 502, 503, 504                            again   once, may have been processed
 * other 5xx                                     once    once, may have been processed
 * 307, 308, 4xx                                 once    once
 * other 3xx                                     once    once, may have been processed
 * </pre>
 *
 * Immutable and thread-safe.
 */
final class Retry {

  static final Duration LONGEST_RETRY_AFTER = Duration.ofSeconds(20);
  private static final Duration FIRST_CEILING = Duration.ofMillis(500);
  private static final Duration LAST_CEILING = Duration.ofSeconds(8);

  private final LongUnaryOperator random;

  /**
   * @param random returns a number from 0 to its argument, exclusive
   */
  Retry(LongUnaryOperator random) {
    this.random = random;
  }

  /** Pauses between attempts; a test replaces it. */
  @FunctionalInterface
  interface Sleeper {
    void sleep(Duration pause) throws InterruptedException;
  }

  /**
   * Returns the pause before the next attempt.
   *
   * @param attempts the number of attempts so far
   * @param sent whether the service may have seen the request
   * @return the pause, or null if the call must not try again
   */
  @Nullable Duration pause(ApiGatewayException failure, int attempts, boolean read, boolean sent) {
    if (!isWorthwhile(failure, read, sent)) {
      return null;
    }
    Duration asked = failure.retryAfter();
    if (asked == null || asked.isZero()) {
      return backoff(attempts);
    }
    return asked.compareTo(LONGEST_RETRY_AFTER) > 0 ? null : asked;
  }

  /** Whether a failed write may have taken effect. */
  static boolean mayHaveBeenProcessed(ApiGatewayException failure, boolean read, boolean sent) {
    if (read || !sent) {
      return false;
    }
    return switch (failure.kind()) {
      case SERVICE_ERROR -> leavesWriteInDoubt(failure.httpStatus());
      case CREDENTIALS_UNAVAILABLE -> false;
      default -> true;
    };
  }

  /**
   * Whether a write that got this status may have taken effect. 307 and 308 ask for the same
   * request again; any other redirect may follow a write that succeeded.
   */
  private static boolean leavesWriteInDoubt(int status) {
    return status >= 500 || (status < 400 && status != 307 && status != 308);
  }

  private static boolean isWorthwhile(ApiGatewayException failure, boolean read, boolean sent) {
    return switch (failure.kind()) {
      case CONNECTION_FAILED -> read || !sent;
      case UNREADABLE_ANSWER -> read;
      case SERVICE_ERROR -> isWorthwhileStatus(failure, read);
      default -> false;
    };
  }

  private static boolean isWorthwhileStatus(ApiGatewayException failure, boolean read) {
    return switch (failure.httpStatus()) {
      case 429 ->
          switch (failure.errorCode()) {
            case THROTTLE_LIMITED, RATE_LIMITED -> true;
            case UNKNOWN -> read; // it does not say that nothing was processed
            default -> false;
          };
      case 500, 502, 503, 504 -> read;
      default -> false;
    };
  }

  /** Full jitter: a random pause up to a ceiling that doubles with each attempt. */
  private Duration backoff(int attempts) {
    long ceiling =
        Math.min(FIRST_CEILING.toMillis() << Math.min(attempts - 1, 10), LAST_CEILING.toMillis());
    return Duration.ofMillis(random.applyAsLong(ceiling + 1));
  }
}
