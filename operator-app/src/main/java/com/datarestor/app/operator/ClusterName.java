package com.datarestor.app.operator;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;

/**
 * What tells this cluster's snapshots from another's in the same repository: given by the user, or
 * the first eight digits of the UID of {@code kube-system}, which lives as long as the cluster.
 */
record ClusterName(String text) {

  private static final int DIGITS = 8;

  static ClusterName of(String configured, KubernetesClient client) {
    if (!configured.isEmpty()) {
      return new ClusterName(configured);
    }
    Namespace system = client.resources(Namespace.class).withName("kube-system").require();
    return new ClusterName(system.getMetadata().getUid().substring(0, DIGITS));
  }
}
