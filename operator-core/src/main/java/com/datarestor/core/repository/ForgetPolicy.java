package com.datarestor.core.repository;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the {@code forgetArgs} of a repository and says why they cannot be used: because they would
 * keep nothing, because they choose snapshots (which the operator does, per volume), or because
 * restic forget does not know them. Values may follow as a word of their own or after {@code =}.
 *
 * <p>The options are those of {@code restic forget --help}, restic 0.18.0.
 */
public final class ForgetPolicy {

  private static final Set<String> COUNTS =
      Set.of(
          "--keep-last",
          "--keep-hourly",
          "--keep-daily",
          "--keep-weekly",
          "--keep-monthly",
          "--keep-yearly");

  private static final Map<Character, String> SHORT_COUNTS =
      Map.of(
          'l', "--keep-last",
          'H', "--keep-hourly",
          'd', "--keep-daily",
          'w', "--keep-weekly",
          'm', "--keep-monthly",
          'y', "--keep-yearly");

  private static final Set<String> DURATIONS =
      Set.of(
          "--keep-within",
          "--keep-within-hourly",
          "--keep-within-daily",
          "--keep-within-weekly",
          "--keep-within-monthly",
          "--keep-within-yearly");

  private static final Set<String> OTHER_VALUES =
      Set.of(
          "--max-unused",
          "--max-repack-size",
          "--repack-smaller-than",
          "--retry-lock",
          "--limit-upload",
          "--limit-download",
          "--compression",
          "--pack-size",
          "--stuck-request-timeout");

  private static final Set<String> SWITCHES =
      Set.of(
          "--prune",
          "--repack-cacheable-only",
          "--repack-small",
          "--repack-uncompressed",
          "--cleanup-cache",
          "--no-cache",
          "--verbose");

  private static final Set<String> CHOOSERS =
      Set.of("--host", "--tag", "--path", "--group-by", "-g");

  private static final Set<String> DRY_RUNS = Set.of("--dry-run", "-n");

  private static final Pattern COUNT = Pattern.compile("[0-9]{1,9}");
  private static final Pattern DURATION = Pattern.compile("(?:[0-9]{1,6}[hdmy])+");
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");

  private final List<String> problems = new ArrayList<>();
  private boolean keepsSome;
  private boolean keepsTags;

  private ForgetPolicy() {}

  /** One sentence for each reason not to use these arguments; empty when they are good. */
  public static List<String> problems(List<String> arguments) {
    ForgetPolicy policy = new ForgetPolicy();
    policy.read(arguments);
    policy.judge();
    return List.copyOf(policy.problems);
  }

  private void read(List<String> arguments) {
    int next = 0;
    while (next < arguments.size()) {
      String word = arguments.get(next);
      next++;
      String name = word;
      String value = "";
      boolean attached = false;
      if (word.startsWith("--")) {
        int equals = word.indexOf('=');
        attached = equals >= 0;
        name = attached ? word.substring(0, equals) : word;
        value = attached ? word.substring(equals + 1) : "";
      } else if (word.length() > 1 && word.charAt(0) == '-') {
        attached = word.length() > 2;
        value = attached ? word.substring(word.charAt(2) == '=' ? 3 : 2) : "";
        name = SHORT_COUNTS.getOrDefault(word.charAt(1), word.substring(0, 2));
      }
      if (!takesValue(name)) {
        withoutValue(name, word, attached, value);
      } else if (attached) {
        withValue(name, value);
      } else if (next < arguments.size()) {
        withValue(name, arguments.get(next));
        next++;
      } else {
        problems.add("%s needs a value; write %s=10.".formatted(name, name));
      }
    }
  }

  private static boolean takesValue(String name) {
    return COUNTS.contains(name)
        || DURATIONS.contains(name)
        || OTHER_VALUES.contains(name)
        || CHOOSERS.contains(name)
        || name.equals("--keep-tag");
  }

  private void withValue(String name, String value) {
    if (COUNTS.contains(name)) {
      count(name, value);
    } else if (DURATIONS.contains(name)) {
      duration(name, value);
    } else if (CHOOSERS.contains(name)) {
      problems.add(
          "%s is not possible, because the operator chooses the snapshots itself: those"
                  .formatted(name)
              + " of each volume of this Config, one volume at a time; remove it.");
    } else if (name.equals("--keep-tag")) {
      keepsTags = true;
      if (value.isBlank()) {
        problems.add("--keep-tag needs a tag; write --keep-tag=mytag.");
      }
    } else if (value.isBlank()) {
      problems.add("%s needs a value; write one or remove it.".formatted(name));
    }
  }

  private void count(String name, String value) {
    if (value.equals("unlimited") || value.equals("-1")) {
      keepsSome = true;
    } else if (!COUNT.matcher(value).matches()) {
      problems.add(
          "%s \"%s\" is not a number of snapshots; write a number above 0, or unlimited."
              .formatted(name, value));
    } else if (Integer.parseInt(value) > 0) {
      keepsSome = true;
    }
  }

  private void duration(String name, String value) {
    if (!DURATION.matcher(value).matches()) {
      problems.add(
          "%s \"%s\" is not a duration; write hours, days, months and years as in 1y6m14d12h."
              .formatted(name, value));
      return;
    }
    Matcher numbers = NUMBER.matcher(value);
    while (numbers.find()) {
      if (Integer.parseInt(numbers.group()) > 0) {
        keepsSome = true;
      }
    }
  }

  private void withoutValue(String name, String word, boolean attached, String value) {
    if (name.equals("--unsafe-allow-remove-all")) {
      problems.add(
          "--unsafe-allow-remove-all would let forget remove every snapshot of a volume;"
              + " remove it.");
    } else if (DRY_RUNS.contains(name)) {
      problems.add(
          "%s would forget nothing and yet look like a success; remove it, or remove"
                  .formatted(name)
              + " forgotSchedule to forget nothing.");
    } else if (SWITCHES.contains(name)) {
      if (attached && !name.equals("--verbose") && !Set.of("true", "false").contains(value)) {
        problems.add("%s takes no value; write %s alone.".formatted(word, name));
      }
    } else if (!word.startsWith("-")) {
      problems.add(
          "\"%s\" is not an option; restic would take it for a snapshot to remove. If it"
                  .formatted(word)
              + " is a value, write it after the = of its option.");
    } else {
      problems.add(
          "%s cannot be used here; write --keep-... options, --prune and its limits, and"
                  .formatted(name)
              + " nothing about repository, password or output.");
    }
  }

  private void judge() {
    if (keepsSome || !problems.isEmpty()) {
      return;
    }
    problems.add(
        keepsTags
            ? "with --keep-tag alone every snapshot without that tag would go; add"
                + " something like --keep-last=10."
            : "nothing would be kept; write at least one --keep option with a number"
                + " above 0, such as --keep-last=10.");
  }
}
