package com.datarestor.e2e.process;

import com.datarestor.e2e.process.Lives.Loss;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The points that runs came by, and those at which the operator was killed, over all runs. */
final class CrashPoints {

  private final Set<String> met = new LinkedHashSet<>();
  private final Set<String> struck = new LinkedHashSet<>();

  /** Decides whether the operator is killed at a point. */
  interface Strikes {

    /**
     * What the crash takes along; empty when there is none.
     *
     * @param lived how many points the operator has come by since it was killed last
     */
    Optional<Loss> at(String point, int lived);
  }

  /**
   * Kills at each point at which no run was killed yet, and then lets the operator live for some
   * points.
   */
  Strikes rolling(int pause) {
    return (point, lived) -> {
      synchronized (this) {
        met.add(point);
        return lived >= pause && struck.add(point) ? Optional.of(Loss.NOTHING) : Optional.empty();
      }
    };
  }

  /** Kills at these points, once at each. */
  static Strikes at(Collection<String> points, Loss loss) {
    Set<String> left = new LinkedHashSet<>(points);
    return (point, lived) -> {
      synchronized (left) {
        return left.remove(point) ? Optional.of(loss) : Optional.empty();
      }
    };
  }

  /** Only remembers the points. */
  Strikes none() {
    return (point, lived) -> {
      synchronized (this) {
        met.add(point);
        return Optional.empty();
      }
    };
  }

  synchronized List<String> met() {
    return List.copyOf(met);
  }

  synchronized int struck() {
    return struck.size();
  }

  /** Points that runs came by and survived every time. */
  synchronized Set<String> left() {
    Set<String> left = new TreeSet<>(met);
    left.removeAll(struck);
    return left;
  }
}
