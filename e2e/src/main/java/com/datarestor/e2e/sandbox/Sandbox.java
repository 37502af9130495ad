package com.datarestor.e2e.sandbox;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A cluster in this process: an API server, a node, and directories for volumes. */
public final class Sandbox implements AutoCloseable {

  private final Path directory;
  private final SandboxApi api;
  private final SandboxNode node;
  private final SandboxVolumes volumes;
  private final KubernetesClient client;

  private Sandbox(
      Path directory,
      SandboxApi api,
      SandboxNode node,
      SandboxVolumes volumes,
      KubernetesClient client) {
    this.directory = directory;
    this.api = api;
    this.node = node;
    this.volumes = volumes;
    this.client = client;
  }

  /**
   * Starts it.
   *
   * @param directory where volumes, pods and the kubeconfig live; not below {@code /tmp}'s mounts
   * @param restic the program that containers find under that name
   */
  public static Sandbox start(Path directory, Path restic) throws IOException {
    Path programs = Files.createDirectories(directory.resolve("programs"));
    Path program = programs.resolve("restic");
    Files.copy(restic, program, StandardCopyOption.REPLACE_EXISTING);
    if (!program.toFile().setExecutable(true, false)) {
      throw new IOException("cannot make " + program + " executable");
    }
    SandboxVolumes volumes = new SandboxVolumes(directory.resolve("volumes"));
    SandboxApi api = new SandboxApi(0);
    SandboxNode node = api.node(directory, programs, volumes);
    Files.writeString(directory.resolve("kubeconfig"), kubeconfig(api.url()));
    return new Sandbox(directory, api, node, volumes, client(api.url()));
  }

  /** A kubeconfig for the API server at this address. */
  public static String kubeconfig(String url) {
    return """
        apiVersion: v1
        kind: Config
        clusters: [{name: sandbox, cluster: {server: "%s"}}]
        users: [{name: sandbox, user: {}}]
        contexts: [{name: sandbox, context: {cluster: sandbox, user: sandbox, namespace: default}}]
        current-context: sandbox
        """
        .formatted(url);
  }

  /** A client of the API server at this address. */
  public static KubernetesClient client(String url) {
    Config config =
        new ConfigBuilder(Config.empty()).withMasterUrl(url).withNamespace("default").build();
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  public String url() {
    return api.url();
  }

  public SandboxApi api() {
    return api;
  }

  public KubernetesClient client() {
    return client;
  }

  /** For {@code kubectl --kubeconfig}. */
  public Path kubeconfig() {
    return directory.resolve("kubeconfig");
  }

  /** The files of a claim. */
  public Path volume(String namespace, String claim) {
    return volumes.of(namespace, claim);
  }

  @Override
  public void close() {
    client.close();
    node.close();
    api.close();
  }
}
