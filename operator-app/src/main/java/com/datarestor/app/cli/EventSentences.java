package com.datarestor.app.cli;

import com.datarestor.events.Ask;
import com.datarestor.events.ConfigEvent;
import com.datarestor.events.DomainEvent;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationEvent;
import com.datarestor.events.Problem;
import com.datarestor.events.QueueEvent;
import com.datarestor.events.RepositoryEvent;
import com.datarestor.events.RepositoryRef;
import com.datarestor.events.Restated;
import com.datarestor.events.Restated.LogCompacted;
import com.datarestor.events.VolumeEvent;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** One sentence for each event, for people who read the log. Pure. */
public final class EventSentences {

  private static final ObjectRef NOTHING = new ObjectRef("", "", "", "");

  private EventSentences() {}

  /** What happened, in plain words. */
  public static String of(DomainEvent event) {
    return switch (event) {
      case ConfigEvent config -> of(config);
      case VolumeEvent volume -> of(volume);
      case OperationEvent operation -> of(operation);
      case RepositoryEvent repository -> of(repository);
      case QueueEvent queue -> of(queue);
      case Restated fact -> of(fact);
    };
  }

  private static String of(Restated fact) {
    return switch (fact) {
      case LogCompacted e ->
          "the log is compacted up to "
              + e.until()
              + ": of its first "
              + e.events()
              + " events, "
              + e.kept()
              + " records are kept, with what the others came to"
              + (e.damage().isEmpty() ? "" : "; it was damaged: " + String.join("; ", e.damage()));
      case Restated.VolumeRestated e -> e.gone() ? "was gone by then" : "as it was known by then";
      case Restated.ConfigRestated e ->
          e.removed() ? "was removed by then" : "generation " + e.generation() + ", as of then";
      case Restated.RepositoryRestated e ->
          e.users().size() + " Configs use it" + (e.known() ? "; it has opened" : "");
      case Restated.QueueRestated e ->
          e.waiting().size() + " wait and " + e.running().size() + " run";
      case Restated.StatusRestated e ->
          "since the beginning "
              + e.backupsSucceeded()
              + " backups succeeded and "
              + e.backupsFailed()
              + " failed, "
              + e.restoresSucceeded()
              + " restores succeeded and "
              + e.restoresFailed()
              + " failed";
    };
  }

  private static ObjectRef about(Restated fact) {
    return switch (fact) {
      case Restated.VolumeRestated e ->
          e.seen().stream().map(VolumeEvent.VolumeObserved::volume).findFirst().orElse(NOTHING);
      case Restated.ConfigRestated e ->
          e.accepted().stream().map(Restated.AcceptedPlan::config).findFirst().orElse(NOTHING);
      case Restated.StatusRestated e -> e.config();
      case Restated.RepositoryRestated ignored -> NOTHING;
      case Restated.QueueRestated ignored -> NOTHING;
      case LogCompacted ignored -> NOTHING;
    };
  }

  /** What the event is about: a volume, a Config; one without a name when it is neither. */
  public static ObjectRef about(DomainEvent event) {
    return switch (event) {
      case ConfigEvent config -> config.config();
      case VolumeEvent volume -> volume.volume();
      case OperationEvent operation -> operation.operation().about();
      case RepositoryEvent repository -> repository.config();
      case Restated fact -> about(fact);
      case QueueEvent queue ->
          switch (queue) {
            case QueueEvent.OperationQueued e -> e.operation().about();
            case QueueEvent.OperationAdmitted e -> e.operation().about();
            case QueueEvent.OperationLeft e -> e.operation().about();
            case QueueEvent.OperationEvicted e -> e.operation().about();
            case QueueEvent.ConfigLimitsSet e -> e.config();
            case QueueEvent.GateOpened e -> e.config();
            case QueueEvent.GateClosed e -> e.config();
            case QueueEvent.GateRemoved e -> e.config();
          };
    };
  }

