package com.datarestor.core.volume;

import com.datarestor.core.annotation.Annotations;
import com.datarestor.core.annotation.AskLedger.Finding;
import com.datarestor.core.annotation.ExtraArguments;
import com.datarestor.core.annotation.Parsed;
import com.datarestor.core.decide.Decider;
import com.datarestor.core.volume.VolumeState.Schedule;
import com.datarestor.core.volume.VolumeState.ScheduleKey;
import com.datarestor.core.volume.VolumeState.Settling;
import com.datarestor.core.volume.VolumeState.Sight;
import com.datarestor.events.AnnotationValue;
import com.datarestor.events.Ask;
import com.datarestor.events.Restated;
import com.datarestor.events.Restated.VolumeRestated;
import com.datarestor.events.VolumeCommand;
import com.datarestor.events.VolumeCommand.NoteBackupEnded;
import com.datarestor.events.VolumeCommand.NoteRestoreFailed;
import com.datarestor.events.VolumeCommand.NoteSettled;
import com.datarestor.events.VolumeCommand.ObserveVolume;
import com.datarestor.events.VolumeCommand.RecallBackupRun;
import com.datarestor.events.VolumeCommand.RecallVolumeAsk;
import com.datarestor.events.VolumeCommand.VolumeVanished;
import com.datarestor.events.VolumeCommand.WakeVolume;
import com.datarestor.events.VolumeEvent;
import com.datarestor.events.VolumeEvent.AutomatedRestoreDue;
import com.datarestor.events.VolumeEvent.AutomatedRestoreWaits;
import com.datarestor.events.VolumeEvent.BackupDue;
import com.datarestor.events.VolumeEvent.BackupEnded;
import com.datarestor.events.VolumeEvent.BackupRunRecalled;
import com.datarestor.events.VolumeEvent.ClaimSettled;
import com.datarestor.events.VolumeEvent.ManualBackupAsked;
import com.datarestor.events.VolumeEvent.ManualRestoreAsked;
import com.datarestor.events.VolumeEvent.VolumeAskCleared;
import com.datarestor.events.VolumeEvent.VolumeAskRecalled;
import com.datarestor.events.VolumeEvent.VolumeAskRefused;
import com.datarestor.events.VolumeEvent.VolumeAskRepeated;
import com.datarestor.events.VolumeEvent.VolumeAskWaits;
import com.datarestor.events.VolumeEvent.VolumeGone;
import com.datarestor.events.VolumeEvent.VolumeObserved;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Decides what a volume's labels, annotations and schedules call for. Observations are levels: the
 * same one twice is nothing new.
 */
public final class VolumeDecider implements Decider<VolumeCommand, VolumeEvent, VolumeState> {

  @Override
  public Class<VolumeCommand> commands() {
    return VolumeCommand.class;
  }

  @Override
  public Class<VolumeEvent> events() {
    return VolumeEvent.class;
  }

  @Override
  public VolumeState initial() {
    return VolumeState.UNSEEN;
  }

  @Override
  public List<VolumeEvent> decide(VolumeCommand command, VolumeState state, Instant now) {
    return switch (command) {
      case ObserveVolume observed -> observed(observed, state, now);
      case VolumeVanished vanished ->
          state.sight() instanceof Sight.Seen
              ? List.of(new VolumeGone(vanished.volume()))
              : List.of();
      case NoteBackupEnded ended -> ended(ended, state, now);
      case NoteSettled c -> Holding.noted(c, state, now);
      case NoteRestoreFailed c -> Holding.failed(c, state, now);
      case WakeVolume ignored -> {
        List<VolumeEvent> events = new ArrayList<>(Holding.decide(state, now));
        events.addAll(due(state, now));
        yield events;
      }
      case RecallVolumeAsk c ->
          isGone(state) || state.asks().recalls(c.ask(), c.stands())
              ? List.of()
              : List.of(new VolumeAskRecalled(c.volume(), c.ask(), c.stands()));
      case RecallBackupRun c -> recalled(c, state);
    };
  }

