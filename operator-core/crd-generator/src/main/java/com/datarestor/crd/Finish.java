package com.datarestor.crd;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Puts into a generated definition what the generator's annotations cannot say. */
final class Finish {

  private static final Map<String, String> DESCRIPTIONS =
      Map.of(
          "Config",
          "A Config says which volumes are backed up, to which restic repositories, and when.",
          "Config.spec",
          "What is to be backed up, where to and when. Written by users only, never by the operator.",
          "Config.status",
          "What the operator found and did. Written by the operator only.",
          "Task",
          "A Task is one operation on a volume or repository: a backup, a restore, a forget. Deleting it cancels it.",
          "Task.spec",
          "What is to be done. Cannot be changed once the Task exists.",
          "Task.status",
          "How far the operation has come. Written by the operator only.");

  /** Without a definition all Configs and Tasks would go, so Helm never deletes one. */
  private static final Map<String, String> ANNOTATIONS = Map.of("helm.sh/resource-policy", "keep");

  private final CustomResourceDefinition definition;
  private final List<String> columns;

  Finish(CustomResourceDefinition definition, Class<? extends CustomResource<?, ?>> kind) {
    this.definition = definition;
    // The generator sorts columns by their path; people want them as the class lists them.
    this.columns =
        Arrays.stream(kind.getAnnotationsByType(AdditionalPrinterColumn.class))
            .map(AdditionalPrinterColumn::name)
            .toList();
  }

  CustomResourceDefinition finished() {
    definition.getMetadata().setAnnotations(ANNOTATIONS);
    String kind = definition.getSpec().getNames().getKind();
    for (CustomResourceDefinitionVersion version : definition.getSpec().getVersions()) {
      version
          .getAdditionalPrinterColumns()
          .sort(
              Comparator.comparingInt(
                  (CustomResourceColumnDefinition column) -> columns.indexOf(column.getName())));
      JSONSchemaProps root = version.getSchema().getOpenAPIV3Schema();
      describe(root, kind);
      describe(property(root, "spec"), kind + ".spec");
      describe(property(root, "status"), kind + ".status");
      finish(root);
    }
    return definition;
  }

  private static void describe(JSONSchemaProps schema, String path) {
    schema.setDescription(DESCRIPTIONS.get(path));
  }

  private static JSONSchemaProps property(JSONSchemaProps schema, String name) {
    return Objects.requireNonNull(schema.getProperties().get(name), name);
  }

  private static void finish(JSONSchemaProps schema) {
    oneOfEachRule(schema);
    freeForm(schema);
    numbers(schema);
    if (schema.getProperties() != null) {
      conditionsByType(schema.getProperties());
      limitsAlways(schema.getProperties());
      schema.getProperties().values().forEach(Finish::finish);
    }
    if (schema.getItems() != null) {
      finish(schema.getItems().getSchema());
    }
  }

  /** A rule on a record's component is found twice: on its field and on its accessor. */
  private static void oneOfEachRule(JSONSchemaProps schema) {
    if (schema.getXKubernetesValidations() != null) {
      schema.setXKubernetesValidations(
          List.copyOf(new LinkedHashSet<>(schema.getXKubernetesValidations())));
    }
  }

  /** The generator takes the values of a free-form map for objects, and refuses all others. */
  private static void freeForm(JSONSchemaProps schema) {
    if (!Boolean.TRUE.equals(schema.getXKubernetesPreserveUnknownFields())) {
      return;
    }
    schema.setAdditionalProperties(null);
    if ("array".equals(schema.getType())) {
      schema.setXKubernetesPreserveUnknownFields(null);
      JSONSchemaProps item = schema.getItems().getSchema();
      item.setXKubernetesPreserveUnknownFields(true);
    }
  }

  private static void numbers(JSONSchemaProps schema) {
    if ("integer".equals(schema.getType())) {
      schema.setFormat(schema.getMaximum() == null ? "int64" : "int32");
    }
  }

  /** Several writers may each own a condition; a map by type lets them. */
  private static void conditionsByType(Map<String, JSONSchemaProps> properties) {
    JSONSchemaProps conditions = properties.get("conditions");
    if (conditions != null) {
      conditions.setXKubernetesListType("map");
      conditions.setXKubernetesListMapKeys(List.of("type"));
    }
  }

  /** Without a default for the whole object the defaults of its fields would not be applied. */
  private static void limitsAlways(Map<String, JSONSchemaProps> properties) {
    JSONSchemaProps limits = properties.get("limits");
    if (limits != null && limits.getProperties() != null) {
      limits.setDefault(JsonNodeFactory.instance.objectNode());
    }
  }
}
