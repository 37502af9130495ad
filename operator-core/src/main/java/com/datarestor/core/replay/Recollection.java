package com.datarestor.core.replay;

import com.datarestor.core.annotation.Annotations;
import com.datarestor.core.annotation.AskLedger;
import com.datarestor.core.config.ConfigState;
import com.datarestor.core.operation.OperationState.Life;
import com.datarestor.core.volume.VolumeState;
import com.datarestor.events.AnnotationValue;
import com.datarestor.events.Ask;
import com.datarestor.events.ConfigCommand.ConfigVanished;
import com.datarestor.events.ConfigCommand.ObserveConfig;
import com.datarestor.events.ConfigCommand.RecallConfigAsk;
import com.datarestor.events.ConfigCommand.RecallForgetRun;
import com.datarestor.events.ConfigCommand.WakeConfig;
import com.datarestor.events.ConfigEvent;
import com.datarestor.events.ConfigPlan;
import com.datarestor.events.DecisionCommand;
import com.datarestor.events.DomainEvent;
import com.datarestor.events.EventMetadata;
import com.datarestor.events.Failure;
import com.datarestor.events.FailureReason;
import com.datarestor.events.Limits;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationCommand.RecallEnd;
import com.datarestor.events.OperationCommand.RefuseTask;
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
import com.datarestor.events.OperationCommand.ReportTaskPublished;
import com.datarestor.events.OperationCommand.ReportVolumeNotEmpty;
import com.datarestor.events.OperationCommand.RequestBackup;
import com.datarestor.events.OperationCommand.RequestForget;
import com.datarestor.events.OperationCommand.RequestInit;
import com.datarestor.events.OperationCommand.RequestRestore;
import com.datarestor.events.OperationCommand.RequestScan;
import com.datarestor.events.OperationCommand.ResumeStep;
import com.datarestor.events.OperationEvent;
import com.datarestor.events.OperationType;
import com.datarestor.events.Problem;
import com.datarestor.events.QueueCommand.Evict;
import com.datarestor.events.QueueEvent;
import com.datarestor.events.QueueEvent.OperationEvicted;
import com.datarestor.events.RepositoryCommand.RecallRepository;
import com.datarestor.events.RepositoryCommand.WakeRepository;
import com.datarestor.events.RepositoryEvent;
import com.datarestor.events.RepositoryRef;
import com.datarestor.events.Restated;
import com.datarestor.events.SnapshotFacts;
import com.datarestor.events.Step;
import com.datarestor.events.StreamId;
import com.datarestor.events.VolumeCommand.ObserveVolume;
import com.datarestor.events.VolumeCommand.RecallBackupRun;
import com.datarestor.events.VolumeCommand.RecallVolumeAsk;
import com.datarestor.events.VolumeCommand.VolumeVanished;
import com.datarestor.events.VolumeCommand.WakeVolume;
import com.datarestor.events.VolumeEvent;
import com.datarestor.events.VolumeEvent.VolumeObserved;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts a command from outside together again, from the events it led to and from what its stream
 * knew before.
 */
final class Recollection {

  /** What is known of the command behind some events. */
  sealed interface Memory {

    /** This command, or one that is decided alike. */
    record Command(DecisionCommand command) implements Memory {}

    /** It came from outside; the events do not tell all of it. */
    record NotTold() implements Memory {}

    /** Nothing outside asks for this: a rule did. */
    record OfARule() implements Memory {}
  }

  private static final ConfigPlan NO_PLAN =
      new ConfigPlan(List.of(), "UTC", Duration.ZERO, false, Limits.NONE, List.of());

  private final History history;

  Recollection(History history) {
    this.history = history;
  }

  Memory of(EventMetadata metadata, List<DomainEvent> led) {
    StreamId stream = metadata.stream();
    return switch (led.getFirst()) {
      case VolumeEvent first -> told(volume(first.volume(), history.volume(stream), led));
      case ConfigEvent first -> told(config(first.config(), history.config(stream), led));
      case OperationEvent first -> operation(metadata, first, led);
      case RepositoryEvent first -> ofRuleUnlessTold(repository(stream, first));
      case QueueEvent first -> ofRuleUnlessTold(queue(first));
      case Restated ignored -> new Memory.NotTold();
    };
  }

  private static Memory told(Optional<DecisionCommand> command) {
    return command.<Memory>map(Memory.Command::new).orElseGet(Memory.NotTold::new);
  }

