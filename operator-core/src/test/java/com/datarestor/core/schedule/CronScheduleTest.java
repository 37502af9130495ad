package com.datarestor.core.schedule;

import static com.datarestor.core.annotation.Outcome.refusal;
import static com.datarestor.core.annotation.Outcome.understood;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronScheduleTest {

  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final Instant NEW_YEAR = Instant.parse("2026-01-01T00:00:00Z");

  private static CronSchedule cron(String expression, ZoneId zone) {
    return understood(CronSchedule.parse(expression, zone, "seed"));
  }

  static CronSchedule utc(String expression) {
    return cron(expression, UTC);
  }

  /** The next occurrences after a New Year's midnight that is a Thursday. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 2 * * *          | 2026-01-01T02:00 2026-01-02T02:00 2026-01-03T02:00
          0 4 * * 0          | 2026-01-04T04:00 2026-01-11T04:00
          0 4 * * 7          | 2026-01-04T04:00 2026-01-11T04:00
          0 4 * * SUN        | 2026-01-04T04:00 2026-01-11T04:00
          0 4 * * sun        | 2026-01-04T04:00 2026-01-11T04:00
          0 0 * * MON-FRI    | 2026-01-02T00:00 2026-01-05T00:00 2026-01-06T00:00
          0 0 * * 5-7        | 2026-01-02T00:00 2026-01-03T00:00 2026-01-04T00:00 2026-01-09T00:00
          0 0 1 MAR,jun *    | 2026-03-01T00:00 2026-06-01T00:00 2027-03-01T00:00
          */20 1 * * *       | 2026-01-01T01:00 2026-01-01T01:20 2026-01-01T01:40 2026-01-02T01:00
          5-15/5 0 * * *     | 2026-01-01T00:05 2026-01-01T00:10 2026-01-01T00:15 2026-01-02T00:05
          10/25 0 * * *      | 2026-01-01T00:10 2026-01-01T00:35 2026-01-02T00:10
          3,1,2 0 * * *      | 2026-01-01T00:01 2026-01-01T00:02 2026-01-01T00:03 2026-01-02T00:01
          0 0 13 * 5         | 2026-01-02T00:00 2026-01-09T00:00 2026-01-13T00:00 2026-01-16T00:00
          0 0 31 * *         | 2026-01-31T00:00 2026-03-31T00:00 2026-05-31T00:00
          0 0 29 2 *         | 2028-02-29T00:00 2032-02-29T00:00
          0 0 30 2 1         | 2026-02-02T00:00 2026-02-09T00:00
          @yearly            | 2027-01-01T00:00 2028-01-01T00:00
          @annually          | 2027-01-01T00:00
          @monthly           | 2026-02-01T00:00 2026-03-01T00:00
          @weekly            | 2026-01-04T00:00 2026-01-11T00:00
          @daily             | 2026-01-02T00:00 2026-01-03T00:00
          @midnight          | 2026-01-02T00:00 2026-01-03T00:00
          @hourly            | 2026-01-01T01:00 2026-01-01T02:00
          @Daily             | 2026-01-02T00:00
          """)
  void comesAt(String expression, String expected) {
    List<String> moments = List.of(expected.split(" "));
    assertThat(following(utc(expression), NEW_YEAR, moments.size(), UTC))
        .isEqualTo(moments.stream().map(LocalDateTime::parse).toList());
  }

  @Test
  void spacesAndTabsBetweenFieldsDoNotCount() {
    assertThat(utc("  0\t2  * * *  ").next(NEW_YEAR))
        .isEqualTo(Instant.parse("2026-01-01T02:00:00Z"));
  }

  @Test
  void isStrictlyAfter() {
    Instant two = Instant.parse("2026-01-01T02:00:00Z");
    assertThat(utc("0 2 * * *").next(two)).isEqualTo("2026-01-02T02:00:00Z");
    assertThat(utc("0 2 * * *").next(two.minusNanos(1))).isEqualTo(two);
  }

  @Test
  void findsTheNextLeapDayAcrossACenturyWithoutOne() {
    assertThat(utc("0 0 29 2 *").next(Instant.parse("2096-03-01T00:00:00Z")))
        .isEqualTo("2104-02-29T00:00:00Z");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 0 2 * * *     | has 6 fields; a schedule has five: minute hour
          0 0 2 * * * *   | has 7 fields; a schedule has five: minute hour
          0 2 * *         | has 4 fields
          daily           | has 1 field; a schedule has five
          CRON_TZ=Europe/Berlin 0 2 * * * | no zone
          0 0 32 * *      | its day of month is "32"; write *, or 1 to 31
          0 0 0 * *       | its day of month is "0"
          60 0 * * *      | its minute is "60"; write *, or 0 to 59
          0 24 * * *      | its hour is "24"; write *, or 0 to 23
          0 0 * 13 *      | its month is "13"; write *, or 1 to 12 or JAN to DEC
          0 0 * * 8       | its day of week is "8"; write *, or 0 to 7 or SUN to SAT
          0 0 * * FRI-MON | its day of week is "FRI-MON"; write *, or 0 to 7 or SUN to SAT, with lists (1,3), ranges that go upwards
          0 0 1 JANUARY * | its month is "JANUARY"
          0 0 L * *       | its day of month is "L"
          0 0 ? * 1       | its day of month is "?"
          0 0 * * 1#2     | its day of week is "1#2"
          */0 * * * *     | its minute is "*/0"
          */100 * * * *   | its minute is "*/100"
          5-1 * * * *     | its minute is "5-1"
          -1 * * * *      | its minute is "-1"
          1,,2 * * * *    | its minute is "1,,2"
          1.5 * * * *     | its minute is "1.5"
          H/0 * * * *     | its minute is "H/0"
          H/61 * * * *    | its minute is "H/61"
          H(5-3) * * * *  | its minute is "H(5-3)"
          0 H(20-24) * * * | its hour is "H(20-24)"; write *, or 0 to 23, with lists (1,3), ranges that go upwards (1-5), steps (*/2) or H (H picks from 0 to 23)
          0 0 H(1-31) * * | (H picks from 1 to 28)
          H(999999999999-5) * * * * | its minute is "H(999999999999-5)"
          0 0 31 2 *      | never comes
          0 0 30 2 *      | never comes
          0 0 31 4,6,9,11 * | never comes
          0 0 31 H *      | may never come: H can pick a month without that day
          @reboot         | "@reboot" is no schedule; write @hourly, @daily
          @every 5m       | is no schedule; write @hourly, @daily
          """)
  void refuses(String expression, String sentence) {
    assertThat(refusal(CronSchedule.parse(expression, UTC, "seed")))
        .contains(sentence)
        .contains(expression);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t\n"})
  void refusesNothing(String blank) {
    assertThat(refusal(CronSchedule.parse(blank, UTC, "seed")))
        .isEqualTo("the schedule is empty; write five fields such as \"0 2 * * *\"");
  }

  @Test
  void doesNotRepeatAnEndlessExpression() {
    assertThat(refusal(CronSchedule.parse("1,".repeat(500_000) + "1 * * * *", UTC, "seed")))
        .isEqualTo("the schedule is longer than 256 characters; shorten it");
  }

  /** Times of day, local, on the day of a change and the days beside it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          30 2 * * *     | Europe/Berlin       | 2026-03-28T11:00:00Z | 2026-03-29T01:00:00Z 2026-03-30T00:30:00Z
          30 2 * * *     | Europe/Berlin       | 2026-10-24T11:00:00Z | 2026-10-25T00:30:00Z 2026-10-26T01:30:00Z
          0 3 * * *      | Europe/Berlin       | 2026-03-28T11:00:00Z | 2026-03-29T01:00:00Z 2026-03-30T01:00:00Z
          0 3 * * *      | Europe/Berlin       | 2026-10-24T11:00:00Z | 2026-10-25T02:00:00Z 2026-10-26T02:00:00Z
          0 2,3 * * *    | Europe/Berlin       | 2026-03-28T11:00:00Z | 2026-03-29T01:00:00Z 2026-03-30T00:00:00Z
          */20 2 * * *   | Europe/Berlin       | 2026-03-28T11:00:00Z | 2026-03-29T01:00:00Z 2026-03-30T00:00:00Z
          */20 2 * * *   | Europe/Berlin       | 2026-10-24T11:00:00Z | 2026-10-25T00:00:00Z 2026-10-25T00:20:00Z 2026-10-25T00:40:00Z 2026-10-26T01:00:00Z
          0 */2 * * *    | Europe/Berlin       | 2026-10-24T22:30:00Z | 2026-10-25T00:00:00Z 2026-10-25T03:00:00Z
          30 * * * *     | Europe/Berlin       | 2026-03-29T00:00:00Z | 2026-03-29T00:30:00Z 2026-03-29T01:30:00Z 2026-03-29T02:30:00Z
          30 * * * *     | Europe/Berlin       | 2026-10-25T00:00:00Z | 2026-10-25T00:30:00Z 2026-10-25T01:30:00Z 2026-10-25T02:30:00Z
          30 0-23 * * *  | Europe/Berlin       | 2026-10-25T00:00:00Z | 2026-10-25T00:30:00Z 2026-10-25T01:30:00Z 2026-10-25T02:30:00Z
          */15 * * * *   | Europe/Berlin       | 2026-03-29T00:40:00Z | 2026-03-29T00:45:00Z 2026-03-29T01:00:00Z 2026-03-29T01:15:00Z
          */15 * * * *   | Europe/Berlin       | 2026-10-25T00:40:00Z | 2026-10-25T00:45:00Z 2026-10-25T01:00:00Z 2026-10-25T01:15:00Z
          30 2 29 3 *    | Europe/Berlin       | 2026-01-01T00:00:00Z | 2026-03-29T01:00:00Z 2027-03-29T00:30:00Z
          30 2 * * *     | America/New_York    | 2026-03-07T12:00:00Z | 2026-03-08T07:00:00Z 2026-03-09T06:30:00Z
          30 1 * * *     | America/New_York    | 2026-10-31T12:00:00Z | 2026-11-01T05:30:00Z 2026-11-02T06:30:00Z
          15 2 * * *     | Australia/Lord_Howe | 2026-10-03T00:00:00Z | 2026-10-03T15:30:00Z 2026-10-04T15:15:00Z
          45 1 * * *     | Australia/Lord_Howe | 2026-04-04T00:00:00Z | 2026-04-04T14:45:00Z 2026-04-05T15:15:00Z
          */15 * * * *   | Australia/Lord_Howe | 2026-04-04T14:40:00Z | 2026-04-04T14:45:00Z 2026-04-04T15:00:00Z 2026-04-04T15:15:00Z
          @daily         | Africa/Cairo        | 2026-04-23T12:00:00Z | 2026-04-23T22:00:00Z 2026-04-24T21:00:00Z
          """)
  void keepsItsPromiseWhenClocksChange(
      String expression, String zone, Instant after, String expected) {
    CronSchedule schedule = cron(expression, ZoneId.of(zone));
    List<Instant> found = new ArrayList<>();
    Instant moment = after;
    for (int i = 0; i < expected.split(" ", -1).length; i++) {
      moment = schedule.next(moment);
      found.add(moment);
    }
    assertThat(found).isEqualTo(List.of(expected.split(" ")).stream().map(Instant::parse).toList());
  }

  /** Asked between the two passes of an hour that comes twice, a fixed time waits for tomorrow. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-10-25T00:30:00Z",
        "2026-10-25T00:59:59.999Z",
        "2026-10-25T01:00:00Z",
        "2026-10-25T01:10:00Z",
        "2026-10-25T01:30:00Z"
      })
  void doesNotRunTwiceInTheHourThatComesTwice(Instant after) {
    assertThat(cron("30 2 * * *", ZoneId.of("Europe/Berlin")).next(after))
        .isEqualTo("2026-10-26T01:30:00Z");
  }

  @Test
  void severalMissedOccurrencesAreOne() {
    CronSchedule hourly = utc("0 * * * *");
    assertThat(hourly.latestDue(NEW_YEAR, Instant.parse("2026-01-03T17:59:59.5Z")))
        .contains(Instant.parse("2026-01-03T17:00:00Z"));
  }

  @Test
  void theIntervalIsOpenBelowAndClosedAbove() {
    CronSchedule hourly = utc("0 * * * *");
    Instant one = NEW_YEAR.plus(Duration.ofHours(1));
    assertThat(hourly.latestDue(NEW_YEAR, one.minusNanos(1))).isEmpty();
    assertThat(hourly.latestDue(NEW_YEAR, one)).contains(one);
    assertThat(hourly.latestDue(one, one)).isEmpty();
    Instant five = NEW_YEAR.plus(Duration.ofHours(5));
    assertThat(hourly.latestDue(NEW_YEAR, five)).contains(five);
    assertThat(hourly.latestDue(one, NEW_YEAR)).isEmpty();
    assertThat(hourly.latestDue(one.minusNanos(1), one)).contains(one);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          * * * * *       | 2016-01-01T00:00:00Z | 2026-01-01T00:00:30Z | 2026-01-01T00:00:00Z
          * * * 1-10 *    | 2026-01-01T00:00:00Z | 2026-12-15T00:00:00Z | 2026-10-31T23:59:00Z
          * * 29 2 *      | 1996-01-01T00:00:00Z | 2027-12-15T00:00:00Z | 2024-02-29T23:59:00Z
          """)
  void yearsOfMissedMinutesAreFoundAtOnce(
      String expression, Instant after, Instant now, Instant newest) {
    CronSchedule schedule = utc(expression);
    assertThat(schedule.latestDue(after, now)).contains(newest);
    long started = System.nanoTime();
    for (int i = 0; i < 10; i++) {
      assertThat(schedule.latestDue(after, now)).contains(newest);
    }
    // Ten times some 30 steps; walking the minutes of a year takes seconds each.
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(5));
  }

  private static List<LocalDateTime> following(
      CronSchedule schedule, Instant after, int count, ZoneId zone) {
    List<LocalDateTime> found = new ArrayList<>();
    Instant moment = after;
    for (int i = 0; i < count; i++) {
      moment = schedule.next(moment);
      found.add(LocalDateTime.ofInstant(moment, zone));
    }
    return found;
  }

  /** Whoever asks next to somebody else is answered from memory. */
  @Test
  void betweenTwoOccurrencesEveryMomentHasTheSameNextOne() {
    CronSchedule schedule = utc("0 */6 * * *");
    Instant six = Instant.parse("2026-01-01T06:00:00Z");
    Instant twelve = Instant.parse("2026-01-01T12:00:00Z");
    assertThat(schedule.next(six.minusSeconds(3_600))).isEqualTo(six);
    assertThat(schedule.next(six.minusNanos(1))).isEqualTo(six);
    assertThat(schedule.next(six)).isEqualTo(twelve);
    assertThat(schedule.next(six.minusSeconds(3_600))).isEqualTo(six);
    assertThat(schedule.next(six.minusSeconds(7 * 3_600))).isEqualTo(six.minusSeconds(6 * 3_600));
  }
}
