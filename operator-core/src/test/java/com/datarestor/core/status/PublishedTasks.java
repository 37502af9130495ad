package com.datarestor.core.status;

import com.datarestor.core.api.v1alpha1.Task;
import com.datarestor.events.ClusterCommand.PublishTask;
import com.datarestor.events.EventEnvelope;
import com.datarestor.events.OperationId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tasks as the operator makes them and writes their statuses, without a cluster. */
public final class PublishedTasks {

  private final Map<String, Task> tasks = new LinkedHashMap<>();
  private StatusBoard board = new StatusBoard();

  /** Makes the Task, unless it is there. */
  public void publish(PublishTask command, Instant now) {
    tasks.computeIfAbsent(
        command.object().path(),
        path -> {
          Task task = TaskPublisher.task(command);
          task.getMetadata().setUid("uid-of-" + command.object().name());
          task.getMetadata().setCreationTimestamp(now.truncatedTo(ChronoUnit.SECONDS).toString());
          return task;
        });
  }

  /** What happened is to be seen in the statuses, once they are written. */
  public void happened(EventEnvelope event) {
    board.fold(event);
  }

  /** Writes what has changed. */
  public void writeStatuses() {
    for (OperationId id : board.takeChanges().tasks()) {
      board
          .task(id)
          .ifPresent(
              shown -> {
                Task task =
                    tasks.get(
                        shown.view().operation().about().namespace()
                            + "/"
                            + shown.view().operation().taskName());
                if (task != null) {
                  task.setStatus(shown.status());
                }
              });
    }
  }

  /** Forgets everything but the Tasks. */
  public void forget() {
    board = new StatusBoard();
  }

  public List<Task> all() {
    return List.copyOf(tasks.values());
  }

  /** As {@code namespace/name}. */
  public Set<String> names() {
    return Set.copyOf(tasks.keySet());
  }
}
