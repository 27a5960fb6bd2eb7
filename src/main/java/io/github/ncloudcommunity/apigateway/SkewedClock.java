package io.github.ncloudcommunity.apigateway;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The clock that requests are signed by: the clock of the caller plus what the service was seen to
 * be ahead of it. Thread-safe.
 */
final class SkewedClock extends Clock {

  /** The service refuses five minutes; a minute less leaves room for the way there. */
  private static final Duration TOLERATED = Duration.ofMinutes(4);

  /** No service told a time before; a time after it cannot stand in a {@code Date} header. */
  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  private final Clock base;
  private final AtomicReference<Duration> offset = new AtomicReference<>(Duration.ZERO);

  SkewedClock(Clock base) {
    this.base = base;
  }

  /**
   * Corrects the offset by what the service says it is, if the request was signed too far from
   * that.
   *
   * @return whether the offset was corrected, so that the request is worth another attempt
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
   * The corrected time. Where that makes no sense, because the clock of the caller was set after it
   * was corrected, the time of the caller alone; and never one before 1970, which could not be
   * signed, so that the service could not refuse it and say what time it is.
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
