package com.datarestor.restic.job;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A Job with only what is looked at. Never written back. */
@Group("batch")
@Version("v1")
@Kind("Job")
@Plural("jobs")
@JsonIgnoreProperties(ignoreUnknown = true)
public final class JobView extends CustomResource<JobView.Spec, JobView.Status>
    implements Namespaced {

  private static final long serialVersionUID = 1L;

  /** The part of the spec that is looked at. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Spec(@Nullable Template template) {}

  /** The part of the pod template that is looked at. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Template(@Nullable PodSpec spec) {}

  /** The part of the pod's spec that is looked at. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record PodSpec(@Nullable List<Volume> volumes) {}

  /** A volume, if it is one of a claim. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Volume(@Nullable ClaimSource persistentVolumeClaim) {}

  /** Which claim. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record ClaimSource(@Nullable String claimName) {}

  /** The part of the status that is looked at. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Status(@Nullable List<Condition> conditions) {}

  /** A condition. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Condition(
      @Nullable String type, @Nullable String status, @Nullable String reason) {}

  @Override
  public void setMetadata(ObjectMeta metadata) {
    metadata.setManagedFields(null);
    super.setMetadata(metadata);
  }

  /** Whether it has ended, well or not. */
  @JsonIgnore
  public boolean hasEnded() {
    return condition("Complete").isPresent() || condition("Failed").isPresent();
  }

  /** Why it failed, in the words of Kubernetes. */
  @JsonIgnore
  public Optional<String> failedBecause() {
    return condition("Failed").map(Condition::reason);
  }

  private Optional<Condition> condition(String type) {
    if (status == null || status.conditions() == null) {
      return Optional.empty();
    }
    return status.conditions().stream()
        .filter(condition -> type.equals(condition.type()) && "True".equals(condition.status()))
        .findFirst();
  }

  /** Names of the claims that its pods mount. */
  @JsonIgnore
  public Stream<String> claims() {
    return Stream.ofNullable(spec)
        .flatMap(each -> Stream.ofNullable(each.template()))
        .flatMap(each -> Stream.ofNullable(each.spec()))
        .flatMap(each -> Stream.ofNullable(each.volumes()))
        .flatMap(List::stream)
        .flatMap(each -> Stream.ofNullable(each.persistentVolumeClaim()))
        .flatMap(each -> Stream.ofNullable(each.claimName()));
  }

  /** A label or empty. */
  @JsonIgnore
  public String label(String key) {
    return getMetadata().getLabels() == null ? "" : getMetadata().getLabels().getOrDefault(key, "");
  }

  /** An annotation or empty. */
  @JsonIgnore
  public String annotation(String key) {
    return getMetadata().getAnnotations() == null
        ? ""
        : getMetadata().getAnnotations().getOrDefault(key, "");
  }
}
