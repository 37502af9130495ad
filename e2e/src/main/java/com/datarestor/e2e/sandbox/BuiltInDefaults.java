package com.datarestor.e2e.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What an API server and the controllers beside it fill into built-in kinds. */
final class BuiltInDefaults {

  private BuiltInDefaults() {}

  static void apply(ResourceKind kind, ObjectNode object) {
    switch (kind.key()) {
      case "/secrets" -> secret(object);
      case "/namespaces" -> namespace(object);
      case "/pods" -> pod(object);
      default -> {}
    }
  }

  private static void secret(ObjectNode secret) {
    if (secret.get("stringData") instanceof ObjectNode texts) {
      ObjectNode data = secret.withObject("/data");
      for (Map.Entry<String, JsonNode> entry : texts.properties()) {
        byte[] bytes = entry.getValue().asString().getBytes(StandardCharsets.UTF_8);
        data.put(entry.getKey(), Base64.getEncoder().encodeToString(bytes));
      }
      secret.remove("stringData");
    }
    if (!secret.has("type")) {
      secret.put("type", "Opaque");
    }
  }

  private static void namespace(ObjectNode namespace) {
    namespace
        .withObject("/metadata")
        .withObject("/labels")
        .put("kubernetes.io/metadata.name", Json.text(namespace, "metadata", "name"));
    ObjectNode status = namespace.withObject("/status");
    if (!status.has("phase")) {
      status.put("phase", "Active");
    }
  }

  /**
   * The provisioner binds at once.
   *
   * @param waits whether it waits for the first pod that mounts the claim
   */
  static void claim(ObjectNode claim, boolean waits) {
    ObjectNode spec = claim.withObject("/spec");
    if (!spec.has("volumeMode")) {
      spec.put("volumeMode", "Filesystem");
    }
    if (waits && !spec.has("volumeName")) {
      claim.withObject("/status").put("phase", "Pending");
    } else {
      bind(claim);
    }
  }

  static void bind(ObjectNode claim) {
    claim.withObject("/spec").put("volumeName", "pvc-" + Json.text(claim, "metadata", "uid"));
    ObjectNode status = claim.withObject("/status").put("phase", "Bound");
    Json.put(status, "accessModes", claim.path("spec").path("accessModes"));
    Json.put(status, "capacity", claim.path("spec").path("resources").path("requests"));
  }

  private static void pod(ObjectNode pod) {
    ObjectNode status = pod.withObject("/status");
    if (!status.has("phase")) {
      status.put("phase", "Pending");
    }
    ObjectNode spec = pod.withObject("/spec");
    for (String list : List.of("containers", "volumes")) {
      if (!spec.has(list)) {
        spec.putArray(list);
      }
    }
  }
}
