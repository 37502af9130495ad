package com.datarestor.e2e.scenario;

import com.datarestor.core.api.v1alpha1.Task;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.Assertions;

/** From when to when Tasks ran, as their statuses tell. */
final class Turns {

  private Turns() {}

  /** Fails when two of the Tasks ran at the same time, or one has not run. */
  static void assertOneAfterTheOther(List<Task> tasks) {
    List<Task> inOrder = tasks.stream().sorted(Comparator.comparing(Turns::begun)).toList();
    for (int i = 1; i < inOrder.size(); i++) {
      Assertions.assertThat(begun(inOrder.get(i)))
          .as(
              "%s begins after the end of %s",
              inOrder.get(i).getMetadata().getName(), inOrder.get(i - 1).getMetadata().getName())
          .isAfterOrEqualTo(ended(inOrder.get(i - 1)));
    }
  }

  private static Instant begun(Task task) {
    return Objects.requireNonNull(task.getStatus().startedAt());
  }

  private static Instant ended(Task task) {
    return Objects.requireNonNull(task.getStatus().completedAt());
  }
}
