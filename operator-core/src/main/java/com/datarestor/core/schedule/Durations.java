package com.datarestor.core.schedule;

import com.datarestor.core.annotation.Parsed;
import com.datarestor.core.annotation.Parsed.Refused;
import com.datarestor.core.annotation.Parsed.Understood;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as Kubernetes users write them: {@code 90s}, {@code 30m}, {@code 1h30m}, {@code 7d}.
 * Each unit once, the larger first; a day is 24 hours.
 */
public final class Durations {

  private static final String ADVICE =
      "write numbers with the units d, h, m, s, the larger first, such as 30m, 1h30m or 7d";

  private static final Pattern WHOLE =
      Pattern.compile("(?:([0-9]{1,6})d)?(?:([0-9]{1,6})h)?(?:([0-9]{1,6})m)?(?:([0-9]{1,6})s)?");
  private static final List<Duration> UNITS =
      List.of(
          Duration.ofDays(1), Duration.ofHours(1), Duration.ofMinutes(1), Duration.ofSeconds(1));

  /** Longer than any duration that means something. */
  private static final int LONGEST = 64;

  private Durations() {}

  /** Reads a duration; white space around it does not count. Zero is a duration. */
  public static Parsed<Duration> parse(String text) {
    if (text.length() > LONGEST) {
      return new Refused<>("the duration is longer than " + LONGEST + " characters; " + ADVICE);
    }
    String stripped = text.strip();
    if (stripped.isEmpty()) {
      return new Refused<>("the duration is empty; " + ADVICE);
    }
    if (stripped.startsWith("-")) {
      return new Refused<>("\"" + stripped + "\" is negative; a duration has no minus sign");
    }
    if (stripped.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return new Refused<>("\"" + stripped + "\" has no unit; " + ADVICE);
    }
    Matcher whole = WHOLE.matcher(stripped);
    if (!whole.matches()) {
      return new Refused<>("\"" + stripped + "\" is no duration; " + ADVICE);
    }
    Duration sum = Duration.ZERO;
    for (int unit = 0; unit < UNITS.size(); unit++) {
      String number = whole.group(unit + 1);
      if (number != null) {
        sum = sum.plus(UNITS.get(unit).multipliedBy(Long.parseLong(number)));
      }
    }
    return new Understood<>(sum);
  }
}
