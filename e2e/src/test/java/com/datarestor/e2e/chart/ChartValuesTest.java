package com.datarestor.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Values that cannot be, definitions, notes, and that it does not matter which Helm it is. */
class ChartValuesTest {

  private static final Helm HELM = Helm.onThisMachine();
  private static final String RELEASE = "datarestor-operator";

  static Stream<List<String>> ways() {
    return ChartTest.ways();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          imgae.tag=1                          | imgae
          image.tga=1                          | tga
          image.digest=sha256:1                | /image/digest
          image.tag=a b                        | /image/tag
          log.level=verbose                    | 'error', 'warn', 'info', 'debug'
          log.format=xml                       | 'json', 'text'
          lanes=0                              | /lanes
          clusterName=a\\,b                    | /clusterName
          eventLog.retention=12h               | /eventLog/retention
          eventLog.size=1GB                    | /eventLog/size
          eventLog.size=63Mi                   | eventLog.size is 63Mi: it must be 64Mi or more
          eventLog.size=1Gi                    | the log must be smaller than its volume
          persistence.size=1G                  | /persistence/size
          persistence.accessMode=ReadWriteMany | 'ReadWriteOnce', 'ReadWriteOncePod'
          restic.image.tag=0.18.0              | restic.image: tag and digest need a repository
          restic.image.repository=restic       | restic.image: set tag or digest, too
          configNamespaces={Shop}              | /configNamespaces/0
          jobs.allowedCapabilities={CAP_CHOWN} | /jobs/allowedCapabilities/0
          jobs.allowedCapabilities={ALL}       | /jobs/allowedCapabilities/0
          serviceAccount.create=false          | name the ServiceAccount to use
          extraEnv[0].name=DATARESTOR_LANES    | DATARESTOR_LANES is set by the chart
          extraEnv[0].value=x                  | 'name'
          networkPolicy.apiServerPorts=null    | apiServerPorts
          metrics.serviceMonitor.interval=30   | /metrics/serviceMonitor/interval
          """)
  void whatCannotBeIsRefused(String value, String words) {
    Helm.Result result = HELM.template(RELEASE, "--set", value);

    assertThat(result.exit()).as(value).isNotZero();
    assertThat(result.err()).contains(words).doesNotContain("nil pointer", "goroutine");
  }

  /** A value without a schema takes any typo. */
  @Test
  void everyValueHasASchemaAndACommentAndIsTaken() throws IOException {
    String text = Files.readString(Helm.CHART.resolve("values.yaml"));
    JsonNode schema =
        JsonMapper.shared().readTree(Files.readString(Helm.CHART.resolve("values.schema.json")));
    List<String> problems = new ArrayList<>();
    compare("", Rendered.parse(text).getFirst(), schema, problems);
    String templates = templates();
    for (String field : fields("", Rendered.parse(text).getFirst())) {
      if (!templates.contains("." + field)) {
        problems.add(field + " is used by no template");
      }
    }

    assertThat(problems).isEmpty();
    String[] lines = text.split("\n");
    for (int i = 1; i < lines.length; i++) {
      if (lines[i].matches("[a-zA-Z]+:.*")) {
        assertThat(lines[i - 1]).as("before " + lines[i]).startsWith("#").hasSizeGreaterThan(5);
      }
    }
  }

  private static void compare(String at, JsonNode value, JsonNode schema, List<String> problems) {
    boolean closed = schema.path("additionalProperties").isBoolean();
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      JsonNode known = schema.path("properties").path(field.getKey());
      if (known.isObject()) {
        compare(at + "/" + field.getKey(), field.getValue(), known, problems);
      } else if (closed) {
        problems.add(at + "/" + field.getKey() + " is not in the schema");
      }
    }
    for (Map.Entry<String, JsonNode> known : schema.path("properties").properties()) {
      boolean optional = at.startsWith("/probes") || at.endsWith("/resources");
      if (closed && !optional && !known.getKey().equals("global") && !value.has(known.getKey())) {
        problems.add(at + "/" + known.getKey() + " is not in values.yaml");
      }
    }
    if (schema.has("properties") && !closed) {
      problems.add(at + " takes any other value");
    }
  }

  /** Names of the values that have a default of their own. */
  private static List<String> fields(String prefix, JsonNode value) {
    List<String> fields = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      boolean whole =
          List.of(
                  "resources",
                  "podSecurityContext",
                  "securityContext",
                  "startup",
                  "liveness",
                  "readiness")
              .contains(field.getKey());
      if (field.getValue().isObject() && !field.getValue().isEmpty() && !whole) {
        fields.addAll(fields(prefix + field.getKey() + ".", field.getValue()));
      } else {
        fields.add(field.getKey());
      }
    }
    return fields;
  }

  private static String templates() throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.walk(Helm.CHART.resolve("templates"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        text.append(Files.readString(file));
      }
    }
    return text.toString();
  }

  @Test
  void theDefinitionsComeAsTheyWereGeneratedAndStay() throws IOException {
    List<JsonNode> installed =
        HELM.render(RELEASE).documents().stream()
            .filter(document -> document.path("kind").asString().equals("CustomResourceDefinition"))
            .toList();
    List<JsonNode> generated = new ArrayList<>();
    for (String file : List.of("configs", "tasks")) {
      generated.addAll(
          Rendered.parse(Files.readString(Helm.CHART.resolve("files/crds/" + file + ".yaml"))));
    }

    assertThat(installed).hasSize(2).containsExactlyInAnyOrderElementsOf(generated);
    assertThat(HELM.render(RELEASE).all(CustomResourceDefinition.class))
        .allSatisfy(
            definition ->
                assertThat(definition.getMetadata().getAnnotations())
                    .containsEntry("helm.sh/resource-policy", "keep"));
    assertThat(HELM.render(RELEASE, "--set", "crds.install=false").names())
        .noneMatch(name -> name.startsWith("CustomResourceDefinition"));
    assertThat(Helm.CHART.resolve("crds")).as("which Helm never upgrades").doesNotExist();
  }

  @Test
  void theNotesSayWhatToDoNext() {
    String notes = HELM.notes("mine", "--set", "configNamespaces={backup-system}");

    assertThat(notes)
        .contains(
            "kubectl -n " + Helm.NAMESPACE + " rollout status deployment/mine-datarestor-operator",
            "exec deploy/mine-datarestor-operator -- datarestor events list",
            "namespace: " + Helm.NAMESPACE,
            "  - backup-system\n",
            "kubectl -n <namespace> create rolebinding mine-datarestor-operator-config-reader",
            "--clusterrole=mine-datarestor-operator-config-reader",
            "--serviceaccount=" + Helm.NAMESPACE + ":mine-datarestor-operator",
            "administrators",
            "kubectl delete crd configs.backup.datarestor-operator.com")
        .doesNotContain("WARNING");
  }

  @Test
  void theNotesWarnOfWhatWasSwitchedOff() {
    String notes =
        HELM.notes("mine", "--values", "nothing.yaml", "--set", "jobs.allowHostPath=true");

    assertThat(notes)
        .contains(
            "WARNING: persistence is off",
            "Backups are not lost",
            "WARNING: the admission policy is off",
            "WARNING: jobs.allowHostPath is on",
            "--serviceaccount=" + Helm.NAMESPACE + ":existing")
        .doesNotContain("delete crd");
  }

  /** With one Helm there is nothing to compare; tools/setup helm-3 adds another. */
  @ParameterizedTest
  @MethodSource("ways")
  void everyHelmMakesTheSame(List<String> options) {
    Rendered expected = HELM.render(RELEASE, options);

    assertThat(Helm.all())
        .allSatisfy(
            helm ->
                assertThat(helm.render(RELEASE, options).sorted())
                    .as(helm.program().toString())
                    .isEqualTo(expected.sorted()));
  }
}
