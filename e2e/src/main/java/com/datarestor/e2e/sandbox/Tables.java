package com.datarestor.e2e.sandbox;

import com.datarestor.e2e.sandbox.ResourceKind.Column;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The Table form in which kubectl gets what it prints. */
final class Tables {

  private Tables() {}

  static ObjectNode of(
      ResourceKind kind, List<JsonNode> objects, String resourceVersion, boolean definitions) {
    ObjectNode table = Json.object().put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
    table.putObject("metadata").put("resourceVersion", resourceVersion);
    ArrayNode columns = table.putArray("columnDefinitions");
    if (definitions) {
      define(columns, "Name", "string", "name", 0);
      for (Column column : kind.columns()) {
        String type = column.type().equals("date") ? "string" : column.type();
        define(columns, column.name(), type, "", column.priority());
      }
    }
    ArrayNode rows = table.putArray("rows");
    for (JsonNode object : objects) {
      ObjectNode row = rows.addObject();
      ArrayNode cells = row.putArray("cells").add(Json.text(object, "metadata", "name"));
      for (Column column : kind.columns()) {
        cell(cells, column, Json.at(object, column.path()));
      }
      row.putObject("object")
          .put("kind", "PartialObjectMetadata")
          .put("apiVersion", "meta.k8s.io/v1")
          .set("metadata", object.path("metadata"));
    }
    return table;
  }

  private static void define(
      ArrayNode columns, String name, String type, String format, int priority) {
    columns
        .addObject()
        .put("name", name)
        .put("type", type)
        .put("format", format)
        .put("description", "")
        .put("priority", priority);
  }

  private static void cell(ArrayNode cells, Column column, JsonNode value) {
    boolean date = column.type().equals("date");
    if (value.isMissingNode() || value.isNull()) {
      cells.add(date ? "<unknown>" : "");
    } else if (date) {
      cells.add(age(value.asString()));
    } else {
      cells.add(value);
    }
  }

  private static String age(String timestamp) {
    try {
      long seconds =
          Duration.between(OffsetDateTime.parse(timestamp).toInstant(), Instant.now()).toSeconds();
      if (seconds < 0) {
        return "<invalid>";
      }
      if (seconds < 120) {
        return seconds + "s";
      }
      if (seconds < 7200) {
        return seconds / 60 + "m";
      }
      return seconds < 172800 ? seconds / 3600 + "h" : seconds / 86400 + "d";
    } catch (DateTimeParseException e) {
      return timestamp;
    }
  }
}
