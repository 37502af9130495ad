package com.datarestor.core.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;

/** Statuses as the client writes them, compared with files that a person has read. */
final class GoldenFiles {

  private static final KubernetesSerialization SERIALIZATION =
      new KubernetesSerialization(JsonMapper.builder().build(), false);

  private GoldenFiles() {}

  static String yaml(Object status) {
    return SERIALIZATION.asYaml(status);
  }

  static void assertLooksLike(String file, Object status) {
    assertThat(yaml(status)).as("compared with %s", file).isEqualTo(read(file));
  }

  private static String read(String file) {
    try (InputStream stream =
        Objects.requireNonNull(GoldenFiles.class.getResourceAsStream(file), file)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
