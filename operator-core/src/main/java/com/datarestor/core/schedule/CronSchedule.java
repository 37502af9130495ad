package com.datarestor.core.schedule;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import com.datarestor.core.annotation.Parsed;
import com.datarestor.core.annotation.Parsed.Refused;
import com.datarestor.core.annotation.Parsed.Understood;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An ordinary five-field cron expression in a time zone: names, steps, lists, ranges, {@code
 * @daily} and its like, and {@code H} for a stable hash as in Jenkins.
 *
 * <p>Where clocks are put forward, a time that does not exist runs at the moment they are put
 * forward, the same day. Where clocks are put back, a time that comes twice runs once, the first
 * time. An expression that runs every hour ({@code *}, {@code *}{@code /1} or {@code 0-23} as the
 * hour) is not about times of day: it runs through both changes, and leaves out what does not exist.
 *
 * <p>When both a day of month and a day of week are given, either is enough, as in every cron.
 */
public final class CronSchedule {

  private static final Map<String, String> NICKNAMES =
      Map.of(
          "@yearly", "0 0 1 1 *",
          "@annually", "0 0 1 1 *",
          "@monthly", "0 0 1 * *",
          "@weekly", "0 0 * * 0",
          "@daily", "0 0 * * *",
          "@midnight", "0 0 * * *",
          "@hourly", "0 * * * *");

  private static final CronParser PARSER =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

  private static final LocalDateTime SOME_DAY = LocalDateTime.of(2024, 1, 1, 0, 0);

  /** Every way to write the hour that means: not about times of day. */
  private static final Set<String> EVERY_HOUR = Set.of("*", "*/1", "0-23");

  /** Longer than any expression that means something; the API allows less. */
  private static final int LONGEST_EXPRESSION = 256;

  private static final List<String> FIELD_NAMES =
      List.of("minute", "hour", "day of month", "month", "day of week");
  private static final List<String> FIELD_VALUES =
      List.of("0 to 59", "0 to 23", "1 to 31", "1 to 12 or JAN to DEC", "0 to 7 or SUN to SAT");

  /** What was read before: a thousand volumes have one schedule, and each asks for it again. */
  private static final Map<Written, Parsed<CronSchedule>> READ = new Newest();

  /** What an expression's times depend on. */
  private record Written(String expression, ZoneId zone, String hashSeed) {}

  private static final class Newest extends LinkedHashMap<Written, Parsed<CronSchedule>> {
    private static final long serialVersionUID = 1L;
    private static final int MOST = 1_000;

    @Override
    protected boolean removeEldestEntry(Map.Entry<Written, Parsed<CronSchedule>> eldest) {
      return size() > MOST;
    }
  }

  private final ExecutionTime times;
  private final ZoneRules rules;
  private final boolean everyHour;

  /** What was found last: volumes that share a schedule ask within one stretch of it. */
  private volatile @Nullable Stretch last;

  /** Between these there is no occurrence. */
  private record Stretch(Instant after, Instant next) {}

  private CronSchedule(ExecutionTime times, ZoneRules rules, boolean everyHour) {
    this.times = times;
    this.rules = rules;
    this.everyHour = everyHour;
  }

  /**
   * Reads an expression.
   *
   * @param hashSeed what {@code H} is a hash of: the same seed gives the same times for ever
   */
  public static Parsed<CronSchedule> parse(String expression, ZoneId zone, String hashSeed) {
    Written written = new Written(expression, zone, hashSeed);
    synchronized (READ) {
      return READ.computeIfAbsent(
          written, same -> read(same.expression(), same.zone(), same.hashSeed()));
    }
  }

  private static Parsed<CronSchedule> read(String expression, ZoneId zone, String hashSeed) {
    if (expression.length() > LONGEST_EXPRESSION) {
      return new Refused<>(
          "the schedule is longer than " + LONGEST_EXPRESSION + " characters; shorten it");
    }
    String text = expression.strip();
    if (text.isEmpty()) {
      return new Refused<>("the schedule is empty; write five fields such as \"0 2 * * *\"");
    }
    if (text.startsWith("@")) {
      String known = NICKNAMES.get(text.toLowerCase(Locale.ROOT));
      if (known == null) {
        return new Refused<>(
            "\""
                + text
                + "\" is no schedule; write @hourly, @daily, @weekly, @monthly, @yearly or five"
                + " fields");
      }
      text = known;
    }
    String[] fields = text.toUpperCase(Locale.ROOT).split("\\s+");
    if (fields.length != FIELD_NAMES.size()) {
      return new Refused<>(
          "\""
              + expression
              + "\" has "
              + fields.length
              + (fields.length == 1 ? " field" : " fields")
              + "; a schedule has five: minute hour day-of-month month day-of-week, such as"
              + " \"0 2 * * *\""
              + (fields.length > FIELD_NAMES.size() ? " (no seconds, no year, no zone)" : ""));
    }
    ExecutionTime times;
    try {
      times = read(CronHash.replace(fields, hashSeed));
    } catch (IllegalArgumentException e) {
      return new Refused<>("\"" + expression + "\" is no schedule: " + complaint(fields));
    }
    if (nextLocal(times, SOME_DAY).isEmpty()) {
      return new Refused<>("\"" + expression + "\" never comes; check the day and the month");
    }
    if (fields[3].contains("H") && !comesInEveryMonth(fields, hashSeed)) {
      return new Refused<>(
          "\""
              + expression
              + "\" may never come: H can pick a month without that day; write the month, or a day"
              + " up to 28");
    }
    return new Understood<>(
        new CronSchedule(times, zone.getRules(), EVERY_HOUR.contains(fields[1])));
  }

