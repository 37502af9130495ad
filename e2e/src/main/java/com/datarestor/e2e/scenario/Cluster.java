package com.datarestor.e2e.scenario;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;

/** A Kubernetes cluster that a scenario runs on: the sandbox, or a real one, see {@link #start}. */
public interface Cluster extends AutoCloseable {

  /** Names the kubeconfig of a real cluster, on which scenarios then run. */
  String KUBECONFIG = "SCENARIO_KUBECONFIG";

  /**
   * Starts a sandbox, or joins the real cluster that {@value #KUBECONFIG} names, which has to be
   * one of {@code make cluster}.
   *
   * @param directory for everything that the cluster keeps
   */
  static Cluster start(Path directory) throws IOException {
    String real = System.getenv(KUBECONFIG);
    return real == null
        ? SandboxCluster.start(directory, Restic.onThisMachine())
        : RealCluster.join(Path.of(real), directory);
  }

  KubernetesClient client();

  /** For {@code kubectl --kubeconfig}. */
  Path kubeconfig();

  /**
   * Who the operator is: an administrator, or where it is installed by its chart, no more than
   * that.
   */
  default Path operatorKubeconfig() {
    return kubeconfig();
  }

  /** Lets Configs in this namespace name its Secrets and ConfigMaps, as an administrator has to. */
  default void allowConfigs(String namespace) {}

  /** The files of a claim. */
  VolumeFiles files(String namespace, String claim);

  /** What a Config calls the repository of this name. */
  String target(String repository);

  /** The part of a Config that lets its Jobs reach the repositories, as YAML below {@code spec}. */
  String jobTemplate();

  /** The image of Jobs whose Config names none. */
  String resticImage();

  /** Where this machine finds the repository of this name, to look into it with restic itself. */
  Path repository(String name);

  @Override
  void close();
}