  private List<VolumeEvent> observed(ObserveVolume command, VolumeState state, Instant now) {
    if (state.sight() instanceof Sight.Gone) {
      return List.of();
    }
    List<VolumeEvent> events = new ArrayList<>();
    Parsed<List<String>> extra = backupArguments(command.annotations());
    VolumeObserved facts =
        new VolumeObserved(
            command.volume(),
            command.bound(),
            command.block(),
            command.selections(),
            command.unselectedBecause(),
            extra instanceof Parsed.Understood<List<String>> understood
                ? understood.value()
                : List.of(),
            command.hold());
    boolean news = !state.sight().equals(new Sight.Seen(facts));
    if (news) {
      events.add(facts);
    }
    VolumeState after = news ? state.seen(facts, now) : state;
    events.addAll(Holding.decide(after, now));
    List<Finding> findings =
        state
            .asks()
            .compare(command.volume(), Annotations.COMMANDS_OF_VOLUME, command.annotations(), now);
    for (Finding finding : findings) {
      events.addAll(
          switch (finding) {
            case Finding.New found -> answer(found.ask(), facts, extra, after);
            case Finding.Repeated repeated ->
                List.of(
                    new VolumeAskRepeated(command.volume(), repeated.ask(), repeated.manager()));
            case Finding.Gone gone -> List.of(new VolumeAskCleared(command.volume(), gone.key()));
          });
    }
    events.addAll(due(after, now));
    return events;
  }

  private static boolean isGone(VolumeState state) {
    return state.sight() instanceof Sight.Gone;
  }

  private static List<VolumeEvent> recalled(RecallBackupRun command, VolumeState state) {
    Schedule schedule = state.schedules().get(ScheduleKey.of(command.operation()));
    boolean news = schedule == null || schedule.since().isBefore(command.due());
    return news && !isGone(state)
        ? List.of(
            new BackupRunRecalled(
                command.volume(), command.operation(), command.due(), command.ended()))
        : List.of();
  }

  private static Parsed<List<String>> backupArguments(List<AnnotationValue> annotations) {
    return annotations.stream()
        .filter(annotation -> annotation.key().equals(Annotations.BACKUP_ARGS))
        .findFirst()
        .map(annotation -> ExtraArguments.parse(annotation.value()))
        .orElse(new Parsed.Understood<>(List.of()));
  }

  private static List<VolumeEvent> answer(
      Ask ask, VolumeObserved facts, Parsed<List<String>> extra, VolumeState state) {
    if (ask.key().equals(Annotations.BACKUP_ARGS)) {
      return extra instanceof Parsed.Refused<List<String>> refused
          ? List.of(new VolumeAskRefused(facts.volume(), ask, refused.message()))
          : List.of();
    }
    if (facts.selections().isEmpty()) {
      return waits(
          ask, facts, state, "no Config selects this volume (" + facts.unselectedBecause() + ")");
    }
    if (Holding.holds(state)) {
      return waits(
          ask,
          facts,
          state,
          "the volume is not settled yet, that is, neither restored nor found to need none; its"
              + " Tasks of type restore-automated say how far it is");
    }
    return List.of(
        ask.key().equals(Annotations.MANUAL_BACKUP)
            ? ManualAsks.backup(ask, facts)
            : ManualAsks.restore(ask, facts));
  }

  private static List<VolumeEvent> waits(
      Ask ask, VolumeObserved facts, VolumeState state, String reason) {
    return state.asks().waits(ask)
        ? List.of()
        : List.of(new VolumeAskWaits(facts.volume(), ask, ask.key() + " waits: " + reason));
  }

  private static List<VolumeEvent> ended(NoteBackupEnded command, VolumeState state, Instant now) {
    ScheduleKey key = ScheduleKey.of(command.operation());
    Schedule schedule = state.schedules().get(key);
    if (schedule == null || !schedule.waitsFor(command.operation().id())) {
      return List.of();
    }
    List<VolumeEvent> events = new ArrayList<>();
    events.add(
        new BackupEnded(
            command.volume(),
            command.operation().config(),
            command.operation().repository(),
            command.operation().id()));
    events.addAll(due(state.with(key, schedule.ended()), now));
    return events;
  }

  /** What is due now; several missed occurrences of one schedule are one backup. */
  private static List<VolumeEvent> due(VolumeState state, Instant now) {
    List<VolumeEvent> events = new ArrayList<>();
    if (!(state.sight() instanceof Sight.Seen seen)
        || !canRun(seen.facts())
        || Holding.holds(state)) {
      return events;
    }
    VolumeObserved facts = seen.facts();
    for (Schedule schedule : state.schedules().values()) {
      if (schedule.suspended() || schedule.outstanding()) {
        continue;
      }
      BackupTimes.of(facts.volume(), schedule)
          .flatMap(times -> times.latestDue(schedule.since(), now))
          .ifPresent(
              due ->
                  events.add(
                      new BackupDue(
                          facts.volume(),
                          schedule.config(),
                          schedule.repository(),
                          due,
                          facts.backupArguments())));
    }
    return events;
  }

