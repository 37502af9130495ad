package com.datarestor.e2e.scenario;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/**
 * A real cluster whose only node is this machine, as {@code make cluster} makes one: its volumes
 * are directories of this machine, and so are the repositories, which Jobs mount. The chart is
 * installed on it, of which the scenarios use all but the program: that runs in the test's own
 * process, as the chart's ServiceAccount and with no right but its rights.
 */
public final class RealCluster implements Cluster {

  private static final String RESTIC_IMAGE = "localhost/datarestor/restic:cluster";
  private static final String RELEASE = "datarestor-operator";
  private static final String SYSTEM = "datarestor-operator-system";
  private static final Duration TOKEN = Duration.ofHours(4);
  private static final String SELECTED_NODE = "volume.kubernetes.io/selected-node";
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration LOOK = Duration.ofMillis(200);

  private final KubernetesClient client;
  private final Path kubeconfig;
  private final Path operatorKubeconfig;
  private final Path repositories;

  private RealCluster(KubernetesClient client, Path kubeconfig, Path directory) throws IOException {
    this.client = client;
    this.kubeconfig = kubeconfig;
    this.operatorKubeconfig = directory.resolve("operator.kubeconfig");
    this.repositories = Files.createDirectories(directory.resolve("repositories"));
  }

  /**
   * Joins it, and takes away what earlier scenarios left.
   *
   * @param directory for the repositories
   */
  static RealCluster join(Path kubeconfig, Path directory) throws IOException {
    return join(kubeconfig, directory, 0);
  }

  /**
   * Joins it with the operator in its pod, as people install it.
   *
   * @param directory for the repositories
   */
  static RealCluster joinInstalled(Path kubeconfig, Path directory) throws IOException {
    return join(kubeconfig, directory, 1);
  }

  private static RealCluster join(Path kubeconfig, Path directory, int pods) throws IOException {
    RealCluster cluster =
        new RealCluster(
            new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
                .build(),
            kubeconfig,
            directory);
    cluster.clear();
    cluster.scale(pods);
    cluster.writeOperatorKubeconfig();
    return cluster;
  }

  /** Makes the program in the pod way for the one of the test, or brings it back. */
  private void scale(int replicas) {
    RollableScalableResource<Deployment> deployment =
        client.apps().deployments().inNamespace(SYSTEM).withName(RELEASE);
    if (deployment.get() == null) {
      throw new IllegalStateException(
          "%s names a cluster without the chart: run e2e/cluster/install".formatted(KUBECONFIG));
    }
    deployment.scale(replicas);
    Map<String, String> labels = deployment.require().getSpec().getSelector().getMatchLabels();
    Awaitility.await("%d ready pods of the operator".formatted(replicas))
        .atMost(PATIENCE)
        .pollInterval(LOOK)
        .until(
            () -> {
              List<Pod> pods =
                  client.pods().inNamespace(SYSTEM).withLabels(labels).list().getItems();
              return pods.size() == replicas && pods.stream().allMatch(Readiness::isPodReady);
            });
  }

  private void writeOperatorKubeconfig() throws IOException {
    String token =
        client
            .serviceAccounts()
            .inNamespace(SYSTEM)
            .withName(RELEASE)
            .tokenRequest(
                new TokenRequestBuilder()
                    .withNewSpec()
                    .withExpirationSeconds(TOKEN.toSeconds())
                    .endSpec()
                    .build())
            .getStatus()
            .getToken();
    Files.writeString(
        operatorKubeconfig,
        """
        apiVersion: v1
        kind: Config
        current-context: operator
        contexts: [{name: operator, context: {cluster: cluster, user: operator}}]
        clusters: [{name: cluster, cluster: {server: "%s", certificate-authority-data: "%s"}}]
        users: [{name: operator, user: {token: "%s"}}]
        """
            .formatted(
                client.getConfiguration().getMasterUrl(),
                client.getConfiguration().getCaCertData(),
                token));
  }

  /**
   * Deletes the namespaces of scenarios with all that is in them, and waits until they are gone.
   */
  private void clear() {
    client.namespaces().withLabels(User.OURS).delete();
    Awaitility.await("namespaces of earlier scenarios are gone")
        .atMost(PATIENCE)
        .pollInterval(LOOK)
        .until(() -> client.namespaces().withLabels(User.OURS).list().getItems().isEmpty());
  }

  @Override
  public KubernetesClient client() {
    return client;
  }

  @Override
  public Path kubeconfig() {
    return kubeconfig;
  }

  @Override
  public Path operatorKubeconfig() {
    return operatorKubeconfig;
  }

  /** What the notes of the chart tell an administrator to run. */
  @Override
  public void allowConfigs(String namespace) {
    String name = RELEASE + "-config-reader";
    client
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", name)
                .addNewSubject("", "ServiceAccount", RELEASE, SYSTEM)
                .build())
        .serverSideApply();
  }

  @Override
  public VolumeFiles files(String namespace, String claim) {
    return new FilesOfClaim(() -> new DirectoryFiles(directory(namespace, claim)));
  }

  /** The volume is looked for at each use: the claim may not be there yet, or have got another. */
  private record FilesOfClaim(Supplier<VolumeFiles> now) implements VolumeFiles {

    @Override
    public void write(String path, byte[] content) {
      now.get().write(path, content);
    }

    @Override
    public void delete(String path) {
      now.get().delete(path);
    }

    @Override
    public void shell(String script) {
      now.get().shell(script);
    }

    @Override
    public SortedMap<String, String> contents() {
      return now.get().contents();
    }
  }

  /** Where a claim has its files. It gets a volume, if it has none: as of a scheduler. */
  Path directory(String namespace, String claim) {
    Resource<PersistentVolumeClaim> resource =
        client.persistentVolumeClaims().inNamespace(namespace).withName(claim);
    if (!isBound(resource.require())) {
      String node = node();
      resource.edit(
          each -> {
            each.getMetadata().getAnnotations().put(SELECTED_NODE, node);
            return each;
          });
    }
    Awaitility.await("%s/%s has a volume".formatted(namespace, claim))
        .atMost(PATIENCE)
        .pollInterval(LOOK)
        .until(() -> isBound(resource.require()));
    PersistentVolume volume =
        client.persistentVolumes().withName(resource.require().getSpec().getVolumeName()).require();
    String path =
        volume.getSpec().getHostPath() != null
            ? volume.getSpec().getHostPath().getPath()
            : volume.getSpec().getLocal().getPath();
    return Path.of(path);
  }

  private static boolean isBound(PersistentVolumeClaim claim) {
    return "Bound".equals(claim.getStatus().getPhase());
  }

  private String node() {
    List<Node> nodes = client.nodes().list().getItems();
    if (nodes.size() != 1) {
      throw new IllegalStateException(
          "%s names a cluster of %d nodes; it has to be one of make cluster"
              .formatted(KUBECONFIG, nodes.size()));
    }
    return nodes.getFirst().getMetadata().getName();
  }

  @Override
  public String target(String repository) {
    return SandboxCluster.MOUNT + "/" + repository;
  }

  @Override
  public String jobTemplate() {
    return SandboxCluster.jobTemplate(repositories);
  }

  @Override
  public String resticImage() {
    return RESTIC_IMAGE;
  }

  @Override
  public Path repository(String name) {
    return repositories.resolve(name);
  }

  @Override
  public void close() {
    clear();
    client.close();
  }
}
