package com.datarestor.core.operation;

import com.datarestor.core.decide.Policy;
import com.datarestor.events.ClusterCommand.PublishTask;
import com.datarestor.events.Command;
import com.datarestor.events.EventMetadata;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationEvent.BackupRequested;
import com.datarestor.events.OperationEvent.ForgetRequested;
import com.datarestor.events.OperationEvent.InitRequested;
import com.datarestor.events.OperationEvent.Requested;
import com.datarestor.events.OperationEvent.RestoreRequested;
import com.datarestor.events.OperationEvent.ScanRequested;
import com.datarestor.events.QueueCommand.Enqueue;
import java.util.List;

/** A requested operation gets its Task and its place in the queue. */
public final class WhenOperationRequestedThenPublishAndQueue implements Policy<Requested> {

  @Override
  public Class<Requested> event() {
    return Requested.class;
  }

  @Override
  public List<Command> react(Requested event, EventMetadata metadata) {
    Operation operation = event.operation();
    return queue(
        switch (event) {
          case BackupRequested e ->
              Publication.backup(operation, e.name(), e.named(), e.arguments(), e.trigger());
          case RestoreRequested e ->
              Publication.restore(operation, e.repositories(), e.host(), e.snapshot(), e.trigger());
          case ForgetRequested e -> Publication.forget(operation, e.arguments(), e.trigger());
          case InitRequested ignored -> Publication.repositoryWork(operation);
          case ScanRequested ignored -> Publication.repositoryWork(operation);
        });
  }

  private static List<Command> queue(PublishTask publish) {
    return List.of(publish, new Enqueue(publish.operation(), publish.repositories()));
  }
}
