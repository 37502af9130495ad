package com.datarestor.app.cluster;

import com.datarestor.core.api.v1alpha1.BackupConfig;
import com.datarestor.core.api.v1alpha1.Task;
import com.datarestor.core.watch.NamespaceView;
import com.datarestor.core.watch.PodView;
import com.datarestor.core.watch.VolumeView;
import com.datarestor.restic.job.JobView;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import tools.jackson.databind.json.JsonMapper;

/** Clients of the API server: one for work, one for the Lease alone. */
public final class Clients {

  private static final Duration REQUEST = Duration.ofSeconds(20);
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** Shorter than the Lease's renew deadline, or a leader that is cut off leads on. */
  private static final Duration LEASE_REQUEST = Duration.ofSeconds(3);

  /** Less than the API server waits for the webhook. */
  private static final Duration QUICK = Duration.ofSeconds(2);

  private static final List<Class<? extends KubernetesResource>> OWN_TYPES =
      List.of(
          VolumeView.class,
          NamespaceView.class,
          PodView.class,
          JobView.class,
          BackupConfig.class,
          Task.class,
          Status.class);

  private Clients() {}

  /** The cluster that the pod, or the kubeconfig, is in. */
  public static Config found() {
    return Config.autoConfigure(null);
  }

  /** The client for everything but the Lease. */
  public static KubernetesClient working(Config found) {
    return build(
        new ConfigBuilder(found)
            .withRequestTimeout((int) REQUEST.toMillis())
            .withConnectionTimeout((int) CONNECT.toMillis())
            .build());
  }

  /** A client for who has an answer to give: it would rather not know than be late. */
  public static KubernetesClient quick(Config found) {
    return build(
        new ConfigBuilder(found)
            .withRequestTimeout((int) QUICK.toMillis())
            .withConnectionTimeout((int) QUICK.toMillis())
            .withRequestRetryBackoffLimit(0)
            .build());
  }

  /** The client for the Lease: it does not retry, so that losing it is noticed in time. */
  public static KubernetesClient leasing(Config found) {
    return build(
        new ConfigBuilder(found)
            .withRequestTimeout((int) LEASE_REQUEST.toMillis())
            .withConnectionTimeout((int) LEASE_REQUEST.toMillis())
            .withRequestRetryBackoffLimit(0)
            .build());
  }

  private static KubernetesClient build(Config config) {
    KubernetesSerialization serialization =
        new KubernetesSerialization(JsonMapper.builder().build(), false);
    for (Class<? extends KubernetesResource> type : OWN_TYPES) {
      if (HasMetadata.class.isAssignableFrom(type) || type == Status.class) {
        serialization.registerKubernetesResource(type);
      }
    }
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withKubernetesSerialization(serialization)
        .withTaskExecutor(Executors.newVirtualThreadPerTaskExecutor())
        .withHttpClientFactory(new VirtualThreads())
        .build();
  }

  /** The JDK's client, with virtual threads instead of a pool. */
  private static final class VirtualThreads extends JdkHttpClientFactory {
    @Override
    protected HttpClient.Builder createNewHttpClientBuilder() {
      return HttpClient.newBuilder().executor(Executors.newVirtualThreadPerTaskExecutor());
    }
  }
}
