package com.datarestor.core.volume;

import com.datarestor.core.schedule.Jitter;
import com.datarestor.core.volume.VolumeState.Settling;
import com.datarestor.core.volume.VolumeState.Sight;
import com.datarestor.events.ClaimUse;
import com.datarestor.events.Hold;
import com.datarestor.events.Operation;
import com.datarestor.events.RepositoryPlan;
import com.datarestor.events.Selection;
import com.datarestor.events.Settlement;
import com.datarestor.events.VolumeCommand.NoteRestoreFailed;
import com.datarestor.events.VolumeCommand.NoteSettled;
import com.datarestor.events.VolumeEvent;
import com.datarestor.events.VolumeEvent.AutomatedRestoreDue;
import com.datarestor.events.VolumeEvent.AutomatedRestoreWaits;
import com.datarestor.events.VolumeEvent.ClaimSettled;
import com.datarestor.events.VolumeEvent.VolumeObserved;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides how a claim comes to be settled: restored before anything starts on it, fresh when every
 * repository says that it has no snapshot, adopted when it has been in use. Pure.
 */
final class Holding {

  /** The first try that fails is repeated so soon; each later one waits twice as long. */
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);

  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  /** A marker that does not appear within this time is written again. */
  private static final Duration MARKING = Duration.ofSeconds(30);

  private Holding() {}

  /** Whether work on the volume other than its automated restore has to wait. */
  static boolean holds(VolumeState state) {
    return state.sight() instanceof Sight.Seen seen
        && seen.facts().hold().wanted()
        && !seen.facts().hold().marked()
        && !(state.settling() instanceof Settling.Settled);
  }

  /** What is to be done for the claim as it is seen now. */
  static List<VolumeEvent> decide(VolumeState state, Instant now) {
    if (!(state.sight() instanceof Sight.Seen seen)) {
      return List.of();
    }
    VolumeObserved facts = seen.facts();
    Hold hold = facts.hold();
    if (!hold.wanted() || hold.marked()) {
      return List.of();
    }
    if (state.settling() instanceof Settling.Settled settled) {
      return now.isBefore(settled.at().plus(MARKING))
          ? List.of()
          : List.of(new ClaimSettled(facts.volume(), settled.settlement(), List.of()));
    }
    if (!hold.exemption().isEmpty()) {
      return List.of(settled(facts, hold.exemption().getFirst(), state.settling()));
    }
    if (hold.use() == ClaimUse.STARTED) {
      return List.of(
          settled(
              facts,
              Settlement.of(
                  Settlement.Kind.ADOPTED,
                  "a container had started on it before it was looked at; nothing is written into"
                      + " a volume in use"),
              state.settling()));
    }
    return switch (state.settling()) {
      case Settling.Undecided ignored -> ask(facts, 1, now, now, List.of());
      case Settling.Waiting waiting ->
          now.isBefore(waiting.retryAt())
              ? List.of()
              : ask(facts, waiting.attempt() + 1, waiting.since(), now, List.of());
      case Settling.Asking ignored -> List.of();
      case Settling.Settled ignored -> List.of();
    };
  }

  /** Asks the first Config that has not said yet that it has nothing. */
  private static List<VolumeEvent> ask(
      VolumeObserved facts, int attempt, Instant since, Instant now, List<String> unknowing) {
    if (!canBeWritten(facts)) {
      return List.of();
    }
    return facts.selections().stream()
        .filter(selection -> facts.hold().configs().contains(selection.config().uid()))
        .filter(selection -> !unknowing.contains(selection.config().uid()))
        .findFirst()
        .<VolumeEvent>map(selection -> due(facts, selection, attempt, since, now))
        .map(List::of)
        .orElse(List.of());
  }

  /**
   * Nothing can start on it meanwhile, and there is a volume, or a pod in whose place to make it.
   */
  private static boolean canBeWritten(VolumeObserved facts) {
    return facts.hold().use() == ClaimUse.HELD
        || (facts.hold().use() == ClaimUse.UNUSED && facts.bound());
  }

  private static AutomatedRestoreDue due(
      VolumeObserved facts, Selection selection, int attempt, Instant since, Instant now) {
    return new AutomatedRestoreDue(
        facts.volume(),
        selection.config(),
        selection.plan().repositories().stream().map(RepositoryPlan::repository).toList(),
        attempt,
        since,
        now);
  }

  private static ClaimSettled settled(
      VolumeObserved facts, Settlement settlement, Settling settling) {
    return new ClaimSettled(facts.volume(), settlement, underWay(settling));
  }

  private static List<Operation> underWay(Settling settling) {
    return settling instanceof Settling.Asking asking ? List.of(asking.operation()) : List.of();
  }

  /** What an automated restore came to. Nothing else than all Configs together makes it fresh. */
  static List<VolumeEvent> noted(NoteSettled command, VolumeState state, Instant now) {
    if (!(state.sight() instanceof Sight.Seen seen)
        || state.settling() instanceof Settling.Settled) {
      return List.of();
    }
    boolean asked =
        state.settling() instanceof Settling.Asking asking
            && asking.operation().id().equals(command.operation().id());
    if (command.settlement().kind() == Settlement.Kind.FRESH) {
      if (!(state.settling() instanceof Settling.Asking asking) || !asked) {
        return List.of(); // an answer to an older question
      }
      List<String> unknowing =
          Stream.concat(asking.unknowing().stream(), Stream.of(asking.operation().config().uid()))
              .toList();
      List<VolumeEvent> next =
          ask(seen.facts(), asking.attempt() + 1, asking.since(), now, unknowing);
      if (!next.isEmpty()) {
        return next;
      }
    }
    List<Operation> abandoned = asked ? List.of() : underWay(state.settling());
    return List.of(new ClaimSettled(seen.facts().volume(), command.settlement(), abandoned));
  }

  /** The claim stays as it is, and is tried again for ever. */
  static List<VolumeEvent> failed(NoteRestoreFailed command, VolumeState state, Instant now) {
    if (!(state.settling() instanceof Settling.Asking asking)
        || !asking.operation().id().equals(command.operation().id())) {
      return List.of();
    }
    return List.of(
        new AutomatedRestoreWaits(
            command.volume(),
            command.operation().id(),
            command.failure(),
            asking.attempt(),
            asking.since(),
            now.plus(pause(asking.attempt(), command.volume().uid()))));
  }

  private static Duration pause(int attempt, String uid) {
    Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(attempt - 1, 10));
    Duration pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    return pause.plus(Jitter.offset(pause.dividedBy(4), "automated-restore", uid));
  }

  /** When the claim wants to be looked at again. */
  static Optional<Instant> wakeAt(VolumeState state) {
    if (!(state.sight() instanceof Sight.Seen seen)
        || !seen.facts().hold().wanted()
        || seen.facts().hold().marked()) {
      return Optional.empty();
    }
    return switch (state.settling()) {
      case Settling.Waiting waiting ->
          canBeWritten(seen.facts()) ? Optional.of(waiting.retryAt()) : Optional.empty();
      case Settling.Settled settled -> Optional.of(settled.at().plus(MARKING));
      case Settling.Undecided ignored -> Optional.empty();
      case Settling.Asking ignored -> Optional.empty();
    };
  }

  /** How far it is after a try became due: who was asked before it had nothing. */
  static Settling asking(Settling before, AutomatedRestoreDue event) {
    List<String> unknowing =
        before instanceof Settling.Asking asking
            ? Stream.concat(
                    asking.unknowing().stream(), Stream.of(asking.operation().config().uid()))
                .toList()
            : List.of();
    return new Settling.Asking(
        WhenAutomatedRestoreDueThenRequestRestore.operationOf(event),
        event.attempt(),
        event.since(),
        unknowing);
  }
}
