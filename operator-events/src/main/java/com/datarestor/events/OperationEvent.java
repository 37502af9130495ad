package com.datarestor.events;

import java.time.Instant;
import java.util.List;

/** The life of one operation: stream {@code operation/<id>}. */
public sealed interface OperationEvent extends DomainEvent {

  Operation operation();

  /** Something is wanted: the first event of an operation. */
  sealed interface Requested extends OperationEvent {}

  /** A step may run: each is one command to the executor. */
  sealed interface StepStarted extends OperationEvent {}

  /** The last event of an operation. */
  sealed interface Ended extends OperationEvent {}

  /**
   * A backup is wanted.
   *
   * @param name the snapshot's name
   * @param named whether a person chose the name, so that forget keeps the snapshot
   */
  record BackupRequested(
      Operation operation, String name, boolean named, List<String> arguments, Trigger trigger)
      implements Requested {
    public BackupRequested {
      arguments = List.copyOf(arguments);
    }
  }

  /** A restore is wanted; the repositories are asked in this order. */
  record RestoreRequested(
      Operation operation,
      List<RepositoryRef> repositories,
      String host,
      String snapshot,
      Trigger trigger)
      implements Requested {
    public RestoreRequested {
      repositories = List.copyOf(repositories);
    }
  }

  /** A forget of this Config's snapshots is wanted. */
  record ForgetRequested(Operation operation, List<String> arguments, Trigger trigger)
      implements Requested {
    public ForgetRequested {
      arguments = List.copyOf(arguments);
    }
  }

  /**
   * Contact with a repository is wanted.
   *
   * @param known whether it opened before, so that it must not be created
   */
  record InitRequested(Operation operation, boolean known) implements Requested {}

  /** A reading of the repository's snapshots is wanted. */
  record ScanRequested(Operation operation) implements Requested {}

  /** The Task object is in the cluster. */
  record TaskPublished(Operation operation, ObjectRef task) implements OperationEvent {}

  /** The backup may run. */
  record BackupStarted(Operation operation, String name, boolean named, List<String> arguments)
      implements StepStarted {
    public BackupStarted {
      arguments = List.copyOf(arguments);
    }
  }

  /** The restore looks for its snapshot in this repository. */
  record LookupStarted(Operation operation, RepositoryRef repository, String host, String snapshot)
      implements StepStarted {}

  /** This repository has no such snapshot; the next one is asked. */
  record RepositoryPassedOver(Operation operation, RepositoryRef repository, String message)
      implements OperationEvent {}

  /**
   * This repository gave no answer, so that nobody knows whether it has a snapshot; the next one is
   * asked.
   */
  record RepositoryUnanswered(Operation operation, RepositoryRef repository, Failure failure)
      implements OperationEvent {}

  /** The snapshot is found and may be restored. */
  record RestoreStarted(Operation operation, RepositoryRef repository, SnapshotFacts snapshot)
      implements StepStarted {}

  /** The forget asks whose snapshots are there. */
  record ListingStarted(Operation operation) implements StepStarted {}

  /** The forget may run for these identities. */
  record ForgetStarted(Operation operation, List<Identity> identities, List<String> arguments)
      implements StepStarted {
    public ForgetStarted {
      identities = List.copyOf(identities);
      arguments = List.copyOf(arguments);
    }
  }

  /**
   * Contact may run.
   *
   * @param known whether the repository opened before, so that it must not be created
   */
  record InitStarted(Operation operation, boolean known) implements StepStarted {}

  /** The scan may run. */
  record ScanStarted(Operation operation) implements StepStarted {}

  /**
   * A Job does the work, or one step of it.
   *
   * @param note what a person should know of how it does it, as a clause; mostly empty
   */
  record JobLaunched(Operation operation, Step step, ObjectRef job, String note)
      implements OperationEvent {

    /** One of which there is nothing to say. */
    public JobLaunched(Operation operation, Step step, ObjectRef job) {
      this(operation, step, job, "");
    }
  }

  /** Restic ended with a snapshot id. */
  record BackupSucceeded(Operation operation, BackupSummary summary) implements Ended {}

  /** The volume is exactly the snapshot, verified. */
  record RestoreSucceeded(
      Operation operation, RepositoryRef repository, Instant snapshotTime, RestoreSummary summary)
      implements Ended {}

  /** An automated restore wrote nothing, because nothing was to be written. */
  record RestoreUnneeded(Operation operation, Settlement settlement) implements Ended {}

  /** Old snapshots are forgotten. */
  record ForgetSucceeded(Operation operation, int kept, int removed) implements Ended {}

  /** The repository is there and opens with this password; created when we made it just now. */
  record InitSucceeded(Operation operation, boolean created) implements Ended {}

  /** The repository's snapshots are read. */
  record ScanSucceeded(Operation operation, Catalogue catalogue) implements Ended {}

  /** The operation did not do its work, and will not try again by itself. */
  record OperationFailed(Operation operation, Failure failure) implements Ended {}

  /** The operation was given up because something it needs was deleted, or a person said so. */
  record OperationCancelled(Operation operation, String message) implements Ended {}

  /**
   * The operation had ended before this log began; its Task tells. All that follows from an end has
   * followed then.
   */
  record EndRecalled(Operation operation, TaskEnd end) implements OperationEvent {}
}
