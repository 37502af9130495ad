package com.datarestor.e2e.scenario;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** Time goes by as usual, and jumps ahead when a test says so: nobody waits for a minute. */
final class JumpingClock extends Clock {

  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

  /** Jumps so far ahead. */
  void jump(Duration distance) {
    ahead.accumulateAndGet(distance, Duration::plus);
  }

  /** Jumps ahead to this moment. */
  void jumpTo(Instant moment) {
    jump(Duration.between(instant(), moment));
  }

  @Override
  public Instant instant() {
    return Instant.now().plus(ahead.get());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("moments have no zone");
  }
}
