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
    if (isTolerated(Duration.between(signedAt, serverTime))) {
      return false;
    }
    Duration ahead = Duration.between(base.instant(), serverTime);
    offset.set(isTolerated(ahead) ? Duration.ZERO : ahead);
    return true;
  }

  private static boolean isTolerated(Duration difference) {
    return difference.abs().compareTo(TOLERATED) <= 0;
  }

  @Override
  public Instant instant() {
    return base.instant().plus(offset.get());
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
