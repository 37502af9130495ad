package com.datarestor.app.explain;

import com.datarestor.core.status.Quantities;
import com.datarestor.events.Ask;
import com.datarestor.events.BackupSummary;
import com.datarestor.events.ConfigEvent;
import com.datarestor.events.DomainEvent;
import com.datarestor.events.EventEnvelope;
import com.datarestor.events.Failure;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationEvent;
import com.datarestor.events.OperationType;
import com.datarestor.events.RepositoryEvent;
import com.datarestor.events.RepositoryRef;
import com.datarestor.events.Trigger;
import com.datarestor.events.VolumeEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells one operation from its cause to its end. */
final class Telling {

  private final Chronicle chronicle;

  Telling(Chronicle chronicle) {
    this.chronicle = chronicle;
  }

  /** The whole chain, a line each. */
  List<String> of(OperationStory story) {
    List<String> lines = new ArrayList<>();
    causes(story).forEach(lines::add);
    for (OperationStory.Chapter chapter : story.chapters()) {
      switch (chapter) {
        case OperationStory.Chapter.Happened happened ->
            step(happened.event())
                .ifPresent(text -> lines.add(line(happened.event().metadata().time(), text)));
        case OperationStory.Chapter.Waited waited ->
            lines.add(line(waited.since(), waits(waited.reason())));
      }
    }
    story.end().ifPresent(end -> lines.addAll(lastLines(end)));
    if (story.end().isEmpty()) {
      lines.add("  Now: " + (story.hasStarted() ? "it is running." : "it waits, as said above."));
    }
    return lines;
  }

  /** What it follows from: the nearest cause, and for first contact the Config's acceptance too. */
  private List<String> causes(OperationStory story) {
    List<String> causes =
        chronicle
            .before(story)
            .flatMap(
                event ->
                    cause(event, story.operation()).stream()
                        .map(text -> line(event.metadata().time(), text)))
            .toList();
    if (causes.isEmpty()) {
      return told(story);
    }
    int wanted = story.operation().type() == OperationType.INIT ? 2 : 1;
    return causes.subList(Math.max(0, causes.size() - wanted), causes.size());
  }

  /** What the request itself says: it was made by a person, or before this log began. */
  private static List<String> told(OperationStory story) {
    return story.chapters().stream()
        .flatMap(
            chapter ->
                chapter instanceof OperationStory.Chapter.Happened happened
                    ? Stream.of(happened.event().event())
                    : Stream.empty())
        .flatMap(event -> trigger(event).stream())
        .flatMap(trigger -> told(trigger, story.operation()).stream())
        .limit(1)
        .toList();
  }

  private static Optional<Trigger> trigger(DomainEvent event) {
    return switch (event) {
      case OperationEvent.BackupRequested e -> Optional.of(e.trigger());
      case OperationEvent.RestoreRequested e -> Optional.of(e.trigger());
      case OperationEvent.ForgetRequested e -> Optional.of(e.trigger());
      default -> Optional.empty();
    };
  }

  private static Optional<String> told(Trigger trigger, Operation operation) {
    String key = operation.type().isRestore() ? "manual-restore" : "manual-backup";
    Ask ask =
        Ask.seen(operation.about(), key, trigger.value(), trigger.time()).by(trigger.manager());
    return switch (trigger.kind()) {
      case HOLD -> Optional.of(line(trigger.time(), "the claim had to be settled"));
      case TASK -> Optional.of(line(trigger.time(), "the Task was made by hand"));
      case SCHEDULE -> Optional.of(line(trigger.time(), "its schedule came due"));
      case ON_VOLUME -> Optional.of(line(trigger.time(), found(ask) + " on the claim"));
      case ON_CONFIG -> Optional.of(line(trigger.time(), foundOnConfig(ask, operation.config())));
      case UNKNOWN -> Optional.empty();
    };
  }

  private static String waits(String reason) {
    return reason.startsWith("waiting ")
        ? "waits " + reason.substring("waiting ".length())
        : "waits: " + reason;
  }

  private static String line(Instant time, String text) {
    return "  " + Words.moment(time) + "  " + text;
  }

  private static List<String> lastLines(EventEnvelope end) {
    if (!(end.event() instanceof OperationEvent.OperationFailed failed)) {
      return List.of();
    }
    return failed.failure().lastLines().stream().map(line -> "      | " + line).toList();
  }

