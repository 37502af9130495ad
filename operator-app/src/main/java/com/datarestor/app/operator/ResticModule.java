package com.datarestor.app.operator;

import com.datarestor.core.repository.Environment;
import com.datarestor.core.status.ProgressReport;
import com.datarestor.core.status.StatusBoard;
import com.datarestor.events.bus.CommandBus;
import com.datarestor.restic.handler.ResticCommandHandler;
import com.datarestor.restic.job.GoingClaims;
import com.datarestor.restic.job.JobCleaner;
import com.datarestor.restic.job.JobFactory;
import com.datarestor.restic.job.JobLauncher;
import com.datarestor.restic.job.JobSettings;
import com.datarestor.restic.job.JobWatcher;
import com.datarestor.restic.job.KeptWhole;
import com.datarestor.restic.job.RunningJobs;
import com.datarestor.restic.job.VolumeUsage;
import com.datarestor.restic.job.WorkInHand;
import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.inject.Singleton;
import java.time.Clock;

/** How restic does it: the executor and those who watch its Jobs. */
final class ResticModule extends AbstractModule {

  @Override
  protected void configure() {
    bind(WorkInHand.Directory.class).to(OperationsInHand.class).in(Singleton.class);
    bind(Environment.Values.class).to(ClusterValues.class).in(Singleton.class);
    bind(JobSettings.Source.class).to(LiveJobSettings.class).in(Singleton.class);
    bind(KeptWhole.Source.class).to(LiveKeptWhole.class).in(Singleton.class);
  }

  @Provides
  @Singleton
  ResticCommandHandler handler(
      WorkInHand.Directory directory,
      JobSettings.Source settings,
      KeptWhole.Source keeping,
      KubernetesClient client,
      Clock clock) {
    return new ResticCommandHandler(
        directory,
        settings,
        keeping,
        new JobLauncher(client, new JobFactory()),
        new JobCleaner(client),
        new VolumeUsage(client),
        clock);
  }

  @Provides
  @Singleton
  JobWatcher watcher(
      KubernetesClient client,
      WorkInHand.Directory directory,
      KnownVolumes volumes,
      CommandBus commands,
      Clock clock) {
    return new JobWatcher(client, directory, volumes, commands, clock);
  }

  @Provides
  @Singleton
  GoingClaims going(KubernetesClient client, JobWatcher watcher) {
    return new GoingClaims(client, watcher);
  }

  @Provides
  @Singleton
  RunningJobs running(
      KubernetesClient client,
      JobWatcher watcher,
      Schedules schedules,
      StatusBoard board,
      CommandBus commands,
      Clock clock) {
    return new RunningJobs(
        client,
        watcher,
        schedules,
        (operation, percent, secondsLeft) ->
            board.progressed(new ProgressReport(operation, percent, secondsLeft)),
        commands,
        clock);
  }
}
