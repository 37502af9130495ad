package com.datarestor.e2e.sandbox;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** The JSON trees that objects are kept as. */
final class Json {

  static final JsonMapper MAPPER = JsonMapper.builder().build();

  private static final Pattern STEP =
      Pattern.compile(
          "\\.([A-Za-z0-9_\\-]+(?:\\\\\\.[A-Za-z0-9_\\-/]+)*)"
              + "|\\[(\\d+)]"
              + "|\\[\\?\\(@\\.(\\w+)\\s*==\\s*[\"']([^\"']+)[\"']\\)]");

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** {@code .a.b[0].c} and {@code .a[?(@.type=="X")].b}: the JSONPath of printer columns. */
  static JsonNode at(JsonNode node, String path) {
    JsonNode found = node;
    Matcher step = STEP.matcher(path);
    while (step.find()) {
      if (step.group(1) != null) {
        found = found.path(step.group(1).replace("\\.", "."));
      } else if (step.group(2) != null) {
        found = found.path(Integer.parseInt(step.group(2)));
      } else {
        found = with(found, step.group(3), step.group(4));
      }
    }
    return found;
  }

  private static JsonNode with(JsonNode list, String field, String value) {
    for (JsonNode element : list) {
      if (value.equals(element.path(field).asString(""))) {
        return element;
      }
    }
    return MissingNode.getInstance();
  }

  /** Sets the field, or removes it when there is no value. */
  static void put(ObjectNode object, String field, @Nullable JsonNode value) {
    if (value == null || value.isNull() || value.isMissingNode()) {
      object.remove(field);
    } else {
      object.set(field, value);
    }
  }

  static String text(JsonNode object, String... path) {
    JsonNode node = object;
    for (String step : path) {
      node = node.path(step);
    }
    return node.asString("");
  }

  static ObjectNode metadata(ObjectNode object) {
    return object.withObject("/metadata");
  }
}