  private static Optional<String> cause(EventEnvelope event, Operation operation) {
    if (!canCause(event.event(), operation.type())) {
      return Optional.empty();
    }
    return switch (event.event()) {
      case VolumeEvent volume -> causeInVolume(volume, operation);
      case ConfigEvent config -> causeInConfig(config, operation);
      case RepositoryEvent repository -> causeInRepository(repository, operation);
      default -> Optional.empty();
    };
  }

  /** One story holds more than one cause: a Config's annotation, and the scan that came before. */
  private static boolean canCause(DomainEvent event, OperationType type) {
    return switch (type) {
      case BACKUP_SCHEDULED -> event instanceof VolumeEvent.BackupDue;
      case BACKUP_MANUAL ->
          event instanceof VolumeEvent.ManualBackupAsked
              || event instanceof ConfigEvent.ConfigBackupAsked;
      case RESTORE_MANUAL ->
          event instanceof VolumeEvent.ManualRestoreAsked
              || event instanceof ConfigEvent.ConfigRestoreAsked;
      case RESTORE_AUTOMATED -> event instanceof VolumeEvent.AutomatedRestoreDue;
      case FORGET -> event instanceof ConfigEvent.ForgetDue;
      case INIT ->
          event instanceof RepositoryEvent.ContactDue
              || event instanceof ConfigEvent.ConfigAccepted;
      case SCAN -> event instanceof RepositoryEvent.ScanDue;
    };
  }

