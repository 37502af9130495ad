package com.datarestor.app.snapshot;

import com.datarestor.app.health.Metrics;
import com.datarestor.core.config.ConfigState;
import com.datarestor.core.decide.CommandDispatcher.Memory;
import com.datarestor.core.operation.OperationState;
import com.datarestor.core.queue.QueueMemory;
import com.datarestor.core.recovery.Unfinished;
import com.datarestor.core.repository.RepositoryState;
import com.datarestor.core.status.BoardMemory;
import com.datarestor.core.status.TaskView;
import com.datarestor.core.volume.VolumeState;
import com.datarestor.events.StreamId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that folding the log gives.
 *
 * @param passedOver streams with events that this release does not know, and how far they are
 * @param complaints what is wrong with the log, and what of it was passed over
 */
record FoldedMemory(
    Memory<ConfigState> configs,
    Memory<VolumeState> volumes,
    Memory<OperationState> operations,
    Memory<RepositoryState> repositories,
    Memory<QueueMemory> queue,
    BoardMemory board,
    Unfinished.Memory unfinished,
    Metrics.Memory metrics,
    Map<StreamId, Long> passedOver,
    List<Complaint> complaints) {

  /**
   * The parts that decisions, statuses and a start need, by what they are. Not among them: which
   * operations ended, beyond the newest ones.
   */
  Map<String, Object> needed() {
    Map<String, Object> needed = new LinkedHashMap<>();
    needed.put("Configs", configs.open());
    needed.put("volumes", volumes.open());
    needed.put("operations in hand", operations.open());
    needed.put("repositories", repositories.open());
    needed.put("queue", queue.open());
    needed.put("statuses of Configs", board.configs());
    needed.put("facts of volumes", board.volumes());
    needed.put("queue in statuses", board.queue());
    needed.put("open Tasks", board.tasks().stream().filter(FoldedMemory::isOpen).toList());
    needed.put("causes", unfinished.causes());
    needed.put("gauges", metrics);
    return needed;
  }

  private static boolean isOpen(TaskView task) {
    return task.endedAt().isEmpty();
  }

  /** A sentence about the log; one that is no error says what was passed over. */
  record Complaint(boolean error, String sentence) {}
}
