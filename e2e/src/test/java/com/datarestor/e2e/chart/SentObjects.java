package com.datarestor.e2e.chart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What the operator sends, as its golden files say, and changes to it that it would never make. */
final class SentObjects {

  private static final Path SENT = Path.of("../operator-restic/src/test/resources/jobs");

  private SentObjects() {}

  /** Everything that the operator is known to send for a step. */
  static Stream<JsonNode> all() throws IOException {
    List<JsonNode> sent = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(SENT, "*.yaml")) {
      for (Path file : files) {
        sent.addAll(Rendered.parse(Files.readString(file)));
      }
    }
    if (sent.size() < 20) {
      throw new AssertionError("there are only " + sent.size() + " objects in " + SENT);
    }
    return sent.stream();
  }

  static ObjectNode job() {
    return sent("backup.yaml", "Job");
  }

  static ObjectNode secret() {
    return owned(sent("backup.yaml", "Secret"));
  }

  private static ObjectNode sent(String file, String kind) {
    try {
      return Rendered.parse(Files.readString(SENT.resolve(file))).stream()
          .filter(document -> document.path("kind").asString().equals(kind))
          .map(document -> (ObjectNode) document)
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As it is sent, with the owner that is known by then. */
  static ObjectNode owned(JsonNode secret) {
    ObjectNode owned = (ObjectNode) secret.deepCopy();
    set(
        owned,
        "/metadata/ownerReferences",
        "[{\"apiVersion\": \"batch/v1\", \"kind\": \"Job\", \"name\": \"j\", \"uid\": \"u\"}]");
    return owned;
  }

  static ObjectNode claim() {
    return (ObjectNode)
        tree(
            """
            {"metadata": {"name": "data", "namespace": "shop", "labels": {"app": "shop"},
              "annotations": {"a/b": "c"}, "finalizers": ["kubernetes.io/pvc-protection"]},
             "spec": {"resources": {"requests": {"storage": "1Gi"}}}}
            """);
  }

  static JsonNode tree(String json) {
    return JsonMapper.shared().readTree(json);
  }

  /** Puts something where the pointer points to, or takes away what is there. */
  static void set(ObjectNode object, String pointer, @Nullable String json) {
    int slash = pointer.lastIndexOf('/');
    JsonNode parent = object.at(pointer.substring(0, slash));
    String field = pointer.substring(slash + 1).replace("~1", "/");
    if (json == null) {
      ((ObjectNode) parent).remove(field);
    } else {
      ((ObjectNode) parent).set(field, tree(json));
    }
  }
}
