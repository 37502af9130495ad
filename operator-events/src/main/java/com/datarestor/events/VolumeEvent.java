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
   */
  record VolumeObserved(
      ObjectRef volume,
      boolean bound,
      boolean block,
      List<Selection> selections,
      String unselectedBecause,
      List<String> backupArguments)
      implements VolumeEvent {
    public VolumeObserved {
      selections = List.copyOf(selections);
      backupArguments = List.copyOf(backupArguments);
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
