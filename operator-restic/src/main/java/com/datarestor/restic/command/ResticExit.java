package com.datarestor.restic.command;

import com.datarestor.events.FailureReason;

/**
 * What restic's exit status means. Statuses 0 to 130 as documented by restic 0.18 ("Scripting: exit
 * codes"); 137 is what the kernel leaves when it kills a process.
 */
public enum ResticExit {
  SUCCESS(0, FailureReason.RESTIC_FAILED, "restic did its work."),
  FATAL(1, FailureReason.RESTIC_FAILED, "restic gave up; its last lines say why."),
  CRASHED(
      2,
      FailureReason.RESTIC_FAILED,
      "restic itself crashed; its last lines say where. Try another restic image, and report it to"
          + " the restic project."),
  INCOMPLETE(
      3,
      FailureReason.SOURCE_UNREADABLE,
      "Some files could not be read, so the backup is not complete. Give the Job the right to read"
          + " them (jobTemplate.securityContext) or exclude them (restic.exclude)."),
  NO_REPOSITORY(
      10,
      FailureReason.REPOSITORY_MISSING,
      "There was a restic repository at this target and there is none now. Nothing is created in its"
          + " place: bring it back (mount, bucket, path) or correct the target in the Config; if it"
          + " is lost for good, create an empty one with restic init."),
  LOCKED(
      11,
      FailureReason.REPOSITORY_LOCKED,
      "Another restic process has locked the repository. Wait until it has finished; if none runs"
          + " any more, remove the lock with restic unlock."),
  WRONG_PASSWORD(
      12,
      FailureReason.WRONG_PASSWORD,
      "The password does not open this repository. Correct RESTIC_PASSWORD in the env of the"
          + " repository or the Secret it comes from."),
  INTERRUPTED(
      130,
      FailureReason.INTERRUPTED,
      "restic was told to stop before it had finished; the work starts again by itself."),
  KILLED(
      137,
      FailureReason.OUT_OF_MEMORY,
      "restic was killed, most often because it needed more memory than it may have. Raise"
          + " jobTemplate.resources.limits.memory; restic needs more the more files there are."),
  UNKNOWN(
      -1,
      FailureReason.RESTIC_FAILED,
      "restic ended in a way that this operator does not know, which counts as a failure; its last"
          + " lines may say why");

  private final int status;
  private final FailureReason reason;
  private final String sentence;

  ResticExit(int status, FailureReason reason, String sentence) {
    this.status = status;
    this.reason = reason;
    this.sentence = sentence;
  }

  /** The meaning of a status; a status nobody documented is {@link #UNKNOWN}. */
  public static ResticExit of(int status) {
    for (ResticExit exit : values()) {
      if (exit.status == status && exit != UNKNOWN) {
        return exit;
      }
    }
    return UNKNOWN;
  }

  /** Why nothing came of it; of no use for {@link #SUCCESS}. */
  public FailureReason reason() {
    return reason;
  }

  /** What it means and what to change, for a person. */
  public String sentence() {
    return sentence;
  }
}
