package io.github.ncloudcommunity.apigateway;

import java.time.Duration;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * When to try again, and after how long. Reads are GET, and the POST operations that the
 * specification marks with x-read: they only search or preview.
 *
 * <pre>
 *                                               reads   writes
 * connection never made                         again   again
 * broken after sending, timed out, unreadable   again   once, may have been processed
 * 429 with 410 or 420 (throttled, rate limited) again   again
 * 429 with 400 (quota spent)                    once    once
 * 429 with a code that is not known, or none    again   once
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
   * @param random gives a number from 0 up to, and without, the bound it is given
   */
  Retry(LongUnaryOperator random) {
    this.random = random;
  }

  /** Pauses between attempts, so that a test need not. */
  @FunctionalInterface
  interface Sleeper {
    void sleep(Duration pause) throws InterruptedException;
  }

  /**
   * Says how long to pause before the next attempt.
   *
   * @param attempts how many there were
   * @param sent whether the request went out
   * @return the pause, or null if another attempt would do harm or no good
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

  /** Whether the service may have done what a failed write asked for. */
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
   * Whether a write that was answered so may have been done: 307 and 308 ask for the same request
   * again, any other redirect may tell of what was done.
   */
  private static boolean leavesWriteInDoubt(int status) {
    return status >= 500 || status < 400 && status != 307 && status != 308;
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
            case UNKNOWN -> read; // nobody says what was exceeded, nor that nothing was done
            default -> false;
          };
      case 500, 502, 503, 504 -> read;
      default -> false;
    };
  }

  /** Full jitter: anything up to a ceiling that doubles. */
  private Duration backoff(int attempts) {
    long ceiling =
        Math.min(FIRST_CEILING.toMillis() << Math.min(attempts - 1, 10), LAST_CEILING.toMillis());
    return Duration.ofMillis(random.applyAsLong(ceiling + 1));
  }
}
