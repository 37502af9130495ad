package com.datarestor.core.operation;

import com.datarestor.core.decide.Decider;
import com.datarestor.core.operation.OperationState.Life;
import com.datarestor.core.operation.OperationState.Lookups;
import com.datarestor.events.Failure;
import com.datarestor.events.FailureReason;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationCommand;
import com.datarestor.events.OperationCommand.CancelOperation;
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
import com.datarestor.events.OperationCommand.StartOperation;
import com.datarestor.events.OperationEvent;
import com.datarestor.events.OperationEvent.BackupRequested;
import com.datarestor.events.OperationEvent.BackupStarted;
import com.datarestor.events.OperationEvent.BackupSucceeded;
import com.datarestor.events.OperationEvent.EndRecalled;
import com.datarestor.events.OperationEvent.Ended;
import com.datarestor.events.OperationEvent.ForgetRequested;
import com.datarestor.events.OperationEvent.ForgetStarted;
import com.datarestor.events.OperationEvent.ForgetSucceeded;
import com.datarestor.events.OperationEvent.InitRequested;
import com.datarestor.events.OperationEvent.InitStarted;
import com.datarestor.events.OperationEvent.InitSucceeded;
import com.datarestor.events.OperationEvent.JobLaunched;
import com.datarestor.events.OperationEvent.ListingStarted;
import com.datarestor.events.OperationEvent.LookupStarted;
import com.datarestor.events.OperationEvent.OperationCancelled;
import com.datarestor.events.OperationEvent.OperationFailed;
import com.datarestor.events.OperationEvent.RepositoryPassedOver;
import com.datarestor.events.OperationEvent.RepositoryUnanswered;
import com.datarestor.events.OperationEvent.Requested;
import com.datarestor.events.OperationEvent.RestoreRequested;
import com.datarestor.events.OperationEvent.RestoreStarted;
import com.datarestor.events.OperationEvent.RestoreSucceeded;
import com.datarestor.events.OperationEvent.RestoreUnneeded;
import com.datarestor.events.OperationEvent.ScanRequested;
import com.datarestor.events.OperationEvent.ScanStarted;
import com.datarestor.events.OperationEvent.ScanSucceeded;
import com.datarestor.events.OperationEvent.TaskPublished;
import com.datarestor.events.RepositoryRef;
import com.datarestor.events.Settlement;
import com.datarestor.events.Step;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides the life of one operation. A report that does not belong to the step in hand (a repeated
 * one, a late one) changes nothing.
 */
