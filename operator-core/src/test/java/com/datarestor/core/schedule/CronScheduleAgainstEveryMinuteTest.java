package com.datarestor.core.schedule;

import static com.datarestor.core.annotation.Outcome.understood;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two years, minute by minute, through four changes of the clock. */
class CronScheduleAgainstEveryMinuteTest {

  private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant TO = Instant.parse("2028-01-01T00:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          30 2 * * *          | Europe/Berlin
          30 2 * * *          | America/New_York
          15 2 * * *          | Australia/Lord_Howe
          45 1 * * *          | Australia/Lord_Howe
          */15 * * * *        | Europe/Berlin
          */15 * * * *        | Australia/Lord_Howe
          */10 1-3 * * *      | America/New_York
          7,37 */3 * * 1-5    | Europe/Berlin
          0 0 13 * 5          | UTC
          10 2 */2 * 0        | Europe/Berlin
          0 0 1,15,31 */2 *   | America/New_York
          0 0 * * *           | Africa/Cairo
          59 23 28-31 * 7     | Asia/Kolkata
          0 * * * *           | Australia/Lord_Howe
          """)
  void agrees(String expression, String zoneName) {
    ZoneId zone = ZoneId.of(zoneName);
    CronSchedule schedule = understood(CronSchedule.parse(expression, zone, "seed"));
    NavigableSet<Instant> expected = new BruteForceCron(expression, zone).occurrences(FROM, TO);

    List<Instant> found = new ArrayList<>();
    for (Instant t = schedule.next(FROM.minusNanos(1)); t.isBefore(TO); t = schedule.next(t)) {
      found.add(t);
    }
    assertThat(found).containsExactlyElementsOf(expected);

    Random random = new Random(expression.hashCode());
    long width = Duration.between(FROM, TO).toSeconds();
    for (int i = 0; i < 200; i++) {
      // Every other time at an occurrence itself, where the interval is closed.
      Instant now =
          i % 2 == 0
              ? FROM.plusSeconds(random.nextLong(width))
              : found.get(random.nextInt(found.size()));
      Instant after =
          now.minusSeconds(random.nextLong(Duration.between(FROM, now).toSeconds() + 1));
      @Nullable Instant newest = expected.floor(now);
      assertThat(schedule.latestDue(after, now))
          .as("%s in (%s, %s]", expression, after, now)
          .isEqualTo(Optional.ofNullable(newest).filter(moment -> moment.isAfter(after)));
    }
  }
}
