package com.datarestor.events;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * The part of a Config's spec that decisions need; never an environment value.
 *
 * @param repositories in the order of their priority
 * @param timeZone IANA name
 * @param jitter the width inside which each volume has its own fixed offset
 * @param notices what the spec says that this release does not act upon
 */
public record ConfigPlan(
    List<RepositoryPlan> repositories,
    String timeZone,
    Duration jitter,
    boolean suspended,
    Limits limits,
    List<String> notices) {

  public ConfigPlan {
    repositories =
        repositories.stream()
            .sorted(Comparator.comparingInt(plan -> plan.repository().priority()))
            .toList();
    notices = List.copyOf(notices);
  }
}
