package com.datarestor.app.operator;

import com.datarestor.events.bus.CommandBus;
import com.google.inject.AbstractModule;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.inject.Singleton;
import java.time.Clock;

/** What the operator finds around it: the cluster, the broker, its settings, the clock. */
final class EnvironmentModule extends AbstractModule {

  private final KubernetesClient client;
  private final Transport transport;
  private final ClusterName clusterName;
  private final Settings settings;
  private final Clock clock;

  EnvironmentModule(
      KubernetesClient client,
      Transport transport,
      ClusterName clusterName,
      Settings settings,
      Clock clock) {
    this.client = client;
    this.transport = transport;
    this.clusterName = clusterName;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  protected void configure() {
    bind(KubernetesClient.class).toInstance(client);
    bind(CommandBus.class).toInstance(transport.commands());
    bind(ClusterName.class).toInstance(clusterName);
    bind(Settings.class).toInstance(settings);
    bind(Clock.class).toInstance(clock);
    bind(KnownVolumes.class).in(Singleton.class);
  }
}
