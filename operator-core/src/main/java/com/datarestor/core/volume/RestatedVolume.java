package com.datarestor.core.volume;

import com.datarestor.core.annotation.RestatedAsks;
import com.datarestor.core.volume.VolumeState.Schedule;
import com.datarestor.core.volume.VolumeState.Schedule.Run;
import com.datarestor.core.volume.VolumeState.ScheduleKey;
import com.datarestor.core.volume.VolumeState.Settling;
import com.datarestor.core.volume.VolumeState.Sight;
import com.datarestor.events.OperationId;
import com.datarestor.events.Restated.HoldStand;
import com.datarestor.events.Restated.ScheduleStand;
import com.datarestor.events.Restated.VolumeRestated;
import java.time.Instant;
import java.util.List;

/** A volume's state as it is said again when the events go that made it. */
final class RestatedVolume {

  private RestatedVolume() {}

  static VolumeRestated of(VolumeState state) {
    return new VolumeRestated(
        state.sight() instanceof Sight.Seen seen ? List.of(seen.facts()) : List.of(),
        state.sight() instanceof Sight.Gone,
        RestatedAsks.of(state.asks()),
        state.schedules().entrySet().stream()
            .map(schedule -> stand(schedule.getKey(), schedule.getValue()))
            .toList(),
        stand(state.settling()));
  }

  private static List<HoldStand> stand(Settling settling) {
    return switch (settling) {
      case Settling.Undecided ignored -> List.of();
      case Settling.Asking s ->
          List.of(
              new HoldStand(
                  List.of(),
                  List.of(s.operation()),
                  s.attempt(),
                  s.since(),
                  Instant.EPOCH,
                  s.unknowing()));
      case Settling.Waiting s ->
          List.of(
              new HoldStand(List.of(), List.of(), s.attempt(), s.since(), s.retryAt(), List.of()));
      case Settling.Settled s ->
          List.of(
              new HoldStand(
                  List.of(s.settlement()), List.of(), 0, s.at(), Instant.EPOCH, List.of()));
    };
  }

  private static Settling settling(List<HoldStand> stands) {
    if (stands.isEmpty()) {
      return new Settling.Undecided();
    }
    HoldStand stand = stands.getFirst();
    if (!stand.settled().isEmpty()) {
      return new Settling.Settled(stand.settled().getFirst(), stand.since());
    }
    return stand.asking().isEmpty()
        ? new Settling.Waiting(stand.attempt(), stand.since(), stand.retryAt())
        : new Settling.Asking(
            stand.asking().getFirst(), stand.attempt(), stand.since(), stand.unknowing());
  }

  private static ScheduleStand stand(ScheduleKey key, Schedule schedule) {
    List<OperationId> outstanding =
        schedule.run() instanceof Run.Outstanding run ? List.of(run.operation()) : List.of();
    return new ScheduleStand(key.configUid(), key.repository(), schedule.since(), outstanding);
  }

  static VolumeState state(VolumeRestated fact) {
    VolumeState state = VolumeState.UNSEEN.with(RestatedAsks.ledger(fact.asks()));
    if (fact.gone()) {
      return new VolumeState(new Sight.Gone(), state.asks(), state.schedules(), state.settling());
    }
    if (!fact.seen().isEmpty()) {
      // the schedules are those of the Configs that select it; only how far they are was remembered
      state = state.seen(fact.seen().getFirst(), Instant.EPOCH);
    }
    for (ScheduleStand stand : fact.schedules()) {
      ScheduleKey key = new ScheduleKey(stand.config(), stand.repository());
      // one that its Task told before the volume was seen has nothing else yet
      Schedule schedule = state.schedules().getOrDefault(key, Schedule.untimed(key));
      state = state.with(key, at(schedule, stand));
    }
    return state.with(settling(fact.hold()));
  }

  private static Schedule at(Schedule schedule, ScheduleStand stand) {
    return stand.outstanding().isEmpty()
        ? schedule.at(stand.since())
        : schedule.fired(stand.since(), stand.outstanding().getFirst());
  }
}