  private static String of(ConfigEvent event) {
    return switch (event) {
      case ConfigEvent.ConfigAccepted e ->
          "generation "
              + e.generation()
              + " is acted upon: "
              + repositories(
                  e.plan().repositories().stream().map(plan -> plan.repository()).toList());
      case ConfigEvent.ConfigRefused e ->
          "generation "
              + e.generation()
              + " cannot be acted upon: "
              + e.problems().stream().map(Problem::spoken).collect(Collectors.joining("; "));
      case ConfigEvent.ConfigRemoved ignored -> "the Config was deleted";
      case ConfigEvent.ForgetDue e -> "forget is due on " + e.repository().spoken();
      case ConfigEvent.ForgetEnded e -> "the forget on " + e.repository().spoken() + " has ended";
      case ConfigEvent.ConfigBackupAsked e ->
          asked(e.ask()) + ": back up " + e.volumes().size() + " volumes";
      case ConfigEvent.ConfigRestoreAsked e ->
          asked(e.ask()) + ": restore " + e.volumes().size() + " volumes";
      case ConfigEvent.ConfigAskRefused e -> asked(e.ask()) + " was refused: " + e.message();
      case ConfigEvent.ConfigAskRepeated e ->
          e.ask().key()
              + "=\""
              + e.ask().value()
              + "\" was put back by "
              + e.manager()
              + " and is not run again";
      case ConfigEvent.ConfigAskCleared e -> e.key() + " was taken off";
      case ConfigEvent.ConfigAskRecalled e ->
          asked(e.ask()) + " before this log began, as its Tasks tell";
      case ConfigEvent.ForgetRunRecalled e ->
          e.operation().taskName() + " was due before this log began, as its Task tells";
    };
  }

  private static String of(VolumeEvent event) {
    return switch (event) {
      case VolumeEvent.VolumeObserved e ->
          e.selections().isEmpty()
              ? "seen; not selected: " + e.unselectedBecause()
              : "seen; selected by "
                  + e.selections().stream()
                      .map(
                          selection ->
                              "Config " + selection.config().path() + ", " + selection.because())
                      .collect(Collectors.joining(", "));
      case VolumeEvent.VolumeGone ignored -> "the volume was deleted";
      case VolumeEvent.BackupDue e ->
          "a backup to " + e.repository().spoken() + " was due at " + e.due();
      case VolumeEvent.BackupEnded e ->
          "the scheduled backup to " + e.repository().spoken() + " has ended";
      case VolumeEvent.ManualBackupAsked e ->
          asked(e.ask()) + ": back up to " + repositories(e.repositories());
      case VolumeEvent.ManualRestoreAsked e ->
          asked(e.ask())
              + ": restore "
              + e.snapshot()
              + " of "
              + e.host()
              + " from "
              + repositories(e.repositories());
      case VolumeEvent.VolumeAskRefused e -> asked(e.ask()) + " was refused: " + e.message();
      case VolumeEvent.VolumeAskWaits e -> e.message();
      case VolumeEvent.VolumeAskRepeated e ->
          e.ask().key()
              + "=\""
              + e.ask().value()
              + "\" was put back by "
              + e.manager()
              + " and is not run again";
      case VolumeEvent.VolumeAskCleared e -> e.key() + " was taken off";
      case VolumeEvent.VolumeAskRecalled e ->
          asked(e.ask()) + " before this log began, as its Tasks tell";
      case VolumeEvent.AutomatedRestoreDue e ->
          "the volume is not settled: look for its snapshot in "
              + e.repositories().stream()
                  .map(RepositoryRef::spoken)
                  .collect(Collectors.joining(", then in "))
              + " (try "
              + e.attempt()
              + ")";
      case VolumeEvent.AutomatedRestoreWaits e ->
          "the volume is still not settled after try "
              + e.attempt()
              + ", again at "
              + e.retryAt()
              + ": "
              + e.failure().message();
      case VolumeEvent.ClaimSettled e ->
          "the volume is settled ("
              + e.settlement().kind().wireName()
              + "): "
              + e.settlement().message();
      case VolumeEvent.BackupRunRecalled e ->
          e.operation().taskName() + " was due before this log began, as its Task tells";
    };
  }

