package com.datarestor.core.simulation;

import static com.datarestor.core.decide.Examples.CONFIG;
import static com.datarestor.core.decide.Examples.PRIMARY;
import static com.datarestor.core.decide.Examples.SECONDARY;
import static com.datarestor.core.decide.Examples.VOLUME;
import static com.datarestor.core.decide.Examples.operation;

import com.datarestor.events.BackupSummary;
import com.datarestor.events.Catalogue;
import com.datarestor.events.ClusterCommand.PublishTask;
import com.datarestor.events.ClusterCommand.TellUser;
import com.datarestor.events.ClusterCommand.WriteAnnotation;
import com.datarestor.events.Command;
import com.datarestor.events.ConfigCommand.NoteForgetEnded;
import com.datarestor.events.DomainEvent;
import com.datarestor.events.Failure;
import com.datarestor.events.FailureReason;
import com.datarestor.events.Identity;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationCommand.CancelOperation;
import com.datarestor.events.OperationCommand.StartOperation;
import com.datarestor.events.OperationEvent.BackupRequested;
import com.datarestor.events.OperationEvent.BackupStarted;
import com.datarestor.events.OperationEvent.BackupSucceeded;
import com.datarestor.events.OperationEvent.EndRecalled;
import com.datarestor.events.OperationEvent.ForgetRequested;
import com.datarestor.events.OperationEvent.ForgetStarted;
import com.datarestor.events.OperationEvent.ForgetSucceeded;
import com.datarestor.events.OperationEvent.InitRequested;
import com.datarestor.events.OperationEvent.InitStarted;
import com.datarestor.events.OperationEvent.InitSucceeded;
import com.datarestor.events.OperationEvent.ListingStarted;
import com.datarestor.events.OperationEvent.LookupStarted;
import com.datarestor.events.OperationEvent.OperationCancelled;
import com.datarestor.events.OperationEvent.OperationFailed;
import com.datarestor.events.OperationEvent.RestoreRequested;
import com.datarestor.events.OperationEvent.RestoreStarted;
import com.datarestor.events.OperationEvent.RestoreSucceeded;
import com.datarestor.events.OperationEvent.RestoreUnneeded;
import com.datarestor.events.OperationEvent.ScanRequested;
import com.datarestor.events.OperationEvent.ScanStarted;
import com.datarestor.events.OperationEvent.ScanSucceeded;
import com.datarestor.events.OperationType;
import com.datarestor.events.QueueCommand.Enqueue;
import com.datarestor.events.QueueCommand.Leave;
import com.datarestor.events.QueueEvent.OperationAdmitted;
import com.datarestor.events.QueueEvent.OperationEvicted;
import com.datarestor.events.QueueEvent.OperationLeft;
import com.datarestor.events.RepositoryCommand.NoteContact;
import com.datarestor.events.RepositoryCommand.NoteContactFailed;
import com.datarestor.events.RepositoryCommand.NoteForget;
import com.datarestor.events.RepositoryCommand.NoteScan;
import com.datarestor.events.RepositoryCommand.NoteScanFailed;
import com.datarestor.events.RepositoryRef;
import com.datarestor.events.ResticCommand.CleanUp;
import com.datarestor.events.ResticCommand.RunBackup;
import com.datarestor.events.ResticCommand.RunForget;
import com.datarestor.events.ResticCommand.RunInit;
import com.datarestor.events.ResticCommand.RunListing;
import com.datarestor.events.ResticCommand.RunLookup;
import com.datarestor.events.ResticCommand.RunRestore;
import com.datarestor.events.ResticCommand.RunScan;
import com.datarestor.events.RestoreSummary;
import com.datarestor.events.Settlement;
import com.datarestor.events.SnapshotFacts;
import com.datarestor.events.TaskEnd;
import com.datarestor.events.Trigger;
import com.datarestor.events.VolumeCommand.NoteBackupEnded;
import com.datarestor.events.VolumeCommand.NoteRestoreFailed;
import com.datarestor.events.VolumeCommand.NoteSettled;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** What follows from requests, steps and outcomes, and the words in which rows are written. */
final class OperationRows {

