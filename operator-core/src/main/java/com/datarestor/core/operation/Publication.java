package com.datarestor.core.operation;

import com.datarestor.events.ClusterCommand.PublishTask;
import com.datarestor.events.Operation;
import com.datarestor.events.RepositoryId;
import com.datarestor.events.RepositoryRef;
import com.datarestor.events.Trigger;
import java.util.List;

/** How a request shows as a Task. */
final class Publication {

  private Publication() {}

  static PublishTask backup(
      Operation operation, String name, boolean named, List<String> arguments, Trigger trigger) {
    return new PublishTask(
        operation, "", "", named ? name : "", repository(operation), arguments, trigger);
  }

  static PublishTask restore(
      Operation operation,
      List<RepositoryRef> repositories,
      String host,
      String snapshot,
      Trigger trigger) {
    return new PublishTask(
        operation,
        snapshot,
        host,
        "",
        repositories.stream().map(RepositoryRef::id).toList(),
        List.of(),
        trigger);
  }

  static PublishTask forget(Operation operation, List<String> arguments, Trigger trigger) {
    return new PublishTask(operation, "", "", "", repository(operation), arguments, trigger);
  }

  /** Nobody asked for it but the operator. */
  static PublishTask repositoryWork(Operation operation) {
    return forget(operation, List.of(), Trigger.UNKNOWN);
  }

  private static List<RepositoryId> repository(Operation operation) {
    return List.of(operation.repository().id());
  }
}
