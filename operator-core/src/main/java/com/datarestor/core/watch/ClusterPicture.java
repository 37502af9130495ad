package com.datarestor.core.watch;

import com.datarestor.core.watch.Observations.KnownConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The cluster as it was last seen.
 *
 * @param namespaces their labels, by name
 */
record ClusterPicture(
    List<VolumeView> volumes,
    List<KnownConfig> configs,
    Map<String, Map<String, String>> namespaces) {

  Optional<VolumeView> volume(String namespace, String name) {
    return volumes.stream()
        .filter(volume -> volume.getMetadata().getName().equals(name))
        .filter(volume -> volume.getMetadata().getNamespace().equals(namespace))
        .findFirst();
  }

  Optional<KnownConfig> config(String namespace, String name) {
    return configs.stream()
        .filter(config -> config.ref().name().equals(name))
        .filter(config -> config.ref().namespace().equals(namespace))
        .findFirst();
  }

  Map<String, String> labelsOf(String namespace) {
    return namespaces.getOrDefault(namespace, Map.of());
  }
}
