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
import com.datarestor.events.Trigger;
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
      case BackupRequested e ->
          queue(
              new PublishTask(
                  operation, "", "", e.named() ? e.name() : "", one, e.arguments(), e.trigger()));
      case RestoreRequested e ->
          queue(
              new PublishTask(
                  operation,
                  e.snapshot(),
                  e.host(),
                  "",
                  e.repositories().stream().map(RepositoryRef::id).toList(),
                  List.of(),
                  e.trigger()));
      case ForgetRequested e ->
          queue(new PublishTask(operation, "", "", "", one, e.arguments(), e.trigger()));
      case InitRequested ignored -> queue(repositoryWork(operation, one));
      case ScanRequested ignored -> queue(repositoryWork(operation, one));
    };
  }

  private static PublishTask repositoryWork(Operation operation, List<RepositoryId> one) {
    return new PublishTask(operation, "", "", "", one, List.of(), Trigger.UNKNOWN);
  }

  private static List<Command> queue(PublishTask publish) {
    return List.of(publish, new Enqueue(publish.operation(), publish.repositories()));
  }
}
