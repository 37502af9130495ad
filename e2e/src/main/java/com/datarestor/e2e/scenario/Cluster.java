package com.datarestor.e2e.scenario;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;

/** A Kubernetes cluster that a scenario runs on: the sandbox, or a real one. */
public interface Cluster extends AutoCloseable {

  KubernetesClient client();

  /** For {@code kubectl --kubeconfig}. */
  Path kubeconfig();

  /** The files of a claim. */
  VolumeFiles files(String namespace, String claim);

  /** What a Config calls the repository of this name. */
  String target(String repository);

  /** The part of a Config that lets its Jobs reach the repositories, as YAML below {@code spec}. */
  String jobTemplate();

  /** Where this machine finds the repository of this name, to look into it with restic itself. */
  Path repository(String name);

  @Override
  void close();
}
