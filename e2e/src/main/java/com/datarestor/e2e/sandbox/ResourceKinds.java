package com.datarestor.e2e.sandbox;

import com.datarestor.e2e.sandbox.ResourceKind.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The kinds that are served: the built-in ones the scenarios need, and those of CRDs. */
final class ResourceKinds {

  private static final String AGE = "Age:date:.metadata.creationTimestamp";

  private final Map<String, ResourceKind> byPath = new LinkedHashMap<>();

  ResourceKinds() {
    builtIn(
        "",
        "v1",
        "namespaces",
        "Namespace",
        false,
        "ns",
        true,
        false,
        "Status:string:.status.phase",
        AGE);
    builtIn("", "v1", "nodes", "Node", false, "no", true, false, AGE);
    builtIn(
        "",
        "v1",
        "pods",
        "Pod",
        true,
        "po",
        true,
        false,
        "Status:string:.status.phase",
        AGE,
        "Node:string:.spec.nodeName:1");
    builtIn("", "v1", "configmaps", "ConfigMap", true, "cm", false, false, AGE);
    builtIn("", "v1", "secrets", "Secret", true, "", false, false, "Type:string:.type", AGE);
    builtIn(
        "",
        "v1",
        "events",
        "Event",
        true,
        "ev",
        false,
        false,
        "Last Seen:date:.lastTimestamp",
        "Type:string:.type",
        "Reason:string:.reason",
        "Object:string:.involvedObject.name",
        "Message:string:.message");
    builtIn(
        "",
        "v1",
        "persistentvolumeclaims",
        "PersistentVolumeClaim",
        true,
        "pvc",
        true,
        false,
        "Status:string:.status.phase",
        "Volume:string:.spec.volumeName",
        "StorageClass:string:.spec.storageClassName",
        AGE);
    builtIn(
        "",
        "v1",
        "persistentvolumes",
        "PersistentVolume",
        false,
        "pv",
        true,
        false,
        "Status:string:.status.phase",
        AGE);
    builtIn("", "v1", "serviceaccounts", "ServiceAccount", true, "sa", false, false, AGE);
    builtIn(
        "apps",
        "v1",
        "deployments",
        "Deployment",
        true,
        "deploy",
        true,
        true,
        "Ready:integer:.status.readyReplicas",
        "Replicas:integer:.spec.replicas",
        AGE);
    builtIn(
        "apps",
        "v1",
        "statefulsets",
        "StatefulSet",
        true,
        "sts",
        true,
        true,
        "Ready:integer:.status.readyReplicas",
        "Replicas:integer:.spec.replicas",
        AGE);
    builtIn(
        "apps",
        "v1",
        "replicasets",
        "ReplicaSet",
        true,
        "rs",
        true,
        true,
        "Replicas:integer:.spec.replicas",
        AGE);
    builtIn(
        "batch",
        "v1",
        "jobs",
        "Job",
        true,
        "",
        true,
        false,
        "Succeeded:integer:.status.succeeded",
        "Failed:integer:.status.failed",
        AGE);
    builtIn(
        "coordination.k8s.io",
        "v1",
        "leases",
        "Lease",
        true,
        "",
        false,
        false,
        "Holder:string:.spec.holderIdentity",
        AGE);
    builtIn("events.k8s.io", "v1", "events", "Event", true, "ev", false, false, AGE);
    builtIn(
        "storage.k8s.io",
        "v1",
        "storageclasses",
        "StorageClass",
        false,
        "sc",
        false,
        false,
        "Provisioner:string:.provisioner",
        AGE);
    // Kept for those who write them; this server calls no webhook.
    builtIn(
        "admissionregistration.k8s.io",
        "v1",
        "mutatingwebhookconfigurations",
        "MutatingWebhookConfiguration",
        false,
        "",
        false,
        false,
        AGE);
    builtIn(
        "apiextensions.k8s.io",
        "v1",
        "customresourcedefinitions",
        "CustomResourceDefinition",
        false,
        "crd",
        true,
        false,
        "Created At:date:.metadata.creationTimestamp");
  }

  private void builtIn(
      String group,
      String version,
      String plural,
      String kind,
      boolean namespaced,
      String shortName,
      boolean status,
      boolean scale,
      String... columns) {
    add(
        new ResourceKind(
            group,
            version,
            plural,
            kind.toLowerCase(Locale.ROOT),
            kind,
            namespaced,
            shortName.isEmpty() ? List.of() : List.of(shortName),
            List.of(),
            status,
            scale,
            false,
            Arrays.stream(columns).map(ResourceKinds::column).toList(),
            List.of()));
  }

  private static Column column(String text) {
    String[] parts = text.split(":", 4);
    int priority = parts.length > 3 ? Integer.parseInt(parts[3]) : 0;
    return new Column(parts[0], parts[1], parts[2], priority);
  }

  private synchronized void add(ResourceKind kind) {
    byPath.put(kind.group() + "/" + kind.version() + "/" + kind.plural(), kind);
  }

  synchronized Optional<ResourceKind> find(String group, String version, String plural) {
    return Optional.ofNullable(byPath.get(group + "/" + version + "/" + plural));
  }

  ResourceKind core(String plural) {
    return find("", "v1", plural).orElseThrow();
  }

  /** The kind of what is kept under this {@link ResourceKind#key}. */
  ResourceKind of(String key) {
    return all().stream().filter(kind -> kind.key().equals(key)).findFirst().orElseThrow();
  }

  synchronized List<ResourceKind> all() {
    return List.copyOf(byPath.values());
  }

  /** Serves the kinds of a CustomResourceDefinition from now on. */
  List<ResourceKind> serve(JsonNode definition) {
    JsonNode spec = definition.path("spec");
    JsonNode names = spec.path("names");
    List<ResourceKind> served = new ArrayList<>();
    for (JsonNode version : spec.path("versions")) {
      List<Column> columns = new ArrayList<>();
      for (JsonNode column : version.path("additionalPrinterColumns")) {
        columns.add(
            new Column(
                Json.text(column, "name"),
                Json.text(column, "type"),
                Json.text(column, "jsonPath"),
                column.path("priority").asInt(0)));
      }
      ResourceKind kind =
          new ResourceKind(
              Json.text(spec, "group"),
              Json.text(version, "name"),
              Json.text(names, "plural"),
              Json.text(names, "singular"),
              Json.text(names, "kind"),
              "Namespaced".equals(Json.text(spec, "scope")),
              texts(names.path("shortNames")),
              texts(names.path("categories")),
              version.path("subresources").has("status"),
              version.path("subresources").has("scale"),
              true,
              columns.isEmpty() ? List.of(column(AGE)) : columns,
              List.of());
      served.add(kind);
      add(kind);
    }
    return served;
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(element -> texts.add(element.asString()));
    return texts;
  }
}