  private static ExecutionTime read(List<String> fields) {
    return ExecutionTime.forCron(PARSER.parse(String.join(" ", fields)).validate());
  }

  /** Whether an expression is refused must not depend on the seed: it is checked with another. */
  private static boolean comesInEveryMonth(String[] fields, String hashSeed) {
    String[] february = fields.clone();
    february[3] = "2";
    return nextLocal(read(CronHash.replace(february, hashSeed)), SOME_DAY).isPresent();
  }

  /** Names the first field that cannot be read even alone. */
  private static String complaint(String[] fields) {
    for (int i = 0; i < fields.length; i++) {
      String[] alone = {"*", "*", "*", "*", "*"};
      alone[i] = fields[i];
      try {
        read(CronHash.replace(alone, ""));
      } catch (IllegalArgumentException e) {
        return "its "
            + FIELD_NAMES.get(i)
            + " is \""
            + fields[i]
            + "\"; write *, or "
            + FIELD_VALUES.get(i)
            + ", with lists (1,3), ranges that go upwards (1-5), steps (*/2) or H"
            + (fields[i].contains("H") ? " (H picks from " + CronHash.range(i) + ")" : "");
      }
    }
    return "its fields do not go together; write five fields such as \"0 2 * * *\"";
  }

  /** The first occurrence strictly after the moment. */
  public Instant next(Instant after) {
    @Nullable Stretch known = last;
    if (known == null || after.isBefore(known.after()) || !after.isBefore(known.next())) {
      known = new Stretch(after, find(after));
      last = known;
    }
    return known.next();
  }

  private Instant find(Instant after) {
    ZoneOffset offset = rules.getOffset(after);
    LocalDateTime cursor = LocalDateTime.ofInstant(after, offset);
    ZoneOffsetTransition last = rules.previousTransition(after.plusNanos(1));
    if (last != null && last.isOverlap() && !everyHour) {
      cursor = max(cursor, justBefore(last.getDateTimeBefore()));
    }
    Instant moment = after;
    while (true) {
      LocalDateTime local =
          nextLocal(times, cursor)
              .orElseThrow(() -> new IllegalStateException("a schedule that never comes"));
      @Nullable ZoneOffsetTransition change = rules.nextTransition(moment);
      if (change == null || local.toInstant(offset).isBefore(change.getInstant())) {
        return local.toInstant(offset);
      }
      if (change.isGap() && !everyHour && local.isBefore(change.getDateTimeAfter())) {
        return change.getInstant();
      }
      moment = change.getInstant();
      offset = change.getOffsetAfter();
      cursor =
          justBefore(
              change.isOverlap() && !everyHour
                  ? change.getDateTimeBefore()
                  : change.getDateTimeAfter());
    }
  }

  /**
   * The newest occurrence after {@code after} and not after {@code now}: missed ones are one. The
   * interval is halved until nothing is left of it, so that years of minutes cost no more than a
   * day of hours.
   */
  public Optional<Instant> latestDue(Instant after, Instant now) {
    Instant newest = next(after);
    if (newest.isAfter(now)) {
      return Optional.empty();
    }
    // Occurrences are whole seconds. After this moment there is none up to now.
    Instant end = now.truncatedTo(ChronoUnit.SECONDS);
    while (newest.isBefore(end)) {
      Instant middle = newest.plusSeconds(Duration.between(newest, end).toSeconds() / 2);
      Instant candidate = next(middle);
      if (candidate.isAfter(now)) {
        end = middle;
      } else {
        newest = candidate;
      }
    }
    return Optional.of(newest);
  }

  /** The expression on a clock that is never changed. */
  private static Optional<LocalDateTime> nextLocal(ExecutionTime times, LocalDateTime after) {
    return times
        .nextExecution(after.atZone(ZoneOffset.UTC))
        .map(moment -> moment.toLocalDateTime());
  }

  private static LocalDateTime justBefore(LocalDateTime moment) {
    return moment.minusSeconds(1);
  }

  private static LocalDateTime max(LocalDateTime a, LocalDateTime b) {
    return a.isBefore(b) ? b : a;
  }
}
