package com.datarestor.core.volume;

import com.datarestor.core.decide.Policy;
import com.datarestor.events.Command;
import com.datarestor.events.EventMetadata;
import com.datarestor.events.Failure;
import com.datarestor.events.FailureReason;
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
import com.datarestor.events.Settlement;
import com.datarestor.events.VolumeCommand.NoteRestoreFailed;
import com.datarestor.events.VolumeCommand.NoteSettled;
import java.util.List;

/** What an automated restore came to goes to the volume, which is settled by it or tries again. */
public final class WhenAutomatedRestoreEndedThenNoteIt implements Policy<Ended> {

  @Override
  public Class<Ended> event() {
    return Ended.class;
  }

  @Override
  public List<Command> react(Ended event, EventMetadata metadata) {
    Operation operation = event.operation();
    if (operation.type() != OperationType.RESTORE_AUTOMATED) {
      return List.of();
    }
    return switch (event) {
      case RestoreSucceeded e -> List.of(new NoteSettled(operation, restored(e)));
      case RestoreUnneeded e -> List.of(new NoteSettled(operation, e.settlement()));
      case OperationFailed e -> List.of(new NoteRestoreFailed(operation, e.failure()));
      case OperationCancelled e ->
          List.of(
              new NoteRestoreFailed(
                  operation, Failure.of(FailureReason.INTERRUPTED, e.message() + ".")));
      case BackupSucceeded ignored -> List.of();
      case ForgetSucceeded ignored -> List.of();
      case InitSucceeded ignored -> List.of();
      case ScanSucceeded ignored -> List.of();
    };
  }

  private static Settlement restored(RestoreSucceeded event) {
    String snapshot = event.summary().snapshot();
    String fallback =
        event.repository().equals(event.operation().repository())
            ? ""
            : "; "
                + event.operation().repository().spoken()
                + " came first and had none or did not answer";
    return new Settlement(
        Settlement.Kind.RESTORED,
        snapshot,
        event.repository().spoken(),
        "filled from snapshot "
            + snapshot.substring(0, Math.min(8, snapshot.length()))
            + " of "
            + event.snapshotTime()
            + ", "
            + event.repository().spoken()
            + ", before anything started on it"
            + fallback);
  }
}
