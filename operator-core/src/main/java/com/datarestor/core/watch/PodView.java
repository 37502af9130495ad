package com.datarestor.core.watch;

import com.datarestor.core.annotation.Annotations;
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
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A Pod with only what says which claims it uses and whether it has started. */
@Group("")
@Version("v1")
@Kind("Pod")
@Plural("pods")
@JsonIgnoreProperties(ignoreUnknown = true)
public final class PodView extends CustomResource<PodView.Spec, PodView.Status>
    implements Namespaced {

  private static final long serialVersionUID = 1L;

  /** The part of the spec that is looked at. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Spec(@Nullable List<Volume> volumes, @Nullable List<Gate> schedulingGates) {}

  /** A volume of the pod. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Volume(@Nullable Claim persistentVolumeClaim) {}

  /** A volume that is a claim. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Claim(@Nullable String claimName) {}

  /** What keeps the scheduler from the pod. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Gate(@Nullable String name) {}

  /** The part of the status that is looked at. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Status(
      @Nullable List<Container> containerStatuses,
      @Nullable List<Container> initContainerStatuses) {}

  /** How a container is. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Container(
      @Nullable Integer restartCount, @Nullable State state, @Nullable State lastState) {

    boolean hasStarted() {
      return (restartCount != null && restartCount > 0)
          || (state != null && state.hasStarted())
          || (lastState != null && lastState.hasStarted());
    }
  }

  /** The state of a container: one of these, or waiting. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record State(
      @Nullable Map<String, Object> running, @Nullable Map<String, Object> terminated) {

    boolean hasStarted() {
      return running != null || terminated != null;
    }
  }

  @Override
  public void setMetadata(ObjectMeta metadata) {
    metadata.setManagedFields(null);
    super.setMetadata(metadata);
  }

  /** Names of the claims that it mounts. */
  @JsonIgnore
  public List<String> claims() {
    return spec == null || spec.volumes() == null
        ? List.of()
        : spec.volumes().stream()
            .map(Volume::persistentVolumeClaim)
            .filter(Objects::nonNull)
            .map(claim -> Objects.requireNonNullElse(claim.claimName(), ""))
            .filter(name -> !name.isEmpty())
            .distinct()
            .toList();
  }

  /** Whether the operator's gate keeps it from being scheduled. */
  @JsonIgnore
  public boolean isGated() {
    return spec != null
        && spec.schedulingGates() != null
        && spec.schedulingGates().stream().anyMatch(gate -> Annotations.GATE.equals(gate.name()));
  }

  /** Whether a container of it has ever started, init containers included. */
  @JsonIgnore
  public boolean hasStarted() {
    return status != null
        && Stream.of(status.containerStatuses(), status.initContainerStatuses())
            .filter(Objects::nonNull)
            .flatMap(List::stream)
            .anyMatch(Container::hasStarted);
  }
}
