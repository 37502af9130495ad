package com.datarestor.core.operation;

import static com.datarestor.core.decide.DeciderFixture.NOON;
import static com.datarestor.core.decide.Examples.CONFIG;
import static com.datarestor.core.decide.Examples.PRIMARY;
import static com.datarestor.core.decide.Examples.SECONDARY;
import static com.datarestor.core.decide.Examples.VOLUME;
import static com.datarestor.core.decide.Examples.operation;
import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.decide.DeciderFixture;
import com.datarestor.events.BackupSummary;
import com.datarestor.events.Catalogue;
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
import com.datarestor.events.OperationCommand.ReportInitSucceeded;
import com.datarestor.events.OperationCommand.ReportJobLaunched;
import com.datarestor.events.OperationCommand.ReportListed;
import com.datarestor.events.OperationCommand.ReportRestoreSucceeded;
import com.datarestor.events.OperationCommand.ReportScanSucceeded;
import com.datarestor.events.OperationCommand.ReportSnapshotFound;
import com.datarestor.events.OperationCommand.ReportSnapshotMissing;
import com.datarestor.events.OperationCommand.RequestBackup;
import com.datarestor.events.OperationCommand.RequestForget;
import com.datarestor.events.OperationCommand.RequestInit;
import com.datarestor.events.OperationCommand.RequestRestore;
import com.datarestor.events.OperationCommand.RequestScan;
import com.datarestor.events.OperationCommand.StartOperation;
import com.datarestor.events.OperationEvent;
import com.datarestor.events.OperationEvent.InitStarted;
import com.datarestor.events.OperationEvent.InitSucceeded;
import com.datarestor.events.OperationEvent.JobLaunched;
import com.datarestor.events.OperationEvent.LookupStarted;
import com.datarestor.events.OperationEvent.OperationCancelled;
import com.datarestor.events.OperationEvent.OperationFailed;
import com.datarestor.events.OperationEvent.ScanStarted;
import com.datarestor.events.OperationEvent.ScanSucceeded;
import com.datarestor.events.OperationType;
import com.datarestor.events.RestoreSummary;
import com.datarestor.events.SnapshotFacts;
import com.datarestor.events.Step;
import com.datarestor.events.Trigger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every command in every part of an operation's life: what it does there, and mostly nothing. */
class LateReportsTest {

  private static final Operation OPERATION = operation("o", OperationType.RESTORE_MANUAL, VOLUME);
  private static final ObjectRef FIRST_JOB = ObjectRef.job("shop", "lookup-1", "j1");
  private static final ObjectRef SECOND_JOB = ObjectRef.job("shop", "lookup-2", "j2");
  private static final SnapshotFacts SNAPSHOT = new SnapshotFacts("4dc10912", NOON, 3, 300);
  private static final Failure FAILURE = Failure.of(FailureReason.RESTIC_FAILED, "no space left");

  /** The parts of an operation's life. */
  enum Life {
    UNKNOWN,
    WAITING,
    BACKUP,
    LOOKUP,
    RESTORE,
    LISTING,
    FORGET,
    INIT,
    SCAN,
    CANCELLED,
    FAILED,
    SUCCEEDED
  }

  /** How an operation comes into each of them. */
  private static List<OperationCommand> way(Life life) {
    return switch (life) {
      case UNKNOWN -> List.of();
      case WAITING -> List.of(requestBackup());
      case BACKUP -> List.of(requestBackup(), start());
      case LOOKUP -> List.of(requestRestore(), start());
      case RESTORE ->
          List.of(requestRestore(), start(), new ReportSnapshotFound(OPERATION, PRIMARY, SNAPSHOT));
      case LISTING -> List.of(new RequestForget(OPERATION, List.of(), Trigger.UNKNOWN), start());
      case FORGET ->
          List.of(new RequestForget(OPERATION, List.of(), Trigger.UNKNOWN), start(), listed());
      case INIT -> List.of(new RequestInit(OPERATION, false), start());
      case SCAN -> List.of(new RequestScan(OPERATION), start());
      case CANCELLED -> List.of(requestBackup(), new CancelOperation(OPERATION, "deleted"));
      case FAILED ->
          List.of(requestBackup(), start(), new ReportFailed(OPERATION, Step.BACKUP, FAILURE));
      case SUCCEEDED -> List.of(requestBackup(), start(), backedUp());
    };
  }

