package com.datarestor.app.operator;

import com.datarestor.core.config.ConfigDecider;
import com.datarestor.core.config.ConfigState;
import com.datarestor.core.decide.CommandDispatcher;
import com.datarestor.core.status.NextRuns;
import com.datarestor.core.status.StatusWriter;
import com.datarestor.core.volume.VolumeDecider;
import com.datarestor.core.volume.VolumeState;
import com.datarestor.core.watch.ClusterObserver;
import com.datarestor.events.ConfigPlan;
import com.datarestor.events.Limits;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.RepositoryId;
import com.datarestor.events.RepositoryRef;
import com.datarestor.events.StreamId;
import com.datarestor.restic.job.RunningJobs;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the deciders know of a Config's plan and of what comes due, for those who show or use it.
 */
final class Schedules
    implements StatusWriter.Schedules, ClusterObserver.AcceptedPlans, RunningJobs.Deadlines {

  private final CommandDispatcher dispatcher;
  private final VolumeDecider volumes;
  private final ConfigDecider configs;

  @Inject
  Schedules(CommandDispatcher dispatcher, VolumeDecider volumes, ConfigDecider configs) {
    this.dispatcher = dispatcher;
    this.volumes = volumes;
    this.configs = configs;
  }

  @Override
  public NextRuns nextRuns(String configUid) {
    Map<RepositoryId, Instant> backups = new HashMap<>();
    for (VolumeState state : dispatcher.states(volumes).values()) {
      VolumeDecider.nextBackups(state)
          .forEach(
              (key, moment) -> {
                if (key.configUid().equals(configUid)) {
                  backups.merge(key.repository(), moment, Schedules::earlier);
                }
              });
    }
    return new NextRuns(backups, ConfigDecider.nextForgets(config(configUid)));
  }

  @Override
  public Optional<ConfigPlan> acceptedPlan(String configUid) {
    return config(configUid).sight() instanceof ConfigState.Sight.Accepted accepted
        ? Optional.of(accepted.plan())
        : Optional.empty();
  }

  @Override
  public Duration startDeadline(ObjectRef config, RepositoryRef repository) {
    return acceptedPlan(config.uid())
        .map(plan -> plan.limits().startDeadline())
        .orElse(Limits.NONE.startDeadline());
  }

  private ConfigState config(String uid) {
    return dispatcher.read(configs, StreamId.config(ObjectRef.config("", "", uid)));
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
