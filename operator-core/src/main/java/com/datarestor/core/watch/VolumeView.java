package com.datarestor.core.watch;

import com.datarestor.core.annotation.AnnotationOwner;
import com.datarestor.core.annotation.AnnotationWriter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A PersistentVolumeClaim with only what is looked at. Never written back: patch only. */
@Group("")
@Version("v1")
@Kind("PersistentVolumeClaim")
@Plural("persistentvolumeclaims")
@JsonIgnoreProperties(ignoreUnknown = true)
public final class VolumeView extends CustomResource<VolumeView.Spec, VolumeView.Status>
    implements Namespaced {

  private static final long serialVersionUID = 1L;

  private transient Map<String, AnnotationWriter> writers = Map.of();

  /** The part of the spec that is looked at. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Spec(
      @Nullable String volumeName,
      @Nullable String volumeMode,
      @Nullable Map<String, Object> dataSource,
      @Nullable Map<String, Object> dataSourceRef) {}

  /** The part of the status that is looked at. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Status(@Nullable String phase) {}

  /** Keeps who wrote our annotations and drops the rest of the managed fields. */
  @Override
  public void setMetadata(ObjectMeta metadata) {
    writers = AnnotationOwner.writers(metadata);
    metadata.setManagedFields(null);
    super.setMetadata(metadata);
  }

  /** Short annotation key to who wrote it. */
  @JsonIgnore
  public Map<String, AnnotationWriter> annotationWriters() {
    return writers;
  }

  /** Whether it is bound to a PersistentVolume. */
  @JsonIgnore
  public boolean isBound() {
    return status != null && "Bound".equals(status.phase());
  }

  /** Whether its own spec says what it is filled from. */
  @JsonIgnore
  public boolean hasSource() {
    return spec != null && (spec.dataSource() != null || spec.dataSourceRef() != null);
  }

  /** Whether it is a block device. */
  @JsonIgnore
  public boolean isBlock() {
    return spec != null && "Block".equals(spec.volumeMode());
  }
}
