package com.datarestor.core.watch;

import com.datarestor.core.annotation.Annotations;
import com.datarestor.core.api.v1alpha1.BackupConfig;
import com.datarestor.core.api.v1alpha1.BackupConfigSpec;
import com.datarestor.core.api.v1alpha1.EnvironmentVariable;
import com.datarestor.core.api.v1alpha1.LabelConditions;
import com.datarestor.core.api.v1alpha1.RepositorySpec;
import com.datarestor.core.api.v1alpha1.ResticOptions;
import com.datarestor.core.api.v1alpha1.VolumeSelector;
import com.datarestor.events.ObjectRef;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Objects as a watch hands them over. */
final class ClusterObjects {

  private ClusterObjects() {}

  static ObjectMeta metadata(ObjectRef ref, Map<String, String> annotations) {
    Map<String, String> prefixed = new LinkedHashMap<>();
    annotations.forEach((key, value) -> prefixed.put(Annotations.key(key), value));
    return new ObjectMetaBuilder()
        .withNamespace(ref.namespace())
        .withName(ref.name())
        .withUid(ref.uid())
        .withGeneration(1L)
        .withAnnotations(prefixed)
        .build();
  }

  static VolumeView volume(ObjectRef ref, Map<String, String> annotations) {
    VolumeView volume = new VolumeView();
    volume.setMetadata(metadata(ref, annotations));
    volume.setSpec(new VolumeView.Spec("pv-1", "Filesystem", null, null));
    volume.setStatus(new VolumeView.Status("Bound"));
    return volume;
  }

  static VolumeView labelled(VolumeView volume, Map<String, String> labels) {
    volume.getMetadata().setLabels(labels);
    return volume;
  }

  static NamespaceView namespace(String name, Map<String, String> labels) {
    NamespaceView namespace = new NamespaceView();
    namespace.setMetadata(new ObjectMetaBuilder().withName(name).withLabels(labels).build());
    return namespace;
  }

  /** A Config with one repository, backed up by the schedule. */
  static BackupConfig config(
      ObjectRef ref, String schedule, List<VolumeSelector> selectors, Map<String, String> asks) {
    BackupConfig config = new BackupConfig();
    config.setMetadata(metadata(ref, asks));
    config.setSpec(
        BackupConfigSpec.of(
            List.of(
                new RepositorySpec(
                    "s3:host/primary",
                    1,
                    schedule,
                    null,
                    List.of(),
                    List.of(EnvironmentVariable.of("RESTIC_PASSWORD", "secret")),
                    List.of(),
                    ResticOptions.NONE)),
            selectors));
    return config;
  }

  static VolumeSelector namespaces(String... names) {
    return new VolumeSelector(Map.of(), List.of(), List.of(names), null, null);
  }

  static VolumeSelector namespacesLabelled(String key, String value) {
    return new VolumeSelector(
        Map.of(), List.of(), List.of(), new LabelConditions(Map.of(key, value), List.of()), null);
  }
}
