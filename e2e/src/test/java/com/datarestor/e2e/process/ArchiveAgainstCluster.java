package com.datarestor.e2e.process;

import com.datarestor.app.operator.LeadingOperator;
import com.datarestor.core.api.v1alpha1.Task;
import com.datarestor.core.api.v1alpha1.TaskState;
import com.datarestor.core.operation.OperationState.Life;
import com.datarestor.core.replay.History;
import com.datarestor.core.status.StatusBoard;
import com.datarestor.core.status.TaskView;
import com.datarestor.core.status.TaskView.Phase;
import com.datarestor.e2e.scenario.User;
import com.datarestor.events.EventEnvelope;
import com.datarestor.events.codec.Decoded;
import com.datarestor.events.codec.EventCodec;
import com.datarestor.events.store.EventLogReader;
import com.datarestor.events.store.LogFindings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What the archive of a stopped operator says by itself, as {@code datarestor replay} and {@code
 * log verify} read it, against what the cluster says.
 */
final class ArchiveAgainstCluster {

  private static final EventCodec CODEC = new EventCodec();
  private static final int SHORT_ID = 8;

  private final List<String> differences = new ArrayList<>();
  private final History history = new History();
  private final StatusBoard board = new StatusBoard();

  private ArchiveAgainstCluster() {}

  /** One sentence for each difference. */
  static List<String> differences(Path data, List<Task> tasks) {
    ArchiveAgainstCluster compared = new ArchiveAgainstCluster();
    compared.read(LeadingOperator.log(data));
    compared.compareTasks(tasks);
    compared.compareWork(tasks);
    return compared.differences;
  }

  private void read(Path log) {
    LogFindings findings =
        EventLogReader.read(log, 0, logged -> fold(CODEC.decode(logged.record())));
    findings.damage().forEach(damage -> differences.add("the log is damaged: " + damage));
  }

  private void fold(Decoded decoded) {
    switch (decoded) {
      case Decoded.Known known -> {
        EventEnvelope event = known.envelope();
        history.fold(event);
        board.fold(event);
      }
      case Decoded.Unknown unknown -> differences.add("unknown to this release: " + unknown.why());
    }
  }

  private void compareTasks(List<Task> tasks) {
    Map<String, String> cluster = new TreeMap<>();
    for (Task task : tasks) {
      String snapshot = task.getStatus() == null ? null : task.getStatus().snapshot();
      cluster.put(
          task.getMetadata().getNamespace() + "/" + task.getMetadata().getName(),
          User.state(task) + " " + Objects.requireNonNullElse(snapshot, ""));
    }
    Map<String, String> archive = new TreeMap<>();
    for (TaskView view : board.memory().tasks()) {
      String name = view.operation().about().namespace() + "/" + view.operation().taskName();
      // a Task that was deleted cancels its operation, and is told of by the archive alone
      if (cluster.containsKey(name) || !(view.phase() instanceof Phase.Cancelled)) {
        archive.put(name, state(view.phase()) + " " + snapshot(view.phase()));
      }
    }
    if (!cluster.equals(archive)) {
      differences.add("Tasks are " + cluster + ", and by the archive " + archive);
    }
  }

  private void compareWork(List<Task> tasks) {
    long open = tasks.stream().filter(task -> !User.hasEnded(task)).count();
    long alive =
        history.operations().values().stream()
            .filter(state -> !(state.life() instanceof Life.Ended))
            .count();
    long queued = history.queue().operations().count();
    if (alive != open || queued != open) {
      differences.add(
          "%d Tasks have not ended, and by the archive %d operations, %d of them in the queue"
              .formatted(open, alive, queued));
    }
  }

  private static TaskState state(Phase phase) {
    return switch (phase) {
      case Phase.Waiting ignored -> TaskState.PENDING;
      case Phase.Starting ignored -> TaskState.STARTING;
      case Phase.Running ignored -> TaskState.RUNNING;
      case Phase.BackedUp ignored -> TaskState.COMPLETED;
      case Phase.Restored ignored -> TaskState.COMPLETED;
      case Phase.Unneeded ignored -> TaskState.COMPLETED;
      case Phase.Forgotten ignored -> TaskState.COMPLETED;
      case Phase.Contacted ignored -> TaskState.COMPLETED;
      case Phase.Scanned ignored -> TaskState.COMPLETED;
      case Phase.Failed ignored -> TaskState.FAILED;
      case Phase.Cancelled ignored -> TaskState.CANCELLED;
    };
  }

  /** As a Task shows it. */
  private static String snapshot(Phase phase) {
    return switch (phase) {
      case Phase.BackedUp done -> done.summary().snapshot().substring(0, SHORT_ID);
      case Phase.Restored done -> done.summary().snapshot().substring(0, SHORT_ID);
      default -> "";
    };
  }
}
