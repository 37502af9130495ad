package com.datarestor.events;

import java.time.Duration;

/**
 * How much of a Config's work may run at a time, and for how long.
 *
 * @param tasks running tasks of the Config, 0 for no limit
 * @param tasksPerRepository running tasks of the Config on one repository, 0 for no limit
 * @param startDeadline how long a pod may take to start
 * @param runDeadline how long restic may run
 */
public record Limits(
    int tasks, int tasksPerRepository, Duration startDeadline, Duration runDeadline) {

  public static final Limits NONE = new Limits(0, 0, Duration.ofMinutes(10), Duration.ofHours(24));
}
