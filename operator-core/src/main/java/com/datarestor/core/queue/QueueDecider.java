package com.datarestor.core.queue;

import com.datarestor.core.decide.Decider;
import com.datarestor.core.queue.QueueState.ConfigSettings;
import com.datarestor.core.queue.QueueState.Gate;
import com.datarestor.core.queue.QueueState.GateKey;
import com.datarestor.core.queue.QueueState.Place;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationId;
import com.datarestor.events.OperationType;
import com.datarestor.events.QueueCommand;
import com.datarestor.events.QueueCommand.CloseGate;
import com.datarestor.events.QueueCommand.Enqueue;
import com.datarestor.events.QueueCommand.Evict;
import com.datarestor.events.QueueCommand.KeepPlace;
import com.datarestor.events.QueueCommand.Leave;
import com.datarestor.events.QueueCommand.OpenGate;
import com.datarestor.events.QueueCommand.RemoveGate;
import com.datarestor.events.QueueCommand.SetConfigLimits;
import com.datarestor.events.QueueEvent;
import com.datarestor.events.QueueEvent.ConfigLimitsSet;
import com.datarestor.events.QueueEvent.GateClosed;
import com.datarestor.events.QueueEvent.GateOpened;
import com.datarestor.events.QueueEvent.GateRemoved;
import com.datarestor.events.QueueEvent.OperationAdmitted;
import com.datarestor.events.QueueEvent.OperationEvicted;
import com.datarestor.events.QueueEvent.OperationLeft;
import com.datarestor.events.QueueEvent.OperationQueued;
import com.datarestor.events.RepositoryRef;
import com.datarestor.events.Restated;
import com.datarestor.events.Restated.QueueRestated;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides what may start: one operation per volume, exclusive work alone on its repository, each
 * Config within its limits and no Config starved by another. One decision over everything that
 * waits, so that no two operations can hold what the other needs.
 */
public final class QueueDecider implements Decider<QueueCommand, QueueEvent, QueueState> {

  @Override
  public Class<QueueCommand> commands() {
    return QueueCommand.class;
  }

  @Override
  public Class<QueueEvent> events() {
    return QueueEvent.class;
  }

  @Override
  public QueueState initial() {
    return QueueState.EMPTY;
  }

  @Override
  public List<QueueEvent> decide(QueueCommand command, QueueState state, Instant now) {
    List<QueueEvent> events = new ArrayList<>(answer(command, state));
    QueueState after = state;
    for (QueueEvent event : events) {
      after = evolve(after, event, now);
    }
    Optional<Place> next = after.next();
    while (next.isPresent()) {
      OperationAdmitted admitted = new OperationAdmitted(next.get().operation());
      events.add(admitted);
      after = evolve(after, admitted, now);
      next = after.next();
    }
    return events;
  }

  private static List<QueueEvent> answer(QueueCommand command, QueueState state) {
    return switch (command) {
      case Enqueue c -> known(state, c.operation().id()) ? List.of() : queued(c, state);
      case KeepPlace c -> kept(c, state);
      case Leave c ->
          known(state, c.operation().id()) ? List.of(new OperationLeft(c.operation())) : List.of();
      case Evict c ->
          state.touching(c.object()).stream()
              .map(operation -> (QueueEvent) new OperationEvicted(operation, c.message()))
              .toList();
      case SetConfigLimits c ->
          is(state.settings(c.config().uid()), new ConfigSettings(c.suspended(), c.limits()))
              ? List.of()
              : List.of(new ConfigLimitsSet(c.config(), c.suspended(), c.limits()));
      case OpenGate c ->
          is(state.gate(key(c.config(), c.repository())), new Gate.Open())
              ? List.of()
              : List.of(new GateOpened(c.config(), c.repository()));
      case RemoveGate c -> removed(c, state);
      case CloseGate c ->
          is(state.gate(key(c.config(), c.repository())), new Gate.Closed(c.message()))
              ? List.of()
              : List.of(new GateClosed(c.config(), c.repository(), c.message()));
    };
  }

  private static List<QueueEvent> kept(KeepPlace command, QueueState state) {
    Operation operation = command.operation();
    if (state.isRunning(operation.id())) {
      return List.of();
    }
    OperationAdmitted admitted = new OperationAdmitted(operation);
    return known(state, operation.id())
        ? List.of(admitted)
        : List.of(new OperationQueued(operation, command.repositories()), admitted);
  }

  /** What comes after its repository was dropped must not wait for ever. */
  private static List<QueueEvent> queued(Enqueue command, QueueState state) {
    Operation operation = command.operation();
    OperationQueued queued = new OperationQueued(operation, command.repositories());
    return operation.type() != OperationType.INIT
            && state.gate(key(operation.config(), operation.repository())).orElse(null)
                instanceof Gate.Removed removed
        ? List.of(queued, new OperationEvicted(operation, removed.message()))
        : List.of(queued);
  }

  private static List<QueueEvent> removed(RemoveGate command, QueueState state) {
    GateKey key = key(command.config(), command.repository());
    if (state.gate(key).orElse(null) instanceof Gate.Removed) {
      return List.of();
    }
    List<QueueEvent> events = new ArrayList<>();
    events.add(new GateRemoved(command.config(), command.repository(), command.message()));
    for (Operation operation : state.wanting(key)) {
      events.add(new OperationEvicted(operation, command.message()));
    }
    return events;
  }

  private static boolean known(QueueState state, OperationId id) {
    return state.isWaiting(id) || state.isRunning(id);
  }

  private static <T> boolean is(Optional<T> known, T said) {
    return known.filter(said::equals).isPresent();
  }

  private static GateKey key(ObjectRef config, RepositoryRef repository) {
    return new GateKey(config.uid(), repository.id());
  }

  @Override
  public QueueState evolve(QueueState state, QueueEvent event, Instant time) {
    return switch (event) {
      case OperationQueued e -> state.queued(new Place(e.operation(), e.repositories()));
      case OperationAdmitted e -> state.admitted(e.operation().id());
      case OperationEvicted ignored -> state;
      case OperationLeft e -> state.left(e.operation().id());
      case ConfigLimitsSet e ->
          state.allow(e.config().uid(), new ConfigSettings(e.suspended(), e.limits()));
      case GateOpened e -> state.gate(key(e.config(), e.repository()), new Gate.Open());
      case GateRemoved e ->
          state.gate(key(e.config(), e.repository()), new Gate.Removed(e.message()));
      case GateClosed e ->
          state.gate(key(e.config(), e.repository()), new Gate.Closed(e.message()));
    };
  }

  @Override
  public Optional<Restated> restate(QueueState state) {
    return Optional.of(RestatedQueue.of(state));
  }

  @Override
  public Optional<QueueState> recall(Restated fact) {
    return fact instanceof QueueRestated own
        ? Optional.of(RestatedQueue.state(own))
        : Optional.empty();
  }
}
