package com.datarestor.e2e.scenario;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.awaitility.Awaitility;

/**
 * A real cluster whose only node is this machine, as {@code make cluster} makes one: its volumes
 * are directories of this machine, and so are the repositories, which Jobs mount.
 */
public final class RealCluster implements Cluster {

  private static final String RESTIC_IMAGE = "localhost/datarestor/restic:cluster";
  private static final String SELECTED_NODE = "volume.kubernetes.io/selected-node";
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration LOOK = Duration.ofMillis(200);

  private final KubernetesClient client;
  private final Path kubeconfig;
  private final Path repositories;

  private RealCluster(KubernetesClient client, Path kubeconfig, Path repositories) {
    this.client = client;
    this.kubeconfig = kubeconfig;
    this.repositories = repositories;
  }

  /**
   * Joins it, and takes away what earlier scenarios left.
   *
   * @param directory for the repositories
   */
  static RealCluster join(Path kubeconfig, Path directory) throws IOException {
    RealCluster cluster =
        new RealCluster(
            new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
                .build(),
            kubeconfig,
            Files.createDirectories(directory.resolve("repositories")));
    cluster.clear();
    SandboxCluster.installDefinitions(cluster.client);
    return cluster;
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

  /** The claim gets its volume, if it has none: as a scheduler does that has chosen the node. */
  private Path directory(String namespace, String claim) {
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
