package com.datarestor.e2e.sandbox;

import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Label and field selectors of list and watch requests. */
final class Selectors {

  private static final Pattern SET = Pattern.compile("(\\S+)\\s+(in|notin)\\s*\\(([^)]*)\\)");

  private Selectors() {}

  static Predicate<JsonNode> of(ResourceKind kind, Map<String, String> query) {
    return labels(query.getOrDefault("labelSelector", ""))
        .and(fields(kind, query.getOrDefault("fieldSelector", "")));
  }

  private static Predicate<JsonNode> fields(ResourceKind kind, String selector) {
    Predicate<JsonNode> all = object -> true;
    for (String requirement : selector.split(",")) {
      if (requirement.isBlank()) {
        continue;
      }
      boolean not = requirement.contains("!=");
      String[] parts = requirement.split(not ? "!=" : "==?", 2);
      String path = parts[0].strip();
      boolean known =
          path.equals("metadata.name") || path.equals("metadata.namespace") || !kind.custom();
      if (!known) {
        throw new ApiFault(400, "BadRequest", "field label not supported: " + path);
      }
      all = all.and(object -> not != Json.at(object, "." + path).asString("").equals(parts[1]));
    }
    return all;
  }

  static Predicate<JsonNode> labels(String selector) {
    Predicate<JsonNode> all = object -> true;
    for (String part : selector.split(",(?![^(]*\\))")) {
      String requirement = part.strip();
      if (!requirement.isEmpty()) {
        all = all.and(label(requirement));
      }
    }
    return all;
  }

  private static Predicate<JsonNode> label(String requirement) {
    Matcher set = SET.matcher(requirement);
    if (set.matches()) {
      String key = set.group(1);
      Set<String> values =
          Stream.of(set.group(3).split(",")).map(String::strip).collect(Collectors.toSet());
      boolean in = set.group(2).equals("in");
      return object -> {
        String value = value(object, key);
        return in == (value != null && values.contains(value));
      };
    }
    if (requirement.contains("!=")) {
      String[] parts = requirement.split("!=", 2);
      return object -> !parts[1].strip().equals(value(object, parts[0].strip()));
    }
    if (requirement.contains("=")) {
      String[] parts = requirement.split("==?", 2);
      return object -> parts[1].strip().equals(value(object, parts[0].strip()));
    }
    return requirement.startsWith("!")
        ? object -> value(object, requirement.substring(1).strip()) == null
        : object -> value(object, requirement) != null;
  }

  private static @Nullable String value(JsonNode object, String label) {
    JsonNode value = object.path("metadata").path("labels").path(label);
    return value.isMissingNode() ? null : value.asString("");
  }
}
