package com.datarestor.core.recovery;

import com.datarestor.core.config.ConfigState;
import com.datarestor.core.operation.OperationState;
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
   * Operations that ended until then may be forgotten, and be as unknown as one never asked for.
   */
  Optional<Instant> operationsForgottenUntil();

  QueueState queue();

  VolumeState volume(ObjectRef volume);

  ConfigState config(ObjectRef config);

  RepositoryState repository(RepositoryId id);
}
