package com.datarestor.core.queue;

import static com.datarestor.core.decide.DeciderFixture.NOON;
import static com.datarestor.core.decide.Examples.CONFIG;
import static com.datarestor.core.decide.Examples.OTHER_CONFIG;
import static com.datarestor.core.decide.Examples.PRIMARY;
import static com.datarestor.core.decide.Examples.SECONDARY;
import static com.datarestor.core.decide.Examples.operation;
import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.decide.DeciderFixture;
import com.datarestor.events.Limits;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationId;
import com.datarestor.events.OperationType;
import com.datarestor.events.QueueCommand;
import com.datarestor.events.QueueCommand.Enqueue;
import com.datarestor.events.QueueCommand.Leave;
import com.datarestor.events.QueueEvent;
import com.datarestor.events.QueueEvent.ConfigLimitsSet;
import com.datarestor.events.QueueEvent.GateOpened;
import com.datarestor.events.QueueEvent.OperationAdmitted;
import com.datarestor.events.QueueEvent.OperationQueued;
import com.datarestor.events.RepositoryId;
import com.datarestor.events.RepositoryRef;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What holds of the queue whatever comes in whatever order. */
class QueueFairnessTest {

  private static final List<ObjectRef> CONFIGS =
      List.of(CONFIG, OTHER_CONFIG, ObjectRef.config("lab", "hourly", "config-3"));
  private static final List<RepositoryRef> REPOSITORIES = List.of(PRIMARY, SECONDARY);
  private static final Map<ObjectRef, Limits> LIMITS =
      Map.of(
          CONFIGS.get(0), limits(0, 0),
          CONFIGS.get(1), limits(2, 0),
          CONFIGS.get(2), limits(3, 1));

  private final QueueDecider decider = new QueueDecider();

  private static Limits limits(int tasks, int perRepository) {
    return new Limits(tasks, perRepository, Duration.ofMinutes(1), Duration.ofHours(1));
  }

  private static Limits limitsOf(ObjectRef config) {
    return Objects.requireNonNull(LIMITS.get(config));
  }

  /** A queue as it may stand at some moment, with the rules checked after every decision. */
  private final class Run {

    private final Random random;
    private final Map<OperationId, Enqueue> running = new LinkedHashMap<>();
    private final Set<OperationId> waiting = new LinkedHashSet<>();
    private final Map<OperationId, Enqueue> known = new HashMap<>();
    private QueueState state = decider.initial();

    Run(long seed) {
      random = new Random(seed);
      for (ObjectRef config : CONFIGS) {
        fold(new ConfigLimitsSet(config, false, limitsOf(config)));
        REPOSITORIES.forEach(repository -> fold(new GateOpened(config, repository)));
      }
    }

    private void fold(QueueEvent event) {
      state = decider.evolve(state, event, NOON);
    }

    void decide(QueueCommand command) {
      for (QueueEvent event : decider.decide(command, state, NOON)) {
        fold(event);
        if (event instanceof OperationQueued queued) {
          waiting.add(queued.operation().id());
        }
        if (event instanceof OperationAdmitted admitted) {
          OperationId id = admitted.operation().id();
          assertThat(waiting.remove(id)).as("%s was waiting", id).isTrue();
          Enqueue place = Objects.requireNonNull(known.get(id));
          running.values().forEach(other -> mayRunBeside(place, other));
          running.put(id, place);
          keepsLimits(place.operation().config());
        }
      }
    }

    private void mayRunBeside(Enqueue one, Enqueue other) {
      Operation a = one.operation();
      Operation b = other.operation();
      if (a.about().isVolume()) {
        assertThat(a.about()).as("one operation on a volume").isNotEqualTo(b.about());
      }
      boolean contacts = a.type() == OperationType.INIT && b.type() == OperationType.INIT;
      if (contacts || a.type().isExclusive() || b.type().isExclusive()) {
        assertThat(one.repositories())
            .as("%s beside %s", a.type(), b.type())
            .doesNotContainAnyElementsOf(other.repositories());
      }
    }

    private void keepsLimits(ObjectRef config) {
      List<Operation> mine =
          running.values().stream()
              .map(Enqueue::operation)
              .filter(operation -> operation.config().equals(config))
              .filter(operation -> operation.type() != OperationType.INIT)
              .toList();
      Limits limits = limitsOf(config);
      if (limits.tasks() > 0) {
        assertThat(mine).hasSizeLessThanOrEqualTo(limits.tasks());
      }
      if (limits.tasksPerRepository() > 0) {
        for (RepositoryRef repository : REPOSITORIES) {
          assertThat(mine)
              .filteredOn(operation -> operation.repository().equals(repository))
              .hasSizeLessThanOrEqualTo(limits.tasksPerRepository());
        }
      }
    }

