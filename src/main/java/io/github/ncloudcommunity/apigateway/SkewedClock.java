package io.github.ncloudcommunity.apigateway;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The clock that requests are signed by: the caller's clock plus the offset to the service's clock,
 * once a 401 has revealed it. Thread-safe.
 */
final class SkewedClock extends Clock {

  /** The service refuses a difference of five minutes; one minute is left for the transfer. */
  private static final Duration TOLERATED = Duration.ofMinutes(4);

  /** A service time before this is wrong. */
  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

  /** A {@code Date} header cannot hold a later time. */
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  private final Clock base;
  private final AtomicReference<Duration> offset = new AtomicReference<>(Duration.ZERO);

  SkewedClock(Clock base) {
    this.base = base;
  }

  /**
   * Corrects the offset if a request was signed too far from the service's time.
   *
   * @return whether the offset was corrected, so that another attempt can succeed
   */
  boolean correct(Instant signedAt, Instant serverTime) {
    if (!isPlausible(serverTime) || isTolerated(Duration.between(signedAt, serverTime))) {
      return false;
    }
    Duration ahead = Duration.between(base.instant(), serverTime);
    offset.set(isTolerated(ahead) ? Duration.ZERO : ahead);
    return true;
  }

  private static boolean isTolerated(Duration difference) {
    return difference.abs().compareTo(TOLERATED) <= 0;
  }

  private static boolean isPlausible(Instant time) {
    return !time.isBefore(EARLIEST) && !time.isAfter(LATEST);
  }

  /**
   * Returns the corrected time. If the caller's clock was set after the correction and the result
   * is implausible, it returns the caller's own time. It never returns a time before 1970: that
   * cannot be signed, so the service could not refuse it and reveal its time.
   */
  @Override
  public Instant instant() {
    Instant own = base.instant();
    Instant corrected = own.plus(offset.get());
    if (isPlausible(corrected)) {
      return corrected;
    }
    return own.isBefore(Instant.EPOCH) ? Instant.EPOCH : own;
  }

  @Override
  public ZoneId getZone() {
    return base.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("a zone has no part in signing");
  }
}
