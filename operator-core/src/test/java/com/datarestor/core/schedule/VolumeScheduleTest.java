package com.datarestor.core.schedule;

import static com.datarestor.core.annotation.Outcome.understood;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class VolumeScheduleTest {

  private final VolumeSchedule schedule =
      new VolumeSchedule(
          understood(CronSchedule.parse("0 2 * * *", ZoneId.of("UTC"), "seed")),
          Duration.ofMinutes(7));

  @Test
  void nextIsShiftedByTheOffset() {
    assertThat(schedule.next(Instant.parse("2026-01-01T00:00:00Z")))
        .isEqualTo("2026-01-01T02:07:00Z");
    assertThat(schedule.next(Instant.parse("2026-01-01T02:06:59Z")))
        .isEqualTo("2026-01-01T02:07:00Z");
    assertThat(schedule.next(Instant.parse("2026-01-01T02:07:00Z")))
        .isEqualTo("2026-01-02T02:07:00Z");
  }

  @Test
  void whatIsDueIsShiftedByTheOffset() {
    Instant day = Instant.parse("2026-01-01T00:00:00Z");
    assertThat(schedule.latestDue(day, Instant.parse("2026-01-01T02:06:59Z"))).isEmpty();
    assertThat(schedule.latestDue(day, Instant.parse("2026-01-01T02:07:00Z")))
        .contains(Instant.parse("2026-01-01T02:07:00Z"));
    assertThat(schedule.latestDue(day, Instant.parse("2026-01-09T01:00:00Z")))
        .contains(Instant.parse("2026-01-08T02:07:00Z"));
  }

  /** Applied between the schedule's moment and the volume's own: that run is still to come. */
  @Test
  void aVolumeFirstSeenInsideItsOffsetRunsOnceAtItsOwnTime() {
    Instant seen = Instant.parse("2026-01-01T02:03:00Z");
    assertThat(schedule.latestDue(seen, seen)).isEmpty();
    assertThat(schedule.next(seen)).isEqualTo("2026-01-01T02:07:00Z");
  }
}
