package com.datarestor.e2e.sandbox;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The documents from which clients learn what is served. */
final class Discovery {

  private static final List<String> VERBS =
      List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

  private final ResourceKinds kinds;
  private final CustomSchemas schemas;

  Discovery(ResourceKinds kinds, CustomSchemas schemas) {
    this.kinds = kinds;
    this.schemas = schemas;
  }

  /** The discovery document at this path, if there is one. */
  Optional<JsonNode> document(String path) {
    String[] parts = path.substring(1).split("/");
    return switch (parts[0]) {
      case "version" -> Optional.of(version());
      case "healthz", "readyz", "livez" -> Optional.of(Json.object());
      case "api" -> parts.length == 1 ? Optional.of(versions()) : resources(parts, 2, "");
      case "apis" ->
          switch (parts.length) {
            case 1 -> Optional.of(groups());
            case 2 -> group(parts[1]);
            default -> resources(parts, 3, parts[1]);
          };
      case "openapi" -> openApi(parts);
      default -> Optional.empty();
    };
  }

  private static ObjectNode version() {
    return Json.object()
        .put("major", "1")
        .put("minor", "32")
        .put("gitVersion", "v1.32.0-sandbox")
        .put("platform", "linux/amd64");
  }

  private static ObjectNode versions() {
    ObjectNode versions = Json.object().put("kind", "APIVersions");
    versions.putArray("versions").add("v1");
    versions.putArray("serverAddressByClientCIDRs");
    return versions;
  }

  private ObjectNode groups() {
    Map<String, Set<String>> served = new LinkedHashMap<>();
    for (ResourceKind kind : kinds.all()) {
      if (!kind.group().isEmpty()) {
        served.computeIfAbsent(kind.group(), g -> new LinkedHashSet<>()).add(kind.version());
      }
    }
    ObjectNode list = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
    ArrayNode groups = list.putArray("groups");
    served.forEach(
        (name, versions) -> {
          ObjectNode group = groups.addObject().put("name", name);
          ArrayNode all = group.putArray("versions");
          for (String version : versions) {
            all.addObject().put("groupVersion", name + "/" + version).put("version", version);
          }
          group.set("preferredVersion", all.get(0).deepCopy());
        });
    return list;
  }

  private Optional<JsonNode> group(String name) {
    for (JsonNode group : groups().path("groups")) {
      if (name.equals(Json.text(group, "name"))) {
        return Optional.of(((ObjectNode) group).put("kind", "APIGroup").put("apiVersion", "v1"));
      }
    }
    return Optional.empty();
  }

  private Optional<JsonNode> resources(String[] parts, int length, String group) {
    if (parts.length != length) {
      return Optional.empty();
    }
    String version = parts[length - 1];
    ObjectNode list =
        Json.object()
            .put("kind", "APIResourceList")
            .put("apiVersion", "v1")
            .put("groupVersion", group.isEmpty() ? version : group + "/" + version);
    ArrayNode resources = list.putArray("resources");
    for (ResourceKind kind : kinds.all()) {
      if (kind.group().equals(group) && kind.version().equals(version)) {
        describe(kind, resources);
      }
    }
    return resources.isEmpty() ? Optional.empty() : Optional.of(list);
  }

  private static void describe(ResourceKind kind, ArrayNode resources) {
    ObjectNode resource =
        resources
            .addObject()
            .put("name", kind.plural())
            .put("singularName", kind.singular())
            .put("namespaced", kind.namespaced())
            .put("kind", kind.kind());
    ArrayNode verbs = resource.putArray("verbs");
    VERBS.forEach(verbs::add);
    if (!kind.shortNames().isEmpty()) {
      ArrayNode names = resource.putArray("shortNames");
      kind.shortNames().forEach(names::add);
    }
    if (!kind.categories().isEmpty()) {
      ArrayNode categories = resource.putArray("categories");
      kind.categories().forEach(categories::add);
    }
    if (kind.status()) {
      subresource(kind, "status", kind.kind(), resources);
    }
    if (kind.scale()) {
      subresource(kind, "scale", "Scale", resources)
          .put("group", "autoscaling")
          .put("version", "v1");
    }
    if (kind.key().equals("/pods")) {
      subresource(kind, "log", "Pod", resources);
    }
  }

  private static ObjectNode subresource(
      ResourceKind kind, String name, String type, ArrayNode resources) {
    ObjectNode resource =
        resources
            .addObject()
            .put("name", kind.plural() + "/" + name)
            .put("singularName", "")
            .put("namespaced", kind.namespaced())
            .put("kind", type);
    resource.putArray("verbs").add("get").add("patch").add("update");
    return resource;
  }

  private Optional<JsonNode> openApi(String[] parts) {
    if (parts.length < 2 || !parts[1].equals("v3")) {
      return Optional.empty();
    }
    if (parts.length == 2) {
      ObjectNode root = Json.object();
      ObjectNode paths = root.putObject("paths");
      for (ResourceKind kind : kinds.all()) {
        String path = kind.base().substring(1);
        paths.putObject(path).put("serverRelativeURL", "/openapi/v3/" + path);
      }
      return Optional.of(root);
    }
    return switch (parts[2]) {
      case "api" -> Optional.of(openApi("", parts[3]));
      default -> parts.length == 5 ? Optional.of(openApi(parts[3], parts[4])) : Optional.empty();
    };
  }

  /** What kubectl needs to validate on the server, and to explain custom resources. */
  private ObjectNode openApi(String group, String version) {
    ObjectNode document = Json.object().put("openapi", "3.0.0");
    document.putObject("info").put("title", "sandbox").put("version", "v1");
    ObjectNode paths = document.putObject("paths");
    ObjectNode components = document.putObject("components").putObject("schemas");
    for (ResourceKind kind : kinds.all()) {
      if (!kind.group().equals(group) || !kind.version().equals(version)) {
        continue;
      }
      String scope = kind.namespaced() ? "/namespaces/{namespace}/" : "/";
      ObjectNode patch =
          paths.putObject(kind.base() + scope + kind.plural() + "/{name}").putObject("patch");
      typed(patch.putObject("x-kubernetes-group-version-kind"), kind);
      ArrayNode parameters = patch.putArray("parameters");
      for (String name : List.of("fieldValidation", "dryRun", "fieldManager")) {
        parameters
            .addObject()
            .put("name", name)
            .put("in", "query")
            .putObject("schema")
            .put("type", "string");
      }
      schemas
          .of(kind)
          .ifPresent(
              schema -> {
                ObjectNode described = ((ObjectNode) schema).deepCopy();
                typed(described.putArray("x-kubernetes-group-version-kind").addObject(), kind);
                components.set(kind.group() + "." + kind.version() + "." + kind.kind(), described);
              });
    }
    return document;
  }

  private static void typed(ObjectNode node, ResourceKind kind) {
    node.put("group", kind.group()).put("version", kind.version()).put("kind", kind.kind());
  }
}
