package com.datarestor.core.schedule;

import com.datarestor.events.Digests;
import java.time.Duration;

/** Spreads work that is due at one moment; the same work always gets the same offset. */
public final class Jitter {

  private Jitter() {}

  /**
   * A whole number of seconds in [0, width), from a hash of the identity.
   *
   * @param identity what the offset belongs to, such as Config, repository and volume
   */
  public static Duration offset(Duration width, String... identity) {
    long seconds = width.toSeconds();
    if (seconds <= 0) {
      return Duration.ZERO;
    }
    long hash = Long.parseUnsignedLong(Digests.of(16, identity), 16);
    return Duration.ofSeconds(Long.remainderUnsigned(hash, seconds));
  }
}
