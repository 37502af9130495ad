package com.datarestor.core.config;

import com.datarestor.core.annotation.Parsed;
import com.datarestor.core.api.v1alpha1.BackupConfigSpec;
import com.datarestor.core.api.v1alpha1.RepositorySpec;
import com.datarestor.core.repository.ForgetPolicy;
import com.datarestor.core.repository.RepositoryTarget;
import com.datarestor.core.schedule.CronSchedule;
import com.datarestor.core.schedule.TimeZones;
import com.datarestor.events.ConfigPlan;
import com.datarestor.events.Limits;
import com.datarestor.events.Problem;
import com.datarestor.events.RepositoryId;
import com.datarestor.events.RepositoryPlan;
import com.datarestor.events.RepositoryRef;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A Config's spec as the decisions need it, with everything in it that cannot be acted upon. The
 * API server has checked what a schema can check; here is the rest, once more for objects that were
 * stored before a rule existed.
 *
 * @param plan what is wanted; only complete when there are no problems
 */
public record ConfigReading(ConfigPlan plan, List<Problem> problems) {

  public ConfigReading {
    problems = List.copyOf(problems);
  }

  public static ConfigReading of(BackupConfigSpec spec) {
    List<Problem> problems = new ArrayList<>();
    ZoneId zone =
        switch (TimeZones.parse(spec.timeZone())) {
          case Parsed.Understood<ZoneId> understood -> understood.value();
          case Parsed.Refused<ZoneId> refused -> {
            problems.add(new Problem("spec.timeZone", refused.message()));
            yield ZoneOffset.UTC;
          }
        };
    if (spec.repositories().isEmpty()) {
      problems.add(
          new Problem("spec.repositories", "there is none; add one with a target and a priority"));
    }
    List<RepositoryPlan> repositories = new ArrayList<>();
    Map<Integer, Integer> priorities = new HashMap<>();
    Map<RepositoryId, Integer> targets = new HashMap<>();
    for (int i = 0; i < spec.repositories().size(); i++) {
      RepositorySpec repository = spec.repositories().get(i);
      String field = "spec.repositories[" + i + "]";
      Integer twin = priorities.putIfAbsent(repository.priority(), i);
      if (twin != null) {
        problems.add(
            new Problem(
                field + ".priority",
                "repositories["
                    + twin
                    + "] has priority "
                    + repository.priority()
                    + " too; change one of them"));
      }
      Integer same = targets.putIfAbsent(RepositoryId.ofTarget(repository.target()), i);
      if (same != null && !repository.target().isBlank()) {
        problems.add(
            new Problem(
                field + ".target",
                "repositories["
                    + same
                    + "] has the same target; take one of them out, or write what differs"));
      }
      repositories.add(repository(repository, field, zone, problems));
    }
    Limits limits =
        new Limits(
            spec.limits().maxConcurrentTasks(),
            spec.limits().maxConcurrentTasksPerRepository(),
            duration(
                "spec.limits.startDeadline",
                spec.limits()::startDeadlineDuration,
                Limits.NONE.startDeadline(),
                problems),
            duration(
                "spec.limits.runDeadline",
                spec.limits()::runDeadlineDuration,
                Limits.NONE.runDeadline(),
                problems));
    Duration jitter = duration("spec.jitter", spec::jitterDuration, Duration.ZERO, problems);
    return new ConfigReading(
        new ConfigPlan(repositories, zone.getId(), jitter, spec.suspend(), limits, notices(spec)),
        problems);
  }

  private static List<String> notices(BackupConfigSpec spec) {
    return spec.stopPods()
        ? List.of("spec.stopPods is not acted upon in this release: backups are made live")
        : List.of();
  }

  private static RepositoryPlan repository(
      RepositorySpec repository, String field, ZoneId zone, List<Problem> problems) {
    if (repository.target().isBlank()) {
      problems.add(
          new Problem(field + ".target", "is empty; write a restic repository such as s3:…"));
    }
    repository
        .backupCron()
        .flatMap(cron -> complaint(cron, zone))
        .ifPresent(message -> problems.add(new Problem(field + ".backupSchedule", message)));
    repository
        .forgetCron()
        .flatMap(cron -> complaint(cron, zone))
        .ifPresent(message -> problems.add(new Problem(field + ".forgotSchedule", message)));
    if (repository.forgetCron().isPresent() || !repository.forgetArgs().isEmpty()) {
      ForgetPolicy.problems(repository.forgetArgs())
          .forEach(message -> problems.add(new Problem(field + ".forgetArgs", message)));
    }
    return new RepositoryPlan(
        new RepositoryRef(
            RepositoryId.ofTarget(repository.target()),
            repository.priority(),
            RepositoryTarget.redacted(repository.target())),
        repository.backupCron().orElse(""),
        repository.forgetCron().orElse(""),
        repository.forgetArgs());
  }

  private static Optional<String> complaint(String cron, ZoneId zone) {
    return CronSchedule.parse(cron, zone, "") instanceof Parsed.Refused<CronSchedule> refused
        ? Optional.of(refused.message())
        : Optional.empty();
  }

  private static Duration duration(
      String field, Supplier<Duration> reading, Duration otherwise, List<Problem> problems) {
    try {
      return reading.get();
    } catch (IllegalArgumentException e) {
      problems.add(new Problem(field, String.valueOf(e.getMessage())));
      return otherwise;
    }
  }
}
