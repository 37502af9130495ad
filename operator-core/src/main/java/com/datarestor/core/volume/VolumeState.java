package com.datarestor.core.volume;

import com.datarestor.core.annotation.AskLedger;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationId;
import com.datarestor.events.RepositoryId;
import com.datarestor.events.RepositoryRef;
import com.datarestor.events.Selection;
import com.datarestor.events.Settlement;
import com.datarestor.events.VolumeEvent.VolumeObserved;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What must be remembered of a volume.
 *
 * @param sight what was last seen of it
 * @param schedules its backup schedules, in the order of Configs and priorities
 * @param settling whether pods may start on it
 */
public record VolumeState(
    Sight sight, AskLedger asks, Map<ScheduleKey, Schedule> schedules, Settling settling) {

  static final VolumeState UNSEEN =
      new VolumeState(new Sight.Never(), AskLedger.EMPTY, Map.of(), new Settling.Undecided());
  static final VolumeState GONE =
      new VolumeState(new Sight.Gone(), AskLedger.EMPTY, Map.of(), new Settling.Undecided());

  /** How far the settlement of a held claim is. */
  public sealed interface Settling {

    /** Nothing was decided. */
    record Undecided() implements Settling {}

    /**
     * A try is under way.
     *
     * @param attempt which one, from 1
     * @param since when the claim was first asked for
     * @param unknowing UIDs of Configs whose repositories have no snapshot of it
     */
    record Asking(Operation operation, int attempt, Instant since, List<String> unknowing)
        implements Settling {
      public Asking {
        unknowing = List.copyOf(unknowing);
      }
    }

    /** The last try failed; the next comes by itself. */
    record Waiting(int attempt, Instant since, Instant retryAt) implements Settling {}

    /** Decided, and said at that moment. */
    record Settled(Settlement settlement, Instant at) implements Settling {}
  }

  /** Whether the volume is there. */
  public sealed interface Sight {

    /** Not seen yet. */
    record Never() implements Sight {}

    /** There, and like this. */
    record Seen(VolumeObserved facts) implements Sight {}

    /** Deleted. */
    record Gone() implements Sight {}
  }

  /** One Config's schedule for one repository. */
  public record ScheduleKey(String configUid, RepositoryId repository) {

    /** The schedule that this operation may be an occurrence of. */
    static ScheduleKey of(Operation operation) {
      return new ScheduleKey(operation.config().uid(), operation.repository().id());
    }
  }

  /**
   * A backup schedule of the volume.
   *
   * @param since occurrences after this moment are due: when the schedule was first seen, or its
   *     last occurrence that fired
   * @param run whether the last occurrence that fired has ended
   */
  public record Schedule(
      ObjectRef config,
      RepositoryRef repository,
      String expression,
      String timeZone,
      Duration jitter,
      boolean suspended,
      Instant since,
      Run run) {

    /** What became of the occurrence that fired last. */
    public sealed interface Run {

      /** Nothing is under way. */
      record None() implements Run {}

      /** Its backup has not ended yet. */
      record Outstanding(OperationId operation) implements Run {}
    }

    /** Whether the backup of the occurrence that fired last has not ended yet. */
    public boolean outstanding() {
      return run instanceof Run.Outstanding;
    }

    /** Whether this operation is the backup that has not ended yet. */
    public boolean waitsFor(OperationId operation) {
      return run.equals(new Run.Outstanding(operation));
    }

    /**
     * A schedule whose last occurrence is told by its Task. What is not known yet besides, and is
     * known when the volume is seen, is empty.
     */
    static Schedule recalled(
        @Nullable Schedule before, Operation operation, Instant due, boolean ended) {
      Schedule schedule = before == null ? untimed(ScheduleKey.of(operation)) : before;
      Schedule fired = schedule.fired(due, operation.id());
      return ended ? fired.ended() : fired;
    }

    /** A schedule of which is known how far it is, and no more until the volume is seen. */
    static Schedule untimed(ScheduleKey key) {
      return new Schedule(
          ObjectRef.config("", "", key.configUid()),
          new RepositoryRef(key.repository(), 0, ""),
          "",
          "",
          Duration.ZERO,
          false,
          Instant.EPOCH,
          new Run.None());
    }

    /** What was recalled before the volume was seen has no times of its own. */
    boolean sameTimes(Schedule other) {
      return other.expression.isEmpty()
          || (expression.equals(other.expression)
              && timeZone.equals(other.timeZone)
              && jitter.equals(other.jitter));
    }

    Schedule fired(Instant due, OperationId operation) {
      return with(due, new Run.Outstanding(operation));
    }

    Schedule at(Instant moment) {
      return with(moment, run);
    }

    Schedule ended() {
      return with(since, new Run.None());
    }

    private Schedule with(Instant newSince, Run newRun) {
      return new Schedule(
          config, repository, expression, timeZone, jitter, suspended, newSince, newRun);
    }

    Schedule continuing(Schedule before) {
      return with(sameTimes(before) ? before.since : since, before.run);
    }
  }

  VolumeState with(AskLedger next) {
    return new VolumeState(sight, next, schedules, settling);
  }

  VolumeState with(Settling next) {
    return new VolumeState(sight, asks, schedules, next);
  }

  VolumeState with(ScheduleKey key, Schedule schedule) {
    Map<ScheduleKey, Schedule> copy = new LinkedHashMap<>(schedules);
    copy.put(key, schedule);
    return new VolumeState(sight, asks, Collections.unmodifiableMap(copy), settling);
  }

  /** The volume was seen: schedules that go on keep their place, new ones begin now. */
  VolumeState seen(VolumeObserved facts, Instant time) {
    Map<ScheduleKey, Schedule> next = new LinkedHashMap<>();
    for (Selection selection : facts.selections()) {
      selection.plan().repositories().stream()
          .filter(plan -> !plan.backupSchedule().isEmpty())
          .forEach(
              plan -> {
                ScheduleKey key = new ScheduleKey(selection.config().uid(), plan.repository().id());
                Schedule fresh =
                    new Schedule(
                        selection.config(),
                        plan.repository(),
                        plan.backupSchedule(),
                        selection.plan().timeZone(),
                        selection.plan().jitter(),
                        selection.plan().suspended(),
                        time,
                        new Schedule.Run.None());
                Schedule before = schedules.get(key);
                next.put(key, before == null ? fresh : fresh.continuing(before));
              });
    }
    return new VolumeState(
        new Sight.Seen(facts), asks, Collections.unmodifiableMap(next), settling);
  }

  /** The Configs that select it; empty when it is not there. */
  public List<Selection> selections() {
    return sight instanceof Sight.Seen seen ? seen.facts().selections() : List.of();
  }
}
