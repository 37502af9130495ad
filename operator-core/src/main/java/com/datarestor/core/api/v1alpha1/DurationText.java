package com.datarestor.core.api.v1alpha1;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as Kubernetes users write them: numbers with the units {@code s}, {@code m} or {@code
 * h}, as in {@code 90s} or {@code 1h30m}.
 */
public final class DurationText {

  static final String CEL = "self.matches('^([0-9]{1,6}(h|m|s))+$')";
  static final String ADVICE =
      "a duration is a number with its unit h, m or s: write 30s, 5m or 1h30m";

  private static final Pattern WHOLE = Pattern.compile("([0-9]{1,6}[hms])+");
  private static final Pattern PART = Pattern.compile("([0-9]{1,6})([hms])");
  private static final Map<String, ChronoUnit> UNITS =
      Map.of("h", ChronoUnit.HOURS, "m", ChronoUnit.MINUTES, "s", ChronoUnit.SECONDS);

  private DurationText() {}

  /**
   * Reads a duration.
   *
   * @throws IllegalArgumentException with a sentence that says how to write one
   */
  public static Duration parse(String text) {
    if (!WHOLE.matcher(text).matches()) {
      throw new IllegalArgumentException("\"" + text + "\" is no duration; " + ADVICE);
    }
    Duration sum = Duration.ZERO;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      sum =
          sum.plus(
              Long.parseLong(part.group(1)), UNITS.getOrDefault(part.group(2), ChronoUnit.SECONDS));
    }
    return sum;
  }
}