    void arrive(int number) {
      OperationType[] types = OperationType.values();
      OperationType type = types[random.nextInt(types.length)];
      ObjectRef config = CONFIGS.get(random.nextInt(CONFIGS.size()));
      RepositoryRef repository = REPOSITORIES.get(random.nextInt(REPOSITORIES.size()));
      String name = "v" + random.nextInt(5);
      ObjectRef about =
          type.isBackup() || type.isRestore() ? ObjectRef.volume("shop", name, name) : config;
      List<RepositoryId> needed =
          type.isRestore()
              ? REPOSITORIES.stream().map(RepositoryRef::id).toList()
              : List.of(repository.id());
      Operation operation = operation("op-" + number, type, about, config, repository);
      Enqueue place = new Enqueue(operation, needed);
      known.put(operation.id(), place);
      decide(place);
      decide(place);
    }

    void leave() {
      List<Enqueue> there = new ArrayList<>(running.values());
      Operation done = there.get(random.nextInt(there.size())).operation();
      running.remove(done.id());
      decide(new Leave(done));
    }

    void untilEmpty() {
      while (!running.isEmpty()) {
        leave();
      }
      assertThat(waiting).as("waits for ever").isEmpty();
    }
  }

  @Test
  void rulesHoldAndEverythingIsAdmittedAtLastInEveryInterleaving() {
    for (long seed = 0; seed < 300; seed++) {
      Run run = new Run(seed);
      for (int number = 0; number < 60; number++) {
        run.arrive(number);
        while (!run.running.isEmpty() && run.random.nextInt(3) == 0) {
          run.leave();
        }
      }
      run.untilEmpty();
    }
  }

  /** However much comes later, what needs the repository alone waits only for what was before. */
  @Test
  void whatNeedsTheRepositoryAloneIsNotOvertakenForEver() {
    DeciderFixture<QueueCommand, QueueEvent, QueueState> queue =
        DeciderFixture.of(decider).given(new GateOpened(CONFIG, PRIMARY));
    Operation first = backup(0);
    Operation forget = operation("f", OperationType.FORGET, CONFIG);
    queue.when(enqueue(first)).when(enqueue(forget));
    for (int number = 1; number < 10; number++) {
      queue.when(enqueue(backup(number)));
    }
    queue.when(new Leave(first));
    assertThat(queue.decided()).contains(new OperationAdmitted(forget)).hasSize(2);
  }

  @Test
  void aBusyConfigComesToForgetAtLast() {
    DeciderFixture<QueueCommand, QueueEvent, QueueState> queue =
        DeciderFixture.of(decider)
            .given(
                new GateOpened(CONFIG, PRIMARY), new ConfigLimitsSet(CONFIG, false, limits(1, 0)));
    Operation forget = operation("f", OperationType.FORGET, CONFIG);
    Operation running = backup(0);
    queue.when(enqueue(running)).when(enqueue(backup(1))).when(enqueue(forget));
    for (int number = 1; number < 3; number++) {
      queue.when(enqueue(backup(number + 1))).when(new Leave(running));
      running = backup(number);
    }
    assertThat(queue.decided()).contains(new OperationAdmitted(forget));
  }

  /**
   * Asking everybody who waits at each step would take an hour here; nobody is passed over, and
   * nobody of another Config is kept waiting by the many.
   */
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aLongQueueIsDrainedInOrderAndStarvesNobody() {
    QueueState state = decider.initial();
    for (ObjectRef config : List.of(CONFIG, OTHER_CONFIG)) {
      state = evolve(state, new ConfigLimitsSet(config, false, limits(2, 0)));
      state = evolve(state, new GateOpened(config, PRIMARY));
    }
    List<OperationId> admitted = new ArrayList<>();
    Deque<Operation> running = new ArrayDeque<>();
    for (int number = 0; number < 50_000; number++) {
      state = decide(state, enqueue(backup(number)), admitted, running);
    }
    Operation late = backup(50_000, OTHER_CONFIG);
    state = decide(state, enqueue(late), admitted, running);
    assertThat(admitted).as("admitted before all who came before it").contains(late.id());
    while (!running.isEmpty()) {
      state = decide(state, new Leave(running.removeFirst()), admitted, running);
    }
    assertThat(state.waiting()).isEmpty();
    admitted.remove(late.id());
    assertThat(admitted)
        .isEqualTo(IntStream.range(0, 50_000).mapToObj(number -> backup(number).id()).toList());
  }

  private QueueState evolve(QueueState state, QueueEvent event) {
    return decider.evolve(state, event, NOON);
  }

  private QueueState decide(
      QueueState state,
      QueueCommand command,
      List<OperationId> admitted,
      Deque<Operation> running) {
    QueueState after = state;
    for (QueueEvent event : decider.decide(command, state, NOON)) {
      after = evolve(after, event);
      if (event instanceof OperationAdmitted e) {
        admitted.add(e.operation().id());
        running.addLast(e.operation());
      }
    }
    return after;
  }

  private static Operation backup(int number, ObjectRef config) {
    String name = "v" + number;
    return operation(
        "b" + number,
        OperationType.BACKUP_SCHEDULED,
        ObjectRef.volume("shop", name, name),
        config,
        PRIMARY);
  }

  private static Operation backup(int number) {
    return backup(number, CONFIG);
  }

  private static Enqueue enqueue(Operation operation) {
    return new Enqueue(operation, List.of(operation.repository().id()));
  }
}
