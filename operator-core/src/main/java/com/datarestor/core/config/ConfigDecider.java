package com.datarestor.core.config;

import com.datarestor.core.annotation.Annotations;
import com.datarestor.core.annotation.AskLedger;
import com.datarestor.core.annotation.AskLedger.Finding;
import com.datarestor.core.annotation.Parsed;
import com.datarestor.core.config.ConfigState.Forget;
import com.datarestor.core.config.ConfigState.Sight;
import com.datarestor.core.decide.Decider;
import com.datarestor.core.schedule.CronSchedule;
import com.datarestor.core.schedule.TimeZones;
import com.datarestor.events.ConfigCommand;
import com.datarestor.events.ConfigCommand.ConfigVanished;
import com.datarestor.events.ConfigCommand.NoteForgetEnded;
import com.datarestor.events.ConfigCommand.ObserveConfig;
import com.datarestor.events.ConfigCommand.RecallConfigAsk;
import com.datarestor.events.ConfigCommand.RecallForgetRun;
import com.datarestor.events.ConfigCommand.WakeConfig;
import com.datarestor.events.ConfigEvent;
import com.datarestor.events.ConfigEvent.ConfigAccepted;
import com.datarestor.events.ConfigEvent.ConfigAskCleared;
import com.datarestor.events.ConfigEvent.ConfigAskRecalled;
import com.datarestor.events.ConfigEvent.ConfigAskRefused;
import com.datarestor.events.ConfigEvent.ConfigAskRepeated;
import com.datarestor.events.ConfigEvent.ConfigBackupAsked;
import com.datarestor.events.ConfigEvent.ConfigRefused;
import com.datarestor.events.ConfigEvent.ConfigRemoved;
import com.datarestor.events.ConfigEvent.ConfigRestoreAsked;
import com.datarestor.events.ConfigEvent.ForgetDue;
import com.datarestor.events.ConfigEvent.ForgetEnded;
import com.datarestor.events.ConfigEvent.ForgetRunRecalled;
import com.datarestor.events.ConfigPlan;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.RepositoryId;
import com.datarestor.events.RepositoryPlan;
import com.datarestor.events.RepositoryRef;
import com.datarestor.events.Restated;
import com.datarestor.events.Restated.ConfigRestated;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides which generation of a Config is acted upon, when forget is due, what it is asked for. */
public final class ConfigDecider implements Decider<ConfigCommand, ConfigEvent, ConfigState> {

  @Override
  public Class<ConfigCommand> commands() {
    return ConfigCommand.class;
  }

  @Override
  public Class<ConfigEvent> events() {
    return ConfigEvent.class;
  }

  @Override
  public ConfigState initial() {
    return ConfigState.UNSEEN;
  }

  @Override
  public List<ConfigEvent> decide(ConfigCommand command, ConfigState state, Instant now) {
    if (state.sight() instanceof Sight.Removed) {
      return List.of();
    }
    return switch (command) {
      case ObserveConfig observed -> observed(observed, state, now);
      case ConfigVanished vanished ->
          List.of(new ConfigRemoved(vanished.config(), state.repositories()));
      case NoteForgetEnded ended -> ended(ended, state, now);
      case WakeConfig ignored -> due(state, now);
      case RecallConfigAsk c ->
          state.asks().recalls(c.ask(), c.stands())
              ? List.of()
              : List.of(new ConfigAskRecalled(c.config(), c.ask(), c.stands()));
      case RecallForgetRun c -> recalled(c, state);
    };
  }

  private static List<ConfigEvent> observed(ObserveConfig command, ConfigState state, Instant now) {
    List<ConfigEvent> events = new ArrayList<>();
    ConfigState after = state;
    if (!command.problems().isEmpty()) {
      if (!command.problems().equals(state.problems())
          || command.generation() != state.generation()) {
        events.add(new ConfigRefused(command.config(), command.generation(), command.problems()));
      }
    } else if (!new Sight.Accepted(command.config(), command.plan()).equals(state.sight())
        || !state.problems().isEmpty()
        || command.generation() != state.generation()) {
      events.add(
          new ConfigAccepted(
              command.config(),
              command.generation(),
              command.plan(),
              released(state, command.plan())));
      after = state.accepted(command.config(), command.generation(), command.plan(), now);
    }
    List<Finding> findings =
        state
            .asks()
            .compare(command.config(), Annotations.COMMANDS_OF_CONFIG, command.annotations(), now);
    for (Finding finding : findings) {
      events.add(
          switch (finding) {
            case Finding.New found -> ConfigAsks.answer(found.ask(), command, after.sight());
            case Finding.Repeated repeated ->
                new ConfigAskRepeated(command.config(), repeated.ask(), repeated.manager());
            case Finding.Gone gone -> new ConfigAskCleared(command.config(), gone.key());
          });
    }
    events.addAll(due(after, now));
    return events;
  }

  private static List<RepositoryRef> released(ConfigState state, ConfigPlan plan) {
    List<RepositoryId> kept =
        plan.repositories().stream().map(repository -> repository.repository().id()).toList();
    return state.repositories().stream()
        .filter(repository -> !kept.contains(repository.id()))
        .toList();
  }