  private static boolean canRun(VolumeObserved facts) {
    return facts.bound() && !facts.block();
  }

  @Override
  public VolumeState evolve(VolumeState state, VolumeEvent event, Instant time) {
    return switch (event) {
      case VolumeObserved e -> state.seen(e, time);
      case VolumeGone ignored -> VolumeState.GONE;
      case AutomatedRestoreDue e -> state.with(Holding.asking(state.settling(), e));
      case AutomatedRestoreWaits e ->
          state.with(new Settling.Waiting(e.attempt(), e.since(), e.retryAt()));
      case ClaimSettled e -> state.with(new Settling.Settled(e.settlement(), time));
      case BackupDue e ->
          schedule(
              state,
              new ScheduleKey(e.config().uid(), e.repository().id()),
              schedule -> schedule.fired(e.due(), WhenBackupDueThenRequestBackup.operationOf(e)));
      case BackupEnded e ->
          schedule(state, new ScheduleKey(e.config().uid(), e.repository().id()), Schedule::ended);
      case ManualBackupAsked e -> state.with(state.asks().spent(e.ask()));
      case ManualRestoreAsked e -> state.with(state.asks().spent(e.ask()));
      case VolumeAskRefused e -> state.with(state.asks().spent(e.ask()));
      case VolumeAskRepeated e -> state.with(state.asks().spent(e.ask()));
      case VolumeAskWaits e -> state.with(state.asks().waiting(e.ask()));
      case VolumeAskCleared e -> state.with(state.asks().cleared(e.key()));
      case VolumeAskRecalled e -> state.with(state.asks().recalled(e.ask(), e.stands()));
      case BackupRunRecalled e ->
          state.with(
              ScheduleKey.of(e.operation()),
              Schedule.recalled(
                  state.schedules().get(ScheduleKey.of(e.operation())),
                  e.operation(),
                  e.due(),
                  e.ended()));
    };
  }

  private static VolumeState schedule(
      VolumeState state, ScheduleKey key, UnaryOperator<Schedule> change) {
    Schedule schedule = state.schedules().get(key);
    return schedule == null ? state : state.with(key, change.apply(schedule));
  }

  /** The UID of a deleted volume does not come back. */
  @Override
  public boolean isOver(VolumeState state) {
    return state.sight() instanceof Sight.Gone;
  }

  @Override
  public Optional<Instant> wakeAt(VolumeState state) {
    Stream<Instant> backups =
        Holding.holds(state)
            ? Stream.of()
            : nextBackups(state).entrySet().stream()
                .filter(entry -> !isOutstanding(state, entry.getKey()))
                .map(Map.Entry::getValue);
    return Stream.concat(backups, Holding.wakeAt(state).stream()).min(Instant::compareTo);
  }

  private static boolean isOutstanding(VolumeState state, ScheduleKey key) {
    Schedule schedule = state.schedules().get(key);
    return schedule != null && schedule.outstanding();
  }

  /** When each schedule of the volume comes due next; without those that are suspended. */
  public static Map<ScheduleKey, Instant> nextBackups(VolumeState state) {
    Map<ScheduleKey, Instant> next = new LinkedHashMap<>();
    if (state.sight() instanceof Sight.Seen seen && canRun(seen.facts())) {
      state
          .schedules()
          .forEach(
              (key, schedule) -> {
                if (!schedule.suspended()) {
                  BackupTimes.of(seen.facts().volume(), schedule)
                      .ifPresent(times -> next.put(key, times.next(schedule.since())));
                }
              });
    }
    return next;
  }

  @Override
  public Optional<VolumeCommand> wakeUp(VolumeState state) {
    return state.sight() instanceof Sight.Seen seen
        ? Optional.of(new WakeVolume(seen.facts().volume()))
        : Optional.empty();
  }

  @Override
  public Optional<Restated> restate(VolumeState state) {
    return Optional.of(RestatedVolume.of(state));
  }

  @Override
  public Optional<VolumeState> recall(Restated fact) {
    return fact instanceof VolumeRestated own
        ? Optional.of(RestatedVolume.state(own))
        : Optional.empty();
  }
}
