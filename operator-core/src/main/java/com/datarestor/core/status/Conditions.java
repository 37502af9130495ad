package com.datarestor.core.status;

import com.datarestor.core.api.v1alpha1.StatusCondition;
import com.datarestor.core.api.v1alpha1.TaskState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Conditions as kstatus reads them: {@code Ready}, {@code Reconciling}, {@code Stalled}. See
 * sigs.k8s.io/cli-utils/pkg/kstatus.
 */
final class Conditions {

  static final String READY = "Ready";
  static final String RECONCILING = "Reconciling";
  static final String STALLED = "Stalled";

  private Conditions() {}

  static List<StatusCondition> ofTask(
      TaskState state, String reason, String message, Instant since) {
    return switch (state) {
      case COMPLETED -> triple(1, "True", "False", "False", reason, message, since);
      case FAILED, CANCELLED -> triple(1, "False", "False", "True", reason, message, since);
      case PENDING, STARTING, RUNNING, SCALING_DOWN, SCALING_UP ->
          triple(1, "False", "True", "False", reason, message, since);
    };
  }

  /** All three, so that a condition that is over is seen to be over. */
  static List<StatusCondition> triple(
      long generation,
      String ready,
      String reconciling,
      String stalled,
      String reason,
      String message,
      Instant since) {
    Instant second = since.truncatedTo(ChronoUnit.SECONDS);
    return List.of(
        new StatusCondition(READY, ready, generation, second, reason, message),
        new StatusCondition(RECONCILING, reconciling, generation, second, reason, message),
        new StatusCondition(STALLED, stalled, generation, second, reason, message));
  }
}
