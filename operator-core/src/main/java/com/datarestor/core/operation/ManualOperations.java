package com.datarestor.core.operation;

import com.datarestor.events.Ask;
import com.datarestor.events.Command;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationCommand;
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

  /** The operations that are requested. */
  public static List<OperationId> ids(List<Command> requests) {
    return requests.stream()
        .filter(OperationCommand.class::isInstance)
        .map(OperationCommand.class::cast)
        .map(request -> request.operation().id())
        .toList();
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