  private static Optional<String> causeInVolume(VolumeEvent event, Operation operation) {
    if (!event.volume().uid().equals(operation.about().uid())) {
      return Optional.empty();
    }
    return switch (event) {
      case VolumeEvent.ManualBackupAsked e -> Optional.of(found(e.ask()) + " on the claim");
      case VolumeEvent.ManualRestoreAsked e -> Optional.of(found(e.ask()) + " on the claim");
      case VolumeEvent.AutomatedRestoreDue e ->
          Optional.of("the claim was not settled (try " + e.attempt() + ")");
      case VolumeEvent.BackupDue e ->
          e.repository().id().equals(operation.repository().id())
              ? Optional.of("the backup schedule of " + e.repository().spoken() + " came due")
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Optional<String> causeInConfig(ConfigEvent event, Operation operation) {
    return switch (event) {
      case ConfigEvent.ConfigBackupAsked e -> Optional.of(foundOnConfig(e.ask(), e.config()));
      case ConfigEvent.ConfigRestoreAsked e -> Optional.of(foundOnConfig(e.ask(), e.config()));
      case ConfigEvent.ForgetDue e ->
          e.repository().id().equals(operation.repository().id())
              ? Optional.of("the forget schedule of " + e.repository().spoken() + " came due")
              : Optional.empty();
      case ConfigEvent.ConfigAccepted e ->
          Optional.of(
              "generation " + e.generation() + " of Config " + e.config().path() + " was accepted");
      default -> Optional.empty();
    };
  }

  private static Optional<String> causeInRepository(RepositoryEvent event, Operation operation) {
    if (!event.repository().id().equals(operation.repository().id())) {
      return Optional.empty();
    }
    return switch (event) {
      case RepositoryEvent.ContactDue e ->
          Optional.of(e.repository().spoken() + " was to be contacted, attempt " + e.attempt());
      case RepositoryEvent.ScanDue e ->
          Optional.of("the snapshots of " + e.repository().spoken() + " were to be read");
      default -> Optional.empty();
    };
  }

  private static String found(Ask ask) {
    return ask.spoken();
  }

  private static String foundOnConfig(Ask ask, ObjectRef config) {
    return found(ask) + " on Config " + config.path() + ", which selects the claim";
  }

  private static Optional<String> step(EventEnvelope envelope) {
    if (!(envelope.event() instanceof OperationEvent event)) {
      return Optional.empty();
    }
    Operation operation = event.operation();
    String task = "Task " + operation.about().namespace() + "/" + operation.taskName();
    String repository = operation.repository().spoken();
    return switch (event) {
      case OperationEvent.BackupRequested e ->
          Optional.of(task + ": back up to " + repository + " under the name \"" + e.name() + "\"");
      case OperationEvent.RestoreRequested e ->
          Optional.of(
              task
                  + ": restore \""
                  + e.snapshot()
                  + "\" of "
                  + e.host()
                  + " from "
                  + e.repositories().stream()
                      .map(RepositoryRef::spoken)
                      .collect(Collectors.joining(", else from ")));
      case OperationEvent.ForgetRequested e ->
          Optional.of(
              task + ": forget in " + repository + " with " + String.join(" ", e.arguments()));
      case OperationEvent.InitRequested ignored -> Optional.of(task + ": open " + repository);
      case OperationEvent.ScanRequested ignored ->
          Optional.of(task + ": read the snapshots of " + repository);
      case OperationEvent.TaskPublished ignored -> Optional.empty();
      case OperationEvent.BackupStarted ignored -> Optional.of("its turn has come: backs up");
      case OperationEvent.LookupStarted e ->
          Optional.of("looks for the snapshot in " + e.repository().spoken());
      case OperationEvent.RepositoryPassedOver e -> Optional.of(e.message());
      case OperationEvent.RepositoryUnanswered e -> Optional.of(e.failure().message());
      case OperationEvent.RestoreStarted e ->
          Optional.of(
              "found snapshot "
                  + Words.shortId(e.snapshot().id())
                  + " of "
                  + Words.moment(e.snapshot().time())
                  + " in "
                  + e.repository().spoken()
                  + ": restores it");
      case OperationEvent.ListingStarted ignored ->
          Optional.of("its turn has come: lists whose snapshots there are");
      case OperationEvent.ForgetStarted e ->
          Optional.of("forgets for " + Words.count(e.identities().size(), "volume"));
      case OperationEvent.InitStarted ignored ->
          Optional.of("its turn has come: opens the repository");
      case OperationEvent.ScanStarted ignored ->
          Optional.of("its turn has come: reads the snapshots");
      case OperationEvent.JobLaunched e ->
          Optional.of(
              "Job "
                  + e.job().path()
                  + " runs ("
                  + e.step().wireName()
                  + ")"
                  + (e.note().isEmpty() ? "" : "; " + e.note()));
      case OperationEvent.Ended e -> Optional.of(end(e));
      case OperationEvent.EndRecalled e ->
          Optional.of(
              "had ended before this log began ("
                  + e.end().outcome().wireName()
                  + " at "
                  + Words.moment(e.end().time())
                  + "), as its Task tells");
    };
  }

  /** How it ended, in one sentence. */
  static String end(OperationEvent.Ended event) {
    return switch (event) {
      case OperationEvent.BackupSucceeded e -> "succeeded: " + made(e.summary());
      case OperationEvent.RestoreSucceeded e ->
          "succeeded: restored and verified snapshot "
              + Words.shortId(e.summary().snapshot())
              + " from "
              + e.repository().spoken()
              + ": "
              + Words.count(e.summary().files(), "file")
              + ", "
              + Quantities.bytes(e.summary().bytes())
              + ", in "
              + Words.duration(e.summary().duration());
      case OperationEvent.RestoreUnneeded e -> "wrote nothing: " + e.settlement().message();
      case OperationEvent.ForgetSucceeded e ->
          "succeeded: kept "
              + Words.count(e.kept(), "snapshot")
              + ", removed "
              + Words.count(e.removed(), "snapshot");
      case OperationEvent.InitSucceeded e ->
          e.created()
              ? "succeeded: there was no repository, so it was created"
              : "succeeded: the repository opens";
      case OperationEvent.ScanSucceeded e ->
          "succeeded: "
              + Words.count(e.catalogue().snapshots(), "snapshot")
              + " of "
              + Words.count(e.catalogue().entries().size(), "volume");
      case OperationEvent.OperationFailed e -> "FAILED " + why(e.failure());
      case OperationEvent.OperationCancelled e -> "was cancelled: " + e.message();
    };
  }

  static String made(BackupSummary summary) {
    return "made snapshot "
        + Words.shortId(summary.snapshot())
        + ": "
        + Words.count(summary.files(), "file")
        + ", "
        + Quantities.bytes(summary.bytes())
        + ", "
        + Quantities.bytes(summary.bytesAdded())
        + " added, in "
        + Words.duration(summary.duration());
  }

  private static String why(Failure failure) {
    return "("
        + failure.reason().wireName()
        + (failure.exitCode() == Failure.NO_EXIT_CODE
            ? ""
            : ", restic's exit status " + failure.exitCode())
        + "): "
        + failure.message();
  }
}
