package com.datarestor.events;

import java.util.List;

/**
 * What a Config wants of one repository.
 *
 * @param backupSchedule cron expression, or empty for none
 * @param forgetSchedule cron expression, or empty for none
 */
public record RepositoryPlan(
    RepositoryRef repository,
    String backupSchedule,
    String forgetSchedule,
    List<String> forgetArguments) {

  public RepositoryPlan {
    forgetArguments = List.copyOf(forgetArguments);
  }
}
