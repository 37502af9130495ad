package com.datarestor.core.volume;

import com.datarestor.core.decide.Policy;
import com.datarestor.events.Command;
import com.datarestor.events.EventMetadata;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationCommand.RequestBackup;
import com.datarestor.events.OperationId;
import com.datarestor.events.OperationType;
import com.datarestor.events.Trigger;
import com.datarestor.events.VolumeEvent.BackupDue;
import java.util.List;

/** A backup that came due is one operation. */
public final class WhenBackupDueThenRequestBackup implements Policy<BackupDue> {

  @Override
  public Class<BackupDue> event() {
    return BackupDue.class;
  }

  @Override
  public List<Command> react(BackupDue event, EventMetadata metadata) {
    Operation operation =
        Operation.at(
            event.due(),
            operationOf(event),
            OperationType.BACKUP_SCHEDULED,
            event.volume(),
            event.config(),
            event.repository());
    return List.of(
        new RequestBackup(
            operation,
            operation.taskName(),
            false,
            event.arguments(),
            Trigger.schedule(event.due())));
  }

  /** The one operation that this occurrence of the schedule is. */
  static OperationId operationOf(BackupDue event) {
    return OperationId.of(
        "backup",
        event.volume().uid(),
        event.config().uid(),
        event.repository().id().value(),
        event.due().toString());
  }
}