  private static String of(OperationEvent event) {
    String task = event.operation().taskName();
    return switch (event) {
      case OperationEvent.BackupRequested e -> task + " is wanted, as \"" + e.name() + "\"";
      case OperationEvent.RestoreRequested e ->
          task + " is wanted: " + e.snapshot() + " of " + e.host();
      case OperationEvent.ForgetRequested e ->
          task + " is wanted, with " + String.join(" ", e.arguments());
      case OperationEvent.InitRequested ignored -> task + " is wanted";
      case OperationEvent.ScanRequested ignored -> task + " is wanted";
      case OperationEvent.TaskPublished e -> "Task " + e.task().path() + " is in the cluster";
      case OperationEvent.BackupStarted ignored -> task + " starts: back up";
      case OperationEvent.LookupStarted e ->
          task + " looks for " + e.snapshot() + " in " + e.repository().spoken();
      case OperationEvent.RepositoryPassedOver e -> task + " goes on: " + e.message();
      case OperationEvent.RepositoryUnanswered e -> task + " goes on: " + e.failure().message();
      case OperationEvent.RestoreUnneeded e -> task + " wrote nothing: " + e.settlement().message();
      case OperationEvent.RestoreStarted e ->
          task + " restores snapshot " + shortId(e.snapshot().id()) + " of " + e.snapshot().time();
      case OperationEvent.ListingStarted ignored -> task + " lists the snapshots";
      case OperationEvent.ForgetStarted e ->
          task + " forgets for " + e.identities().size() + " volumes";
      case OperationEvent.InitStarted ignored -> task + " contacts the repository";
      case OperationEvent.ScanStarted ignored -> task + " reads the repository";
      case OperationEvent.JobLaunched e ->
          "Job "
              + e.job().path()
              + " does the step "
              + e.step().wireName()
              + (e.note().isEmpty() ? "" : "; " + e.note());
      case OperationEvent.BackupSucceeded e ->
          task
              + " made snapshot "
              + shortId(e.summary().snapshot())
              + ": "
              + e.summary().files()
              + " files, "
              + e.summary().bytesAdded()
              + " bytes added in "
              + seconds(e.summary().duration().toMillis());
      case OperationEvent.RestoreSucceeded e ->
          task
              + " restored and verified snapshot "
              + shortId(e.summary().snapshot())
              + " from "
              + e.repository().spoken()
              + " in "
              + seconds(e.summary().duration().toMillis());
      case OperationEvent.ForgetSucceeded e ->
          task + " kept " + e.kept() + " snapshots and removed " + e.removed();
      case OperationEvent.InitSucceeded e ->
          task + (e.created() ? " created the repository" : " found the repository open");
      case OperationEvent.ScanSucceeded e ->
          task + " found " + e.catalogue().snapshots() + " snapshots";
      case OperationEvent.OperationFailed e -> task + " failed: " + e.failure().message();
      case OperationEvent.OperationCancelled e -> task + " was cancelled: " + e.message();
      case OperationEvent.EndRecalled e ->
          task
              + " had ended ("
              + e.end().outcome().wireName()
              + ") before this log began, as its Task tells";
    };
  }

  private static String of(RepositoryEvent event) {
    String repository = event.repository().spoken();
    return switch (event) {
      case RepositoryEvent.ContactDue e ->
          repository + " is to be contacted, attempt " + e.attempt();
      case RepositoryEvent.RepositoryOpened e ->
          repository + (e.created() ? " was created" : " opens");
      case RepositoryEvent.RepositoryUnavailable e ->
          repository + " does not open: " + e.failure().message() + " Again at " + e.retryAt();
      case RepositoryEvent.RepositoryReleased ignored -> repository + " is not used any more";
      case RepositoryEvent.ScanDue ignored -> repository + " is to be read";
      case RepositoryEvent.ScanFailed ignored -> repository + " could not be read this time";
      case RepositoryEvent.RepositoryRecalled ignored ->
          repository + " had opened before this log began, as Tasks tell";
      case RepositoryEvent.CatalogueRead e ->
          repository + " holds " + e.catalogue().snapshots() + " snapshots";
    };
  }

  private static String of(QueueEvent event) {
    return switch (event) {
      case QueueEvent.OperationQueued e -> name(e.operation()) + " waits for its turn";
      case QueueEvent.OperationAdmitted e -> name(e.operation()) + " may start";
      case QueueEvent.OperationLeft e -> name(e.operation()) + " gives back its place";
      case QueueEvent.OperationEvicted e -> name(e.operation()) + " must go: " + e.message();
      case QueueEvent.ConfigLimitsSet e ->
          e.suspended() ? "nothing new starts: suspended" : "work may start within the limits";
      case QueueEvent.GateOpened e -> "work may use " + e.repository().spoken();
      case QueueEvent.GateRemoved e ->
          "no work may use " + e.repository().spoken() + ": " + e.message();
      case QueueEvent.GateClosed e ->
          "work waits for " + e.repository().spoken() + ": " + e.message();
    };
  }

  private static String name(Operation operation) {
    return operation.taskName();
  }

  private static String asked(Ask ask) {
    return ask.key()
        + "=\""
        + ask.value()
        + "\""
        + (ask.manager().isEmpty() ? "" : " (written by " + ask.manager() + ")");
  }

  private static String repositories(List<RepositoryRef> repositories) {
    return repositories.stream().map(RepositoryRef::spoken).collect(Collectors.joining(", "));
  }

  private static String shortId(String snapshot) {
    return snapshot.substring(0, Math.min(8, snapshot.length()));
  }

  private static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
  }
}