  private static Memory ofRuleUnlessTold(Optional<DecisionCommand> command) {
    return command.<Memory>map(Memory.Command::new).orElseGet(Memory.OfARule::new);
  }

  /** A moment makes contact or a reading due to who uses it already; all else is noted by rules. */
  private Optional<DecisionCommand> repository(StreamId stream, RepositoryEvent first) {
    if (first instanceof RepositoryEvent.RepositoryRecalled) {
      return Optional.of(new RecallRepository(first.config(), first.repository()));
    }
    if (!history.repository(stream).users().containsKey(first.config().uid())) {
      return Optional.empty();
    }
    return switch (first) {
      case RepositoryEvent.ContactDue e ->
          Optional.of(new WakeRepository(e.config(), e.repository()));
      case RepositoryEvent.ScanDue e -> Optional.of(new WakeRepository(e.config(), e.repository()));
      case RepositoryEvent.RepositoryOpened ignored -> Optional.empty();
      case RepositoryEvent.RepositoryUnavailable ignored -> Optional.empty();
      case RepositoryEvent.RepositoryReleased ignored -> Optional.empty();
      case RepositoryEvent.ScanFailed ignored -> Optional.empty();
      case RepositoryEvent.CatalogueRead ignored -> Optional.empty();
      case RepositoryEvent.RepositoryRecalled ignored -> Optional.empty();
    };
  }

  private static Optional<DecisionCommand> queue(QueueEvent first) {
    return first instanceof OperationEvicted evicted
        ? Optional.of(evicted(evicted))
        : Optional.empty();
  }

  private static DecisionCommand evicted(OperationEvicted event) {
    Operation operation = event.operation();
    return new Evict(
        ObjectRef.task(operation.about().namespace(), operation.taskName(), ""), event.message());
  }

  private static Optional<DecisionCommand> volume(
      ObjectRef volume, VolumeState before, List<DomainEvent> led) {
    switch (led.getFirst()) {
      case VolumeEvent.VolumeGone ignored -> {
        return Optional.of(new VolumeVanished(volume));
      }
      case VolumeEvent.VolumeAskRecalled e -> {
        return Optional.of(new RecallVolumeAsk(volume, e.ask(), e.stands()));
      }
      case VolumeEvent.BackupRunRecalled e -> {
        return Optional.of(new RecallBackupRun(e.operation(), e.due(), e.ended()));
      }
      default -> {}
    }
    if (led.stream().allMatch(Recollection::comesOfTime)) {
      return Optional.of(new WakeVolume(volume));
    }
    Optional<VolumeObserved> facts =
        led.stream()
            .filter(VolumeObserved.class::isInstance)
            .map(VolumeObserved.class::cast)
            .findFirst()
            .or(
                () ->
                    before.sight() instanceof VolumeState.Sight.Seen seen
                        ? Optional.of(seen.facts())
                        : Optional.empty());
    return facts.map(
        seen ->
            new ObserveVolume(
                volume,
                seen.bound(),
                seen.block(),
                seen.selections(),
                seen.unselectedBecause(),
                seen.hold(),
                annotations(before.asks(), seen.backupArguments(), led)));
  }

  private static boolean comesOfTime(DomainEvent event) {
    return event instanceof VolumeEvent.BackupDue
        || event instanceof VolumeEvent.AutomatedRestoreDue
        || event instanceof VolumeEvent.ClaimSettled;
  }

  private static Optional<DecisionCommand> config(
      ObjectRef config, ConfigState before, List<DomainEvent> led) {
    switch (led.getFirst()) {
      case ConfigEvent.ConfigRemoved ignored -> {
        return Optional.of(new ConfigVanished(config));
      }
      case ConfigEvent.ConfigAskRecalled e -> {
        return Optional.of(new RecallConfigAsk(config, e.ask(), e.stands()));
      }
      case ConfigEvent.ForgetRunRecalled e -> {
        return Optional.of(new RecallForgetRun(e.operation(), e.due(), e.ended()));
      }
      default -> {}
    }
    if (led.stream().allMatch(ConfigEvent.ForgetDue.class::isInstance)) {
      return Optional.of(new WakeConfig(config));
    }
    long generation = before.generation();
    ConfigPlan plan =
        before.sight() instanceof ConfigState.Sight.Accepted accepted ? accepted.plan() : NO_PLAN;
    List<Problem> problems = before.problems();
    List<ObjectRef> volumes = List.of();
    for (DomainEvent event : led) {
      if (event instanceof ConfigEvent.ConfigAccepted e) {
        generation = e.generation();
        plan = e.plan();
        problems = List.of();
      } else if (event instanceof ConfigEvent.ConfigRefused e) {
        generation = e.generation();
        problems = e.problems();
      } else if (event instanceof ConfigEvent.ConfigBackupAsked e) {
        volumes = e.volumes();
      } else if (event instanceof ConfigEvent.ConfigRestoreAsked e) {
        volumes = e.volumes();
      } else if (event instanceof ConfigEvent.ConfigAskRefused) {
        // how many volumes were selected is not told, and may be why it was refused
        return Optional.empty();
      }
    }
    return Optional.of(
        new ObserveConfig(
            config,
            generation,
            plan,
            problems,
            annotations(before.asks(), List.of(), led),
            volumes));
  }

