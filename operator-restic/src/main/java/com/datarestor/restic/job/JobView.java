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
  public record Spec() {}

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
