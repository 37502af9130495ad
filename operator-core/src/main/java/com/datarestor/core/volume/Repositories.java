package com.datarestor.core.volume;

import com.datarestor.core.annotation.RepositorySelector;
import com.datarestor.core.repository.RepositoryTarget;
import com.datarestor.events.ConfigPlan;
import com.datarestor.events.RepositoryPlan;
import com.datarestor.events.RepositoryRef;
import java.util.List;
import java.util.stream.Collectors;

/** Which repositories of a Config the repository part of an annotation means. */
public final class Repositories {

  private Repositories() {}

  /** The repositories a backup goes to; empty when the Config has no such repository. */
  public static List<RepositoryRef> written(ConfigPlan plan, RepositorySelector selector) {
    List<RepositoryRef> all = plan.repositories().stream().map(RepositoryPlan::repository).toList();
    return switch (selector) {
      case RepositorySelector.Primary ignored -> all.subList(0, Math.min(1, all.size()));
      case RepositorySelector.All ignored -> all;
      case RepositorySelector.ByPriority by ->
          all.stream().filter(repository -> repository.priority() == by.priority()).toList();
      case RepositorySelector.ByTarget by -> {
        List<RepositoryRef> fitting = withTarget(plan, by.target());
        yield fitting.size() > 1 ? List.of() : fitting;
      }
    };
  }

  /** Annotations come without credentials, so that is how they are compared. */
  private static List<RepositoryRef> withTarget(ConfigPlan plan, String target) {
    String wanted = RepositoryTarget.redacted(target);
    return plan.repositories().stream()
        .map(RepositoryPlan::repository)
        .filter(repository -> repository.target().equals(wanted))
        .toList();
  }

  /** The repositories a restore searches: without a name all of them, by priority. */
  public static List<RepositoryRef> searched(ConfigPlan plan, RepositorySelector selector) {
    return written(
        plan,
        selector instanceof RepositorySelector.Primary ? new RepositorySelector.All() : selector);
  }

  public static String unknown(RepositorySelector selector, List<ConfigPlan> plans) {
    String known =
        plans.stream()
            .flatMap(plan -> plan.repositories().stream())
            .map(plan -> plan.repository().priority() + " (" + plan.repository().target() + ")")
            .distinct()
            .collect(Collectors.joining(", "));
    if (selector instanceof RepositorySelector.ByTarget by
        && plans.stream().anyMatch(plan -> withTarget(plan, by.target()).size() > 1)) {
      return "there is more than one repository with that target, users and passwords aside; write"
          + " its priority: "
          + known;
    }
    String asked =
        switch (selector) {
          case RepositorySelector.ByPriority by -> "with priority " + by.priority();
          case RepositorySelector.ByTarget ignored -> "with that target";
          case RepositorySelector.Primary ignored -> "at all";
          case RepositorySelector.All ignored -> "at all";
        };
    return "there is no repository " + asked + "; write one of: " + known;
  }
}
