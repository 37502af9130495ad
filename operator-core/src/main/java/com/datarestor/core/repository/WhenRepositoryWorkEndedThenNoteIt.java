package com.datarestor.core.repository;

import com.datarestor.core.decide.Policy;
import com.datarestor.events.Command;
import com.datarestor.events.EventMetadata;
import com.datarestor.events.Failure;
import com.datarestor.events.FailureReason;
import com.datarestor.events.ObjectRef;
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
import com.datarestor.events.RepositoryCommand.NoteContact;
import com.datarestor.events.RepositoryCommand.NoteContactFailed;
import com.datarestor.events.RepositoryCommand.NoteForget;
import com.datarestor.events.RepositoryCommand.NoteScan;
import com.datarestor.events.RepositoryCommand.NoteScanFailed;
import com.datarestor.events.RepositoryRef;
import java.util.List;

/** What an operation learned of its repository goes to the repository's stream. */
public final class WhenRepositoryWorkEndedThenNoteIt implements Policy<Ended> {

  @Override
  public Class<Ended> event() {
    return Ended.class;
  }

  @Override
  public List<Command> react(Ended event, EventMetadata metadata) {
    ObjectRef config = event.operation().config();
    RepositoryRef repository = event.operation().repository();
    OperationType type = event.operation().type();
    return switch (event) {
      case InitSucceeded e -> List.of(new NoteContact(config, repository, e.created()));
      case ScanSucceeded e -> List.of(new NoteScan(config, repository, e.catalogue()));
      case ForgetSucceeded ignored -> List.of(new NoteForget(config, repository));
      case OperationFailed e -> failed(type, config, repository, e.failure());
      case OperationCancelled e ->
          failed(type, config, repository, Failure.of(FailureReason.INTERRUPTED, e.message()));
      case BackupSucceeded ignored -> List.of();
      case RestoreSucceeded ignored -> List.of();
      case RestoreUnneeded ignored -> List.of();
    };
  }

  private static List<Command> failed(
      OperationType type, ObjectRef config, RepositoryRef repository, Failure failure) {
    NoteContactFailed shut = new NoteContactFailed(config, repository, failure);
    return switch (type) {
      case INIT -> List.of(shut);
      case SCAN -> List.of(isOfRepository(failure) ? shut : new NoteScanFailed(config, repository));
      case BACKUP_SCHEDULED, BACKUP_MANUAL, FORGET ->
          isOfRepository(failure) ? List.of(shut) : List.of();
      // It may have failed in another repository than its first.
      case RESTORE_MANUAL, RESTORE_AUTOMATED -> List.of();
    };
  }

  /** Whatever works on this repository next would fail in the same way. */
  private static boolean isOfRepository(Failure failure) {
    return switch (failure.reason()) {
      case WRONG_PASSWORD,
          NO_PASSWORD,
          CREDENTIALS_MISSING,
          REPOSITORY_MISSING,
          REPOSITORY_UNREACHABLE ->
          true;
      case REPOSITORY_LOCKED,
          SOURCE_UNREADABLE,
          OUT_OF_MEMORY,
          NO_SNAPSHOT_ID,
          SNAPSHOT_NOT_FOUND,
          SNAPSHOT_AMBIGUOUS,
          VOLUME_IN_USE,
          VOLUME_NOT_BOUND,
          VOLUME_UNSUPPORTED,
          INVALID_ARGUMENTS,
          CONFIG_GONE,
          START_DEADLINE_EXCEEDED,
          RUN_DEADLINE_EXCEEDED,
          JOB_REFUSED,
          JOB_GONE,
          INTERRUPTED,
          TASK_REFUSED,
          RESTIC_FAILED ->
          false;
    };
  }
}
