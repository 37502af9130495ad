package com.datarestor.core.recovery;

import com.datarestor.core.config.ConfigState;
import com.datarestor.core.operation.OperationState;
import com.datarestor.core.operation.OperationState.Life;
import com.datarestor.core.queue.QueueState;
import com.datarestor.core.repository.RepositoryState;
import com.datarestor.core.volume.VolumeState;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.OperationId;
import com.datarestor.events.RepositoryId;
import java.time.Instant;
import java.util.Optional;

/** What the deciders know, as their states tell. */
public interface Known {

  OperationState operation(OperationId id);

  /**
   * Whether the operation's Task is in the cluster, or the operation has ended.
   *
   * @param asked when it was asked for
   */
  default boolean isPublished(OperationId id, Instant asked) {
    OperationState state = operation(id);
    return switch (state.life()) {
      case Life.Ended ignored -> true;
      // not asked for yet, or ended so long ago that nobody remembers it
      case Life.Unknown ignored ->
          operationsForgottenUntil().filter(until -> !asked.isAfter(until)).isPresent();
      case Life.Waiting ignored -> state.published();
      case Life.Working ignored -> state.published();
      case Life.Restoring ignored -> state.published();
    };
  }

  /**
   * Operations that ended until then may be forgotten, and be as unknown as one never asked for.
   */
  Optional<Instant> operationsForgottenUntil();

  QueueState queue();

  VolumeState volume(ObjectRef volume);

  ConfigState config(ObjectRef config);

  RepositoryState repository(RepositoryId id);
}