  /** What stood on the object: what was answered now, and what was answered before and stayed. */
  private static List<AnnotationValue> annotations(
      AskLedger before, List<String> backupArguments, List<DomainEvent> led) {
    Map<String, AnnotationValue> present = new LinkedHashMap<>();
    before
        .entries()
        .forEach(
            (key, entry) -> {
              if (!(entry instanceof AskLedger.Entry.Cleared)) {
                present.put(key, new AnnotationValue(key, entry.value(), "", false));
              }
            });
    if (!backupArguments.isEmpty()) {
      present.putIfAbsent(
          Annotations.BACKUP_ARGS,
          new AnnotationValue(Annotations.BACKUP_ARGS, quoted(backupArguments), "", false));
    }
    for (DomainEvent event : led) {
      switch (event) {
        case VolumeEvent.VolumeAskCleared e -> present.remove(e.key());
        case ConfigEvent.ConfigAskCleared e -> present.remove(e.key());
        case VolumeEvent.VolumeAskRepeated e -> put(present, e.ask(), true);
        case ConfigEvent.ConfigAskRepeated e -> put(present, e.ask(), true);
        case VolumeEvent.ManualBackupAsked e -> put(present, e.ask(), false);
        case VolumeEvent.ManualRestoreAsked e -> put(present, e.ask(), false);
        case VolumeEvent.VolumeAskRefused e -> put(present, e.ask(), false);
        case VolumeEvent.VolumeAskWaits e -> put(present, e.ask(), false);
        case ConfigEvent.ConfigBackupAsked e -> put(present, e.ask(), false);
        case ConfigEvent.ConfigRestoreAsked e -> put(present, e.ask(), false);
        default -> {}
      }
    }
    return new ArrayList<>(present.values());
  }

  private static void put(Map<String, AnnotationValue> present, Ask ask, boolean declarative) {
    present.put(ask.key(), new AnnotationValue(ask.key(), ask.value(), ask.manager(), declarative));
  }

  /** Words as {@code backup-args} reads them. */
  private static String quoted(List<String> words) {
    return String.join(
        " ", words.stream().map(word -> "'" + word.replace("'", "'\"'\"'") + "'").toList());
  }

  /**
   * A request is a rule's, unless it begins its story: then a Task was recalled, or made by hand.
   */
  private Memory operation(EventMetadata metadata, OperationEvent first, List<DomainEvent> led) {
    if (endsAnAutomatedLookup(first)) {
      // one repository gave no answer and a later one has the snapshot: that report is not told
      return new Memory.NotTold();
    }
    boolean asked = metadata.causation().equals(metadata.correlation());
    return first instanceof OperationEvent.Requested && !asked
        ? new Memory.OfARule()
        : ofRuleUnlessTold(operation(first, led));
  }

  private boolean endsAnAutomatedLookup(OperationEvent first) {
    return first instanceof OperationEvent.OperationFailed
        && first.operation().type() == OperationType.RESTORE_AUTOMATED
        && step(first.operation()) == Step.LOOKUP;
  }

