package com.datarestor.core.status;

import com.datarestor.core.status.ConfigView.Contact;
import com.datarestor.core.status.ConfigView.Outcome;
import com.datarestor.core.status.ConfigView.RepositoryLine;
import com.datarestor.events.ConfigEvent;
import com.datarestor.events.ConfigEvent.ConfigAccepted;
import com.datarestor.events.ConfigEvent.ConfigAskCleared;
import com.datarestor.events.ConfigEvent.ConfigAskRefused;
import com.datarestor.events.ConfigEvent.ConfigAskRepeated;
import com.datarestor.events.ConfigEvent.ConfigBackupAsked;
import com.datarestor.events.ConfigEvent.ConfigRefused;
import com.datarestor.events.ConfigEvent.ConfigRemoved;
import com.datarestor.events.ConfigEvent.ConfigRestoreAsked;
import com.datarestor.events.ConfigEvent.ForgetDue;
import com.datarestor.events.ConfigEvent.ForgetEnded;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationEvent;
import com.datarestor.events.OperationEvent.BackupSucceeded;
import com.datarestor.events.OperationEvent.ForgetSucceeded;
import com.datarestor.events.OperationEvent.InitSucceeded;
import com.datarestor.events.OperationEvent.OperationCancelled;
import com.datarestor.events.OperationEvent.OperationFailed;
import com.datarestor.events.OperationEvent.RestoreSucceeded;
import com.datarestor.events.OperationEvent.ScanSucceeded;
import com.datarestor.events.RepositoryEvent;
import com.datarestor.events.RepositoryEvent.CatalogueRead;
import com.datarestor.events.RepositoryEvent.ContactDue;
import com.datarestor.events.RepositoryEvent.RepositoryOpened;
import com.datarestor.events.RepositoryEvent.RepositoryReleased;
import com.datarestor.events.RepositoryEvent.RepositoryUnavailable;
import com.datarestor.events.RepositoryEvent.ScanDue;
import com.datarestor.events.RepositoryEvent.ScanFailed;
import com.datarestor.events.VolumeEvent.VolumeGone;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/** Folds events into what a Config's status shows. Looks at nothing else. */
final class ConfigProjection {

  private ConfigProjection() {}

  static void apply(ConfigView view, ConfigEvent event) {
    switch (event) {
      case ConfigAccepted e -> {
        view.generation = e.generation();
        view.plan = e.plan();
        view.problems = List.of();
      }
      case ConfigRefused e -> {
        view.generation = e.generation();
        view.problems = e.problems();
      }
      case ConfigRemoved ignored -> {}
      case ForgetDue ignored -> {}
      case ForgetEnded ignored -> {}
      case ConfigBackupAsked ignored -> {}
      case ConfigRestoreAsked ignored -> {}
      case ConfigAskRefused ignored -> {}
      case ConfigAskRepeated ignored -> {}
      case ConfigAskCleared ignored -> {}
      case ConfigEvent.ConfigAskRecalled ignored -> {}
      case ConfigEvent.ForgetRunRecalled ignored -> {}
    }
  }

  static void apply(ConfigView view, Sighting seen) {
    String uid = seen.volume().uid();
    if (seen.selectedBy().contains(view.config.uid())) {
      view.volumes.put(uid, seen);
    } else {
      view.volumes.remove(uid);
    }
  }

  static void apply(ConfigView view, VolumeGone event) {
    view.volumes.remove(event.volume().uid());
    view.outcomes.remove(event.volume().uid());
  }

  static void apply(ConfigView view, RepositoryEvent event, Instant time) {
    RepositoryLine line = view.line(event.repository());
    switch (event) {
      case RepositoryOpened e -> {
        line.contact = new Contact.Open();
        line.createdAt = e.created() ? time : line.createdAt;
      }
      case RepositoryUnavailable e -> {
        line.contact = new Contact.Unavailable(e.failure());
        line.failed(time, e.failure().message());
      }
      case RepositoryReleased ignored -> line.contact = new Contact.Unknown();
      case ContactDue ignored -> {}
      // only of an open repository: the log may have lost that it opened
      case ScanDue ignored -> {
        if (!(line.contact instanceof Contact.Unavailable)) {
          line.contact = new Contact.Open();
        }
      }
      case ScanFailed ignored -> {}
      // shown since the scan succeeded, whose events also tell when it began
      case CatalogueRead ignored -> {}
      case RepositoryEvent.RepositoryRecalled ignored -> {}
    }
  }

  /** What Tasks of before the log tell. */
  static void recall(ConfigView view, OperationEvent.EndRecalled event) {
    Operation operation = event.operation();
    RepositoryLine line = view.line(operation.repository());
    Instant time = event.end().time();
    String message = event.end().message();
    switch (event.end().outcome()) {
      case FAILED -> {
        line.failed(time, message);
        failed(view, operation, outcome -> outcome.ended(time, message));
      }
      case COMPLETED -> completed(view, line, operation, time);
      case CANCELLED -> {}
    }
  }

  private static void completed(
      ConfigView view, RepositoryLine line, Operation operation, Instant time) {
    switch (operation.type()) {
      case BACKUP_SCHEDULED, BACKUP_MANUAL -> {
        view.backupsSucceeded++;
        note(view, operation, outcome -> outcome.backedUp(time).ended(time, ""));
      }
      case RESTORE_MANUAL, RESTORE_AUTOMATED -> {
        view.restoresSucceeded++;
        note(view, operation, outcome -> outcome.ended(time, ""));
      }
      case FORGET -> line.lastForget = Later.moment(line.lastForget, time);
      case INIT, SCAN -> {}
    }
  }

  /**
   * @param begun when the operation was admitted
   */
  static void apply(ConfigView view, OperationEvent event, Instant begun, Instant time) {
    if (!(event instanceof OperationEvent.Ended ended)) {
      return;
    }
    Operation operation = event.operation();
    RepositoryLine line = view.line(operation.repository());
    switch (ended) {
      case BackupSucceeded e -> {
        view.backupsSucceeded++;
        line.backedUp(time, e.summary().bytesAdded());
        note(view, operation, outcome -> outcome.backedUp(time).ended(time, ""));
      }
      case RestoreSucceeded ignored -> {
        view.restoresSucceeded++;
        note(view, operation, outcome -> outcome.ended(time, ""));
      }
      case OperationEvent.RestoreUnneeded ignored -> {}
      case ForgetSucceeded ignored -> line.lastForget = Later.moment(line.lastForget, time);
      case OperationFailed e -> {
        String message = e.failure().message();
        line.failed(time, message);
        failed(view, operation, outcome -> outcome.ended(time, message));
      }
      case ScanSucceeded e -> line.read(begun, e.catalogue());
      case OperationCancelled ignored -> {}
      case InitSucceeded ignored -> {}
    }
  }

  private static void failed(ConfigView view, Operation operation, UnaryOperator<Outcome> outcome) {
    switch (operation.type()) {
      case BACKUP_SCHEDULED, BACKUP_MANUAL -> {
        view.backupsFailed++;
        note(view, operation, outcome);
      }
      case RESTORE_MANUAL, RESTORE_AUTOMATED -> {
        view.restoresFailed++;
        note(view, operation, outcome);
      }
      case FORGET, INIT, SCAN -> {}
    }
  }

  private static void note(ConfigView view, Operation operation, UnaryOperator<Outcome> outcome) {
    String uid = operation.about().uid();
    view.outcomes.put(uid, outcome.apply(view.outcome(uid)));
  }
}
