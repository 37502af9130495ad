package com.datarestor.e2e.sandbox;

import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The patch types of Kubernetes; how apply works is told by {@link ManagedFields}. */
final class Patches {

  static final String APPLY = "application/apply-patch+yaml";

  private Patches() {}

  static ObjectNode yaml(byte[] body) {
    Object tree =
        new Load(LoadSettings.builder().build())
            .loadFromString(new String(body, StandardCharsets.UTF_8));
    return Json.MAPPER.valueToTree(tree);
  }

  /**
   * What the patch does to an object.
   *
   * @param kind of the object; a strategic merge needs a built-in one
   */
  static UnaryOperator<ObjectNode> of(String contentType, byte[] body, ResourceKind kind) {
    return switch (contentType) {
      case "application/merge-patch+json" ->
          object ->
              (ObjectNode) merge(object, Json.MAPPER.readTree(body), ListKeys.ATOMIC, List.of());
      case "application/strategic-merge-patch+json" -> {
        if (kind.custom()) {
          throw unsupported();
        }
        yield object ->
            (ObjectNode) merge(object, Json.MAPPER.readTree(body), ListKeys.builtIn(), List.of());
      }
      case "application/json-patch+json" ->
          object -> {
            try {
              return (ObjectNode) JsonPatch.apply(Json.MAPPER.readTree(body), object);
            } catch (JsonPatchException e) {
              throw ApiFault.invalid("the server rejected our request: " + e.getMessage());
            }
          };
      default -> throw unsupported();
    };
  }

  private static ApiFault unsupported() {
    return new ApiFault(
        415,
        "UnsupportedMediaType",
        "the body of the request was in an unknown format - accepted media types include:"
            + " application/json-patch+json, application/merge-patch+json,"
            + " application/apply-patch+yaml");
  }

  /**
   * Merges a patch into a value; a null removes (RFC 7386).
   *
   * @param lists says which lists are merged, element by element
   * @param path where the value is, see {@link FieldPaths}
   */
  static JsonNode merge(
      @Nullable JsonNode value, JsonNode patch, ListKeys lists, List<String> path) {
    if (!patch.isObject()) {
      return patch;
    }
    ObjectNode object = value instanceof ObjectNode found ? found : Json.object();
    for (Map.Entry<String, JsonNode> field : patch.properties()) {
      String name = field.getKey();
      JsonNode change = field.getValue();
      if (name.startsWith("$")) {
        continue;
      }
      List<String> below = new ArrayList<>(path);
      below.add("f:" + name);
      if (change.isNull()) {
        object.remove(name);
      } else if (change.isObject()) {
        object.set(name, merge(object.get(name), change, lists, below));
      } else if (change.isArray() && object.get(name) instanceof ArrayNode current) {
        object.set(name, mergeList(current, (ArrayNode) change, lists, below));
      } else {
        object.set(name, change);
      }
    }
    return object;
  }

  private static JsonNode mergeList(
      ArrayNode list, ArrayNode patch, ListKeys lists, List<String> path) {
    ArrayNode all = Json.MAPPER.createArrayNode();
    list.forEach(all::add);
    patch.forEach(all::add);
    List<String> keys = lists.of(path, all);
    if (keys.isEmpty()) {
      return patch;
    }
    Map<String, JsonNode> byKey = new LinkedHashMap<>();
    list.forEach(element -> byKey.put(ListKeys.step(keys, element), element));
    for (JsonNode element : patch) {
      String step = ListKeys.step(keys, element);
      if (Json.text(element, "$patch").equals("delete")) {
        byKey.remove(step);
      } else {
        List<String> below = new ArrayList<>(path);
        below.add(step);
        byKey.put(step, merge(byKey.get(step), element, lists, below));
      }
    }
    ArrayNode merged = Json.MAPPER.createArrayNode();
    byKey.values().forEach(merged::add);
    return merged;
  }
}
