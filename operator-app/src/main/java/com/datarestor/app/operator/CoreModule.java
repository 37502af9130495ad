package com.datarestor.app.operator;

import com.datarestor.core.config.ConfigDecider;
import com.datarestor.core.decide.CommandDispatcher;
import com.datarestor.core.decide.Policies;
import com.datarestor.core.decide.WakeUps;
import com.datarestor.core.operation.OperationDecider;
import com.datarestor.core.queue.QueueDecider;
import com.datarestor.core.recovery.Known;
import com.datarestor.core.recovery.Unfinished;
import com.datarestor.core.replay.AllPolicies;
import com.datarestor.core.repository.RepositoryDecider;
import com.datarestor.core.status.ClusterCommandHandler;
import com.datarestor.core.status.StatusBoard;
import com.datarestor.core.status.StatusWriter;
import com.datarestor.core.volume.VolumeDecider;
import com.datarestor.core.watch.ClusterObserver;
import com.datarestor.core.watch.TaskWatcher;
import com.datarestor.events.bus.CommandBus;
import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;

/** What to do: deciders, policies, read models. */
final class CoreModule extends AbstractModule {

  @Override
  protected void configure() {
    bind(OperationDecider.class).toInstance(new OperationDecider());
    bind(QueueDecider.class).toInstance(new QueueDecider());
    bind(RepositoryDecider.class).toInstance(new RepositoryDecider());
    bind(ConfigDecider.class).toInstance(new ConfigDecider());
    bind(VolumeDecider.class).toInstance(new VolumeDecider());
    bind(WakeUps.class).toInstance(new WakeUps());
    bind(StatusBoard.class).toInstance(new StatusBoard());
    bind(Schedules.class).in(Singleton.class);
    bind(Known.class).to(LiveStates.class).in(Singleton.class);
  }

  @Provides
  @Singleton
  CommandDispatcher dispatcher(
      ConfigDecider configs,
      VolumeDecider volumes,
      OperationDecider operations,
      RepositoryDecider repositories,
      QueueDecider queue,
      WakeUps wakeUps) {
    return new CommandDispatcher(
        List.of(configs, volumes, operations, repositories, queue), wakeUps);
  }

  @Provides
  @Singleton
  Policies policies() {
    return AllPolicies.inOrder();
  }

  @Provides
  @Singleton
  Unfinished unfinished(Policies policies) {
    return new Unfinished(policies);
  }

  @Provides
  @Singleton
  ClusterObserver observer(
      CommandBus commands, Clock clock, Schedules schedules, Settings settings) {
    return new ClusterObserver(commands, clock, schedules, settings.hold());
  }

  @Provides
  @Singleton
  TaskWatcher tasks(CommandBus commands, Clock clock, ClusterObserver observer, Known log) {
    return new TaskWatcher(commands, clock, observer, log);
  }

  @Provides
  @Singleton
  ClusterCommandHandler clusterCommands(KubernetesClient client, Known log, Clock clock) {
    return new ClusterCommandHandler(client, log::isPublished, clock);
  }

  @Provides
  @Singleton
  StatusWriter statusWriter(
      StatusBoard board, KubernetesClient client, Schedules schedules, Clock clock) {
    return new StatusWriter(board, client, schedules, clock);
  }
}