public final class OperationDecider
    implements Decider<OperationCommand, OperationEvent, OperationState> {

  @Override
  public Class<OperationCommand> commands() {
    return OperationCommand.class;
  }

  @Override
  public Class<OperationEvent> events() {
    return OperationEvent.class;
  }

  @Override
  public OperationState initial() {
    return OperationState.NEW;
  }

  @Override
  public List<OperationEvent> decide(OperationCommand command, OperationState state, Instant now) {
    Operation operation = command.operation();
    return switch (command) {
      case RequestBackup c ->
          request(
              state,
              new BackupRequested(operation, c.name(), c.named(), c.arguments(), c.trigger()));
      case RequestRestore c ->
          request(
              state,
              new RestoreRequested(
                  operation, c.repositories(), c.host(), c.snapshot(), c.trigger()));
      case RequestForget c ->
          request(state, new ForgetRequested(operation, c.arguments(), c.trigger()));
      case RequestInit c -> request(state, new InitRequested(operation, c.known()));
      case RequestScan ignored -> request(state, new ScanRequested(operation));
      case ReportTaskPublished c ->
          state.published() ? List.of() : List.of(new TaskPublished(operation, c.task()));
      case StartOperation ignored ->
          state.life() instanceof Life.Waiting waiting
              ? List.of(firstStep(waiting.request()))
              : List.of();
      case ReportJobLaunched c ->
          awaitsJob(state.life(), c)
              ? List.of(new JobLaunched(operation, c.step(), c.job(), c.note()))
              : List.of();
      case ReportBackupSucceeded c ->
          during(state, Step.BACKUP, new BackupSucceeded(operation, c.summary()));
      case ReportSnapshotFound c ->
          state.life() instanceof Life.Working working && looksIn(working, c.repository())
              ? List.of(Lookup.found(c, working, now))
              : List.of();
      case ReportSnapshotMissing c ->
          state.life() instanceof Life.Working working && looksIn(working, c.repository())
              ? Lookup.missing(c, working)
              : List.of();
      case ReportVolumeNotEmpty c ->
          state.life() instanceof Life.Restoring
              ? List.of(
                  new RestoreUnneeded(
                      operation, Settlement.of(Settlement.Kind.ADOPTED, c.message())))
              : List.of();
      case ReportRestoreSucceeded c ->
          state.life() instanceof Life.Restoring restoring
              ? List.of(
                  new RestoreSucceeded(
                      operation, restoring.repository(), restoring.snapshot().time(), c.summary()))
              : List.of();
      case ReportListed c -> listed(c, state.life());
      case ReportForgetSucceeded c ->
          during(state, Step.FORGET, new ForgetSucceeded(operation, c.kept(), c.removed()));
      case ReportInitSucceeded c ->
          during(state, Step.INIT, new InitSucceeded(operation, c.created()));
      case ReportScanSucceeded c ->
          during(state, Step.SCAN, new ScanSucceeded(operation, c.catalogue()));
      case ReportFailed c -> failed(c, state.life());
      case CancelOperation c ->
          isOpen(state.life())
              ? List.of(new OperationCancelled(operation, c.message()))
              : List.of();
      case RefuseTask c ->
          state.life() instanceof Life.Unknown
              ? List.of(
                  new OperationFailed(
                      operation, Failure.of(FailureReason.TASK_REFUSED, c.message())))
              : List.of();
      case ResumeStep c ->
          state.life() instanceof Life.Waiting waiting ? resumed(c, waiting.request()) : List.of();
      case RecallEnd c ->
          state.life() instanceof Life.Unknown
              ? List.of(new EndRecalled(operation, c.end()))
              : List.of();
    };
  }

  private static List<OperationEvent> request(OperationState state, Requested request) {
    return state.life() instanceof Life.Unknown ? List.of(request) : List.of();
  }

  private static List<OperationEvent> during(
      OperationState state, Step step, OperationEvent outcome) {
    return stepOf(state.life()) == step ? List.of(outcome) : List.of();
  }

  private static OperationEvent firstStep(Requested request) {
    return switch (request) {
      case BackupRequested r ->
          new BackupStarted(r.operation(), r.name(), r.named(), r.arguments());
      case RestoreRequested r ->
          new LookupStarted(r.operation(), r.repositories().getFirst(), r.host(), r.snapshot());
      case ForgetRequested r -> new ListingStarted(r.operation());
      case InitRequested r -> new InitStarted(r.operation(), r.known());
      case ScanRequested r -> new ScanStarted(r.operation());
    };
  }

  /** What came before the step is told by its Job: it would not be there otherwise. */
  private static List<OperationEvent> resumed(ResumeStep found, Requested request) {
    Operation operation = found.operation();
    OperationEvent started =
        switch (found.step()) {
          case RESTORE -> new RestoreStarted(operation, found.repository(), found.snapshot());
          case LOOKUP ->
              request instanceof RestoreRequested restore
                  ? new LookupStarted(
                      operation, found.repository(), restore.host(), restore.snapshot())
                  : firstStep(request);
          case FORGET ->
              request instanceof ForgetRequested forget
                  ? new ForgetStarted(operation, List.of(), forget.arguments())
                  : firstStep(request);
          case INIT, BACKUP, LISTING, SCAN -> firstStep(request);
        };
    return List.of(started, new JobLaunched(operation, found.step(), found.job()));
  }

  private static List<OperationEvent> failed(ReportFailed report, Life life) {
    if (stepOf(life) != report.step()) {
      return List.of();
    }
    return life instanceof Life.Working working && Lookup.goesOn(working)
        ? Lookup.unanswered(report, working)
        : List.of(new OperationFailed(report.operation(), report.failure()));
  }

  private static List<OperationEvent> listed(ReportListed report, Life life) {
    if (!(life instanceof Life.Working working)
        || working.step() != Step.LISTING
        || !(working.request() instanceof ForgetRequested request)) {
      return List.of();
    }
    if (report.identities().isEmpty()) {
      return List.of(new ForgetSucceeded(report.operation(), 0, 0));
    }
    return List.of(new ForgetStarted(report.operation(), report.identities(), request.arguments()));
  }

  private static boolean looksIn(Life life, RepositoryRef repository) {
    return life instanceof Life.Working working
        && working.step() == Step.LOOKUP
        && working.repository().equals(repository);
  }

  private static boolean awaitsJob(Life life, ReportJobLaunched report) {
    return switch (life) {
      case Life.Working working ->
          working.step() == report.step()
              && working.repository().equals(report.repository())
              && !working.launched();
      case Life.Restoring restoring -> report.step() == Step.RESTORE && !restoring.launched();
      case Life.Unknown ignored -> false;
      case Life.Waiting ignored -> false;
      case Life.Ended ignored -> false;
    };
  }

  private static boolean isOpen(Life life) {
    return switch (life) {
      case Life.Waiting ignored -> true;
      case Life.Working ignored -> true;
      case Life.Restoring ignored -> true;
      case Life.Unknown ignored -> false;
      case Life.Ended ignored -> false;
    };
  }

  /** The step in hand; {@code null} when there is none. */
  private static @Nullable Step stepOf(Life life) {
    return switch (life) {
      case Life.Working working -> working.step();
      case Life.Restoring ignored -> Step.RESTORE;
      case Life.Unknown ignored -> null;
      case Life.Waiting ignored -> null;
      case Life.Ended ignored -> null;
    };
  }

  @Override
  public OperationState evolve(OperationState state, OperationEvent event, Instant time) {
    return switch (event) {
      case Requested e -> state.with(new Life.Waiting(e));
      case Ended ignored -> state.with(new Life.Ended());
      case EndRecalled ignored -> state.with(new Life.Ended());
      case TaskPublished ignored -> new OperationState(state.life(), true);
      case BackupStarted e -> step(state, e, Step.BACKUP);
      case LookupStarted e ->
          state.with(
              new Life.Working(
                  request(state.life(), e), Step.LOOKUP, e.repository(), false, lookups(state)));
      case RepositoryPassedOver e ->
          state.with(
              new Life.Working(
                  request(state.life(), e),
                  Step.LOOKUP,
                  e.repository(),
                  true,
                  lookups(state).passedOver(e.message())));
      case RepositoryUnanswered e ->
          state.with(
              new Life.Working(
                  request(state.life(), e),
                  Step.LOOKUP,
                  e.repository(),
                  true,
                  lookups(state).unanswered(e.failure())));
      case RestoreStarted e ->
          state.with(
              new Life.Restoring(request(state.life(), e), e.repository(), e.snapshot(), false));
      case ListingStarted e -> step(state, e, Step.LISTING);
      case ForgetStarted e -> step(state, e, Step.FORGET);
      case InitStarted e -> step(state, e, Step.INIT);
      case ScanStarted e -> step(state, e, Step.SCAN);
      case JobLaunched ignored -> state.with(launched(state.life()));
    };
  }

  @Override
  public boolean isOver(OperationState state) {
    return state.life() instanceof Life.Ended;
  }

  private static OperationState step(OperationState state, OperationEvent event, Step step) {
    OperationEvent request = request(state.life(), event);
    return state.with(
        new Life.Working(request, step, event.operation().repository(), false, Lookups.NONE));
  }

  private static Lookups lookups(OperationState state) {
    return state.life() instanceof Life.Working working ? working.lookups() : Lookups.NONE;
  }

  /** The request that is worked on; the event itself when the log lost the request. */
  private static OperationEvent request(Life life, OperationEvent event) {
    return switch (life) {
      case Life.Waiting waiting -> waiting.request();
      case Life.Working working -> working.request();
      case Life.Restoring restoring -> restoring.request();
      case Life.Unknown ignored -> event;
      case Life.Ended ignored -> event;
    };
  }

  private static Life launched(Life life) {
    return switch (life) {
      case Life.Working w ->
          new Life.Working(w.request(), w.step(), w.repository(), true, w.lookups());
      case Life.Restoring r -> new Life.Restoring(r.request(), r.repository(), r.snapshot(), true);
      case Life.Unknown unknown -> unknown;
      case Life.Waiting waiting -> waiting;
      case Life.Ended ended -> ended;
    };
  }
}
