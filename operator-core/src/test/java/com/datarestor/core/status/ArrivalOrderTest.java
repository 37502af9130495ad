package com.datarestor.core.status;

import static com.datarestor.core.decide.DeciderFixture.NOON;
import static com.datarestor.core.decide.Examples.CONFIG;
import static com.datarestor.core.decide.Examples.OTHER_CONFIG;
import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.api.v1alpha1.BackupConfigStatus;
import com.datarestor.core.api.v1alpha1.TaskStatus;
import com.datarestor.core.simulation.Stories;
import com.datarestor.core.status.StatusBoard.ShownTask;
import com.datarestor.events.EventEnvelope;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.OperationEvent;
import com.datarestor.events.OperationId;
import com.datarestor.events.StreamId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever has happened so far, and in whatever order one hears of it, late, twice or both: what is
 * shown at the end is the same. Only what one stream says is heard in its order.
 */
class ArrivalOrderTest {

  private static final int ORDERS = 60;
  private static final NextRuns NONE = new NextRuns(Map.of(), Map.of());

  /** Everything that a board shows. */
  private record Shown(
      Map<OperationId, Optional<TaskStatus>> tasks,
      List<Optional<BackupConfigStatus>> configs,
      Set<OperationId> open) {

    static Shown by(StatusBoard board, List<EventEnvelope> log) {
      Map<OperationId, Optional<TaskStatus>> tasks = new LinkedHashMap<>();
      for (EventEnvelope envelope : log) {
        if (envelope.event() instanceof OperationEvent event) {
          OperationId id = event.operation().id();
          tasks.put(id, board.task(id).map(ShownTask::status));
        }
      }
      Set<OperationId> open = new LinkedHashSet<>();
      board.open().forEach(view -> open.add(view.operation().id()));
      return new Shown(tasks, List.of(config(board, CONFIG), config(board, OTHER_CONFIG)), open);
    }

    private static Optional<BackupConfigStatus> config(StatusBoard board, ObjectRef config) {
      return board.config(config.uid(), view -> ConfigStatuses.render(view, NONE, List.of(), NOON));
    }
  }

  @ParameterizedTest
  @EnumSource(Stories.class)
  void theEndIsTheSame(Stories story) {
    List<EventEnvelope> told = story.told().log();
    for (long seed = 0; seed < ORDERS; seed++) {
      Random random = new Random(seed);
      List<EventEnvelope> log = told.subList(0, 1 + random.nextInt(told.size()));
      StatusBoard inOrder = new StatusBoard();
      log.forEach(inOrder::fold);
      StatusBoard board = new StatusBoard();
      List<EventEnvelope> heard = new ArrayList<>();
      for (EventEnvelope event : anyOrder(log, random)) {
        board.fold(event);
        heard.add(event);
        if (random.nextInt(4) == 0) {
          board.fold(heard.get(random.nextInt(heard.size())));
        }
        if (random.nextInt(20) == 0) {
          board = restarted(board);
        }
      }
      assertThat(Shown.by(board, log))
          .as("%s, seed %d", story, seed)
          .isEqualTo(Shown.by(inOrder, log));
    }
  }

  private static StatusBoard restarted(StatusBoard board) {
    StatusBoard next = new StatusBoard();
    next.recall(board.memory());
    return next;
  }

  /** Streams overtake each other, far or near. */
  private static List<EventEnvelope> anyOrder(List<EventEnvelope> log, Random random) {
    Map<StreamId, Deque<EventEnvelope>> streams = new LinkedHashMap<>();
    for (EventEnvelope event : log) {
      streams.computeIfAbsent(event.metadata().stream(), s -> new ArrayDeque<>()).add(event);
    }
    List<Deque<EventEnvelope>> left = new ArrayList<>(streams.values());
    List<EventEnvelope> order = new ArrayList<>();
    while (!left.isEmpty()) {
      Deque<EventEnvelope> stream = left.get(random.nextInt(left.size()));
      int run = 1 + random.nextInt(8);
      while (run > 0 && !stream.isEmpty()) {
        order.add(stream.removeFirst());
        run--;
      }
      left.removeIf(Deque::isEmpty);
    }
    return order;
  }
}
