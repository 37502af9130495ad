package com.datarestor.core.config;

import com.datarestor.core.annotation.AskLedger;
import com.datarestor.events.ConfigPlan;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationId;
import com.datarestor.events.Problem;
import com.datarestor.events.RepositoryId;
import com.datarestor.events.RepositoryPlan;
import com.datarestor.events.RepositoryRef;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What must be remembered of a Config.
 *
 * @param problems what is wrong with the generation that was seen last; empty when it was accepted
 * @param forgets per repository with a forget schedule: the moment after which it is due
 */
public record ConfigState(
    Sight sight,
    long generation,
    List<Problem> problems,
    AskLedger asks,
    Map<RepositoryId, Forget> forgets) {

  static final ConfigState UNSEEN =
      new ConfigState(new Sight.Never(), 0, List.of(), AskLedger.EMPTY, Map.of());

  /** Whether there is a plan to act upon. */
  public sealed interface Sight {

    /** Nothing was accepted yet. */
    record Never() implements Sight {}

    /** This plan is acted upon. */
    record Accepted(ObjectRef config, ConfigPlan plan) implements Sight {}

    /** Deleted. */
    record Removed() implements Sight {}
  }

  /**
   * A forget schedule.
   *
   * @param since occurrences after this moment are due
   * @param run whether the last occurrence that fired has ended
   */
  public record Forget(String expression, String timeZone, Instant since, Run run) {

    /** What became of the occurrence that fired last. */
    public sealed interface Run {

      /** Nothing is under way. */
      record None() implements Run {}

      /** Its forget has not ended yet. */
      record Outstanding(OperationId operation) implements Run {}
    }

    /** What was recalled before the Config was seen has no times of its own. */
    boolean sameTimes(String otherExpression, String otherZone) {
      return expression.isEmpty()
          || (expression.equals(otherExpression) && timeZone.equals(otherZone));
    }

    /** Whether the forget of the occurrence that fired last has not ended yet. */
    public boolean outstanding() {
      return run instanceof Run.Outstanding;
    }

    /** Whether this operation is the forget that has not ended yet. */
    public boolean waitsFor(OperationId operation) {
      return run.equals(new Run.Outstanding(operation));
    }
  }

  ConfigState with(AskLedger next) {
    return new ConfigState(sight, generation, problems, next, forgets);
  }

  ConfigState fired(RepositoryId repository, Instant due, OperationId operation) {
    return change(
        repository,
        forget ->
            new Forget(
                forget.expression(),
                forget.timeZone(),
                due,
                new Forget.Run.Outstanding(operation)));
  }

  /**
   * The last occurrence of a schedule is told by its Task. The rest of the schedule, when it is not
   * known yet, is empty until the Config is seen.
   */
  ConfigState recalled(Operation operation, Instant due, boolean ended) {
    RepositoryId repository = operation.repository().id();
    ConfigState fired = withForget(repository).fired(repository, due, operation.id());
    return ended ? fired.ended(repository) : fired;
  }

  /** One that is not known yet has no times until the Config is seen. */
  ConfigState withForget(RepositoryId repository) {
    Map<RepositoryId, Forget> copy = new LinkedHashMap<>(forgets);
    copy.putIfAbsent(repository, new Forget("", "", Instant.EPOCH, new Forget.Run.None()));
    return new ConfigState(sight, generation, problems, asks, Collections.unmodifiableMap(copy));
  }

  ConfigState at(RepositoryId repository, Instant since) {
    return change(
        repository,
        forget -> new Forget(forget.expression(), forget.timeZone(), since, forget.run()));
  }

  ConfigState ended(RepositoryId repository) {
    return change(
        repository,
        forget ->
            new Forget(
                forget.expression(), forget.timeZone(), forget.since(), new Forget.Run.None()));
  }

  private ConfigState change(RepositoryId repository, UnaryOperator<Forget> change) {
    Forget forget = forgets.get(repository);
    if (forget == null) {
      return this;
    }
    Map<RepositoryId, Forget> copy = new LinkedHashMap<>(forgets);
    copy.put(repository, change.apply(forget));
    return new ConfigState(sight, generation, problems, asks, Collections.unmodifiableMap(copy));
  }

  ConfigState accepted(ObjectRef config, long newGeneration, ConfigPlan plan, Instant time) {
    Map<RepositoryId, Forget> next = new LinkedHashMap<>();
    for (RepositoryPlan repository : plan.repositories()) {
      if (repository.forgetSchedule().isEmpty()) {
        continue;
      }
      RepositoryId id = repository.repository().id();
      Forget before = forgets.get(id);
      Instant since =
          before != null && before.sameTimes(repository.forgetSchedule(), plan.timeZone())
              ? before.since()
              : time;
      Forget.Run run = before == null ? new Forget.Run.None() : before.run();
      next.put(id, new Forget(repository.forgetSchedule(), plan.timeZone(), since, run));
    }
    return new ConfigState(
        new Sight.Accepted(config, plan),
        newGeneration,
        List.of(),
        asks,
        Collections.unmodifiableMap(next));
  }

  ConfigState refused(long newGeneration, List<Problem> found) {
    return new ConfigState(sight, newGeneration, found, asks, forgets);
  }

  /** Whether the forget of this repository's schedule is this operation, and has not ended. */
  public boolean waitsFor(RepositoryId repository, OperationId operation) {
    Forget forget = forgets.get(repository);
    return forget != null && forget.waitsFor(operation);
  }

  /** Whether the plan that is acted upon names the repository. */
  public boolean uses(RepositoryId repository) {
    return repositories().stream().anyMatch(each -> each.id().equals(repository));
  }

  /** The repositories of the plan that is acted upon. */
  List<RepositoryRef> repositories() {
    return sight instanceof Sight.Accepted accepted
        ? accepted.plan().repositories().stream().map(RepositoryPlan::repository).toList()
        : List.of();
  }
}
