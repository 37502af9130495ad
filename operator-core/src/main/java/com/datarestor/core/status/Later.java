package com.datarestor.core.status;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What was said at a moment. Of two the later counts, whichever of them was heard of first.
 *
 * @param text empty when it says that all is well
 */
record Later(Instant at, String text) {

  private static final Comparator<Later> ORDER =
      Comparator.comparing(Later::at).thenComparing(Later::text);

  static Later of(@Nullable Later one, Later other) {
    return one == null || ORDER.compare(one, other) < 0 ? other : one;
  }

  static Instant moment(@Nullable Instant one, Instant other) {
    return one == null || one.isBefore(other) ? other : one;
  }
}
