package com.datarestor.e2e.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What deleting means: policies, finalizers, owners, and the time a pod has to end. */
final class Deletion {

  static final String FOREGROUND = "foregroundDeletion";

  private static final long DEFAULT_GRACE = 30;

  private Deletion() {}

  /** Who deletes a Job without a word on its pods leaves them there: so it is in batch/v1. */
  static String policy(ResourceKind kind, JsonNode options) {
    String policy = Json.text(options, "propagationPolicy");
    if (!policy.isEmpty()) {
      return policy;
    }
    boolean orphan = options.path("orphanDependents").asBoolean(kind.key().equals("batch/jobs"));
    return orphan ? "Orphan" : "Background";
  }

  /** Seconds that the processes of a running pod have; 0 for everything else. */
  static long grace(ResourceKind kind, JsonNode object, JsonNode options) {
    boolean runs =
        kind.key().equals("/pods")
            && object.path("spec").has("nodeName")
            && Json.text(object, "status", "phase").matches("Pending|Running");
    if (!runs) {
      return 0;
    }
    return options
        .path("gracePeriodSeconds")
        .asLong(object.path("spec").path("terminationGracePeriodSeconds").asLong(DEFAULT_GRACE));
  }

  static List<String> owners(JsonNode object) {
    List<String> owners = new ArrayList<>();
    for (JsonNode owner : object.path("metadata").path("ownerReferences")) {
      owners.add(Json.text(owner, "uid"));
    }
    return owners;
  }

  static ObjectNode without(ObjectNode object, String owner) {
    ObjectNode copy = object.deepCopy();
    ArrayNode kept = Json.MAPPER.createArrayNode();
    for (JsonNode reference : object.path("metadata").path("ownerReferences")) {
      if (!Json.text(reference, "uid").equals(owner)) {
        kept.add(reference);
      }
    }
    Json.put(Json.metadata(copy), "ownerReferences", kept.isEmpty() ? null : kept);
    return copy;
  }

  static void addFinalizer(ObjectNode object, String finalizer) {
    object.withArray("/metadata/finalizers").add(finalizer);
  }

  /** The object without this finalizer; empty when it has none such. */
  static Optional<ObjectNode> withoutFinalizer(ObjectNode object, String finalizer) {
    ArrayNode kept = Json.MAPPER.createArrayNode();
    boolean found = false;
    for (JsonNode each : object.path("metadata").path("finalizers")) {
      if (each.asString().equals(finalizer)) {
        found = true;
      } else {
        kept.add(each);
      }
    }
    if (!found) {
      return Optional.empty();
    }
    ObjectNode copy = object.deepCopy();
    Json.put(Json.metadata(copy), "finalizers", kept.isEmpty() ? null : kept);
    return Optional.of(copy);
  }

  static ObjectNode done(ResourceKind kind, JsonNode object) {
    ObjectNode done = ApiFault.status(200, "", "deleted");
    done.putObject("details")
        .put("name", Json.text(object, "metadata", "name"))
        .put("group", kind.group())
        .put("kind", kind.plural())
        .put("uid", Json.text(object, "metadata", "uid"));
    return done;
  }
}
