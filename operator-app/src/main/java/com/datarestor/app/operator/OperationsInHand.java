package com.datarestor.app.operator;

import com.datarestor.core.decide.CommandDispatcher;
import com.datarestor.core.operation.OperationDecider;
import com.datarestor.core.operation.OperationState;
import com.datarestor.core.operation.OperationState.Life;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationEvent;
import com.datarestor.events.OperationEvent.RestoreRequested;
import com.datarestor.events.OperationId;
import com.datarestor.events.RepositoryRef;
import com.datarestor.events.Step;
import com.datarestor.events.StreamId;
import com.datarestor.restic.job.WorkInHand;
import com.datarestor.restic.job.WorkInHand.Turn;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/** Tells the executor what the deciders know of an operation. */
final class OperationsInHand implements WorkInHand.Directory {

  private final CommandDispatcher dispatcher;
  private final OperationDecider decider;

  @Inject
  OperationsInHand(CommandDispatcher dispatcher, OperationDecider decider) {
    this.dispatcher = dispatcher;
    this.decider = decider;
  }

  @Override
  public Optional<WorkInHand> of(OperationId operation) {
    return work(dispatcher.read(decider, StreamId.operation(operation)));
  }

  /**
   * What has been decided so far tells a step that is still to come from one that is over: the
   * steps of an operation have one order.
   */
  @Override
  public Turn turn(OperationId operation, Step step, RepositoryRef repository) {
    return switch (dispatcher.read(decider, StreamId.operation(operation)).life()) {
      case Life.Waiting ignored -> Turn.NOT_YET;
      case Life.Working working -> turn(working, step, repository);
      case Life.Restoring restoring ->
          step == Step.RESTORE && !restoring.launched() ? Turn.NOW : Turn.OVER;
      case Life.Ended ignored -> Turn.OVER;
      // Its request is folded before its first step is decided: the log has lost it.
      case Life.Unknown ignored -> Turn.OVER;
    };
  }

  private static Turn turn(Life.Working working, Step step, RepositoryRef repository) {
    if (working.step() == step && working.repository().equals(repository)) {
      return working.launched() ? Turn.OVER : Turn.NOW;
    }
    return isAhead(working, step, repository) ? Turn.NOT_YET : Turn.OVER;
  }

  private static boolean isAhead(Life.Working working, Step step, RepositoryRef repository) {
    return switch (working.step()) {
      case LOOKUP ->
          step == Step.RESTORE
              || (step == Step.LOOKUP
                  && working.request() instanceof RestoreRequested request
                  && request.repositories().indexOf(repository)
                      > request.repositories().indexOf(working.repository()));
      case LISTING -> step == Step.FORGET;
      case INIT, BACKUP, RESTORE, FORGET, SCAN -> false;
    };
  }

  @Override
  public List<WorkInHand> all() {
    return dispatcher.states(decider).values().stream().flatMap(s -> work(s).stream()).toList();
  }

  private static Optional<WorkInHand> work(OperationState state) {
    return switch (state.life()) {
      case Life.Working working -> Optional.of(work(working));
      case Life.Restoring restoring ->
          Optional.of(
              new WorkInHand(
                  restoring.request().operation(),
                  Step.RESTORE,
                  restoring.repository(),
                  "",
                  "",
                  Optional.of(restoring.snapshot()),
                  restoring.launched()));
      case Life.Unknown ignored -> Optional.empty();
      case Life.Waiting ignored -> Optional.empty();
      case Life.Ended ignored -> Optional.empty();
    };
  }

  private static WorkInHand work(Life.Working working) {
    OperationEvent request = working.request();
    Operation operation = request.operation();
    boolean restore = request instanceof RestoreRequested;
    return new WorkInHand(
        operation,
        working.step(),
        working.repository(),
        restore ? ((RestoreRequested) request).host() : "",
        restore ? ((RestoreRequested) request).snapshot() : "",
        Optional.empty(),
        working.launched());
  }
}
