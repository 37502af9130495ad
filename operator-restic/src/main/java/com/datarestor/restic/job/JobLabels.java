package com.datarestor.restic.job;

import java.util.Map;

/** Labels by which the operator finds its own Jobs and knows what they do. */
public final class JobLabels {

  public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
  public static final String OPERATOR = "datarestor-operator";
  public static final String OPERATION = "backup.datarestor-operator.com/operation";
  public static final String STEP = "backup.datarestor-operator.com/step";

  /** The repository that the Job works on; a restore may ask several, one after another. */
  public static final String REPOSITORY = "backup.datarestor-operator.com/repository";

  /** Annotation: the story that the Job belongs to, so that its end is told in the same story. */
  public static final String CORRELATION = "backup.datarestor-operator.com/correlation";

  /**
   * Annotation of a Job that restores: the snapshot's id, time, files and bytes, so that the Job's
   * end can be judged without the log.
   */
  public static final String SNAPSHOT = "backup.datarestor-operator.com/snapshot";

  /** The scheduling gate of a pod that waits for one of its claims. */
  public static final String GATE = "backup.datarestor-operator.com/restore";

  /** Selects every Job of the operator. */
  public static final Map<String, String> OWN = Map.of(MANAGED_BY, OPERATOR);

  private JobLabels() {}
}
