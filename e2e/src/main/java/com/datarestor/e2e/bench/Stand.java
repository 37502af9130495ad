package com.datarestor.e2e.bench;

import com.datarestor.app.cluster.Clients;
import com.datarestor.e2e.sandbox.Sandbox;
import com.datarestor.e2e.sandbox.SandboxApi;
import com.datarestor.e2e.scenario.SandboxCluster;
import com.datarestor.events.Digests;
import com.datarestor.restic.job.JobLabels;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.JsonNode;

/** A cluster with many volumes, in which nothing runs: Jobs end at once. */
final class Stand implements AutoCloseable {

  static final String SYSTEM = "datarestor-operator-system";

  /** The label by which Configs of the bench select volumes. */
  private static final String LABEL = "bench/config";

  private static final int NAMESPACES = 20;
  private static final int CREATORS = 8;

  private final Path directory;
  private final SandboxApi api;
  private final KubernetesClient client;
  private final Set<String> completed = ConcurrentHashMap.newKeySet();

  private Stand(Path directory, SandboxApi api, KubernetesClient client) {
    this.directory = directory;
    this.api = api;
    this.client = client;
    api.onChange(this::changed);
  }

  private void changed(String type, JsonNode object) {
    if (type.equals("MODIFIED")
        && object.path("kind").asString().equals("Task")
        && object.path("status").path("state").asString("").equals("Completed")) {
      completed.add(object.path("metadata").path("uid").asString());
    }
  }

  /** How many Tasks were completed so far; asking costs the operator nothing. */
  int completed() {
    return completed.size();
  }

  /** A volume of it. */
  record Volume(String namespace, String name) {
    /** The n-th volume of the Config. */
    static Volume of(String config, int n) {
      return new Volume("team-" + n % NAMESPACES, config + "-data-" + n);
    }
  }

  /** Starts one without volumes. */
  static Stand start(Path directory) throws IOException {
    SandboxApi api = SandboxApi.alone();
    api.endJobsAtOnce(Stand::words);
    Files.createDirectories(directory);
    Path kubeconfig = directory.resolve("kubeconfig");
    Files.writeString(kubeconfig, Sandbox.kubeconfig(api.url()));
    Stand stand =
        new Stand(directory, api, Clients.working(Config.fromKubeconfig(kubeconfig.toFile())));
    try (KubernetesClient installer = Sandbox.client(api.url())) {
      SandboxCluster.installDefinitions(installer);
    }
    stand.namespace(SYSTEM);
    for (int i = 0; i < NAMESPACES; i++) {
      stand.namespace("team-" + i);
    }
    return stand;
  }

  /** What restic would say in the Job's container. */
  private static String words(JsonNode job) {
    JsonNode metadata = job.path("metadata");
    return switch (metadata.path("labels").path(JobLabels.STEP).asString("")) {
      case "init" -> "{\"message_type\":\"contact\",\"created\":true}";
      case "backup" ->
          """
          {"message_type":"summary","files_new":6,"data_added_packed":799,\
          "total_bytes_processed":4000,"snapshot_id":"%s"}"""
              .formatted(Digests.of(64, "snapshot", metadata.path("uid").asString()));
      default -> "[]";
    };
  }

  private void namespace(String name) {
    client
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
  }

  /** Creates volumes that the Config selects, the first with this number. */
  void volumes(String config, int first, int count) throws InterruptedException {
    List<Future<?>> made = new ArrayList<>();
    try (ExecutorService creators = Executors.newFixedThreadPool(CREATORS)) {
      for (int i = first; i < first + count; i++) {
        Volume volume = Volume.of(config, i);
        made.add(creators.submit(() -> client.resource(claim(volume, config)).create()));
      }
      for (Future<?> each : made) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a volume cannot be created", e);
    }
  }

  /** As large as claims in clusters are, which a provisioner and a package manager wrote to. */
  private static PersistentVolumeClaim claim(Volume volume, String config) {
    return new PersistentVolumeClaimBuilder()
        .withNewMetadata()
        .withNamespace(volume.namespace())
        .withName(volume.name())
        .addToLabels(LABEL, config)
        .addToLabels("app.kubernetes.io/name", "postgresql")
        .addToLabels("app.kubernetes.io/instance", volume.name())
        .addToLabels("app.kubernetes.io/managed-by", "Helm")
        .addToAnnotations("pv.kubernetes.io/bind-completed", "yes")
        .addToAnnotations("pv.kubernetes.io/bound-by-controller", "yes")
        .addToAnnotations("volume.kubernetes.io/selected-node", "node-3")
        .addToAnnotations("volume.kubernetes.io/storage-provisioner", "csi.example.org")
        .endMetadata()
        .withNewSpec()
        .withAccessModes("ReadWriteOnce")
        .withNewResources()
        .addToRequests("storage", new Quantity("8Gi"))
        .endResources()
        .endSpec()
        .build();
  }

  /** Applies a Config that backs up its volumes by this schedule. */
  void config(String name, String schedule) {
    client
        .resource(
            """
            apiVersion: backup.datarestor-operator.com/v1alpha1
            kind: Config
            metadata: {name: %1$s, namespace: %2$s}
            spec:
              env: [{name: RESTIC_PASSWORD, value: bench}]
              jitter: 0s
              repositories:
                - {target: "/repositories/%1$s", priority: 1, backupSchedule: "%3$s"}
              selectors:
                - matchLabels: {%4$s: %1$s}
            """
                .formatted(name, SYSTEM, schedule, LABEL))
        .serverSideApply();
  }

  /** A schedule that does not come due while a bench runs. */
  static String farAway() {
    LocalTime then = LocalTime.now(ZoneOffset.UTC).plusHours(12);
    return "%d %d * * *".formatted(then.getMinute(), then.getHour());
  }

  SandboxApi api() {
    return api;
  }

  KubernetesClient client() {
    return client;
  }

  Path directory() {
    return directory;
  }

  Path kubeconfig() {
    return directory.resolve("kubeconfig");
  }

  @Override
  public void close() {
    client.close();
    api.close();
  }
}
