package com.datarestor.core.queue;

import static com.datarestor.core.decide.DeciderFixture.NOON;
import static com.datarestor.core.decide.Examples.CONFIG;
import static com.datarestor.core.decide.Examples.OTHER_CONFIG;
import static com.datarestor.core.decide.Examples.PRIMARY;
import static com.datarestor.core.decide.Examples.SECONDARY;
import static com.datarestor.core.decide.Examples.operation;
import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.queue.QueueState.Place;
import com.datarestor.events.Limits;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationId;
import com.datarestor.events.OperationType;
import com.datarestor.events.QueueCommand;
import com.datarestor.events.QueueCommand.CloseGate;
import com.datarestor.events.QueueCommand.Enqueue;
import com.datarestor.events.QueueCommand.Evict;
import com.datarestor.events.QueueCommand.Leave;
import com.datarestor.events.QueueCommand.OpenGate;
import com.datarestor.events.QueueCommand.RemoveGate;
import com.datarestor.events.QueueCommand.SetConfigLimits;
import com.datarestor.events.QueueEvent;
import com.datarestor.events.QueueEvent.OperationAdmitted;
import com.datarestor.events.QueueEvent.OperationEvicted;
import com.datarestor.events.RepositoryId;
import com.datarestor.events.RepositoryRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The queue decides and explains as {@link PlainQueue} does, whatever comes. */
class QueueAgainstPlainRuleTest {

  private static final int STEPS = 250;
  private static final List<ObjectRef> CONFIGS =
      List.of(CONFIG, OTHER_CONFIG, ObjectRef.config("lab", "hourly", "config-3"));
  private static final List<RepositoryRef> REPOSITORIES = List.of(PRIMARY, SECONDARY);

  private final QueueDecider decider = new QueueDecider();
  private final PlainQueue plain = new PlainQueue();
  private QueueState state = decider.initial();

  static LongStream seeds() {
    return LongStream.range(0, 150);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void decidesAndExplainsAlike(long seed) {
    Random random = new Random(seed);
    for (int step = 0; step < STEPS; step++) {
      QueueCommand command = command(random, step);
      QueueState before = state;
      QueueMemory rememberedBefore = before.memory();
      List<QueueEvent> decided = decider.decide(command, state, NOON);
      for (QueueEvent event : decided) {
        state = decider.evolve(state, event, NOON);
      }
      assertThat(decided)
          .as("seed %d, step %d: %s", seed, step, command)
          .isEqualTo(expected(command, decided));
      assertThat(before.memory()).as("the state before is untouched").isEqualTo(rememberedBefore);
      assertThatTheSameIsSaid(seed, step);
      if (random.nextInt(10) == 0) {
        state = QueueState.of(state.memory());
      }
    }
  }

  /** The answer is taken as it was given, what is admitted because of it is found anew. */
  private List<QueueEvent> expected(QueueCommand command, List<QueueEvent> decided) {
    List<QueueEvent> expected = new ArrayList<>();
    if (command instanceof Evict evict) {
      plain
          .operations(operation -> operation.about().uid().equals(evict.object().uid()))
          .forEach(operation -> expected.add(new OperationEvicted(operation, evict.message())));
    } else {
      decided.stream()
          .filter(event -> !(event instanceof OperationAdmitted))
          .forEach(expected::add);
    }
    if (command instanceof RemoveGate remove && !decided.isEmpty()) {
      expected.removeIf(OperationEvicted.class::isInstance);
      plain
          .operations(
              operation ->
                  operation.config().equals(remove.config())
                      && operation.repository().equals(remove.repository()))
          .forEach(operation -> expected.add(new OperationEvicted(operation, remove.message())));
    }
    expected.forEach(plain::apply);
    plain.admitAll().forEach(operation -> expected.add(new OperationAdmitted(operation)));
    return expected;
  }

  private void assertThatTheSameIsSaid(long seed, int step) {
    assertThat(state.waiting())
        .as("seed %d, step %d: who waits", seed, step)
        .extracting(place -> place.operation().id())
        .isEqualTo(plain.waiting());
    assertThat(state.running())
        .as("seed %d, step %d: who runs", seed, step)
        .containsExactlyElementsOf(plain.running());
    for (OperationId id : plain.waiting()) {
      assertThat(state.obstacleOf(id).orElse(null))
          .as("seed %d, step %d: why %s waits", seed, step, id)
          .isEqualTo(plain.obstacle(id));
    }
  }

  private QueueCommand command(Random random, int step) {
    ObjectRef config = any(random, CONFIGS);
    RepositoryRef repository = any(random, REPOSITORIES);
    return switch (random.nextInt(20)) {
      case 0 -> new CloseGate(config, repository, "it does not open " + random.nextInt(2));
      case 1 ->
          random.nextInt(4) == 0
              ? new RemoveGate(config, repository, "it is not used any more")
              : new OpenGate(config, repository);
      case 2, 3 -> new OpenGate(config, repository);
      case 4 -> limits(random, config);
      case 5 -> new Evict(volume(random), "the volume was deleted");
      case 6, 7, 8, 9, 10, 11 -> leave(random).orElseGet(() -> arrive(random, step));
      default -> arrive(random, step);
    };
  }

  private static SetConfigLimits limits(Random random, ObjectRef config) {
    return new SetConfigLimits(
        config,
        random.nextInt(4) == 0,
        new Limits(
            random.nextInt(4), random.nextInt(3), Duration.ofMinutes(1), Duration.ofHours(1)));
  }

  /** Mostly one that runs; somebody who waits may be cancelled too. */
  private Optional<QueueCommand> leave(Random random) {
    List<Place> there = new ArrayList<>(state.running());
    if (there.isEmpty() || random.nextInt(5) == 0) {
      there.addAll(state.waiting());
    }
    return there.isEmpty()
        ? Optional.empty()
        : Optional.of(new Leave(any(random, there).operation()));
  }

  private static Enqueue arrive(Random random, int step) {
    OperationType type = any(random, List.of(OperationType.values()));
    ObjectRef config = any(random, CONFIGS);
    List<RepositoryRef> asked = new ArrayList<>(REPOSITORIES);
    Collections.shuffle(asked, random);
    RepositoryRef repository = asked.getFirst();
    ObjectRef about = type.isBackup() || type.isRestore() ? volume(random) : config;
    List<RepositoryId> needed =
        type.isRestore() && random.nextBoolean()
            ? asked.stream().map(RepositoryRef::id).toList()
            : List.of(repository.id());
    Operation operation = operation("op-" + step, type, about, config, repository);
    return new Enqueue(operation, needed);
  }

  private static ObjectRef volume(Random random) {
    String name = "v" + random.nextInt(6);
    return ObjectRef.volume("shop", name, name);
  }

  private static <T> T any(Random random, List<T> some) {
    return some.get(random.nextInt(some.size()));
  }
}
