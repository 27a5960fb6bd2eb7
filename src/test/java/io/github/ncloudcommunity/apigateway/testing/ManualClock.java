package io.github.ncloudcommunity.apigateway.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** A clock that stands still until it is moved. Thread-safe. */
public final class ManualClock extends Clock {

  private volatile Instant now;

  /** Makes a clock. */
  public ManualClock(String now) {
    this.now = Instant.parse(now);
  }

  /** Moves the clock, back if negative. */
  public void move(Duration duration) {
    now = now.plus(duration);
  }

  /** The header {@code Date} of a service whose clock is ahead of this one, back if negative. */
  public String dateHeader(Duration ahead) {
    ZonedDateTime time = now.plus(ahead).atZone(ZoneOffset.UTC);
    return "Date: " + DateTimeFormatter.RFC_1123_DATE_TIME.format(time);
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException();
  }
}
