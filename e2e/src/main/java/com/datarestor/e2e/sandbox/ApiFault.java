package com.datarestor.e2e.sandbox;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A request that is answered with a Kubernetes {@code Status} of kind failure. */
final class ApiFault extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int code;
  private final String reason;
  private final transient @Nullable ObjectNode details;

  ApiFault(int code, String reason, String message) {
    this(code, reason, message, null);
  }

  private ApiFault(int code, String reason, String message, @Nullable ObjectNode details) {
    super(message, null, false, false);
    this.code = code;
    this.reason = reason;
    this.details = details;
  }

  static ApiFault notFound(ResourceKind kind, String name) {
    return new ApiFault(
        404,
        "NotFound",
        kind.qualified() + " \"" + name + "\" not found",
        details(kind.group(), kind.plural(), name, List.of()));
  }

  static ApiFault invalid(String message) {
    return new ApiFault(422, "Invalid", message);
  }

  static ApiFault invalid(ResourceKind kind, String name, List<Violation> violations) {
    List<String> all = violations.stream().map(v -> v.field() + ": " + v.message()).toList();
    String qualified = kind.group().isEmpty() ? kind.kind() : kind.kind() + "." + kind.group();
    return new ApiFault(
        422,
        "Invalid",
        qualified
            + " \""
            + name
            + "\" is invalid: "
            + (all.size() == 1 ? all.get(0) : "[" + String.join(", ", all) + "]"),
        details(kind.group(), kind.kind(), name, violations));
  }

  static ApiFault conflict(String message) {
    return new ApiFault(409, "Conflict", message);
  }

  static ApiFault terminating(ResourceKind kind, String name, String namespace) {
    return new ApiFault(
        403,
        "Forbidden",
        kind.qualified()
            + " \""
            + name
            + "\" is forbidden: unable to create new content in namespace "
            + namespace
            + " because it is being terminated",
        details(
            kind.group(),
            kind.plural(),
            name,
            List.of(
                new Violation(
                    "metadata.namespace",
                    "NamespaceTerminating",
                    "namespace " + namespace + " is being terminated"))));
  }

  static ApiFault applyConflict(List<Violation> conflicts) {
    List<String> all = conflicts.stream().map(c -> c.message() + ": " + c.field()).toList();
    return new ApiFault(
        409,
        "Conflict",
        "Apply failed with "
            + all.size()
            + (all.size() == 1 ? " conflict: " : " conflicts: ")
            + String.join(", ", all),
        details("", "", "", conflicts));
  }

  private static ObjectNode details(
      String group, String kind, String name, List<Violation> violations) {
    ObjectNode details = Json.object().put("name", name).put("group", group).put("kind", kind);
    if (!violations.isEmpty()) {
      ArrayNode causes = details.putArray("causes");
      for (Violation violation : violations) {
        causes
            .addObject()
            .put("reason", violation.reason())
            .put("message", violation.message())
            .put("field", violation.field());
      }
    }
    return details;
  }

  int code() {
    return code;
  }

  ObjectNode status() {
    ObjectNode status = status(code, reason, String.valueOf(getMessage()));
    Json.put(status, "details", details);
    return status;
  }

  static ObjectNode status(int code, String reason, String message) {
    return Json.object()
        .put("kind", "Status")
        .put("apiVersion", "v1")
        .put("status", code < 400 ? "Success" : "Failure")
        .put("message", message)
        .put("reason", reason)
        .put("code", code);
  }
}
