package com.datarestor.core.recovery;

import com.datarestor.core.annotation.AskLedger;
import com.datarestor.core.operation.OperationState;
import com.datarestor.core.operation.OperationState.Life;
import com.datarestor.core.repository.RepositoryState.Contact;
import com.datarestor.core.repository.RepositoryState.User;
import com.datarestor.core.volume.VolumeState.Schedule;
import com.datarestor.core.volume.VolumeState.ScheduleKey;
import com.datarestor.core.volume.VolumeState.Settling;
import com.datarestor.events.ClusterCommand;
import com.datarestor.events.Command;
import com.datarestor.events.ConfigCommand;
import com.datarestor.events.DomainEvent;
import com.datarestor.events.EventEnvelope;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationCommand;
import com.datarestor.events.OperationEvent;
import com.datarestor.events.OperationId;
import com.datarestor.events.QueueCommand;
import com.datarestor.events.RepositoryCommand;
import com.datarestor.events.RepositoryRef;
import com.datarestor.events.ResticCommand;
import com.datarestor.events.VolumeCommand;
import java.time.Instant;
import java.util.Optional;

/** Whether a command's effect is to be seen in what the deciders know. */
final class Effect {

  private Effect() {}

  static boolean isMissing(
      Command command, EventEnvelope envelope, Unfinished unfinished, Known known) {
    DomainEvent cause = envelope.event();
    return switch (command) {
      case OperationCommand c -> operation(c, envelope.metadata().time(), known);
      case QueueCommand c -> queue(c, unfinished, known);
      case VolumeCommand c -> volume(c, known);
      case RepositoryCommand c -> repository(c, envelope, unfinished, known);
      case ConfigCommand c -> config(c, known);
      case ResticCommand c -> restic(c, cause, known);
      case ClusterCommand c -> cluster(c, known);
    };
  }

  private static boolean operation(OperationCommand command, Instant caused, Known known) {
    OperationId id = command.operation().id();
    OperationState state = known.operation(id);
    return switch (command) {
      case OperationCommand.StartOperation ignored ->
          state.life() instanceof Life.Waiting && known.queue().isRunning(id);
      case OperationCommand.CancelOperation ignored -> isOpen(state);
      default -> state.life() instanceof Life.Unknown && !mayBeForgotten(caused, known);
    };
  }

  /**
   * Whether what this moment asked for may have ended so long ago that nobody remembers it. It was
   * done then: commands are handled in their order, and thousands that came later have been.
   */
  private static boolean mayBeForgotten(Instant caused, Known known) {
    return known.operationsForgottenUntil().filter(until -> !caused.isAfter(until)).isPresent();
  }

  private static boolean queue(QueueCommand command, Unfinished unfinished, Known known) {
    return switch (command) {
      case QueueCommand.Enqueue c ->
          known.operation(c.operation().id()).life() instanceof Life.Waiting
              && !inQueue(c.operation(), known);
      // sent from outside alone, and asked for again at every start
      case QueueCommand.KeepPlace ignored -> false;
      case QueueCommand.Leave c -> inQueue(c.operation(), known);
      case QueueCommand.Evict c ->
          !c.object().isVolume()
              || unfinished.isWorkedOn(c.object())
              || !known.queue().touching(c.object()).isEmpty();
      // each is a level: said twice is said once
      case QueueCommand.SetConfigLimits ignored -> true;
      case QueueCommand.OpenGate ignored -> true;
      case QueueCommand.CloseGate ignored -> true;
      case QueueCommand.RemoveGate ignored -> true;
    };
  }

  private static boolean inQueue(Operation operation, Known known) {
    return known.queue().isWaiting(operation.id()) || known.queue().isRunning(operation.id());
  }

  /** The backup that ended is the one that the schedule waits for. */
  private static boolean volume(VolumeCommand command, Known known) {
    return switch (command) {
      case VolumeCommand.NoteBackupEnded ended -> waitsFor(ended.operation(), known);
      // of an answer to an older question the volume makes nothing
      case VolumeCommand.NoteSettled c -> isAsking(c.operation(), known);
      case VolumeCommand.NoteRestoreFailed c -> isAsking(c.operation(), known);
      case VolumeCommand.ObserveVolume ignored -> false;
      case VolumeCommand.VolumeVanished ignored -> false;
      case VolumeCommand.RecallVolumeAsk ignored -> false;
      case VolumeCommand.RecallBackupRun ignored -> false;
      case VolumeCommand.WakeVolume ignored -> false;
    };
  }

  private static boolean isAsking(Operation operation, Known known) {
    return known.volume(operation.about()).settling() instanceof Settling.Asking asking
        && asking.operation().id().equals(operation.id());
  }

