package com.datarestor.app.operator;

import com.datarestor.core.config.ConfigDecider;
import com.datarestor.core.config.ConfigState;
import com.datarestor.core.decide.CommandDispatcher;
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
import com.google.inject.Inject;
import java.time.Instant;
import java.util.Optional;

/** What the running deciders know. */
public final class LiveStates implements Known {

  private final CommandDispatcher dispatcher;
  private final ConfigDecider configs;
  private final VolumeDecider volumes;
  private final OperationDecider operations;
  private final RepositoryDecider repositories;
  private final QueueDecider queue;

  @Inject
  public LiveStates(
      CommandDispatcher dispatcher,
      ConfigDecider configs,
      VolumeDecider volumes,
      OperationDecider operations,
      RepositoryDecider repositories,
      QueueDecider queue) {
    this.dispatcher = dispatcher;
    this.configs = configs;
    this.volumes = volumes;
    this.operations = operations;
    this.repositories = repositories;
    this.queue = queue;
  }

  @Override
  public OperationState operation(OperationId id) {
    return dispatcher.read(operations, StreamId.operation(id));
  }

  @Override
  public Optional<Instant> operationsForgottenUntil() {
    return dispatcher.forgottenUntil(operations);
  }

  @Override
  public QueueState queue() {
    return dispatcher.read(queue, StreamId.QUEUE);
  }

  @Override
  public VolumeState volume(ObjectRef volume) {
    return dispatcher.read(volumes, StreamId.volume(volume));
  }

  @Override
  public ConfigState config(ObjectRef config) {
    return dispatcher.read(configs, StreamId.config(config));
  }

  @Override
  public RepositoryState repository(RepositoryId id) {
    return dispatcher.read(repositories, StreamId.repository(id));
  }
}
