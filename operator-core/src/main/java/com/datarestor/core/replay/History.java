package com.datarestor.core.replay;

import com.datarestor.core.config.ConfigDecider;
import com.datarestor.core.config.ConfigState;
import com.datarestor.core.decide.CommandDispatcher;
import com.datarestor.core.decide.Decider;
import com.datarestor.core.decide.WakeUps;
import com.datarestor.core.operation.OperationDecider;
import com.datarestor.core.operation.OperationState;
import com.datarestor.core.queue.QueueDecider;
import com.datarestor.core.queue.QueueState;
import com.datarestor.core.repository.RepositoryDecider;
import com.datarestor.core.repository.RepositoryState;
import com.datarestor.core.volume.VolumeDecider;
import com.datarestor.core.volume.VolumeState;
import com.datarestor.events.CommandEnvelope;
import com.datarestor.events.DomainEvent;
import com.datarestor.events.EventEnvelope;
import com.datarestor.events.OperationId;
import com.datarestor.events.StreamId;
import com.datarestor.events.bus.Reaction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What every stream knows, folded from events by the deciders of this release. */
public final class History {

  private final ConfigDecider configs = new ConfigDecider();
  private final VolumeDecider volumes = new VolumeDecider();
  private final OperationDecider operations = new OperationDecider();
  private final RepositoryDecider repositories = new RepositoryDecider();
  private final QueueDecider queue = new QueueDecider();
  private final CommandDispatcher dispatcher =
      new CommandDispatcher(
          List.of(configs, volumes, operations, repositories, queue), new WakeUps());

  /** Applies the next event; one that was applied before changes nothing. */
  public void fold(EventEnvelope event) {
    dispatcher.replay(event);
  }

  /** What the deciders of this release would record now; nothing is recorded by asking. */
  List<DomainEvent> decide(CommandEnvelope command) {
    Reaction reaction = dispatcher.handle(command);
    return reaction.events().stream().<DomainEvent>map(EventEnvelope::event).toList();
  }

  public Map<StreamId, ConfigState> configs() {
    return dispatcher.states(configs);
  }

  public Map<StreamId, VolumeState> volumes() {
    return dispatcher.states(volumes);
  }

  public Map<StreamId, OperationState> operations() {
    return dispatcher.states(operations);
  }

  public Map<StreamId, RepositoryState> repositories() {
    return dispatcher.states(repositories);
  }

  public QueueState queue() {
    return dispatcher.read(queue, StreamId.QUEUE);
  }

  VolumeState volume(StreamId stream) {
    return dispatcher.read(volumes, stream);
  }

  ConfigState config(StreamId stream) {
    return dispatcher.read(configs, stream);
  }

  RepositoryState repository(StreamId stream) {
    return dispatcher.read(repositories, stream);
  }

  OperationState operation(OperationId id) {
    return dispatcher.read(operations, StreamId.operation(id));
  }

  /** What one stream knows: a state of the aggregate that its kind names. */
  Object state(StreamId stream) {
    return switch (stream.kind()) {
      case "config" -> config(stream);
      case "volume" -> volume(stream);
      case "operation" -> dispatcher.read(operations, stream);
      case "repository" -> repository(stream);
      default -> queue();
    };
  }

  /** Every stream's state, comparable with another history's. */
  public Map<StreamId, Object> states() {
    Map<StreamId, Object> all = new HashMap<>();
    for (Decider<?, ?, ?> decider :
        List.<Decider<?, ?, ?>>of(configs, volumes, operations, repositories, queue)) {
      all.putAll(dispatcher.states(decider));
    }
    return all;
  }
}
