package com.datarestor.e2e.sandbox;

import com.datarestor.e2e.sandbox.ObjectStore.Author;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is done to an object before it is kept: defaults, schemas, and the kinds it defines. */
final class Admission {

  private final ResourceKinds kinds;
  private final CustomSchemas schemas;
  private final Function<String, Optional<ObjectNode>> storageClasses;

  /**
   * @param storageClasses finds one by its name
   */
  Admission(
      ResourceKinds kinds,
      CustomSchemas schemas,
      Function<String, Optional<ObjectNode>> storageClasses) {
    this.kinds = kinds;
    this.schemas = schemas;
    this.storageClasses = storageClasses;
  }

  /** The name, or one made from generateName. */
  static String name(ObjectNode metadata) {
    String name = Json.text(metadata, "name");
    if (!name.isEmpty()) {
      return name;
    }
    String prefix = Json.text(metadata, "generateName");
    if (prefix.isEmpty()) {
      throw ApiFault.invalid("name or generateName is required");
    }
    long random = ThreadLocalRandom.current().nextLong(36L * 36 * 36 * 36, 36L * 36 * 36 * 36 * 36);
    return prefix + Long.toString(random, 36);
  }

  void admit(ResourceKind kind, ObjectNode object, @Nullable ObjectNode old, Author author) {
    BuiltInDefaults.apply(kind, object);
    switch (kind.key()) {
      case "/persistentvolumeclaims" -> {
        BuiltInDefaults.claim(object, waits(object));
        if (old == null) {
          ClaimProtection.protect(object);
        }
      }
      case "apiextensions.k8s.io/customresourcedefinitions" -> schemas.checkDefinition(object);
      default -> schemas.admit(kind, object, old, author.strict());
    }
  }

  /** Whether the claim's class binds it only for a pod that mounts it. */
  private boolean waits(ObjectNode claim) {
    return storageClasses
        .apply(Json.text(claim, "spec", "storageClassName"))
        .filter(storage -> Json.text(storage, "volumeBindingMode").equals("WaitForFirstConsumer"))
        .isPresent();
  }

  /** Serves the kinds that a definition defines. */
  void serve(ResourceKind kind, ObjectNode definition) {
    if (!kind.plural().equals("customresourcedefinitions")) {
      return;
    }
    for (ResourceKind served : kinds.serve(definition)) {
      schemas.add(served, definition);
    }
    ObjectNode status = definition.withObject("/status");
    Json.put(status, "acceptedNames", definition.path("spec").path("names"));
    ArrayNode conditions = status.putArray("conditions");
    for (String type : List.of("NamesAccepted", "Established")) {
      conditions.addObject().put("type", type).put("status", "True").put("reason", "Served");
    }
  }

  ManagedFields managedFields(ResourceKind kind) {
    Optional<JsonNode> schema = schemas.of(kind);
    return new ManagedFields(schema.map(ListKeys::of).orElseGet(ListKeys::builtIn));
  }
}
