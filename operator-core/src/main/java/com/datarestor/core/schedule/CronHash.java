package com.datarestor.core.schedule;

import com.datarestor.events.Digests;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code H} in a cron field, as in Jenkins: a value of the field, picked by a hash of a seed and
 * the field's position. {@code H/15} is every 15 from a hashed start, {@code H(0-7)} is one of a
 * range.
 *
 * <p>The hash is the first 64 bits, unsigned, of {@link Digests} over {@code "cron"}, the seed and
 * the field's position from 0. {@code H} is the lowest value plus the hash modulo the number of
 * values; {@code H/n} starts at the lowest value plus the hash modulo n. It must never change:
 * users' backups would move to other hours with an upgrade.
 */
final class CronHash {

  private static final Pattern HASH =
      Pattern.compile("H(?:\\((\\d{1,2})-(\\d{1,2})\\))?(?:/(\\d{1,2}))?");
  private static final int[] LOWEST = {0, 0, 1, 1, 0};

  /** Days 29 to 31 are not in every month: a hashed day is in all of them. */
  private static final int[] HIGHEST = {59, 23, 28, 12, 6};

  private CronHash() {}

  /**
   * @throws IllegalArgumentException when a range or a step is not possible in its field
   */
  static List<String> replace(String[] fields, String seed) {
    List<String> replaced = new ArrayList<>();
    for (int i = 0; i < fields.length; i++) {
      replaced.add(replace(fields[i], i, seed));
    }
    return replaced;
  }

  /** What {@code H} alone picks from. */
  static String range(int position) {
    return LOWEST[position] + " to " + HIGHEST[position];
  }

  private static String replace(String field, int position, String seed) {
    List<String> parts = new ArrayList<>();
    for (String part : field.split(",", -1)) {
      Matcher hash = HASH.matcher(part);
      parts.add(hash.matches() ? value(hash, part, position, seed) : part);
    }
    return String.join(",", parts);
  }

  private static String value(Matcher hash, String part, int position, String seed) {
    int low = hash.group(1) == null ? LOWEST[position] : Integer.parseInt(hash.group(1));
    int high = hash.group(2) == null ? HIGHEST[position] : Integer.parseInt(hash.group(2));
    int step = hash.group(3) == null ? 0 : Integer.parseInt(hash.group(3));
    if (low < LOWEST[position]
        || high > HIGHEST[position]
        || low > high
        || (hash.group(3) != null && (step == 0 || step > high - low + 1))) {
      throw new IllegalArgumentException(
          part + " picks from " + range(position) + " in steps that fit");
    }
    long random =
        Long.parseUnsignedLong(Digests.of(16, "cron", seed, Integer.toString(position)), 16);
    if (step == 0) {
      return Long.toString(low + Long.remainderUnsigned(random, high - low + 1L));
    }
    List<String> values = new ArrayList<>();
    for (long v = low + Long.remainderUnsigned(random, step); v <= high; v += step) {
      values.add(Long.toString(v));
    }
    return String.join(",", values);
  }
}
