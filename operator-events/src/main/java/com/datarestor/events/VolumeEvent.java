package com.datarestor.events;

import java.time.Instant;
import java.util.List;

/** What happened to a volume (PersistentVolumeClaim): stream {@code volume/<uid>}. */
public sealed interface VolumeEvent extends DomainEvent {

  ObjectRef volume();

  /**
   * The volume was seen, or something about it that matters changed.
   *
   * @param bound whether it is bound to a PersistentVolume
   * @param block whether it is a block device, which restic cannot read
   * @param selections the Configs that select it, ordered by namespace and name
   * @param unselectedBecause why nothing selects it; empty when something does
   * @param backupArguments the user's {@code backup-args}, split
   * @param hold what decides whether pods may start on it
   */
  record VolumeObserved(
      ObjectRef volume,
      boolean bound,
      boolean block,
      List<Selection> selections,
      String unselectedBecause,
      List<String> backupArguments,
      Hold hold)
      implements VolumeEvent {
    public VolumeObserved {
      selections = List.copyOf(selections);
      backupArguments = List.copyOf(backupArguments);
    }

    /** One that nothing holds. */
    public VolumeObserved(
        ObjectRef volume,
        boolean bound,
        boolean block,
        List<Selection> selections,
        String unselectedBecause,
        List<String> backupArguments) {
      this(volume, bound, block, selections, unselectedBecause, backupArguments, Hold.NONE);
    }
  }

  /** The volume is deleted, or being deleted. */
  record VolumeGone(ObjectRef volume) implements VolumeEvent {}

  /** A backup schedule came due for this volume; several missed ones are one. */
  record BackupDue(
      ObjectRef volume,
      ObjectRef config,
      RepositoryRef repository,
      Instant due,
      List<String> arguments)
      implements VolumeEvent {
    public BackupDue {
      arguments = List.copyOf(arguments);
    }
  }

  /** The scheduled backup that was due has ended, one way or another: the next may come due. */
  record BackupEnded(
      ObjectRef volume, ObjectRef config, RepositoryRef repository, OperationId operation)
      implements VolumeEvent {}

  /**
   * A claim is not settled: the repositories of this Config are to be asked for its snapshot.
   *
   * @param repositories in the order of their priority
   * @param attempt which try it is, from 1
   * @param since when the claim was first asked for
   * @param due when this try became due
   */
  record AutomatedRestoreDue(
      ObjectRef volume,
      ObjectRef config,
      List<RepositoryRef> repositories,
      int attempt,
      Instant since,
      Instant due)
      implements VolumeEvent {
    public AutomatedRestoreDue {
      repositories = List.copyOf(repositories);
    }
  }

  /**
   * The claim could not be settled this time: it stays as it is, pods wait, and it is tried again.
   *
   * @param operation the try that failed
   */
  record AutomatedRestoreWaits(
      ObjectRef volume,
      OperationId operation,
      Failure failure,
      int attempt,
      Instant since,
      Instant retryAt)
      implements VolumeEvent {}

  /**
   * Pods may start on the claim, and backups of it may be made.
   *
   * @param abandoned the try that was under way and is not needed any more; at most one
   */
  record ClaimSettled(ObjectRef volume, Settlement settlement, List<Operation> abandoned)
      implements VolumeEvent {
    public ClaimSettled {
      abandoned = List.copyOf(abandoned);
    }
  }

  /**
   * A {@code manual-backup} was understood.
   *
   * @param repositories one operation for each
   * @param name the snapshot's name, or empty for the Task's own
   */
  record ManualBackupAsked(
      ObjectRef volume,
      Ask ask,
      ObjectRef config,
      List<RepositoryRef> repositories,
      String name,
      List<String> arguments)
      implements VolumeEvent {
    public ManualBackupAsked {
      repositories = List.copyOf(repositories);
      arguments = List.copyOf(arguments);
    }
  }

  /**
   * A {@code manual-restore} was understood.
   *
   * @param repositories asked in this order; the first that has the snapshot is used
   * @param host restic host of the snapshot's volume
   * @param snapshot the snapshot part of the annotation
   */
  record ManualRestoreAsked(
      ObjectRef volume,
      Ask ask,
      ObjectRef config,
      List<RepositoryRef> repositories,
      String host,
      String snapshot)
      implements VolumeEvent {
    public ManualRestoreAsked {
      repositories = List.copyOf(repositories);
    }
  }

  /** An annotation was not understood or cannot be done; the sentence says what to change. */
  record VolumeAskRefused(ObjectRef volume, Ask ask, String message) implements VolumeEvent {}

  /** No Config selects the volume: the annotation stays where it is, and waits. */
  record VolumeAskWaits(ObjectRef volume, Ask ask, String message) implements VolumeEvent {}

  /** A GitOps tool put an accepted value back; it is not run again. */
  record VolumeAskRepeated(ObjectRef volume, Ask ask, String manager) implements VolumeEvent {}

  /** An annotation that was accepted or refused is no longer on the object. */
  record VolumeAskCleared(ObjectRef volume, String key) implements VolumeEvent {}

  /**
   * An annotation had been accepted before this log began; its Tasks tell.
   *
   * @param stands whether it is still on the volume, to be answered once more in the same way
   */
  record VolumeAskRecalled(ObjectRef volume, Ask ask, boolean stands) implements VolumeEvent {}

  /**
   * This occurrence of a backup schedule had come due before this log began; its Task tells.
   *
   * @param ended whether its backup has ended
   */
  record BackupRunRecalled(ObjectRef volume, Operation operation, Instant due, boolean ended)
      implements VolumeEvent {}
}
