package com.datarestor.core.schedule;

import static com.datarestor.core.annotation.Outcome.understood;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronHashTest {

  /** These values are a promise: a change moves every user's backups to other hours. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          H H * * *          | config-a/repository-1 | 23 8 * * *
          H H * * *          | config-a/repository-2 | 51 21 * * *
          H/15 * * * *       | config-a/repository-1 | 8,23,38,53 * * * *
          H H(0-7) * * *     | config-a/repository-1 | 23 0 * * *
          H(0-29)/10 H H H H | config-a/repository-1 | 3,13,23 8 13 10 6
          h h * * *          | config-a/repository-1 | 23 8 * * *
          5,H 1 * * H(1-5)   | config-a/repository-1 | 5,23 1 * * 1
          """)
  void picksTheSameForEver(String expression, String seed, String expected) {
    assertThat(
            String.join(
                " ", CronHash.replace(expression.toUpperCase(Locale.ROOT).split(" ", -1), seed)))
        .isEqualTo(expected);
  }

  @Test
  void theSameSeedGivesTheSameTimes() {
    Instant from = Instant.parse("2026-01-01T00:00:00Z");
    assertThat(parse("H H * * H", "a").next(from)).isEqualTo(parse("H H * * H", "a").next(from));
  }

  @Test
  void aStepStaysAStepFromAHashedStart() {
    CronSchedule schedule = parse("H/15 * * * *", "some seed");
    Instant first = schedule.next(Instant.parse("2026-01-01T00:00:00Z"));
    List<Instant> four = new ArrayList<>();
    for (Instant t = first; four.size() < 4; t = schedule.next(t)) {
      four.add(t);
    }
    assertThat(four)
        .containsExactly(
            first, first.plusSeconds(900), first.plusSeconds(1800), first.plusSeconds(2700));
  }

  @Test
  void spreadsOverItsRange() {
    Map<String, Integer> hours = new HashMap<>();
    IntStream.range(0, 8_000)
        .mapToObj(i -> CronHash.replace(new String[] {"0", "H(0-7)", "*", "*", "*"}, "seed " + i))
        .forEach(fields -> hours.merge(fields.get(1), 1, Integer::sum));
    assertThat(hours).containsOnlyKeys("0", "1", "2", "3", "4", "5", "6", "7");
    assertThat(hours.values()).allSatisfy(count -> assertThat(count).isBetween(850, 1150));
  }

  /** Minute and hour of one seed must not move together. */
  @Test
  void fieldsAreIndependent() {
    long equal =
        IntStream.range(0, 2_400)
            .mapToObj(
                i -> CronHash.replace(new String[] {"H(0-23)", "H", "*", "*", "*"}, "seed " + i))
            .filter(fields -> fields.get(0).equals(fields.get(1)))
            .count();
    assertThat(equal).isBetween(50L, 160L);
  }

  private static CronSchedule parse(String expression, String seed) {
    return understood(CronSchedule.parse(expression, ZoneId.of("UTC"), seed));
  }
}
