package com.datarestor.e2e.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.e2e.conformance.KubeApi.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Our definitions, as an API server enforces them. */
class CustomResourcesTest {

  @RegisterExtension final ClusterUnderTest cluster = new ClusterUnderTest();

  private static final String REPOSITORY =
      "{\"priority\": 1, \"target\": \"s3:s3.example.com/backups\"}";

  private static String config(String spec) {
    return """
        {"apiVersion": "backup.datarestor-operator.com/v1alpha1", "kind": "Config",
         "metadata": {"name": "nightly"}, "spec": {%s}}
        """
        .formatted(spec);
  }

  private static String withRepository(String more) {
    return config("\"repositories\": [" + REPOSITORY + "]" + (more.isEmpty() ? "" : ", " + more));
  }

  private static String task(String spec) {
    return """
        {"apiVersion": "backup.datarestor-operator.com/v1alpha1", "kind": "Task",
         "metadata": {"name": "one"},
         "spec": {"config": {"name": "nightly", "namespace": "backup-system"}, %s}}
        """
        .formatted(spec);
  }

  @Test
  void fills_in_the_defaults_of_a_definition() {
    Answer created =
        cluster.api().create(cluster.api().configs(), withRepository("\"limits\": {}"));

    created.expect(201);
    assertThat(created.text("spec", "limits", "startDeadline")).isEqualTo("10m");
  }

  @Test
  void removes_fields_that_the_definition_does_not_know() {
    String path = cluster.api().configs() + "?fieldValidation=Ignore";

    Answer created = cluster.api().create(path, withRepository("\"shedule\": \"@daily\""));

    created.expect(201);
    assertThat(created.body().path("spec").has("shedule")).isFalse();
  }

