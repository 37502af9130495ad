package com.datarestor.events;

import java.time.Instant;

/**
 * How an operation ended, as its Task tells.
 *
 * @param snapshot short id of the snapshot that was made or restored, or empty
 * @param message the sentence in the Task's status
 * @param newest whether no later one of the same kind of work on the same object is known
 * @param left whether Jobs of it are still in the cluster
 */
public record TaskEnd(
    Outcome outcome, Instant time, String snapshot, String message, boolean newest, boolean left) {

  /** The state in which a Task ends. */
  public enum Outcome implements Named {
    COMPLETED("completed"),
    FAILED("failed"),
    CANCELLED("cancelled");

    private final String wireName;

    Outcome(String wireName) {
      this.wireName = wireName;
    }

    @Override
    public String wireName() {
      return wireName;
    }
  }
}
