package com.datarestor.restic.job;

import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a Config says about the pods of its Jobs.
 *
 * @param resources the user's; what is missing is filled with defaults
 * @param startDeadline how long a pod may take to start
 * @param runDeadline how long restic may run
 */
public record PodSettings(
    ResourceRequirements resources,
    Optional<SecurityContext> securityContext,
    Optional<PodSecurityContext> podSecurityContext,
    Map<String, String> nodeSelector,
    List<Toleration> tolerations,
    Optional<Affinity> affinity,
    Optional<String> priorityClassName,
    Optional<String> serviceAccountName,
    List<String> imagePullSecrets,
    List<Volume> volumes,
    List<VolumeMount> volumeMounts,
    Map<String, String> labels,
    Map<String, String> annotations,
    Duration startDeadline,
    Duration runDeadline) {

  public PodSettings {
    nodeSelector = Map.copyOf(nodeSelector);
    tolerations = List.copyOf(tolerations);
    imagePullSecrets = List.copyOf(imagePullSecrets);
    volumes = List.copyOf(volumes);
    volumeMounts = List.copyOf(volumeMounts);
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
  }
}
