package com.datarestor.e2e.process;

import com.datarestor.e2e.sandbox.ApiFaults;
import com.datarestor.e2e.sandbox.ApiFaults.Fault;
import java.util.List;
import java.util.Locale;

/** What happens to the watches. */
enum Perturbation {
  /** They tell everything late. */
  STALE_CACHE {
    @Override
    Fault begin(ApiFaults faults, String kind) {
      return faults.holdWatches();
    }
  },

  /** They lose changes without noticing, until the next list. */
  MISSED_EVENTS {
    @Override
    Fault begin(ApiFaults faults, String kind) {
      Fault lost = faults.loseChanges(watch -> true);
      return () -> {
        lost.close();
        listAnew(faults);
      };
    }
  },

  /**
   * Connections are cut, and what they were at is forgotten: everything is listed anew. Then one
   * kind is seen later than the rest, and changes are told twice.
   */
  CRASH_AND_RECONNECT {
    @Override
    Fault begin(ApiFaults faults, String kind) {
      Fault twice = faults.repeatChanges();
      Fault late =
          faults.delay(DisturbedWatches.WHILE, request -> request.watch() && request.isOf(kind));
      listAnew(faults);
      return () -> {
        late.close();
        twice.close();
      };
    }
  };

  /** The kinds that take turns at being late. */
  static final List<String> KINDS =
      List.of("jobs", "tasks", "persistentvolumeclaims", "configs", "namespaces");

  /**
   * Begins, and ends when the fault is closed.
   *
   * @param kind the one that is late when others are not
   */
  abstract Fault begin(ApiFaults faults, String kind);

  private static void listAnew(ApiFaults faults) {
    faults.forgetHistory();
    faults.cutWatches();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
