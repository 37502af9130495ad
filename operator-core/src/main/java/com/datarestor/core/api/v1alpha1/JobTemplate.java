package com.datarestor.core.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is added to the pods in which restic runs. Parts that Kubernetes itself defines are kept as
 * written; {@link PodParts} turns them into the client's types.
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record JobTemplate(
    @JsonPropertyDescription(
            "Compute resources of the restic container. Without values of its own it requests 128Mi of memory and may use 1Gi.")
        @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = NothingWritten.class)
        JobResources resources,
    @JsonPropertyDescription(
            "Security context of the restic container, written as in a Pod (containers[].securityContext).")
        @PreserveUnknownFields
        Map<String, Object> securityContext,
    @JsonPropertyDescription(
            "Security context of the pod, written as in a Pod (spec.securityContext).")
        @PreserveUnknownFields
        Map<String, Object> podSecurityContext,
    @JsonPropertyDescription("Labels that a node must have for the pod to run there.")
        @Size(max = 64)
        Map<String, String> nodeSelector,
    @JsonPropertyDescription("Taints of nodes that the pod tolerates.") @Size(max = 32)
        List<JobToleration> tolerations,
    @JsonPropertyDescription(
            "Affinity of the pod, written as in a Pod (spec.affinity). A volume in use by a running pod is still backed up on that pod's node.")
        @PreserveUnknownFields
        Map<String, Object> affinity,
    @JsonPropertyDescription("Name of the PriorityClass of the pod.")
        @Size(min = 1, max = ApiGroup.NAME_LENGTH)
        @Nullable String priorityClassName,
    @JsonPropertyDescription(
            "Secrets with credentials for the image's registry, in the namespace in which the pod runs.")
        @Size(max = 16)
        List<NamedReference> imagePullSecrets,
    @JsonPropertyDescription(
            "ServiceAccount of the pod, in the namespace in which it runs; the namespace's default when not given. Its token is not mounted.")
        @Size(min = 1, max = ApiGroup.NAME_LENGTH)
        @Nullable String serviceAccountName,
    @JsonPropertyDescription(
            "Volumes beside the one to back up, such as an NFS share with the repository or a Secret with key files, written as in a Pod (spec.volumes). Names of objects are looked up in the namespace in which the pod runs.")
        @Size(max = 32)
        @PreserveUnknownFields
        List<Map<String, Object>> volumes,
    @JsonPropertyDescription("Where the volumes of jobTemplate.volumes are mounted.")
        @Size(max = 32)
        List<JobVolumeMount> volumeMounts,
    @JsonPropertyDescription("Labels added to the Job and its pod.")
        @Size(max = 64)
        @ValidationRule(
            value = "self.all(k, !k.startsWith('" + ApiGroup.NAME + "/'))",
            message = JobTemplate.OWN_PREFIX)
        Map<String, String> labels,
    @JsonPropertyDescription("Annotations added to the Job and its pod.")
        @Size(max = 64)
        @ValidationRule(
            value = "self.all(k, !k.startsWith('" + ApiGroup.NAME + "/'))",
            message = JobTemplate.OWN_PREFIX)
        Map<String, String> annotations) {

  private static final String OWN_PREFIX =
      "the prefix " + ApiGroup.NAME + "/ belongs to the operator: use another key";

  public static final JobTemplate NONE =
      new JobTemplate(
          JobResources.NONE,
          Map.of(),
          Map.of(),
          Map.of(),
          List.of(),
          Map.of(),
          null,
          List.of(),
          null,
          List.of(),
          List.of(),
          Map.of(),
          Map.of());

  public JobTemplate {
    resources = Absent.orElse(resources, JobResources.NONE);
    securityContext = Absent.map(securityContext);
    podSecurityContext = Absent.map(podSecurityContext);
    nodeSelector = Absent.map(nodeSelector);
    tolerations = Absent.list(tolerations);
    affinity = Absent.map(affinity);
    imagePullSecrets = Absent.list(imagePullSecrets);
    volumes = Absent.maps(volumes);
    volumeMounts = Absent.list(volumeMounts);
    labels = Absent.map(labels);
    annotations = Absent.map(annotations);
  }

  /** The PriorityClass, when one is given. */
  public Optional<String> priorityClass() {
    return Optional.ofNullable(priorityClassName);
  }

  /** The ServiceAccount, when one is given. */
  public Optional<String> serviceAccount() {
    return Optional.ofNullable(serviceAccountName);
  }
}
