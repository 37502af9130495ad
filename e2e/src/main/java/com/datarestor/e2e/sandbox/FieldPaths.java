package com.datarestor.e2e.sandbox;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Paths of the fields of an object, as managed fields name them: {@code f:field}, {@code
 * k:{"key":"value"}} and {@code v:"value"}; the step {@code .} is an element of a list itself.
 */
final class FieldPaths {

  private static final String ITSELF = ".";

  /** What the API server sets in the metadata. */
  static final Set<String> SERVER =
      Set.of(
          "name",
          "generateName",
          "namespace",
          "uid",
          "resourceVersion",
          "generation",
          "creationTimestamp",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "managedFields");

  private FieldPaths() {}

  /** All fields that somebody can own. */
  static Set<List<String>> of(ObjectNode object, ListKeys lists) {
    Set<List<String>> found = new LinkedHashSet<>();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      switch (field.getKey()) {
        case "apiVersion", "kind" -> {}
        case "metadata" -> {
          ObjectNode metadata = (ObjectNode) field.getValue().deepCopy();
          SERVER.forEach(metadata::remove);
          if (!metadata.isEmpty()) {
            collect(metadata, List.of("f:metadata"), lists, found);
          }
        }
        default -> collect(field.getValue(), List.of("f:" + field.getKey()), lists, found);
      }
    }
    return found;
  }

  private static void collect(
      JsonNode node, List<String> path, ListKeys lists, Set<List<String>> found) {
    List<String> keys = node.isArray() ? lists.of(path, node) : List.of();
    if (node.isObject() && !node.isEmpty()) {
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        collect(field.getValue(), with(path, "f:" + field.getKey()), lists, found);
      }
    } else if (keys.isEmpty()) {
      found.add(path);
    } else {
      for (JsonNode element : node) {
        List<String> at = with(path, ListKeys.step(keys, element));
        found.add(with(at, ITSELF));
        if (!keys.equals(ListKeys.SET)) {
          collect(element, at, lists, found);
        }
      }
    }
  }

  private static List<String> with(List<String> path, String step) {
    List<String> longer = new ArrayList<>(path);
    longer.add(step);
    return List.copyOf(longer);
  }

  static Set<List<String>> read(JsonNode fields) {
    Set<List<String>> found = new LinkedHashSet<>();
    read(fields, List.of(), found);
    return found;
  }

  private static void read(JsonNode node, List<String> path, Set<List<String>> found) {
    if (node.isEmpty()) {
      found.add(path);
      return;
    }
    for (Map.Entry<String, JsonNode> step : node.properties()) {
      read(step.getValue(), with(path, step.getKey()), found);
    }
  }

  static ObjectNode write(Set<List<String>> paths) {
    ObjectNode fields = Json.object();
    for (List<String> path : paths) {
      ObjectNode at = fields;
      for (String step : path) {
        at = at.get(step) instanceof ObjectNode there ? there : at.putObject(step);
      }
    }
    return fields;
  }

  /** The value at a path; null when there is none. */
  static @Nullable JsonNode value(JsonNode object, List<String> path) {
    JsonNode at = object;
    for (String step : path) {
      if (step.equals(ITSELF)) {
        return Json.object();
      }
      JsonNode next = step.startsWith("f:") ? at.get(step.substring(2)) : element(at, step);
      if (next == null) {
        return null;
      }
      at = next;
    }
    return at;
  }

  private static @Nullable JsonNode element(JsonNode list, String step) {
    for (JsonNode element : list) {
      if (matches(element, step)) {
        return element;
      }
    }
    return null;
  }

  private static boolean matches(JsonNode element, String step) {
    JsonNode wanted = Json.MAPPER.readTree(step.substring(2));
    if (step.startsWith("v:")) {
      return element.equals(wanted);
    }
    for (Map.Entry<String, JsonNode> key : wanted.properties()) {
      if (!key.getValue().equals(element.get(key.getKey()))) {
        return false;
      }
    }
    return true;
  }

  /** Removes the value at a path, and what is empty then. */
  static void remove(JsonNode node, List<String> path) {
    if (path.isEmpty()) {
      return;
    }
    String step = path.getFirst();
    List<String> rest = path.subList(1, path.size());
    boolean whole = rest.isEmpty() || rest.getFirst().equals(ITSELF);
    if (node instanceof ObjectNode object && step.startsWith("f:")) {
      String field = step.substring(2);
      JsonNode child = object.get(field);
      if (child == null) {
        return;
      }
      remove(child, rest);
      if (whole || (child.isEmpty() && child.isContainer())) {
        object.remove(field);
      }
    } else if (node instanceof ArrayNode list) {
      for (int i = list.size() - 1; i >= 0; i--) {
        if (matches(list.get(i), step)) {
          if (whole) {
            list.remove(i);
          } else {
            remove(list.get(i), rest);
          }
        }
      }
    }
  }

  /** {@code .spec.suspend}, as conflicts are told. */
  static String text(List<String> path) {
    StringBuilder text = new StringBuilder();
    for (String step : path) {
      if (step.startsWith("f:")) {
        text.append('.').append(step, 2, step.length());
      } else if (!step.equals(ITSELF)) {
        text.append('[').append(step, 2, step.length()).append(']');
      }
    }
    return text.toString();
  }
}
