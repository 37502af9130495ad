package com.datarestor.crd;

import com.datarestor.core.api.v1alpha1.BackupConfig;
import com.datarestor.core.api.v1alpha1.Task;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionNames;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The reference of both kinds as a page: a row for each field. Fields that stand in two places,
 * such as those of a variable, have their rows where the path is the shortest.
 */
public final class Reference {

  private static final String HEADER =
      """
      <!-- Generated from the records of operator-core by "make crds". Do not edit. -->
      # Reference

      All fields of both kinds, as `kubectl explain configs.spec` shows them. [config.md](config.md) tells what they
      are for, [annotations.md](annotations.md) has the annotations.

      `[]` stands for each entry of a list. Fields without a default may be left out unless they are required.
      """;

  private Reference() {}

  /** The text of the page. */
  public static String text() {
    return HEADER + of(BackupConfig.class) + of(Task.class);
  }

  private static String of(Class<? extends CustomResource<?, ?>> kind) {
    CustomResourceDefinition definition = Definitions.definition(kind);
    CustomResourceDefinitionNames names = definition.getSpec().getNames();
    CustomResourceDefinitionVersion version = definition.getSpec().getVersions().getFirst();
    JSONSchemaProps root = version.getSchema().getOpenAPIV3Schema();
    return "\n## %s\n\n%s\n\n`%s/%s`, in a namespace; for `kubectl get`: `%s`, `%s`.\n%s%s"
        .formatted(
            names.getKind(),
            root.getDescription(),
            definition.getSpec().getGroup(),
            version.getName(),
            names.getPlural(),
            String.join("`, `", names.getShortNames()),
            section(names.getKind(), root, "spec"),
            section(names.getKind(), root, "status"));
  }

  private static String section(String kind, JSONSchemaProps root, String name) {
    JSONSchemaProps schema = Objects.requireNonNull(root.getProperties().get(name), name);
    Rows rows = new Rows(schema, name);
    return "\n### %s: %s\n\n%s\n%s\n%s"
        .formatted(kind, name, Cells.text(schema.getDescription()), rules(schema), rows.text());
  }

  private static String rules(JSONSchemaProps schema) {
    return Cells.rules(schema)
        .map(rule -> "- " + Cells.text(rule) + "\n")
        .collect(Collectors.collectingAndThen(Collectors.joining(), Reference::paragraph));
  }

  private static String paragraph(String list) {
    return list.isEmpty() ? "" : "\n" + list;
  }

  /** The rows below one object. */
  private static final class Rows {
    private final Map<String, JSONSchemaProps> fields = new LinkedHashMap<>();
    private final Map<Map<String, JSONSchemaProps>, String> homes = new HashMap<>();
    private final StringBuilder text = new StringBuilder();

    Rows(JSONSchemaProps schema, String path) {
      collect(path, schema);
      fields.entrySet().stream()
          .sorted(
              Comparator.comparingLong(
                  (Map.Entry<String, JSONSchemaProps> field) -> depth(field.getKey())))
          .forEach(field -> homes.putIfAbsent(properties(field.getValue()), field.getKey()));
      text.append("| field | type | default | allowed | meaning |\n|---|---|---|---|---|\n");
      write(path, schema);
    }

    String text() {
      return text.toString();
    }

    private static long depth(String path) {
      return path.chars().filter(c -> c == '.').count();
    }

    private void collect(String path, JSONSchemaProps schema) {
      properties(schema)
          .forEach(
              (name, child) -> {
                String childPath = pathOf(path, name, child);
                fields.put(childPath, child);
                collect(childPath, child);
              });
    }

    private void write(String path, JSONSchemaProps schema) {
      boolean written = path.startsWith("spec");
      properties(schema)
          .forEach(
              (name, child) -> {
                String childPath = pathOf(path, name, child);
                Map<String, JSONSchemaProps> below = properties(child);
                String home = homes.getOrDefault(below, childPath);
                boolean elsewhere = below.size() > 1 && !home.equals(childPath);
                text.append(
                    Cells.row(
                        childPath,
                        child,
                        written && object(schema).getRequired().contains(name),
                        elsewhere ? " Its fields are those of `" + home + "`." : "",
                        written));
                if (!elsewhere) {
                  write(childPath, child);
                }
              });
    }

    private static String pathOf(String path, String name, JSONSchemaProps schema) {
      return path + "." + name + ("array".equals(schema.getType()) ? "[]" : "");
    }

    /** The fields of an object, or of the objects in a list. */
    private static Map<String, JSONSchemaProps> properties(JSONSchemaProps schema) {
      return Objects.requireNonNullElse(object(schema).getProperties(), Map.of());
    }

    private static JSONSchemaProps object(JSONSchemaProps schema) {
      return schema.getItems() == null ? schema : schema.getItems().getSchema();
    }
  }

  /** The fields of all schemas, by their kind and path, for the test. */
  static List<String> described(Class<? extends CustomResource<?, ?>> kind) {
    JSONSchemaProps root =
        Definitions.definition(kind)
            .getSpec()
            .getVersions()
            .getFirst()
            .getSchema()
            .getOpenAPIV3Schema();
    return List.of("spec", "status").stream()
        .flatMap(
            part ->
                new Rows(Objects.requireNonNull(root.getProperties().get(part), part), part)
                    .fields.values().stream())
        .map(schema -> Cells.text(schema.getDescription()))
        .toList();
  }
}
