package com.datarestor.events;

import java.util.List;

/** Commands to {@code operation/<id>}: requests from policies, reports from the executor. */
public sealed interface OperationCommand extends DecisionCommand {

  Operation operation();

  @Override
  default StreamId stream() {
    return operation().stream();
  }

  record RequestBackup(
      Operation operation, String name, boolean named, List<String> arguments, Trigger trigger)
      implements OperationCommand {
    public RequestBackup {
      arguments = List.copyOf(arguments);
    }
  }

  record RequestRestore(
      Operation operation,
      List<RepositoryRef> repositories,
      String host,
      String snapshot,
      Trigger trigger)
      implements OperationCommand {
    public RequestRestore {
      repositories = List.copyOf(repositories);
    }
  }

  record RequestForget(Operation operation, List<String> arguments, Trigger trigger)
      implements OperationCommand {
    public RequestForget {
      arguments = List.copyOf(arguments);
    }
  }

  /**
   * @param known whether the repository opened before, so that it must not be created
   */
  record RequestInit(Operation operation, boolean known) implements OperationCommand {}

  record RequestScan(Operation operation) implements OperationCommand {}

  /** The queue lets it start. */
  record StartOperation(Operation operation) implements OperationCommand {}

  /** The Task object exists. */
  record ReportTaskPublished(Operation operation, ObjectRef task) implements OperationCommand {}

  /**
   * The Job exists.
   *
   * @param note what a person should know of how it does its work, as a clause; mostly empty
   */
  record ReportJobLaunched(
      Operation operation, Step step, RepositoryRef repository, ObjectRef job, String note)
      implements OperationCommand {

    /** One of which there is nothing to say. */
    public ReportJobLaunched(
        Operation operation, Step step, RepositoryRef repository, ObjectRef job) {
      this(operation, step, repository, job, "");
    }
  }

  record ReportBackupSucceeded(Operation operation, BackupSummary summary)
      implements OperationCommand {}

  record ReportSnapshotFound(Operation operation, RepositoryRef repository, SnapshotFacts snapshot)
      implements OperationCommand {}

  record ReportSnapshotMissing(Operation operation, RepositoryRef repository, String message)
      implements OperationCommand {}

  record ReportRestoreSucceeded(Operation operation, RestoreSummary summary)
      implements OperationCommand {}

  /** The volume of an automated restore has data that is not from that restore. */
  record ReportVolumeNotEmpty(Operation operation, String message) implements OperationCommand {}

  record ReportListed(Operation operation, List<Identity> identities) implements OperationCommand {
    public ReportListed {
      identities = List.copyOf(identities);
    }
  }

  record ReportForgetSucceeded(Operation operation, int kept, int removed)
      implements OperationCommand {}

  record ReportInitSucceeded(Operation operation, boolean created) implements OperationCommand {}

  record ReportScanSucceeded(Operation operation, Catalogue catalogue)
      implements OperationCommand {}

  /** A step did not do its work. */
  record ReportFailed(Operation operation, Step step, Failure failure)
      implements OperationCommand {}

  /** Give it up. */
  record CancelOperation(Operation operation, String message) implements OperationCommand {}

  /** A Task was made by hand that cannot be done; the sentence says what to change. */
  record RefuseTask(Operation operation, String message) implements OperationCommand {}

  /**
   * A Job of a requested operation is in the cluster, and the log does not know how it came there.
   *
   * @param snapshot what a restore restores; {@link SnapshotFacts#UNKNOWN} for other steps
   */
  record ResumeStep(
      Operation operation,
      Step step,
      RepositoryRef repository,
      ObjectRef job,
      SnapshotFacts snapshot)
      implements OperationCommand {}

  /** The operation's Task says that it ended, and the log does not know the operation. */
  record RecallEnd(Operation operation, TaskEnd end) implements OperationCommand {}
}
