package com.datarestor.e2e.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Schemas of custom resources: defaulting, pruning, validation by schema and by CEL rules. */
final class CustomSchemas {

  private static final List<String> ALWAYS = List.of("apiVersion", "kind", "metadata");

  private final Map<String, JsonNode> schemas = new ConcurrentHashMap<>();
  private final ValidationRules rules = new ValidationRules();

  /** Refuses a definition with a rule that cannot be compiled. */
  void checkDefinition(JsonNode definition) {
    for (JsonNode version : definition.path("spec").path("versions")) {
      rules.compile(version.path("schema").path("openAPIV3Schema"));
    }
  }

  void add(ResourceKind kind, JsonNode definition) {
    for (JsonNode version : definition.path("spec").path("versions")) {
      if (Json.text(version, "name").equals(kind.version())) {
        schemas.put(
            kind.key() + "/" + kind.version(), version.path("schema").path("openAPIV3Schema"));
      }
    }
  }

  Optional<JsonNode> of(ResourceKind kind) {
    return Optional.ofNullable(schemas.get(kind.key() + "/" + kind.version()));
  }

  /**
   * Fills in defaults, removes unknown fields, and refuses what the schema forbids.
   *
   * @param old the object before; null for a new one
   * @param strict whether unknown fields are refused, as kubectl asks for
   */
  void admit(ResourceKind kind, ObjectNode object, @Nullable ObjectNode old, boolean strict) {
    Optional<JsonNode> schema = of(kind);
    if (schema.isEmpty()) {
      return;
    }
    SchemaCheck check = new SchemaCheck();
    ObjectNode own = object.deepCopy();
    ALWAYS.forEach(own::remove);
    check.check(own, schema.get(), "");
    for (String field : List.copyOf(object.propertyNames())) {
      if (!ALWAYS.contains(field)) {
        Json.put(object, field, own.get(field));
      }
    }
    for (String field : own.propertyNames()) {
      object.set(field, own.get(field));
    }
    if (strict && !check.unknown().isEmpty()) {
      throw new ApiFault(400, "BadRequest", unknown(kind, check.unknown()));
    }
    List<Violation> violations = new ArrayList<>(check.violations());
    if (violations.isEmpty()) {
      violations.addAll(rules.check(object, old, schema.get(), ""));
    } else {
      violations.add(
          new Violation(
              "<nil>",
              "FieldValueInvalid",
              "Invalid value: \"null\": some validation rules were not checked because the object"
                  + " was invalid; correct the existing errors to complete validation"));
    }
    if (!violations.isEmpty()) {
      throw ApiFault.invalid(kind, Json.text(object, "metadata", "name"), violations);
    }
  }

  private static String unknown(ResourceKind kind, List<String> fields) {
    return kind.kind()
        + " in version \""
        + kind.version()
        + "\" cannot be handled as a "
        + kind.kind()
        + ": strict decoding error: unknown field \""
        + String.join("\", unknown field \"", fields)
        + "\"";
  }
}
