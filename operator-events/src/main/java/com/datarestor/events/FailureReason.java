package com.datarestor.events;

/** Why something did not happen, as a word that does not change between releases. */
public enum FailureReason implements Named {
  WRONG_PASSWORD("wrong-password"),
  NO_PASSWORD("no-password"),
  CREDENTIALS_MISSING("credentials-missing"),
  REPOSITORY_MISSING("repository-missing"),
  REPOSITORY_LOCKED("repository-locked"),
  REPOSITORY_UNREACHABLE("repository-unreachable"),
  SOURCE_UNREADABLE("source-unreadable"),
  OUT_OF_MEMORY("out-of-memory"),
  NO_SNAPSHOT_ID("no-snapshot-id"),
  SNAPSHOT_NOT_FOUND("snapshot-not-found"),
  SNAPSHOT_AMBIGUOUS("snapshot-ambiguous"),
  VOLUME_IN_USE("volume-in-use"),
  VOLUME_NOT_BOUND("volume-not-bound"),
  VOLUME_UNSUPPORTED("volume-unsupported"),
  INVALID_ARGUMENTS("invalid-arguments"),
  CONFIG_GONE("config-gone"),
  START_DEADLINE_EXCEEDED("start-deadline-exceeded"),
  RUN_DEADLINE_EXCEEDED("run-deadline-exceeded"),
  JOB_REFUSED("job-refused"),
  JOB_GONE("job-gone"),
  INTERRUPTED("interrupted"),
  TASK_REFUSED("task-refused"),
  RESTIC_FAILED("restic-failed");

  private final String wireName;

  FailureReason(String wireName) {
    this.wireName = wireName;
  }

  @Override
  public String wireName() {
    return wireName;
  }

  /** The word in the form that Kubernetes conditions and Events use. */
  public String camelCase() {
    StringBuilder word = new StringBuilder();
    for (String part : wireName.split("-")) {
      word.append(Character.toUpperCase(part.charAt(0))).append(part, 1, part.length());
    }
    return word.toString();
  }
}
