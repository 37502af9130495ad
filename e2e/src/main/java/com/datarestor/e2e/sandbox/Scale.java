package com.datarestor.e2e.sandbox;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The scale subresource. */
final class Scale {

  private Scale() {}

  static ObjectNode of(ObjectNode object) {
    ObjectNode scale = Json.object().put("kind", "Scale").put("apiVersion", "autoscaling/v1");
    ObjectNode metadata = scale.putObject("metadata");
    for (String field :
        new String[] {"name", "namespace", "uid", "resourceVersion", "creationTimestamp"}) {
      Json.put(metadata, field, object.path("metadata").get(field));
    }
    scale.putObject("spec").put("replicas", object.path("spec").path("replicas").asInt(1));
    scale.putObject("status").put("replicas", object.path("status").path("replicas").asInt(0));
    return scale;
  }

  static ObjectNode set(ObjectNode object, JsonNode scale) {
    object.withObject("/spec").put("replicas", scale.path("spec").path("replicas").asInt(0));
    return object;
  }
}
