package com.datarestor.e2e.sandbox;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** By which fields the elements of a list are told apart; a list without is replaced as a whole. */
@FunctionalInterface
interface ListKeys {

  /** The elements themselves are the keys: a set. */
  List<String> SET = List.of("$value");

  /** No list is merged, as in a JSON merge patch. */
  ListKeys ATOMIC = (path, list) -> List.of();

  /**
   * @param path as in {@link FieldPaths}
   * @param list the elements, or some of them
   */
  List<String> of(List<String> path, JsonNode list);

  /** Of a built-in kind: what its lists of objects are usually merged by. */
  static ListKeys builtIn() {
    List<String> usual = List.of("name", "uid", "type", "containerPort", "mountPath", "ip");
    return (path, list) -> {
      if (path.getLast().equals("f:finalizers")) {
        return SET;
      }
      for (String key : usual) {
        boolean all = !list.isEmpty();
        for (JsonNode element : list) {
          all &= element.has(key);
        }
        if (all) {
          return List.of(key);
        }
      }
      return List.of();
    };
  }

  /** Of a custom kind: what its schema says. */
  static ListKeys of(JsonNode schema) {
    return (path, list) -> {
      if (path.getFirst().equals("f:metadata")) {
        return builtIn().of(path, list);
      }
      JsonNode at = schema;
      for (String step : path) {
        if (!step.startsWith("f:")) {
          at = at.path("items");
          continue;
        }
        JsonNode field = at.path("properties").path(step.substring(2));
        at = field.isMissingNode() ? at.path("additionalProperties") : field;
      }
      return switch (Json.text(at, "x-kubernetes-list-type")) {
        case "map" -> {
          List<String> keys = new ArrayList<>();
          at.path("x-kubernetes-list-map-keys").forEach(key -> keys.add(key.asString()));
          yield keys;
        }
        case "set" -> SET;
        default -> List.of();
      };
    };
  }

  /** What an element is called among its siblings, as a step of a path. */
  static String step(List<String> keys, JsonNode element) {
    if (keys.equals(SET)) {
      return "v:" + element;
    }
    var id = Json.object();
    for (String key : keys) {
      Json.put(id, key, element.get(key));
    }
    return "k:" + id;
  }
}
