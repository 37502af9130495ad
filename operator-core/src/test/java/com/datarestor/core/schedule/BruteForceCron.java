package com.datarestor.core.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.BitSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** A second, slow reading of cron: looks at every minute there is. Numbers only. */
final class BruteForceCron {

  private static final int[] HIGHEST = {59, 23, 31, 12, 7};

  private final String[] fields;
  private final BitSet[] values = new BitSet[5];
  private final ZoneRules rules;

  BruteForceCron(String expression, ZoneId zone) {
    fields = expression.split(" ", -1);
    rules = zone.getRules();
    for (int i = 0; i < 5; i++) {
      values[i] = values(fields[i], i);
    }
  }

  private static BitSet values(String field, int position) {
    BitSet set = new BitSet();
    for (String part : field.split(",", -1)) {
      List<String> step = List.of(part.split("/", -1));
      List<String> range = List.of(step.getFirst().split("-", -1));
      boolean all = range.getFirst().equals("*");
      int low = all ? 0 : Integer.parseInt(range.getFirst());
      int high = all ? HIGHEST[position] : Integer.parseInt(range.getLast());
      // The days and months of * start at 1, everything else at 0.
      int first = all && (position == 2 || position == 3) ? 1 : low;
      for (int v = first; v <= high; v += step.size() > 1 ? Integer.parseInt(step.get(1)) : 1) {
        set.set(position == 4 ? v % 7 : v);
      }
    }
    return set;
  }

  private boolean matches(LocalDateTime time) {
    boolean day = values[2].get(time.getDayOfMonth());
    boolean weekday = values[4].get(time.getDayOfWeek().getValue() % 7);
    boolean oneIsOpen = fields[2].equals("*") || fields[4].equals("*");
    boolean either = oneIsOpen ? (day && weekday) : (day || weekday);
    return values[0].get(time.getMinute())
        && values[1].get(time.getHour())
        && values[3].get(time.getMonthValue())
        && either;
  }

  /** Every occurrence in [from, to); {@code from} is a whole minute. */
  NavigableSet<Instant> occurrences(Instant from, Instant to) {
    boolean everyHour = fields[1].equals("*");
    NavigableSet<Instant> found = new TreeSet<>();
    for (Instant t = from; t.isBefore(to); t = t.plusSeconds(60)) {
      ZoneOffset offset = rules.getOffset(t);
      LocalDateTime local = LocalDateTime.ofInstant(t, offset);
      if (matches(local) && (everyHour || rules.getValidOffsets(local).getFirst().equals(offset))) {
        found.add(t);
      }
    }
    if (!everyHour) {
      addTimesInGaps(from, to, found);
    }
    return found;
  }

  private void addTimesInGaps(Instant from, Instant to, NavigableSet<Instant> found) {
    ZoneOffsetTransition change = rules.nextTransition(from);
    while (change != null && change.getInstant().isBefore(to)) {
      if (change.isGap()) {
        Duration gap = change.getDuration();
        for (long minute = 0; minute < gap.toMinutes(); minute++) {
          if (matches(change.getDateTimeBefore().plusMinutes(minute))) {
            found.add(change.getInstant());
          }
        }
      }
      change = rules.nextTransition(change.getInstant());
    }
  }
}