  private static boolean waitsFor(Operation operation, Known known) {
    Schedule schedule =
        known
            .volume(operation.about())
            .schedules()
            .get(new ScheduleKey(operation.config().uid(), operation.repository().id()));
    return schedule != null && schedule.waitsFor(operation.id());
  }

  /** The forget that ended is the one that the schedule waits for. */
  private static boolean config(ConfigCommand command, Known known) {
    return command instanceof ConfigCommand.NoteForgetEnded ended
        && known
            .config(ended.config())
            .waitsFor(ended.operation().repository().id(), ended.operation().id());
  }

  private static boolean repository(
      RepositoryCommand command, EventEnvelope envelope, Unfinished unfinished, Known known) {
    DomainEvent cause = envelope.event();
    User user = known.repository(command.repository().id()).users().get(command.config().uid());
    return switch (command) {
      case RepositoryCommand.UseRepository ignored -> user == null;
      case RepositoryCommand.ReleaseRepository ignored -> user != null && !isUsed(command, known);
      case RepositoryCommand.NoteContact ignored ->
          user != null
              && user.contact() instanceof Contact.Trying
              && isOf(
                  cause, unfinished.contact(command.config(), command.repository()), unfinished);
      case RepositoryCommand.NoteContactFailed ignored ->
          user != null
              && user.contact() instanceof Contact.Trying
              && isOf(
                  cause, unfinished.contact(command.config(), command.repository()), unfinished);
      case RepositoryCommand.NoteScan ignored ->
          user != null
              && user.contact() instanceof Contact.Reading
              && isOf(cause, unfinished.scan(command.config(), command.repository()), unfinished);
      case RepositoryCommand.NoteScanFailed ignored ->
          user != null
              && user.contact() instanceof Contact.Reading
              && isOf(cause, unfinished.scan(command.config(), command.repository()), unfinished);
      case RepositoryCommand.NoteForget ignored ->
          user != null
              && unfinished
                  .scan(command.config(), command.repository())
                  .filter(scan -> scan.metadata().time().isBefore(envelope.metadata().time()))
                  .isPresent();
      case RepositoryCommand.WakeRepository ignored -> false;
      case RepositoryCommand.RecallRepository ignored -> false;
    };
  }

  /** A repository that was dropped and is used again must not be released by the old event. */
  private static boolean isUsed(RepositoryCommand command, Known known) {
    return known.config(command.config()).uses(command.repository().id());
  }

  /** Whether the operation that ended is the one that this cause asked for. */
  private static boolean isOf(
      DomainEvent end, Optional<EventEnvelope> asked, Unfinished unfinished) {
    return end instanceof OperationEvent operation
        && asked
            .flatMap(unfinished::operationOf)
            .filter(operation.operation().id()::equals)
            .isPresent();
  }

  private static boolean restic(ResticCommand command, DomainEvent cause, Known known) {
    if (command instanceof ResticCommand.CleanUp) {
      return inQueue(command.operation(), known);
    }
    Life life = known.operation(command.operation().id()).life();
    return switch (cause) {
      case OperationEvent.RestoreStarted e ->
          life instanceof Life.Restoring restoring
              && !restoring.launched()
              && restoring.repository().equals(e.repository());
      case OperationEvent.LookupStarted e -> isWorking(life, e.repository());
      case OperationEvent e -> isWorking(life, e.operation().repository());
      default -> false;
    };
  }

  private static boolean isWorking(Life life, RepositoryRef repository) {
    return life instanceof Life.Working working
        && !working.launched()
        && working.repository().equals(repository);
  }

  private static boolean cluster(ClusterCommand command, Known known) {
    return switch (command) {
      case ClusterCommand.PublishTask c -> {
        OperationState state = known.operation(c.operation().id());
        yield isOpen(state) && !state.published();
      }
      case ClusterCommand.RemoveAnnotation c -> stillStands(c, known);
      // shows in no state: see what Unfinished tells again
      case ClusterCommand.WriteAnnotation ignored -> false;
      case ClusterCommand.TellUser ignored -> false;
      // asked for again by whoever sees a pod with the gate
      case ClusterCommand.ReleasePod ignored -> false;
      case ClusterCommand.ListSettledClaims ignored -> false;
    };
  }

  /** Answered, and not seen to be gone: a value that was written since is another command. */
  private static boolean stillStands(ClusterCommand.RemoveAnnotation command, Known known) {
    ObjectRef object = command.object();
    AskLedger asks = object.isVolume() ? known.volume(object).asks() : known.config(object).asks();
    return asks.entries().get(command.key()) instanceof AskLedger.Entry.Spent spent
        && spent.value().equals(command.value());
  }

  private static boolean isOpen(OperationState state) {
    return !(state.life() instanceof Life.Unknown) && !(state.life() instanceof Life.Ended);
  }
}
