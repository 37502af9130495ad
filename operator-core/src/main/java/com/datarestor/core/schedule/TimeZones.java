package com.datarestor.core.schedule;

import com.datarestor.core.annotation.Parsed;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** IANA time zones, and fixed offsets such as {@code +02:00}, which know no summer time. */
public final class TimeZones {

  /** Longer than the name of any zone. */
  private static final int LONGEST_NAME = 64;

  private static final int NEAR = 3;

  private TimeZones() {}

  /** Reads the name of a zone; empty means UTC. */
  public static Parsed<ZoneId> parse(String name) {
    if (name.isBlank()) {
      return new Parsed.Understood<>(ZoneId.of("UTC"));
    }
    if (name.length() > LONGEST_NAME) {
      return new Parsed.Refused<>(
          "the name of the time zone is longer than "
              + LONGEST_NAME
              + " characters; write an IANA name such as Europe/Berlin");
    }
    try {
      return new Parsed.Understood<>(ZoneId.of(name.strip()));
    } catch (DateTimeException e) {
      return new Parsed.Refused<>(
          "there is no time zone \""
              + name
              + "\"; "
              + suggestion(name.strip())
                  .map(near -> "did you mean " + near + "?")
                  .orElse("write an IANA name such as Europe/Berlin"));
    }
  }

  /** The zone with the nearest name, or the one whose city is nearest. */
  private static Optional<String> suggestion(String name) {
    String wanted = name.toLowerCase(Locale.ROOT).replace(' ', '_');
    return ZoneId.getAvailableZoneIds().stream()
        .filter(zone -> !zone.startsWith("SystemV/"))
        .filter(zone -> nearness(zone, wanted) <= Math.min(NEAR, wanted.length() / 3))
        .min(
            Comparator.comparingInt((String zone) -> nearness(zone, wanted))
                .thenComparing(Comparator.naturalOrder()));
  }

  private static int nearness(String zone, String wanted) {
    String candidate = zone.toLowerCase(Locale.ROOT);
    int whole = distance(candidate, wanted);
    String city = candidate.substring(candidate.lastIndexOf('/') + 1);
    return Math.min(whole, distance(city, wanted) + 1);
  }

  /** Levenshtein distance. */
  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitute = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(substitute, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