  static final Instant DUE = Instant.parse("2026-03-01T02:00:00Z");
  static final List<String> KEEP = List.of("--keep-last", "2");
  static final Failure FAILURE = Failure.of(FailureReason.WRONG_PASSWORD, "wrong password");
  static final SnapshotFacts SNAPSHOT = new SnapshotFacts("4dc10912aa", DUE, 3, 300);
  static final List<RepositoryRef> BOTH = List.of(PRIMARY, SECONDARY);
  static final Operation BACKUP = operation("b", OperationType.BACKUP_MANUAL, VOLUME);
  static final Operation SCHEDULED = operation("s", OperationType.BACKUP_SCHEDULED, VOLUME);
  static final Operation RESTORE = operation("r", OperationType.RESTORE_MANUAL, VOLUME);
  static final Operation AUTOMATED = operation("a", OperationType.RESTORE_AUTOMATED, VOLUME);
  static final Settlement FRESH = Settlement.of(Settlement.Kind.FRESH, "nothing there");
  static final Operation FORGET = operation("f", OperationType.FORGET, CONFIG);
  static final Operation INIT = operation("i", OperationType.INIT, CONFIG);
  static final Operation SCAN = operation("c", OperationType.SCAN, CONFIG);
  static final List<Identity> SHOP = List.of(new Identity("shop", "data", "shop-data"));

  private OperationRows() {}

  static Arguments row(DomainEvent event, Command... commands) {
    return Arguments.of(event, List.of(commands));
  }

  static TellUser tell(ObjectRef about, boolean warning, String reason, String message) {
    return new TellUser(about, warning, reason, message);
  }

  static WriteAnnotation write(ObjectRef about, String key, String value) {
    return new WriteAnnotation(about, key, value);
  }

  static Stream<Arguments> ofRequestsAndSteps() {
    List<Identity> nobody = List.of();
    return Stream.of(
        row(
            new BackupRequested(BACKUP, "x", true, List.of(), Trigger.UNKNOWN),
            new PublishTask(BACKUP, "", "", "x", List.of(PRIMARY.id()), List.of(), Trigger.UNKNOWN),
            new Enqueue(BACKUP, List.of(PRIMARY.id()))),
        row(
            new RestoreRequested(RESTORE, BOTH, "shop-data", "x", Trigger.UNKNOWN),
            new PublishTask(
                RESTORE,
                "x",
                "shop-data",
                "",
                List.of(PRIMARY.id(), SECONDARY.id()),
                List.of(),
                Trigger.UNKNOWN),
            new Enqueue(RESTORE, List.of(PRIMARY.id(), SECONDARY.id()))),
        row(
            new ForgetRequested(FORGET, KEEP, Trigger.UNKNOWN),
            new PublishTask(FORGET, "", "", "", List.of(PRIMARY.id()), KEEP, Trigger.UNKNOWN),
            new Enqueue(FORGET, List.of(PRIMARY.id()))),
        row(
            new InitRequested(INIT, false),
            new PublishTask(INIT, "", "", "", List.of(PRIMARY.id()), List.of(), Trigger.UNKNOWN),
            new Enqueue(INIT, List.of(PRIMARY.id()))),
        row(
            new ScanRequested(SCAN),
            new PublishTask(SCAN, "", "", "", List.of(PRIMARY.id()), List.of(), Trigger.UNKNOWN),
            new Enqueue(SCAN, List.of(PRIMARY.id()))),
        row(new OperationAdmitted(BACKUP), new StartOperation(BACKUP)),
        row(new OperationEvicted(BACKUP, "gone"), new CancelOperation(BACKUP, "gone")),
        row(new OperationLeft(BACKUP)),
        row(new BackupStarted(BACKUP, "x", true, KEEP), new RunBackup(BACKUP, "x", true, KEEP)),
        row(
            new LookupStarted(RESTORE, SECONDARY, "shop-data", "x"),
            new RunLookup(RESTORE, SECONDARY, "shop-data", "x")),
        row(
            new RestoreStarted(RESTORE, SECONDARY, SNAPSHOT),
            new RunRestore(RESTORE, SECONDARY, SNAPSHOT)),
        row(new ListingStarted(FORGET), new RunListing(FORGET)),
        row(new ForgetStarted(FORGET, nobody, KEEP)),
        row(
            new EndRecalled(
                BACKUP, new TaskEnd(TaskEnd.Outcome.COMPLETED, DUE, "4dc10912", "", true, false)),
            write(
                VOLUME,
                "last-backup",
                "Completed snapshot=4dc10912 time=2026-03-01T02:00:00Z task=" + BACKUP.taskName())),
        row(
            new EndRecalled(
                RESTORE, new TaskEnd(TaskEnd.Outcome.CANCELLED, DUE, "", "gone", false, true)),
            new CleanUp(RESTORE, true)),
        row(new ForgetStarted(FORGET, SHOP, KEEP), new RunForget(FORGET, SHOP, KEEP)),
        row(new InitStarted(INIT, false), new RunInit(INIT, false)),
        row(new ScanStarted(SCAN), new RunScan(SCAN)));
  }

