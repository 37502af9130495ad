package com.datarestor.events;

import java.util.List;

/**
 * Why an operation did not do its work.
 *
 * @param message a sentence for a person: what is wrong and what to change; cut when it is longer
 *     than a status can show
 * @param exitCode restic's exit status, or {@link #NO_EXIT_CODE} when restic did not end by itself
 * @param lastLines the end of restic's output, oldest first, never with a credential
 */
public record Failure(FailureReason reason, String message, int exitCode, List<String> lastLines) {

  public static final int NO_EXIT_CODE = -1;

  /** Longest message: half of what a status takes, so that several fit into one sentence. */
  public static final int LONGEST_MESSAGE = 2048;

  public Failure {
    if (message.length() > LONGEST_MESSAGE) {
      message = message.substring(0, LONGEST_MESSAGE - 1) + "…";
    }
    lastLines = List.copyOf(lastLines);
  }

  /** A failure that restic had no part in. */
  public static Failure of(FailureReason reason, String message) {
    return new Failure(reason, message, NO_EXIT_CODE, List.of());
  }
}
