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
import com.datarestor.events.RepositoryId;
import com.datarestor.events.RepositoryRef;
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
    List<RepositoryId> one = List.of(operation.repository().id());
    return switch (event) {
      case BackupRequested e -> queue(new PublishTask(operation, "", "", e.name()), one);
      case RestoreRequested e ->
          queue(
              new PublishTask(operation, e.snapshot(), e.host(), ""),
              e.repositories().stream().map(RepositoryRef::id).toList());
      case ForgetRequested ignored -> queue(new PublishTask(operation, "", "", ""), one);
      case InitRequested ignored -> queue(new PublishTask(operation, "", "", ""), one);
      case ScanRequested ignored -> queue(new PublishTask(operation, "", "", ""), one);
    };
  }

  private static List<Command> queue(PublishTask publish, List<RepositoryId> repositories) {
    return List.of(publish, new Enqueue(publish.operation(), repositories));
  }
}
