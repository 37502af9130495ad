package com.datarestor.core.operation;

import com.datarestor.core.decide.Policy;
import com.datarestor.events.ClusterCommand;
import com.datarestor.events.ClusterCommand.TellUser;
import com.datarestor.events.Command;
import com.datarestor.events.EventMetadata;
import com.datarestor.events.FailureReason;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationEvent.BackupSucceeded;
import com.datarestor.events.OperationEvent.Ended;
import com.datarestor.events.OperationEvent.ForgetSucceeded;
import com.datarestor.events.OperationEvent.InitSucceeded;
import com.datarestor.events.OperationEvent.OperationCancelled;
import com.datarestor.events.OperationEvent.OperationFailed;
import com.datarestor.events.OperationEvent.RestoreSucceeded;
import com.datarestor.events.OperationEvent.RestoreUnneeded;
import com.datarestor.events.OperationEvent.ScanSucceeded;
import com.datarestor.events.OperationType;
import java.util.List;

/** How an operation ended is written on its volume and said as a Kubernetes Event. */
public final class WhenOperationEndedThenTellUser implements Policy<Ended> {

  @Override
  public Class<Ended> event() {
    return Ended.class;
  }

  @Override
  public List<Command> react(Ended event, EventMetadata metadata) {
    Operation operation = event.operation();
    if (operation.type() == OperationType.RESTORE_AUTOMATED) {
      return List.of(); // the volume's own stream says it, with what will be done
    }
    return switch (event) {
      case BackupSucceeded e ->
          told(
              operation,
              Outcomes.completed(operation, e.summary().snapshot(), metadata.time()),
              false,
              "BackupCompleted",
              operation.taskName() + " made snapshot " + shortId(e.summary().snapshot()));
      case RestoreSucceeded e ->
          told(
              operation,
              Outcomes.completed(operation, e.summary().snapshot(), metadata.time()),
              false,
              "RestoreCompleted",
              operation.taskName()
                  + " restored snapshot "
                  + shortId(e.summary().snapshot())
                  + " from "
                  + e.repository().spoken());
      case OperationFailed e ->
          told(
              operation,
              Outcomes.failed(operation, e.failure().message(), metadata.time()),
              true,
              e.failure().reason().camelCase(),
              operation.taskName() + " failed: " + e.failure().message());
      case OperationCancelled e ->
          told(
              operation,
              Outcomes.cancelled(operation, e.message(), metadata.time()),
              true,
              "Cancelled",
              operation.taskName() + " was cancelled: " + e.message());
      case RestoreUnneeded ignored -> List.of();
      case ForgetSucceeded ignored -> List.of();
      case InitSucceeded ignored -> List.of();
      case ScanSucceeded ignored -> List.of();
    };
  }

  private static String shortId(String snapshot) {
    return snapshot.substring(0, Math.min(8, snapshot.length()));
  }

  private static List<Command> told(
      Operation operation, ClusterCommand outcome, boolean warning, String reason, String message) {
    if (operation.type() == OperationType.INIT) {
      return List.of(); // the repository's own stream says it, with what will be done
    }
    if (reason.equals(FailureReason.TASK_REFUSED.camelCase())) {
      // what it is about may not exist
      return List.of(
          new TellUser(
              ObjectRef.task(operation.about().namespace(), operation.taskName(), ""),
              warning,
              reason,
              message));
    }
    TellUser tell = new TellUser(operation.about(), warning, reason, message);
    return operation.about().isVolume() ? List.of(outcome, tell) : List.of(tell);
  }
}
