package com.datarestor.e2e.sandbox;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One walk through an object by its schema: fills in defaults, removes what the schema does not
 * know, and notes what it forbids, in the words of a real API server.
 */
final class SchemaCheck {

  private final List<Violation> violations = new ArrayList<>();
  private final List<String> unknown = new ArrayList<>();

  List<Violation> violations() {
    return violations;
  }

  /** Paths of fields that were removed. */
  List<String> unknown() {
    return unknown;
  }

  void check(JsonNode node, JsonNode schema, String at) {
    String type = Json.text(schema, "type");
    boolean fits =
        switch (type) {
          case "object" -> node.isObject();
          case "array" -> node.isArray();
          case "string" -> node.isString();
          case "integer" -> node.isIntegralNumber();
          case "number" -> node.isNumber();
          case "boolean" -> node.isBoolean();
          default -> true;
        };
    if (!fits && !schema.path("x-kubernetes-int-or-string").asBoolean(false)) {
      String actual = typeOf(node);
      violations.add(
          Violation.invalid(
              at, actual, at + " in body must be of type " + type + ": \"" + actual + "\""));
      return;
    }
    if (node instanceof ObjectNode object) {
      checkObject(object, schema, at);
    } else if (node.isArray()) {
      checkList(node, schema, at);
    } else if (node.isString()) {
      checkText(node.asString(), schema, at);
    } else if (node.isNumber()) {
      checkNumber(node, schema, at);
    }
  }

  static String typeOf(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT, POJO -> "object";
      case ARRAY -> "array";
      case NUMBER -> node.isIntegralNumber() ? "integer" : "number";
      case BOOLEAN -> "boolean";
      case NULL, MISSING -> "null";
      case STRING, BINARY -> "string";
    };
  }

  private void checkObject(ObjectNode object, JsonNode schema, String at) {
    JsonNode properties = schema.path("properties");
    JsonNode additional = schema.path("additionalProperties");
    boolean preserve = schema.path("x-kubernetes-preserve-unknown-fields").asBoolean(false);
    for (Map.Entry<String, JsonNode> property : properties.properties()) {
      if (!object.has(property.getKey()) && property.getValue().has("default")) {
        object.set(property.getKey(), property.getValue().get("default").deepCopy());
      }
    }
    for (String field : List.copyOf(object.propertyNames())) {
      JsonNode value = object.get(field);
      if (properties.has(field)) {
        if (value.isNull() && !properties.path(field).path("nullable").asBoolean(false)) {
          object.remove(field);
        } else {
          check(value, properties.get(field), below(at, field));
        }
      } else if (additional.isObject() && !preserve) {
        check(value, additional, below(at, field));
      } else if (!preserve && !properties.isMissingNode()) {
        object.remove(field);
        unknown.add(below(at, field));
      }
    }
    for (JsonNode required : schema.path("required")) {
      if (!object.has(required.asString())) {
        violations.add(Violation.required(below(at, required.asString())));
      }
    }
  }

  static String below(String at, String field) {
    return at.isEmpty() ? field : at + "." + field;
  }

  private void checkList(JsonNode list, JsonNode schema, String at) {
    Set<String> keys = new HashSet<>();
    for (int i = 0; i < list.size(); i++) {
      check(list.get(i), schema.path("items"), at + "[" + i + "]");
      StringBuilder key = new StringBuilder();
      for (JsonNode part : schema.path("x-kubernetes-list-map-keys")) {
        key.append(list.get(i).path(part.asString())).append('/');
      }
      if (!key.isEmpty() && !keys.add(key.toString())) {
        violations.add(
            new Violation(
                at + "[" + i + "]", "FieldValueDuplicate", "Duplicate value: " + list.get(i)));
      }
    }
    int least = schema.path("minItems").asInt(0);
    if (list.size() < least) {
      violations.add(
          Violation.invalid(
              at, list.size(), at + " in body should have at least " + least + " items"));
    }
    int most = schema.path("maxItems").asInt(Integer.MAX_VALUE);
    if (list.size() > most) {
      violations.add(
          new Violation(
              at,
              "FieldValueTooMany",
              "Too many: " + list.size() + ": must have at most " + most + " items"));
    }
  }

  private void checkText(String text, JsonNode schema, String at) {
    JsonNode allowed = schema.path("enum");
    if (!allowed.isMissingNode()) {
      List<String> known = new ArrayList<>();
      allowed.forEach(value -> known.add(value.asString()));
      if (!known.contains(text)) {
        violations.add(
            new Violation(
                at,
                "FieldValueNotSupported",
                "Unsupported value: \""
                    + text
                    + "\": supported values: \""
                    + String.join("\", \"", known)
                    + "\""));
      }
    }
    int shortest = schema.path("minLength").asInt(0);
    if (text.length() < shortest) {
      violations.add(
          Violation.invalid(
              at, text, at + " in body should be at least " + shortest + " chars long"));
    }
    int longest = schema.path("maxLength").asInt(Integer.MAX_VALUE);
    if (text.length() > longest) {
      violations.add(
          new Violation(
              at, "FieldValueTooLong", "Too long: may not be more than " + longest + " bytes"));
    }
    String pattern = Json.text(schema, "pattern");
    if (!pattern.isEmpty() && !Pattern.compile(pattern).matcher(text).find()) {
      violations.add(Violation.invalid(at, text, at + " in body should match '" + pattern + "'"));
    }
  }

  private void checkNumber(JsonNode number, JsonNode schema, String at) {
    JsonNode minimum = schema.path("minimum");
    if (minimum.isNumber() && number.asDouble() < minimum.asDouble()) {
      violations.add(
          Violation.invalid(
              at, number, at + " in body should be greater than or equal to " + minimum));
    }
    JsonNode maximum = schema.path("maximum");
    if (maximum.isNumber() && number.asDouble() > maximum.asDouble()) {
      violations.add(
          Violation.invalid(
              at, number, at + " in body should be less than or equal to " + maximum));
    }
  }
}