  private Optional<DecisionCommand> operation(OperationEvent first, List<DomainEvent> led) {
    Operation operation = first.operation();
    if (led.size() > 1 && led.get(1) instanceof OperationEvent.JobLaunched job) {
      boolean restores = first instanceof OperationEvent.RestoreStarted;
      return Optional.of(
          new ResumeStep(
              operation,
              job.step(),
              repository(first),
              job.job(),
              restores
                  ? ((OperationEvent.RestoreStarted) first).snapshot()
                  : SnapshotFacts.UNKNOWN));
    }
    return switch (first) {
      case OperationEvent.BackupRequested e ->
          Optional.of(
              new RequestBackup(operation, e.name(), e.named(), e.arguments(), e.trigger()));
      case OperationEvent.RestoreRequested e ->
          Optional.of(
              new RequestRestore(operation, e.repositories(), e.host(), e.snapshot(), e.trigger()));
      case OperationEvent.ForgetRequested e ->
          Optional.of(new RequestForget(operation, e.arguments(), e.trigger()));
      case OperationEvent.InitRequested e -> Optional.of(new RequestInit(operation, e.known()));
      case OperationEvent.ScanRequested ignored -> Optional.of(new RequestScan(operation));
      case OperationEvent.EndRecalled e -> Optional.of(new RecallEnd(operation, e.end()));
      case OperationEvent.TaskPublished e ->
          Optional.of(new ReportTaskPublished(operation, e.task()));
      case OperationEvent.JobLaunched e ->
          Optional.of(
              new ReportJobLaunched(operation, e.step(), repository(operation), e.job(), e.note()));
      case OperationEvent.BackupSucceeded e ->
          Optional.of(new ReportBackupSucceeded(operation, e.summary()));
      case OperationEvent.RestoreStarted e ->
          Optional.of(new ReportSnapshotFound(operation, e.repository(), e.snapshot()));
      case OperationEvent.RepositoryPassedOver e ->
          Optional.of(new ReportSnapshotMissing(operation, e.repository(), e.message()));
      case OperationEvent.RepositoryUnanswered e ->
          Optional.of(new ReportFailed(operation, Step.LOOKUP, asReported(e)));
      case OperationEvent.RestoreUnneeded e ->
          Optional.of(new ReportVolumeNotEmpty(operation, e.settlement().message()));
      case OperationEvent.RestoreSucceeded e ->
          Optional.of(new ReportRestoreSucceeded(operation, e.summary()));
      case OperationEvent.ForgetStarted e ->
          Optional.of(new ReportListed(operation, e.identities()));
      case OperationEvent.ForgetSucceeded e ->
          Optional.of(
              step(operation) == Step.LISTING
                  ? new ReportListed(operation, List.of())
                  : new ReportForgetSucceeded(operation, e.kept(), e.removed()));
      case OperationEvent.InitSucceeded e ->
          Optional.of(new ReportInitSucceeded(operation, e.created()));
      case OperationEvent.ScanSucceeded e ->
          Optional.of(new ReportScanSucceeded(operation, e.catalogue()));
      case OperationEvent.OperationFailed e ->
          Optional.of(
              e.failure().reason() == FailureReason.TASK_REFUSED
                  ? new RefuseTask(operation, e.failure().message())
                  : new ReportFailed(operation, step(operation), e.failure()));
      case OperationEvent.BackupStarted ignored -> Optional.empty();
      case OperationEvent.LookupStarted ignored -> Optional.empty();
      case OperationEvent.ListingStarted ignored -> Optional.empty();
      case OperationEvent.InitStarted ignored -> Optional.empty();
      case OperationEvent.ScanStarted ignored -> Optional.empty();
      case OperationEvent.OperationCancelled ignored -> Optional.empty();
    };
  }

  /** As it was before it was said which repository it is about. */
  private static Failure asReported(OperationEvent.RepositoryUnanswered event) {
    Failure failure = event.failure();
    String where = event.repository().spoken() + ": ";
    return new Failure(
        failure.reason(),
        failure.message().substring(where.length()),
        failure.exitCode(),
        failure.lastLines());
  }

  private static RepositoryRef repository(OperationEvent started) {
    return switch (started) {
      case OperationEvent.LookupStarted e -> e.repository();
      case OperationEvent.RestoreStarted e -> e.repository();
      default -> started.operation().repository();
    };
  }

  private RepositoryRef repository(Operation operation) {
    return history.operation(operation.id()).life() instanceof Life.Working working
        ? working.repository()
        : operation.repository();
  }

  private Step step(Operation operation) {
    return switch (history.operation(operation.id()).life()) {
      case Life.Working working -> working.step();
      case Life.Restoring ignored -> Step.RESTORE;
      case Life.Unknown ignored -> Step.INIT;
      case Life.Waiting ignored -> Step.INIT;
      case Life.Ended ignored -> Step.INIT;
    };
  }
}
