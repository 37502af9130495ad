package com.datarestor.core.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A cron schedule, shifted by a volume's own offset. */
public record VolumeSchedule(CronSchedule cron, Duration offset) {

  /** The first occurrence strictly after the moment. */
  public Instant next(Instant after) {
    return cron.next(after.minus(offset)).plus(offset);
  }

  /** The newest occurrence after {@code after} and not after {@code now}: missed ones are one. */
  public Optional<Instant> latestDue(Instant after, Instant now) {
    return cron.latestDue(after.minus(offset), now.minus(offset)).map(due -> due.plus(offset));
  }
}
