package com.datarestor.core.api.v1alpha1;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;

/** Reads and writes as the operator's client does: without a search of the class path. */
final class Yaml {

  static final KubernetesSerialization SERIALIZATION = serialization();

  private Yaml() {}

  static String file(String name) {
    try (InputStream stream = Objects.requireNonNull(Yaml.class.getResourceAsStream(name), name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static BackupConfig config(String yaml) {
    return SERIALIZATION.unmarshal(document(yaml), BackupConfig.class);
  }

  static Task task(String yaml) {
    return SERIALIZATION.unmarshal(document(yaml), Task.class);
  }

  /** The client takes a text that begins with a brace for JSON. */
  private static String document(String yaml) {
    return "---\n" + yaml;
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> tree(String yaml) {
    return SERIALIZATION.unmarshal(yaml, Map.class);
  }

  private static KubernetesSerialization serialization() {
    KubernetesSerialization serialization =
        new KubernetesSerialization(JsonMapper.builder().build(), false);
    serialization.registerKubernetesResource(BackupConfig.class);
    serialization.registerKubernetesResource(Task.class);
    return serialization;
  }
}
