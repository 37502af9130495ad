package com.datarestor.core.simulation;

import com.datarestor.core.config.ConfigDecider;
import com.datarestor.core.config.ConfigState;
import com.datarestor.core.decide.CommandDispatcher;
import com.datarestor.core.decide.WakeUps;
import com.datarestor.core.operation.OperationDecider;
import com.datarestor.core.operation.OperationState;
import com.datarestor.core.queue.QueueDecider;
import com.datarestor.core.queue.QueueState;
import com.datarestor.core.recovery.Known;
import com.datarestor.core.repository.RepositoryDecider;
import com.datarestor.core.repository.RepositoryState;
import com.datarestor.core.volume.VolumeDecider;
import com.datarestor.core.volume.VolumeState;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.OperationId;
import com.datarestor.events.RepositoryId;
import com.datarestor.events.StreamId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a dispatcher knows. */
public record KnownOfDispatcher(CommandDispatcher dispatcher) implements Known {

  @Override
  public OperationState operation(OperationId id) {
    return dispatcher.read(new OperationDecider(), StreamId.operation(id));
  }

  @Override
  public Optional<Instant> operationsForgottenUntil() {
    return dispatcher.forgottenUntil(new OperationDecider());
  }

  @Override
  public QueueState queue() {
    return dispatcher.read(new QueueDecider(), StreamId.QUEUE);
  }

  @Override
  public VolumeState volume(ObjectRef volume) {
    return dispatcher.read(new VolumeDecider(), StreamId.volume(volume));
  }

  @Override
  public ConfigState config(ObjectRef config) {
    return dispatcher.read(new ConfigDecider(), StreamId.config(config));
  }

  @Override
  public RepositoryState repository(RepositoryId id) {
    return dispatcher.read(new RepositoryDecider(), StreamId.repository(id));
  }

  /** With every decider, and nothing known yet. */
  static CommandDispatcher newDispatcher(WakeUps wakeUps) {
    return new CommandDispatcher(
        List.of(
            new ConfigDecider(),
            new VolumeDecider(),
            new OperationDecider(),
            new RepositoryDecider(),
            new QueueDecider()),
        wakeUps);
  }
}
