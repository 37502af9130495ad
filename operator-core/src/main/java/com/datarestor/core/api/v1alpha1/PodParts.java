package com.datarestor.core.api.v1alpha1;

import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The parts of a {@link JobTemplate} as the client's types. The API server does not check those
 * parts when a Config is applied, so each method throws {@link IllegalArgumentException} with a
 * sentence that names the field to change.
 */
public final class PodParts {

  private final JobTemplate template;
  private final KubernetesSerialization serialization;

  /** Reads with the serialization of the client that will send the pod. */
  public PodParts(JobTemplate template, KubernetesSerialization serialization) {
    this.template = template;
    this.serialization = serialization;
  }

  public Optional<SecurityContext> securityContext() {
    if (template.securityContext().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        read(
            template.securityContext(),
            SecurityContext.class,
            "securityContext",
            SecurityContext::getAdditionalProperties));
  }

  public Optional<PodSecurityContext> podSecurityContext() {
    if (template.podSecurityContext().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        read(
            template.podSecurityContext(),
            PodSecurityContext.class,
            "podSecurityContext",
            PodSecurityContext::getAdditionalProperties));
  }

  public Optional<Affinity> affinity() {
    if (template.affinity().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        read(template.affinity(), Affinity.class, "affinity", Affinity::getAdditionalProperties));
  }

  public List<Volume> volumes() {
    List<Volume> volumes = new ArrayList<>();
    for (Map<String, Object> written : template.volumes()) {
      String field = "volumes[" + volumes.size() + "]";
      Volume volume = read(written, Volume.class, field, Volume::getAdditionalProperties);
      if (volume.getName() == null || volume.getName().isEmpty()) {
        throw new IllegalArgumentException(
            "spec.jobTemplate." + field + " has no name: give it one and use it in volumeMounts");
      }
      volumes.add(volume);
    }
    return List.copyOf(volumes);
  }

  public List<VolumeMount> volumeMounts() {
    return template.volumeMounts().stream()
        .map(mount -> serialization.convertValue(mount, VolumeMount.class))
        .toList();
  }

  public List<Toleration> tolerations() {
    return template.tolerations().stream()
        .map(toleration -> serialization.convertValue(toleration, Toleration.class))
        .toList();
  }

  private <T> T read(
      Map<String, Object> written,
      Class<T> type,
      String field,
      Function<T, Map<String, Object>> notUnderstood) {
    String path = "spec.jobTemplate." + field;
    T part;
    try {
      part = serialization.convertValue(written, type);
    } catch (IllegalArgumentException | IllegalStateException | ClassCastException e) {
      throw new IllegalArgumentException(
          path + " cannot be read as a Pod's " + type.getSimpleName() + ": " + e.getMessage(), e);
    }
    // The client keeps what it does not know, and the API server would drop it unsaid.
    Set<String> unknown = notUnderstood.apply(part).keySet();
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "%s.%s is not part of a Pod's %s, or its value has the wrong type: correct it or remove it"
              .formatted(path, unknown.iterator().next(), type.getSimpleName()));
    }
    return part;
  }
}
