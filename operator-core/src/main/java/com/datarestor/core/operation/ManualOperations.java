package com.datarestor.core.operation;

import com.datarestor.events.Ask;
import com.datarestor.events.ClusterCommand.PublishTask;
import com.datarestor.events.Command;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationCommand.RequestBackup;
import com.datarestor.events.OperationCommand.RequestRestore;
import com.datarestor.events.OperationId;
import com.datarestor.events.OperationType;
import com.datarestor.events.RepositoryRef;
import com.datarestor.events.Trigger;
import java.util.ArrayList;
import java.util.List;

/** The operations that an annotation means; the same annotation always means the same ones. */
public final class ManualOperations {

  private ManualOperations() {}

  /** One backup for each repository. */
  public static List<Command> backups(
      Ask ask,
      ObjectRef volume,
      ObjectRef config,
      List<RepositoryRef> repositories,
      String name,
      List<String> arguments,
      Trigger trigger) {
    List<Command> requests = new ArrayList<>();
    for (RepositoryRef repository : repositories) {
      OperationId id = OperationId.of("backup", ask.id(), volume.uid(), repository.id().value());
      Operation operation =
          Operation.at(
              ask.firstSeen(), id, OperationType.BACKUP_MANUAL, volume, config, repository);
      boolean named = !name.isEmpty();
      requests.add(
          new RequestBackup(
              operation, named ? name : operation.taskName(), named, arguments, trigger));
    }
    return requests;
  }

  /** The Tasks that show what is requested. */
  public static List<PublishTask> tasks(List<Command> requests) {
    List<PublishTask> tasks = new ArrayList<>();
    for (Command request : requests) {
      switch (request) {
        case RequestBackup r ->
            tasks.add(
                Publication.backup(r.operation(), r.name(), r.named(), r.arguments(), r.trigger()));
        case RequestRestore r ->
            tasks.add(
                Publication.restore(
                    r.operation(), r.repositories(), r.host(), r.snapshot(), r.trigger()));
        default -> throw new IllegalArgumentException(request + " is not asked for by hand");
      }
    }
    return tasks;
  }

  /** One restore, which asks the repositories in their order. */
  public static Command restore(
      Ask ask,
      ObjectRef volume,
      ObjectRef config,
      List<RepositoryRef> repositories,
      String host,
      String snapshot,
      Trigger trigger) {
    OperationId id = OperationId.of("restore", ask.id(), volume.uid());
    Operation operation =
        Operation.at(
            ask.firstSeen(),
            id,
            OperationType.RESTORE_MANUAL,
            volume,
            config,
            repositories.getFirst());
    return new RequestRestore(operation, repositories, host, snapshot, trigger);
  }
}
