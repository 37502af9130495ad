package com.datarestor.core.watch;

import com.datarestor.core.annotation.Annotations;
import com.datarestor.core.api.v1alpha1.BackupConfig;
import com.datarestor.core.api.v1alpha1.Task;
import com.datarestor.core.config.ConfigReading;
import com.datarestor.core.recovery.Known;
import com.datarestor.core.watch.Observations.KnownConfig;
import com.datarestor.events.AnnotationValue;
import com.datarestor.events.ConfigPlan;
import com.datarestor.events.DecisionCommand;
import com.datarestor.events.ObjectRef;
import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts a picture of a cluster together, as watches would. */
public final class PicturedCluster {

  private final List<VolumeView> volumes = new ArrayList<>();
  private final List<KnownConfig> configs = new ArrayList<>();

  /** An annotation and when it was written. */
  public record Written(AnnotationValue value, Instant time) {}

  public void volume(ObjectRef ref, Collection<Written> annotations) {
    VolumeView volume = ClusterObjects.volume(ref, Map.of());
    volume.setMetadata(metadata(ref, annotations));
    volumes.add(volume);
  }

  public void config(ObjectRef ref, ConfigPlan plan, Collection<Written> annotations) {
    BackupConfig config =
        ClusterObjects.config(
            ref, "0 2 * * *", List.of(ClusterObjects.namespaces("shop")), Map.of());
    config.setMetadata(metadata(ref, annotations));
    configs.add(new KnownConfig(config, new ConfigReading(plan, List.of()), Optional.of(plan)));
  }

  private static ObjectMeta metadata(ObjectRef ref, Collection<Written> annotations) {
    Map<String, String> values = new LinkedHashMap<>();
    annotations.forEach(each -> values.put(each.value().key(), each.value().value()));
    ObjectMeta metadata = ClusterObjects.metadata(ref, values);
    metadata.setManagedFields(annotations.stream().map(PicturedCluster::entry).toList());
    return metadata;
  }

  private static ManagedFieldsEntry entry(Written written) {
    FieldsV1 fields = new FieldsV1();
    fields.setAdditionalProperty(
        "f:metadata",
        Map.of("f:annotations", Map.of("f:" + Annotations.key(written.value().key()), Map.of())));
    return new ManagedFieldsEntryBuilder()
        .withManager(written.value().manager())
        .withOperation("Update")
        .withTime(written.time().truncatedTo(ChronoUnit.SECONDS).toString())
        .withFieldsV1(fields)
        .build();
  }

  /** What is told to the deciders of a log that is lost, or was never there. */
  public List<DecisionCommand> recalled(
      Collection<Task> tasks, Collection<FoundJob> jobs, Known log) {
    return Recalled.of(tasks, jobs, picture(), log);
  }

  ClusterPicture picture() {
    return new ClusterPicture(volumes, configs, Map.of());
  }
}
