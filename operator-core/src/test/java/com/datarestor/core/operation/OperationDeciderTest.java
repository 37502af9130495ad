package com.datarestor.core.operation;

import static com.datarestor.core.decide.Examples.CONFIG;
import static com.datarestor.core.decide.Examples.PRIMARY;
import static com.datarestor.core.decide.Examples.SECONDARY;
import static com.datarestor.core.decide.Examples.VOLUME;
import static com.datarestor.core.decide.Examples.operation;

import com.datarestor.core.decide.DeciderFixture;
import com.datarestor.events.BackupSummary;
import com.datarestor.events.Failure;
import com.datarestor.events.FailureReason;
import com.datarestor.events.Identity;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationCommand;
import com.datarestor.events.OperationCommand.CancelOperation;
import com.datarestor.events.OperationCommand.ReportBackupSucceeded;
import com.datarestor.events.OperationCommand.ReportFailed;
import com.datarestor.events.OperationCommand.ReportForgetSucceeded;
import com.datarestor.events.OperationCommand.ReportJobLaunched;
import com.datarestor.events.OperationCommand.ReportListed;
import com.datarestor.events.OperationCommand.ReportRestoreSucceeded;
import com.datarestor.events.OperationCommand.ReportSnapshotFound;
import com.datarestor.events.OperationCommand.ReportSnapshotMissing;
import com.datarestor.events.OperationCommand.ReportTaskPublished;
import com.datarestor.events.OperationCommand.RequestBackup;
import com.datarestor.events.OperationCommand.RequestForget;
import com.datarestor.events.OperationCommand.RequestRestore;
import com.datarestor.events.OperationCommand.StartOperation;
import com.datarestor.events.OperationEvent;
import com.datarestor.events.OperationEvent.BackupRequested;
import com.datarestor.events.OperationEvent.BackupStarted;
import com.datarestor.events.OperationEvent.BackupSucceeded;
import com.datarestor.events.OperationEvent.ForgetRequested;
import com.datarestor.events.OperationEvent.ForgetStarted;
import com.datarestor.events.OperationEvent.ForgetSucceeded;
import com.datarestor.events.OperationEvent.JobLaunched;
import com.datarestor.events.OperationEvent.ListingStarted;
import com.datarestor.events.OperationEvent.LookupStarted;
import com.datarestor.events.OperationEvent.OperationCancelled;
import com.datarestor.events.OperationEvent.OperationFailed;
import com.datarestor.events.OperationEvent.RepositoryPassedOver;
import com.datarestor.events.OperationEvent.RestoreRequested;
import com.datarestor.events.OperationEvent.RestoreStarted;
import com.datarestor.events.OperationEvent.RestoreSucceeded;
import com.datarestor.events.OperationEvent.TaskPublished;
import com.datarestor.events.OperationType;
import com.datarestor.events.RestoreSummary;
import com.datarestor.events.SnapshotFacts;
import com.datarestor.events.Step;
import com.datarestor.events.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OperationDeciderTest {

  private static final Operation BACKUP = operation("b", OperationType.BACKUP_MANUAL, VOLUME);
  private static final Operation RESTORE = operation("r", OperationType.RESTORE_MANUAL, VOLUME);
  private static final Operation FORGET = operation("f", OperationType.FORGET, CONFIG);
  private static final ObjectRef JOB = ObjectRef.job("shop", "job", "j");
  private static final BackupSummary SUMMARY =
      new BackupSummary("4dc10912", 3, 0, 0, 300, 30, Duration.ofSeconds(2));
  private static final SnapshotFacts SNAPSHOT =
      new SnapshotFacts("4dc10912", Instant.parse("2026-02-28T02:00:00Z"), 3, 300);

  private final DeciderFixture<OperationCommand, OperationEvent, OperationState> operation =
      DeciderFixture.of(new OperationDecider());

  @Test
  void backupFromRequestToSnapshot() {
    ObjectRef task = ObjectRef.task("shop", BACKUP.taskName(), "t");
    operation
        .when(new RequestBackup(BACKUP, "before", true, List.of(), Trigger.UNKNOWN))
        .then(new BackupRequested(BACKUP, "before", true, List.of(), Trigger.UNKNOWN))
        .when(new RequestBackup(BACKUP, "before", true, List.of(), Trigger.UNKNOWN))
        .thenNothing()
        .when(new ReportTaskPublished(BACKUP, task))
        .then(new TaskPublished(BACKUP, task))
        .when(new ReportTaskPublished(BACKUP, task))
        .thenNothing()
        .when(new StartOperation(BACKUP))
        .then(new BackupStarted(BACKUP, "before", true, List.of()))
        .when(new StartOperation(BACKUP))
        .thenNothing()
        .when(new ReportJobLaunched(BACKUP, Step.BACKUP, BACKUP.repository(), JOB))
        .then(new JobLaunched(BACKUP, Step.BACKUP, JOB))
        .when(new ReportJobLaunched(BACKUP, Step.BACKUP, BACKUP.repository(), JOB))
        .thenNothing()
        .when(new ReportBackupSucceeded(BACKUP, SUMMARY))
        .then(new BackupSucceeded(BACKUP, SUMMARY))
        .when(new ReportBackupSucceeded(BACKUP, SUMMARY))
        .thenNothing()
        .when(new ReportFailed(BACKUP, Step.BACKUP, failure("late")))
        .thenNothing()
        .when(new CancelOperation(BACKUP, "late"))
        .thenNothing();
  }

  @Test
  void restoreAsksTheNextRepositoryWhenTheFirstHasNoSuchSnapshot() {
    operation
        .when(
            new RequestRestore(
                RESTORE, List.of(PRIMARY, SECONDARY), "shop-data", "latest", Trigger.UNKNOWN))
        .then(
            new RestoreRequested(
                RESTORE, List.of(PRIMARY, SECONDARY), "shop-data", "latest", Trigger.UNKNOWN))
        .when(new StartOperation(RESTORE))
        .then(new LookupStarted(RESTORE, PRIMARY, "shop-data", "latest"))
        .when(new ReportJobLaunched(RESTORE, Step.LOOKUP, PRIMARY, JOB))
        .when(new ReportSnapshotMissing(RESTORE, PRIMARY, "none in 1"))
        .then(
            new RepositoryPassedOver(RESTORE, PRIMARY, "none in 1"),
            new LookupStarted(RESTORE, SECONDARY, "shop-data", "latest"))
        .when(new ReportSnapshotMissing(RESTORE, PRIMARY, "none in 1"))
        .thenNothing()
        .when(new ReportSnapshotFound(RESTORE, SECONDARY, SNAPSHOT))
        .then(new RestoreStarted(RESTORE, SECONDARY, SNAPSHOT))
        .when(new ReportJobLaunched(RESTORE, Step.RESTORE, SECONDARY, JOB))
        .then(new JobLaunched(RESTORE, Step.RESTORE, JOB))
        .when(new ReportRestoreSucceeded(RESTORE, restored()))
        .then(new RestoreSucceeded(RESTORE, SECONDARY, SNAPSHOT.time(), restored()));
  }

  @Test
  void restoreFailsWithEveryReasonWhenNoRepositoryHasTheSnapshot() {
    operation
        .given(
            new RestoreRequested(
                RESTORE, List.of(PRIMARY, SECONDARY), "shop-data", "x", Trigger.UNKNOWN),
            new LookupStarted(RESTORE, PRIMARY, "shop-data", "x"),
            new RepositoryPassedOver(RESTORE, PRIMARY, "none in 1"),
            new LookupStarted(RESTORE, SECONDARY, "shop-data", "x"))
        .when(new ReportSnapshotMissing(RESTORE, SECONDARY, "none in 2"))
        .then(
            new RepositoryPassedOver(RESTORE, SECONDARY, "none in 2"),
            new OperationFailed(
                RESTORE, Failure.of(FailureReason.SNAPSHOT_NOT_FOUND, "none in 1; none in 2")));
  }

  @Test
  void forgetAsksWhoseSnapshotsAreThereFirst() {
    List<Identity> identities = List.of(new Identity("shop", "data", "shop-data"));
    operation
        .when(new RequestForget(FORGET, List.of("--keep-last", "1"), Trigger.UNKNOWN))
        .then(new ForgetRequested(FORGET, List.of("--keep-last", "1"), Trigger.UNKNOWN))
        .when(new StartOperation(FORGET))
        .then(new ListingStarted(FORGET))
        .when(new ReportListed(FORGET, identities))
        .then(new ForgetStarted(FORGET, identities, List.of("--keep-last", "1")))
        .when(new ReportForgetSucceeded(FORGET, 1, 4))
        .then(new ForgetSucceeded(FORGET, 1, 4));
  }

  @Test
  void forgetWithoutSnapshotsIsDone() {
    operation
        .given(
            new ForgetRequested(FORGET, List.of("--keep-last", "1"), Trigger.UNKNOWN),
            new ListingStarted(FORGET))
        .when(new ReportListed(FORGET, List.of()))
        .then(new ForgetSucceeded(FORGET, 0, 0));
  }

  @Test
  void failureOfAnotherStepIsOld() {
    operation
        .given(
            new RestoreRequested(RESTORE, List.of(PRIMARY), "shop-data", "x", Trigger.UNKNOWN),
            new LookupStarted(RESTORE, PRIMARY, "shop-data", "x"),
            new RestoreStarted(RESTORE, PRIMARY, SNAPSHOT))
        .when(new ReportFailed(RESTORE, Step.LOOKUP, failure("old")))
        .thenNothing()
        .when(new ReportFailed(RESTORE, Step.RESTORE, failure("disk full")))
        .then(new OperationFailed(RESTORE, failure("disk full")));
  }

  @Test
  void cancelsWhatWaitsOrRuns() {
    operation
        .when(new CancelOperation(BACKUP, "never asked"))
        .thenNothing()
        .when(new RequestBackup(BACKUP, "n", false, List.of(), Trigger.UNKNOWN))
        .when(new CancelOperation(BACKUP, "volume deleted"))
        .then(new OperationCancelled(BACKUP, "volume deleted"))
        .when(new StartOperation(BACKUP))
        .thenNothing();
  }

  private static Failure failure(String message) {
    return new Failure(FailureReason.RESTIC_FAILED, message, 1, List.of("line"));
  }

  private static RestoreSummary restored() {
    return new RestoreSummary("4dc10912", 3, 300, Duration.ofSeconds(1));
  }
}