  private static DeciderFixture<OperationCommand, OperationEvent, OperationState> lived(Life life) {
    DeciderFixture<OperationCommand, OperationEvent, OperationState> fixture =
        DeciderFixture.of(new OperationDecider());
    for (OperationCommand command : way(life)) {
      fixture.when(command);
      assertThat(fixture.decided()).as("%s on the way to %s", command, life).isNotEmpty();
    }
    return fixture;
  }

  private static RequestBackup requestBackup() {
    return new RequestBackup(OPERATION, "n", false, List.of(), Trigger.UNKNOWN);
  }

  private static RequestRestore requestRestore() {
    return new RequestRestore(
        OPERATION, List.of(PRIMARY, SECONDARY), "shop-data", "latest", Trigger.UNKNOWN);
  }

  private static StartOperation start() {
    return new StartOperation(OPERATION);
  }

  private static ReportBackupSucceeded backedUp() {
    return new ReportBackupSucceeded(
        OPERATION, new BackupSummary("4dc10912", 1, 0, 0, 1, 1, Duration.ofSeconds(1)));
  }

  private static ReportListed listed() {
    return new ReportListed(OPERATION, List.of(new Identity("shop", "data", "shop-data")));
  }

  private static List<OperationCommand> reports() {
    List<OperationCommand> reports =
        new ArrayList<>(
            List.of(
                requestBackup(),
                requestRestore(),
                new RequestForget(OPERATION, List.of(), Trigger.UNKNOWN),
                new RequestInit(OPERATION, false),
                new RequestScan(OPERATION),
                start(),
                backedUp(),
                new ReportSnapshotFound(OPERATION, PRIMARY, SNAPSHOT),
                new ReportSnapshotFound(OPERATION, SECONDARY, SNAPSHOT),
                new ReportSnapshotMissing(OPERATION, PRIMARY, "none"),
                new ReportSnapshotMissing(OPERATION, SECONDARY, "none"),
                new ReportRestoreSucceeded(
                    OPERATION, new RestoreSummary("4dc10912", 3, 300, Duration.ofSeconds(1))),
                listed(),
                new ReportForgetSucceeded(OPERATION, 1, 1),
                new ReportInitSucceeded(OPERATION, true),
                new ReportScanSucceeded(OPERATION, Catalogue.EMPTY),
                new CancelOperation(OPERATION, "deleted")));
    for (Step step : Step.values()) {
      reports.add(new ReportJobLaunched(OPERATION, step, PRIMARY, FIRST_JOB));
      reports.add(new ReportFailed(OPERATION, step, FAILURE));
    }
    return reports;
  }

  /** The words of the table: request, start, and what may be reported. */
  private static String word(OperationCommand command) {
    return switch (command) {
      case ReportJobLaunched launched -> "launched " + launched.step().wireName();
      case ReportFailed failed -> "failed " + failed.step().wireName();
      case ReportSnapshotFound found -> "found " + found.repository().priority();
      case ReportSnapshotMissing missing -> "missing " + missing.repository().priority();
      case CancelOperation ignored -> "cancel";
      default -> command.getClass().getSimpleName();
    };
  }

  private static List<String> expected(Life life) {
    return switch (life) {
      case UNKNOWN ->
          List.of("RequestBackup", "RequestRestore", "RequestForget", "RequestInit", "RequestScan");
      case WAITING -> List.of("StartOperation", "cancel");
      case BACKUP -> List.of("ReportBackupSucceeded", "cancel", "launched backup", "failed backup");
      case LOOKUP -> List.of("found 1", "missing 1", "cancel", "launched lookup", "failed lookup");
      case RESTORE ->
          List.of("ReportRestoreSucceeded", "cancel", "launched restore", "failed restore");
      case LISTING -> List.of("ReportListed", "cancel", "launched listing", "failed listing");
      case FORGET -> List.of("ReportForgetSucceeded", "cancel", "launched forget", "failed forget");
      case INIT -> List.of("ReportInitSucceeded", "cancel", "launched init", "failed init");
      case SCAN -> List.of("ReportScanSucceeded", "cancel", "launched scan", "failed scan");
      case CANCELLED, FAILED, SUCCEEDED -> List.of();
    };
  }

