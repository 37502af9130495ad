package com.datarestor.core.status;

import com.datarestor.core.status.TaskView.Phase;
import com.datarestor.events.FailureReason;
import com.datarestor.events.OperationEvent;
import com.datarestor.events.OperationEvent.BackupStarted;
import com.datarestor.events.OperationEvent.BackupSucceeded;
import com.datarestor.events.OperationEvent.ForgetStarted;
import com.datarestor.events.OperationEvent.ForgetSucceeded;
import com.datarestor.events.OperationEvent.InitStarted;
import com.datarestor.events.OperationEvent.InitSucceeded;
import com.datarestor.events.OperationEvent.JobLaunched;
import com.datarestor.events.OperationEvent.ListingStarted;
import com.datarestor.events.OperationEvent.LookupStarted;
import com.datarestor.events.OperationEvent.OperationCancelled;
import com.datarestor.events.OperationEvent.OperationFailed;
import com.datarestor.events.OperationEvent.RepositoryPassedOver;
import com.datarestor.events.OperationEvent.Requested;
import com.datarestor.events.OperationEvent.RestoreStarted;
import com.datarestor.events.OperationEvent.RestoreSucceeded;
import com.datarestor.events.OperationEvent.ScanStarted;
import com.datarestor.events.OperationEvent.ScanSucceeded;
import com.datarestor.events.OperationEvent.TaskPublished;
import java.time.Instant;

/** Folds the events of one operation into what its Task shows. Pure. */
final class TaskProjection {

  private TaskProjection() {}

  static TaskView first(OperationEvent event, Instant time) {
    return evolve(TaskView.requested(event.operation(), time), event, time);
  }

  static TaskView evolve(TaskView view, OperationEvent event, Instant time) {
    return switch (event) {
      case Requested ignored -> view;
      case TaskPublished ignored -> view.shown();
      case BackupStarted e -> view.starting("backing up", e.operation().repository(), time);
      case LookupStarted e -> view.starting("looking for the snapshot", e.repository(), time);
      case RepositoryPassedOver ignored -> view;
      case OperationEvent.RepositoryUnanswered ignored -> view;
      case RestoreStarted e -> view.starting("restoring", e.repository(), time);
      case ListingStarted e -> view.starting("listing snapshots", e.operation().repository(), time);
      case ForgetStarted e ->
          view.starting("forgetting old snapshots", e.operation().repository(), time);
      case InitStarted e ->
          view.starting("contacting the repository", e.operation().repository(), time);
      case ScanStarted e ->
          view.starting("reading the snapshots", e.operation().repository(), time);
      case JobLaunched e -> view.running(e.job(), e.note());
      case BackupSucceeded e -> view.with(new Phase.BackedUp(e.summary(), time));
      case RestoreSucceeded e -> view.with(new Phase.Restored(e.summary(), time));
      case OperationEvent.RestoreUnneeded e -> view.with(new Phase.Unneeded(e.settlement(), time));
      case ForgetSucceeded e -> view.with(new Phase.Forgotten(e.kept(), e.removed(), time));
      case InitSucceeded e -> view.with(new Phase.Contacted(e.created(), time));
      case ScanSucceeded e -> view.with(new Phase.Scanned(e.catalogue(), time));
      case OperationEvent.EndRecalled ignored -> view;
      case OperationFailed e -> known(view, e).with(new Phase.Failed(e.failure(), time));
      case OperationCancelled e -> view.with(new Phase.Cancelled(e.message(), time));
    };
  }

  /** A Task that is refused was there before anybody could publish it. */
  private static TaskView known(TaskView view, OperationFailed event) {
    return event.failure().reason() == FailureReason.TASK_REFUSED ? view.shown() : view;
  }
}
