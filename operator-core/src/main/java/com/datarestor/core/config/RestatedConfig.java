package com.datarestor.core.config;

import com.datarestor.core.annotation.AskLedger;
import com.datarestor.core.annotation.RestatedAsks;
import com.datarestor.core.config.ConfigState.Forget;
import com.datarestor.core.config.ConfigState.Sight;
import com.datarestor.events.OperationId;
import com.datarestor.events.Restated.AcceptedPlan;
import com.datarestor.events.Restated.ConfigRestated;
import com.datarestor.events.Restated.ScheduleStand;
import java.time.Instant;
import java.util.List;

/** A Config's state as it is said again when the events go that made it. */
final class RestatedConfig {

  private RestatedConfig() {}

  static ConfigRestated of(ConfigState state) {
    return new ConfigRestated(
        state.sight() instanceof Sight.Accepted accepted
            ? List.of(new AcceptedPlan(accepted.config(), accepted.plan()))
            : List.of(),
        state.sight() instanceof Sight.Removed,
        state.generation(),
        state.problems(),
        RestatedAsks.of(state.asks()),
        state.forgets().entrySet().stream()
            .map(
                forget ->
                    new ScheduleStand(
                        "",
                        forget.getKey(),
                        forget.getValue().since(),
                        outstanding(forget.getValue())))
            .toList());
  }

  private static List<OperationId> outstanding(Forget forget) {
    return forget.run() instanceof Forget.Run.Outstanding run
        ? List.of(run.operation())
        : List.of();
  }

  static ConfigState state(ConfigRestated fact) {
    AskLedger asks = RestatedAsks.ledger(fact.asks());
    if (fact.removed()) {
      return new ConfigState(
          new Sight.Removed(),
          fact.generation(),
          fact.problems(),
          asks,
          ConfigState.UNSEEN.forgets());
    }
    ConfigState state = ConfigState.UNSEEN.with(asks);
    for (AcceptedPlan accepted : fact.accepted()) {
      // the schedules are those of the plan; only how far they are was remembered
      state = state.accepted(accepted.config(), fact.generation(), accepted.plan(), Instant.EPOCH);
    }
    for (ScheduleStand stand : fact.forgets()) {
      state = state.withForget(stand.repository());
      state =
          stand.outstanding().isEmpty()
              ? state.at(stand.repository(), stand.since())
              : state.fired(stand.repository(), stand.since(), stand.outstanding().getFirst());
    }
    return new ConfigState(
        state.sight(), fact.generation(), fact.problems(), asks, state.forgets());
  }
}
