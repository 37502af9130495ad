package com.datarestor.e2e.bench;

import java.util.Arrays;
import java.util.List;

/**
 * Durations that were measured.
 *
 * @param sorted nanoseconds, the shortest first
 */
record Times(List<Double> sorted) {

  static Times of(double... times) {
    if (times.length == 0) {
      throw new IllegalStateException("nothing was measured");
    }
    return new Times(Arrays.stream(times).sorted().boxed().toList());
  }

  double median() {
    return percentile(50);
  }

  double best() {
    return sorted.getFirst();
  }

  double worst() {
    return sorted.getLast();
  }

  /** The least time that so many percent do not exceed. */
  double percentile(int percent) {
    int rank = (int) Math.ceil(percent / 100.0 * sorted.size());
    return sorted.get(Math.max(0, rank - 1));
  }
}