  @ParameterizedTest
  @EnumSource(Life.class)
  void onlyWhatBelongsToTheStepInHandHappensAndOnlyOnce(Life life) {
    List<String> effective = new ArrayList<>();
    for (OperationCommand report : reports()) {
      DeciderFixture<OperationCommand, OperationEvent, OperationState> operation = lived(life);
      if (!operation.when(report).decided().isEmpty()) {
        effective.add(word(report));
        operation.when(report).thenNothing();
      }
    }
    assertThat(effective).containsExactlyInAnyOrderElementsOf(expected(life));
  }

  @Test
  void aLateReportOfTheFirstLookupIsNotAboutTheSecond() {
    DeciderFixture.of(new OperationDecider())
        .when(requestRestore())
        .when(start())
        .when(new ReportJobLaunched(OPERATION, Step.LOOKUP, PRIMARY, FIRST_JOB))
        .when(new ReportSnapshotMissing(OPERATION, PRIMARY, "none"))
        .when(new ReportJobLaunched(OPERATION, Step.LOOKUP, PRIMARY, FIRST_JOB))
        .thenNothing()
        .when(new ReportJobLaunched(OPERATION, Step.LOOKUP, SECONDARY, SECOND_JOB))
        .then(new JobLaunched(OPERATION, Step.LOOKUP, SECOND_JOB));
  }

  /** After a crash its end can be heard of before it is known that it began. */
  @Test
  void aLaunchOfTheFirstLookupThatIsReportedAfterItsEndIsNotAboutTheSecond() {
    DeciderFixture.of(new OperationDecider())
        .when(requestRestore())
        .when(start())
        .when(new ReportSnapshotMissing(OPERATION, PRIMARY, "none"))
        .when(new ReportJobLaunched(OPERATION, Step.LOOKUP, PRIMARY, FIRST_JOB))
        .thenNothing()
        .when(new ReportJobLaunched(OPERATION, Step.LOOKUP, SECONDARY, SECOND_JOB))
        .then(new JobLaunched(OPERATION, Step.LOOKUP, SECOND_JOB));
  }

  @Test
  void initAndScanAreOneStepEach() {
    Operation init = operation("i", OperationType.INIT, CONFIG);
    Operation scan = operation("s", OperationType.SCAN, CONFIG);
    DeciderFixture.of(new OperationDecider())
        .when(new RequestInit(init, false))
        .when(new StartOperation(init))
        .then(new InitStarted(init, false))
        .when(new ReportInitSucceeded(init, true))
        .then(new InitSucceeded(init, true));
    DeciderFixture.of(new OperationDecider())
        .when(new RequestScan(scan))
        .when(new StartOperation(scan))
        .then(new ScanStarted(scan))
        .when(new ReportScanSucceeded(scan, Catalogue.EMPTY))
        .then(new ScanSucceeded(scan, Catalogue.EMPTY));
  }

  @Test
  void aRunningOperationIsCancelledAndAFailedOneStaysFailed() {
    lived(Life.BACKUP)
        .when(new CancelOperation(OPERATION, "volume deleted"))
        .then(new OperationCancelled(OPERATION, "volume deleted"));
    lived(Life.RESTORE)
        .when(new ReportFailed(OPERATION, Step.RESTORE, FAILURE))
        .then(new OperationFailed(OPERATION, FAILURE))
        .when(new CancelOperation(OPERATION, "volume deleted"))
        .thenNothing();
  }

  /** A log whose beginning is lost is folded as far as it goes; nothing throws. */
  @Test
  void aStepWithoutItsRequestCanBeFolded() {
    DeciderFixture.of(new OperationDecider())
        .given(new LookupStarted(OPERATION, PRIMARY, "shop-data", "latest"))
        .when(new ReportSnapshotMissing(OPERATION, PRIMARY, "none"))
        .thenNothing()
        .when(new ReportFailed(OPERATION, Step.LOOKUP, FAILURE))
        .then(new OperationFailed(OPERATION, FAILURE));
  }
}