  static Stream<Arguments> ofOutcomes() {
    BackupSummary made = new BackupSummary("4dc10912aa", 1, 0, 2, 300, 30, Duration.ofSeconds(2));
    RestoreSummary restored = new RestoreSummary("4dc10912aa", 3, 300, Duration.ofSeconds(2));
    String noon = "time=2026-03-01T12:00:00Z";
    return Stream.of(
        row(
            new BackupSucceeded(SCHEDULED, made),
            new CleanUp(SCHEDULED, false),
            new Leave(SCHEDULED),
            new NoteBackupEnded(SCHEDULED),
            write(
                VOLUME,
                "last-backup",
                "Completed snapshot=4dc10912 " + noon + " task=" + SCHEDULED.taskName()),
            tell(
                VOLUME,
                false,
                "BackupCompleted",
                SCHEDULED.taskName() + " made snapshot 4dc10912")),
        row(
            new RestoreSucceeded(RESTORE, SECONDARY, DUE, restored),
            new CleanUp(RESTORE, false),
            new Leave(RESTORE),
            write(
                VOLUME,
                "last-restore",
                "Completed snapshot=4dc10912 " + noon + " task=" + RESTORE.taskName()),
            tell(
                VOLUME,
                false,
                "RestoreCompleted",
                RESTORE.taskName()
                    + " restored snapshot 4dc10912 from repository 2 (/backups/secondary)")),
        row(
            new RestoreUnneeded(AUTOMATED, FRESH),
            new CleanUp(AUTOMATED, false),
            new Leave(AUTOMATED),
            new NoteSettled(AUTOMATED, FRESH)),
        row(
            new OperationFailed(AUTOMATED, FAILURE),
            new CleanUp(AUTOMATED, false),
            new Leave(AUTOMATED),
            new NoteRestoreFailed(AUTOMATED, FAILURE)),
        row(
            new OperationFailed(BACKUP, FAILURE),
            new CleanUp(BACKUP, false),
            new Leave(BACKUP),
            write(
                VOLUME,
                "last-backup",
                "Failed " + noon + " task=" + BACKUP.taskName() + " message=wrong password"),
            tell(VOLUME, true, "WrongPassword", BACKUP.taskName() + " failed: wrong password"),
            new NoteContactFailed(CONFIG, PRIMARY, FAILURE)),
        row(
            new OperationCancelled(RESTORE, "Task deleted"),
            new CleanUp(RESTORE, true),
            new Leave(RESTORE),
            write(
                VOLUME,
                "last-restore",
                "Cancelled " + noon + " task=" + RESTORE.taskName() + " message=Task deleted"),
            tell(VOLUME, true, "Cancelled", RESTORE.taskName() + " was cancelled: Task deleted")),
        row(
            new ForgetSucceeded(FORGET, 2, 5),
            new CleanUp(FORGET, false),
            new Leave(FORGET),
            new NoteForgetEnded(FORGET),
            new NoteForget(CONFIG, PRIMARY)),
        row(
            new OperationFailed(FORGET, FAILURE),
            new CleanUp(FORGET, false),
            new Leave(FORGET),
            new NoteForgetEnded(FORGET),
            tell(CONFIG, true, "WrongPassword", FORGET.taskName() + " failed: wrong password"),
            new NoteContactFailed(CONFIG, PRIMARY, FAILURE)),
        row(
            new InitSucceeded(INIT, true),
            new CleanUp(INIT, false),
            new Leave(INIT),
            new NoteContact(CONFIG, PRIMARY, true)),
        row(
            new OperationFailed(INIT, FAILURE),
            new CleanUp(INIT, false),
            new Leave(INIT),
            new NoteContactFailed(CONFIG, PRIMARY, FAILURE)),
        row(
            new OperationCancelled(INIT, "Task deleted"),
            new CleanUp(INIT, true),
            new Leave(INIT),
            new NoteContactFailed(
                CONFIG, PRIMARY, Failure.of(FailureReason.INTERRUPTED, "Task deleted"))),
        row(
            new ScanSucceeded(SCAN, Catalogue.EMPTY),
            new CleanUp(SCAN, false),
            new Leave(SCAN),
            new NoteScan(CONFIG, PRIMARY, Catalogue.EMPTY)),
        row(
            new OperationFailed(SCAN, FAILURE),
            new CleanUp(SCAN, false),
            new Leave(SCAN),
            tell(CONFIG, true, "WrongPassword", SCAN.taskName() + " failed: wrong password"),
            new NoteContactFailed(CONFIG, PRIMARY, FAILURE)),
        row(
            new OperationCancelled(SCAN, "Task deleted"),
            new CleanUp(SCAN, true),
            new Leave(SCAN),
            tell(CONFIG, true, "Cancelled", SCAN.taskName() + " was cancelled: Task deleted"),
            new NoteScanFailed(CONFIG, PRIMARY)));
  }
}
