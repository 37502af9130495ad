package com.datarestor.e2e.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Compares what disturbed runs came to with an undisturbed one, and says so in one line. */
final class Verdict {

  private final Map<String, List<String>> expected;
  private final List<String> failures = new ArrayList<>();
  private int disturbances;
  private int lost;
  private int duplicated;
  private int stuck;

  Verdict(Map<String, List<String>> expected) {
    this.expected = expected;
  }

  Map<String, List<String>> expected() {
    return expected;
  }

  /**
   * Takes the end of a run.
   *
   * @param run what was done to it
   * @param times how often it was disturbed
   * @param trouble what was waited for in vain, and what the archive says otherwise; empty when it
   *     came to rest
   */
  synchronized void add(
      String run, int times, Map<String, List<String>> outcome, List<String> trouble) {
    disturbances += times;
    Map<String, List<String>> missing = difference(expected, outcome);
    Map<String, List<String>> besides = difference(outcome, expected);
    lost += missing.isEmpty() ? 0 : 1;
    duplicated += besides.isEmpty() ? 0 : 1;
    stuck += trouble.isEmpty() ? 0 : 1;
    if (!missing.isEmpty() || !besides.isEmpty() || !trouble.isEmpty()) {
      String failure = "%s%nlacks %s, has besides %s%n%s".formatted(run, missing, besides, trouble);
      System.out.println(failure);
      failures.add(failure);
    }
  }

  synchronized int disturbances() {
    return disturbances;
  }

  /** Prints the line and fails unless all is well. */
  synchronized void judge(String beginning, String remark) {
    System.out.printf(
        "%s, lost %d, duplicated %d, stuck %d%s%n", beginning, lost, duplicated, stuck, remark);
    assertThat(failures).as(beginning).isEmpty();
    assertThat(disturbances).as("how often runs were disturbed").isPositive();
  }

  /** What the first has more than the other. */
  private static Map<String, List<String>> difference(
      Map<String, List<String>> first, Map<String, List<String>> other) {
    Map<String, List<String>> difference = new TreeMap<>();
    first.forEach(
        (part, all) -> {
          List<String> more = new ArrayList<>(all);
          other.getOrDefault(part, List.of()).forEach(more::remove);
          if (!more.isEmpty()) {
            difference.put(part, more);
          }
        });
    return difference;
  }
}