  private static List<ConfigEvent> ended(NoteForgetEnded command, ConfigState state, Instant now) {
    RepositoryRef repository = command.operation().repository();
    Forget forget = state.forgets().get(repository.id());
    if (forget == null || !forget.waitsFor(command.operation().id())) {
      return List.of();
    }
    List<ConfigEvent> events = new ArrayList<>();
    events.add(new ForgetEnded(command.config(), repository, command.operation().id()));
    events.addAll(due(state.ended(repository.id()), now));
    return events;
  }

  private static List<ConfigEvent> recalled(RecallForgetRun command, ConfigState state) {
    Forget forget = state.forgets().get(command.operation().repository().id());
    return forget == null || forget.since().isBefore(command.due())
        ? List.of(
            new ForgetRunRecalled(
                command.config(), command.operation(), command.due(), command.ended()))
        : List.of();
  }

  private static List<ConfigEvent> due(ConfigState state, Instant now) {
    List<ConfigEvent> events = new ArrayList<>();
    if (!(state.sight() instanceof Sight.Accepted accepted) || accepted.plan().suspended()) {
      return events;
    }
    ObjectRef config = accepted.config();
    for (RepositoryPlan repository : accepted.plan().repositories()) {
      Forget forget = state.forgets().get(repository.repository().id());
      if (forget == null || forget.outstanding()) {
        continue;
      }
      times(forget, config, repository.repository().id())
          .flatMap(cron -> cron.latestDue(forget.since(), now))
          .ifPresent(
              due ->
                  events.add(
                      new ForgetDue(
                          config, repository.repository(), due, repository.forgetArguments())));
    }
    return events;
  }

  private static Optional<CronSchedule> times(
      Forget forget, ObjectRef config, RepositoryId repository) {
    if (TimeZones.parse(forget.timeZone()) instanceof Parsed.Understood<ZoneId> zone
        && CronSchedule.parse(
                forget.expression(), zone.value(), config.uid() + "/" + repository.value())
            instanceof Parsed.Understood<CronSchedule> cron) {
      return Optional.of(cron.value());
    }
    return Optional.empty();
  }

  @Override
  public ConfigState evolve(ConfigState state, ConfigEvent event, Instant time) {
    return switch (event) {
      case ConfigAccepted e -> state.accepted(e.config(), e.generation(), e.plan(), time);
      case ConfigRefused e -> state.refused(e.generation(), e.problems());
      case ConfigRemoved ignored ->
          new ConfigState(new Sight.Removed(), 0, List.of(), AskLedger.EMPTY, Map.of());
      case ForgetDue e ->
          state.fired(e.repository().id(), e.due(), WhenForgetDueThenRequestForget.operationOf(e));
      case ForgetEnded e -> state.ended(e.repository().id());
      case ConfigBackupAsked e -> state.with(state.asks().spent(e.ask()));
      case ConfigRestoreAsked e -> state.with(state.asks().spent(e.ask()));
      case ConfigAskRefused e -> state.with(state.asks().spent(e.ask()));
      case ConfigAskRepeated e -> state.with(state.asks().spent(e.ask()));
      case ConfigAskCleared e -> state.with(state.asks().cleared(e.key()));
      case ConfigAskRecalled e -> state.with(state.asks().recalled(e.ask(), e.stands()));
      case ForgetRunRecalled e -> state.recalled(e.operation(), e.due(), e.ended());
    };
  }

  /** The UID of a deleted Config does not come back. */
  @Override
  public boolean isOver(ConfigState state) {
    return state.sight() instanceof Sight.Removed;
  }

  @Override
  public Optional<Instant> wakeAt(ConfigState state) {
    return nextForgets(state).entrySet().stream()
        .filter(next -> !isOutstanding(state, next.getKey()))
        .map(Map.Entry::getValue)
        .min(Instant::compareTo);
  }

  private static boolean isOutstanding(ConfigState state, RepositoryId repository) {
    Forget forget = state.forgets().get(repository);
    return forget != null && forget.outstanding();
  }

  /** When forget comes due next in each repository; empty while the Config is suspended. */
  public static Map<RepositoryId, Instant> nextForgets(ConfigState state) {
    Map<RepositoryId, Instant> next = new LinkedHashMap<>();
    if (state.sight() instanceof Sight.Accepted accepted && !accepted.plan().suspended()) {
      state
          .forgets()
          .forEach(
              (repository, forget) ->
                  times(forget, accepted.config(), repository)
                      .ifPresent(cron -> next.put(repository, cron.next(forget.since()))));
    }
    return next;
  }

  @Override
  public Optional<ConfigCommand> wakeUp(ConfigState state) {
    return state.sight() instanceof Sight.Accepted accepted
        ? Optional.of(new WakeConfig(accepted.config()))
        : Optional.empty();
  }

  @Override
  public Optional<Restated> restate(ConfigState state) {
    return Optional.of(RestatedConfig.of(state));
  }

  @Override
  public Optional<ConfigState> recall(Restated fact) {
    return fact instanceof ConfigRestated own
        ? Optional.of(RestatedConfig.state(own))
        : Optional.empty();
  }
}