  @Test
  void refuses_unknown_fields_when_asked_to_be_strict() {
    String path = cluster.api().configs() + "?fieldValidation=Strict";

    Answer refused = cluster.api().create(path, withRepository("\"shedule\": \"@daily\""));

    refused.expect(400);
    assertThat(refused.message()).contains("strict decoding error: unknown field \"spec.shedule\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          "repositories": []                                | spec.repositories in body should have at least 1 items
          "suspend": false                                  | spec.repositories: Required value
          "repositories": [{"priority": 1}]                 | spec.repositories[0].target: Required value
          "repositories": "s3:s3.example.com"               | must be of type array: "string"
          "repositories": [{"priority": -1, "target": "/r"}] | should be greater than or equal to 0
          """)
  void refuses_what_the_schema_forbids_and_names_the_field(String spec, String sentence) {
    Answer refused = cluster.api().create(cluster.api().configs(), config(spec));

    refused.expect(422);
    assertThat(refused.text("reason")).isEqualTo("Invalid");
    assertThat(refused.message())
        .startsWith("Config.backup.datarestor-operator.com \"nightly\" is invalid: ")
        .contains(sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          "jitter": "ten minutes"                                                    | spec.jitter
          "timeZone": "Europe Berlin"                                                | spec.timeZone
          "env": [{"name": "1=2", "value": "x"}]                                     | spec.env[0].name
          "env": [{"name": "A", "value": "x", "valueFrom": {"secretKeyRef": {"name": "s", "key": "k"}}}] | spec.env[0]
          "env": [{"name": "A", "valueFrom": {}}]                                    | spec.env[0].valueFrom
          "envFrom": [{}]                                                            | spec.envFrom[0]
          "selectors": [{}]                                                          | spec.selectors[0]
          "selectors": [{"matchExpressions": [{"key": "a", "operator": "In"}]}]      | spec.selectors[0].matchExpressions[0]
          "selectors": [{"matchNamespaces": ["Prod_1"]}]                             | spec.selectors[0].matchNamespaces
          "limits": {"startDeadline": "soon"}                                        | spec.limits.startDeadline
          "jobTemplate": {"labels": {"backup.datarestor-operator.com/x": "y"}}       | spec.jobTemplate.labels
          "jobTemplate": {"volumeMounts": [{"name": "r", "mountPath": "/data/x"}]}   | spec.jobTemplate.volumeMounts[0].mountPath
          """)
  void refuses_what_a_rule_forbids_and_names_the_field(String spec, String field) {
    Answer refused = cluster.api().create(cluster.api().configs(), withRepository(spec));

    refused.expect(422);
    assertThat(refused.body().path("details").path("causes"))
        .as(refused.message())
        .anySatisfy(
            cause -> {
              assertThat(KubeApi.text(cause, "field")).isEqualTo(field);
              assertThat(KubeApi.text(cause, "reason")).isEqualTo("FieldValueInvalid");
            });
  }

  @Test
  void tells_a_broken_rule_in_the_sentence_of_the_definition() {
    String two = REPOSITORY + ", {\"priority\": 1, \"target\": \"/mnt/second\"}";

    Answer refused =
        cluster.api().create(cluster.api().configs(), config("\"repositories\": [" + two + "]"));

    refused.expect(422);
    // before Kubernetes 1.36 the value's type is named, too
    assertThat(refused.message())
        .containsPattern("spec.repositories: Invalid value: (\"array\": )?every repository needs")
        .contains("priority")
        .doesNotContain("failed rule");
  }

  @ParameterizedTest
  @ValueSource(strings = {"@daily", "0 3 * * *", "H H * * *", "*/15 1-5 1,15 JAN-MAR MON"})
  void accepts_the_schedules_that_a_rule_allows(String cron) {
    String repository =
        """
        {"priority": 1, "target": "/r", "backupSchedule": "%s"}
        """
            .formatted(cron);

    cluster
        .api()
        .create(cluster.api().configs(), config("\"repositories\": [" + repository + "]"))
        .expect(201);
  }

  @Test
  void refuses_a_change_that_a_rule_about_changes_forbids() {
    KubeApi api = cluster.api();
    api.create(api.tasks(), task("\"type\": \"backup-manual\", \"pvc\": \"data\"")).expect(201);

    Answer refused = api.patch(api.tasks() + "/one", KubeApi.MERGE, "{\"spec\": {\"pvc\": \"x\"}}");

    refused.expect(422);
    assertThat(refused.message()).contains("a Task is what was asked and cannot be changed");
    api.patch(api.tasks() + "/one", KubeApi.MERGE, "{\"metadata\": {\"labels\": {\"a\": \"b\"}}}")
        .expect(200);
  }

  @Test
  void ignores_a_status_beside_the_spec_and_a_spec_beside_the_status() {
    KubeApi api = cluster.api();
    ObjectNode wanted = KubeApi.object(withRepository(""));
    wanted.putObject("status").put("observedGeneration", 7);

    Answer created = api.create(api.configs(), wanted.toString()).expect(201);
    assertThat(created.body().has("status")).isFalse();

    Answer changed =
        api.patch(
                api.configs() + "/nightly/status",
                KubeApi.MERGE,
                "{\"spec\": {\"suspend\": true}, \"status\": {\"observedGeneration\": 1}}")
            .expect(200);
    assertThat(changed.body().path("status").path("observedGeneration").asInt()).isEqualTo(1);
    assertThat(changed.body().path("spec").path("suspend").asBoolean(false)).isFalse();
  }

  @Test
  void counts_generations_of_the_spec_only() {
    KubeApi api = cluster.api();
    api.create(api.configs(), withRepository("")).expect(201);
    String path = api.configs() + "/nightly";

    assertThat(generation(api.patch(path, KubeApi.MERGE, "{\"spec\": {\"suspend\": true}}")))
        .isEqualTo(2);
    assertThat(
            generation(
                api.patch(path, KubeApi.MERGE, "{\"metadata\": {\"labels\": {\"a\": \"b\"}}}")))
        .isEqualTo(2);
    assertThat(
            generation(
                api.patch(
                    path + "/status", KubeApi.MERGE, "{\"status\": {\"observedGeneration\": 2}}")))
        .isEqualTo(2);
  }

  private static int generation(Answer answer) {
    return answer.expect(200).body().path("metadata").path("generation").asInt();
  }

  @Test
  void refuses_a_definition_whose_rule_makes_no_sense() {
    ObjectNode definition =
        KubeApi.object(
            """
            {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
             "metadata": {"name": "teapots.conformance.example.com"},
             "spec": {"group": "conformance.example.com", "scope": "Namespaced",
               "names": {"kind": "Teapot", "plural": "teapots", "singular": "teapot",
                 "listKind": "TeapotList"},
               "versions": [{"name": "v1", "served": true, "storage": true, "schema":
                 {"openAPIV3Schema": {"type": "object", "properties":
                   {"spec": {"type": "object", "properties": {"lid": {"type": "string"}}}}}}}]}}
            """);
    ArrayNode rules =
        definition.withArray(
            "/spec/versions/0/schema/openAPIV3Schema/properties/spec/x-kubernetes-validations");
    rules.addObject().put("rule", "self.lid ==");

    cluster
        .api()
        .create("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", definition.toString())
        .expect(422);
  }
}
