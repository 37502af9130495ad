package com.datarestor.crd;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the reference says of one field, in the cells of a Markdown table. */
final class Cells {

  private Cells() {}

  /**
   * @param more a sentence behind the description, or nothing
   * @param written by users, so that bounds of texts matter
   */
  static String row(
      String path, JSONSchemaProps schema, boolean required, String more, boolean written) {
    return "| `%s` | %s | %s | %s | %s%s |%n"
        .formatted(
            path,
            type(schema),
            required ? "required" : value(schema.getDefault()),
            allowed(schema, written),
            text(schema.getDescription()),
            more)
        .replace(System.lineSeparator(), "\n");
  }

  /** Nothing of it is Markdown, and GitHub takes dollar signs for formulas. */
  static String text(String sentence) {
    return sentence
        .replace("|", "\\|")
        .replace("*", "\\*")
        .replace("<", "&lt;")
        .replace("$", "&#36;");
  }

  private static String type(JSONSchemaProps schema) {
    if (schema.getItems() != null) {
      return "list of " + plural(type(schema.getItems().getSchema()));
    }
    if (schema.getAdditionalProperties() != null) {
      return "map to " + plural(type(schema.getAdditionalProperties().getSchema()));
    }
    if (Boolean.TRUE.equals(schema.getXKubernetesIntOrString())) {
      return "quantity";
    }
    if (Boolean.TRUE.equals(schema.getXKubernetesPreserveUnknownFields())) {
      return "object of Kubernetes";
    }
    return "date-time".equals(schema.getFormat()) ? "time" : schema.getType();
  }

  private static String plural(String type) {
    if (type.startsWith("object")) {
      return type.replace("object", "objects");
    }
    return type.equals("quantity") ? "quantities" : type + "s";
  }

  private static String value(@Nullable JsonNode value) {
    return value == null || value.isObject() ? "" : "`" + value.asText() + "`";
  }

  private static String allowed(JSONSchemaProps schema, boolean written) {
    List<String> parts = new ArrayList<>();
    if (!schema.getEnum().isEmpty()) {
      parts.add(
          schema.getEnum().stream()
              .map(value -> "`" + value.asText() + "`")
              .collect(Collectors.joining(", ")));
    }
    if (schema.getMinimum() != null && schema.getMaximum() != null) {
      parts.add(schema.getMinimum().longValue() + " to " + schema.getMaximum().longValue());
    }
    if (written) {
      bounds(schema.getMinItems(), schema.getMaxItems(), "entries", parts);
      bounds(null, schema.getMaxProperties(), "entries", parts);
      bounds(schema.getMinLength(), schema.getMaxLength(), "characters", parts);
      rules(schema).map(Cells::text).forEach(parts::add);
      if (schema.getItems() != null) {
        rules(schema.getItems().getSchema()).map(Cells::text).forEach(parts::add);
      }
    }
    return String.join("; ", parts);
  }

  private static void bounds(
      @Nullable Long least, @Nullable Long most, String what, List<String> parts) {
    if (most != null) {
      parts.add(
          least == null || least == 0
              ? "at most " + most + " " + what
              : least + " to " + most + " " + what);
    }
  }

  /** What the API server says when a rule of it is broken. */
  static Stream<String> rules(JSONSchemaProps schema) {
    return schema.getXKubernetesValidations().stream().map(rule -> rule.getMessage());
  }
}
