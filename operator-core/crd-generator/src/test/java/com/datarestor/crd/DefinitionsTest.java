package com.datarestor.crd;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.api.v1alpha1.BackupConfig;
import com.datarestor.core.api.v1alpha1.Task;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DefinitionsTest {

  private static final Map<String, CustomResourceDefinition> KINDS =
      Map.of(
          "Config", Definitions.definition(BackupConfig.class),
          "Task", Definitions.definition(Task.class));

  static Stream<String> files() {
    return Definitions.texts().keySet().stream();
  }

  static Stream<String> kinds() {
    return KINDS.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("files")
  void chartHoldsWhatTheRecordsSay(String file) throws IOException {
    Path committed = Path.of(System.getProperty("definitions.directory"), file).normalize();
    List<String> written = Files.readString(committed).lines().toList();
    List<String> expected =
        Objects.requireNonNull(Definitions.texts().get(file), file).lines().toList();

    int lines = Math.max(written.size(), expected.size());
    for (int line = 0; line < lines; line++) {
      assertThat(lineOf(written, line))
          .as(
              "%s:%d is not what the records say: run make crds and commit what it wrote",
              committed, line + 1)
          .isEqualTo(lineOf(expected, line));
    }
  }

  private static String lineOf(List<String> lines, int line) {
    return line < lines.size() ? lines.get(line) : "(end of file)";
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyFieldIsDescribed(String kind) {
    schemas(kind)
        .forEach(
            (path, schema) -> {
              if (!path.endsWith("[]") && !path.endsWith("{}")) {
                assertThat(schema.getDescription()).as(path).isNotBlank();
                assertThat(schema.getDescription()).as(path).endsWith(".");
              }
            });
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void schemaIsStructural(String kind) {
    schemas(kind)
        .forEach(
            (path, schema) -> {
              boolean intOrString = Boolean.TRUE.equals(schema.getXKubernetesIntOrString());
              assertThat(schema.getType() != null ^ intOrString).as("%s has a type", path).isTrue();
              assertThat(
                      !schema.getProperties().isEmpty() && schema.getAdditionalProperties() != null)
                  .as("%s has properties and additionalProperties", path)
                  .isFalse();
              if ("array".equals(schema.getType())) {
                assertThat(schema.getItems()).as(path).isNotNull();
                assertThat(schema.getMaxItems()).as("%s is bounded", path).isNotNull();
              }
              assertThat(schema.getAllOf()).as(path).isNullOrEmpty();
              assertThat(schema.getOneOf()).as(path).isNullOrEmpty();
              assertThat(schema.getNot()).as(path).isNull();
              assertThat(schema.get$ref()).as(path).isNull();
            });
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyRuleStandsOnceAndSaysWhatToChange(String kind) {
    schemas(kind)
        .forEach(
            (path, schema) -> {
              List<ValidationRule> rules = schema.getXKubernetesValidations();
              assertThat(rules).as(path).doesNotHaveDuplicates();
              for (ValidationRule rule : rules) {
                assertThat(rule.getMessage()).as(path).contains(" ");
              }
            });
  }

  @Test
  void stringsOfTheSpecThatAreReadAreBounded() {
    schemas("Config")
        .forEach(
            (path, schema) -> {
              if ("string".equals(schema.getType())
                  && schema.getEnum().isEmpty()
                  && schema.getFormat() == null
                  && !path.endsWith("{}")) {
                assertThat(schema.getMaxLength()).as(path).isNotNull();
              }
            });
  }

  @Test
  void columnsStandInTheOrderPeopleRead() {
    assertThat(columns("Config"))
        .containsExactly(
            "READY",
            "PVCS",
            "PROTECTED",
            "RUNNING",
            "FAILED",
            "LAST BACKUP",
            "NEXT BACKUP",
            "SIZE",
            "STATUS",
            "AGE");
    assertThat(columns("Task"))
        .containsExactly(
            "TYPE",
            "PVC",
            "REPOSITORY",
            "STATE",
            "PROGRESS",
            "SNAPSHOT",
            "ADDED",
            "DURATION",
            "REASON",
            "MESSAGE",
            "AGE");
  }

  @Test
  void everyColumnShowsAFieldThatExists() {
    for (String kind : KINDS.keySet()) {
      for (CustomResourceColumnDefinition column : version(kind).getAdditionalPrinterColumns()) {
        String path = column.getJsonPath().replaceAll("\\[.*]", "[]");
        if (!path.startsWith(".metadata")) {
          assertThat(schemas(kind)).as(column.getName()).containsKey(path);
        }
      }
    }
  }

  @Test
  void freeFormPartsOfAPodTakeAnyValue() {
    for (String part : List.of("securityContext", "podSecurityContext", "affinity", "volumes[]")) {
      JSONSchemaProps schema = schema("Config", ".spec.jobTemplate." + part);
      assertThat(schema.getXKubernetesPreserveUnknownFields()).as(part).isTrue();
      assertThat(schema.getAdditionalProperties()).as(part).isNull();
    }
  }

  @Test
  void conditionsAreAMapByType() {
    for (String kind : KINDS.keySet()) {
      JSONSchemaProps conditions = schema(kind, ".status.conditions");
      assertThat(conditions.getXKubernetesListType()).isEqualTo("map");
      assertThat(conditions.getXKubernetesListMapKeys()).containsExactly("type");
    }
  }

  private static List<String> columns(String kind) {
    return version(kind).getAdditionalPrinterColumns().stream()
        .map(CustomResourceColumnDefinition::getName)
        .toList();
  }

  private static CustomResourceDefinitionVersion version(String kind) {
    CustomResourceDefinition definition = Objects.requireNonNull(KINDS.get(kind), kind);
    return definition.getSpec().getVersions().getFirst();
  }

  private static JSONSchemaProps schema(String kind, String path) {
    return Objects.requireNonNull(schemas(kind).get(path), path);
  }

  private static Map<String, JSONSchemaProps> schemas(String kind) {
    Map<String, JSONSchemaProps> found = new LinkedHashMap<>();
    collect("", version(kind).getSchema().getOpenAPIV3Schema(), found);
    assertThat(found).as("schemas of %s", kind).hasSizeGreaterThan(30);
    return found;
  }

  private static void collect(
      String path, JSONSchemaProps schema, Map<String, JSONSchemaProps> found) {
    found.put(path, schema);
    if (schema.getProperties() != null) {
      schema.getProperties().forEach((name, child) -> collect(path + "." + name, child, found));
    }
    if (schema.getItems() != null) {
      collect(path + "[]", schema.getItems().getSchema(), found);
    }
    if (schema.getAdditionalProperties() != null) {
      collect(path + "{}", schema.getAdditionalProperties().getSchema(), found);
    }
  }
}
