package com.datarestor.e2e.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.datarestor.e2e.conformance.Kubectl.Following;
import com.datarestor.e2e.conformance.Kubectl.Result;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a user does with kubectl, and what they read. */
class KubectlTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final String CONFIG =
      """
      apiVersion: backup.datarestor-operator.com/v1alpha1
      kind: Config
      metadata: {name: nightly}
      spec:
        repositories:
          - priority: 1
            target: s3:s3.example.com/backups
        suspend: false
      """;

  private static final String CLAIM =
      """
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata: {name: data, labels: {app: web}}
      spec:
        accessModes: [ReadWriteOnce]
        resources: {requests: {storage: 1Gi}}
      """;

  @RegisterExtension final ClusterUnderTest cluster = new ClusterUnderTest();

  private Kubectl kubectl;

  @BeforeEach
  void here() {
    kubectl = new Kubectl(cluster.kubeconfig(), cluster.namespace());
  }

  private void apply(String yaml) {
    kubectl.feed(yaml, "apply", "-f", "-");
  }

  private static String[] words(String output, int line) {
    return output.lines().skip(line).findFirst().orElse("").split(" {2,}| +$");
  }

  @Test
  void get_prints_the_columns_of_the_definition() {
    apply(CONFIG);

    String narrow = kubectl.run("get", "config", "nightly");

    assertThat(words(narrow, 0))
        .startsWith("NAME")
        .containsSubsequence("PVCS", "PROTECTED", "RUNNING", "FAILED")
        .contains("LAST BACKUP", "NEXT BACKUP", "SIZE")
        .endsWith("AGE");
    assertThat(words(narrow, 1)).startsWith("nightly");
  }

  @Test
  void get_wide_prints_more_columns_than_get() {
    apply(CONFIG);

    String narrow = kubectl.run("get", "configs.backup.datarestor-operator.com");
    String wide = kubectl.run("get", "configs.backup.datarestor-operator.com", "-o", "wide");

    assertThat(words(wide, 0).length).isGreaterThan(words(narrow, 0).length);
    assertThat(words(wide, 1)[0]).isEqualTo("nightly");
  }

  @Test
  void get_says_what_is_not_there() {
    Result missing = kubectl.tryTo("", "get", "config", "weekly");

    assertThat(missing.exit()).isEqualTo(1);
    assertThat(missing.output())
        .isEqualToIgnoringNewLines(
            "Error from server (NotFound): configs.backup.datarestor-operator.com \"weekly\" not"
                + " found");
  }

  @Test
  void get_by_category_finds_configs_and_tasks() {
    apply(CONFIG);

    assertThat(kubectl.run("get", "datarestor", "-o", "name"))
        .contains("config.backup.datarestor-operator.com/nightly");
  }

  @Test
  void get_watches_rows_as_they_change() {
    apply(CLAIM);
    try (Following watch = kubectl.follow("get", "pvc", "-w", "--output-watch-events")) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(watch.lines()).anyMatch(l -> l.matches("ADDED +data .*")));
      kubectl.run("label", "pvc", "data", "tier=back");
      apply(CLAIM.replace("name: data", "name: logs"));

      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(watch.lines())
                      .anyMatch(line -> line.matches("MODIFIED +data .*"))
                      .anyMatch(line -> line.matches("ADDED +logs .*")));
    }
  }

  @Test
  void describe_shows_the_object_and_its_events() {
    apply(CLAIM);
    String uid = kubectl.run("get", "pvc", "data", "-o", "jsonpath={.metadata.uid}");
    kubectl.feed(
        """
        apiVersion: v1
        kind: Event
        metadata: {name: data.1, namespace: %1$s}
        type: Warning
        reason: AskRefused
        message: there is no repository 7
        involvedObject:
          {apiVersion: v1, kind: PersistentVolumeClaim, name: data, namespace: %1$s, uid: %2$s}
        firstTimestamp: 2026-11-25T10:00:00Z
        lastTimestamp: 2026-11-25T10:00:00Z
        count: 1
        source: {component: datarestor-operator}
        """
            .formatted(cluster.namespace(), uid),
        "apply",
        "-f",
        "-");

    String text = kubectl.run("describe", "pvc", "data");

    assertThat(text)
        .containsPattern("Name: +data")
        .containsPattern("Labels: +app=web")
        .containsPattern("Warning +AskRefused .* +datarestor-operator +there is no repository 7");
  }

  @Test
  void describe_shows_the_spec_of_a_custom_resource() {
    apply(CONFIG);

    assertThat(kubectl.run("describe", "config", "nightly"))
        .containsPattern("Kind: +Config")
        .containsPattern("Target: +s3:s3.example.com/backups")
        .containsPattern("Events: +<none>");
  }

  @Test
  void annotate_adds_overwrites_and_removes() {
    apply(CLAIM);
    String key = "backup.datarestor-operator.com/manual-backup";

    assertThat(kubectl.run("annotate", "pvc", "data", key + "=before-upgrade"))
        .isEqualToIgnoringNewLines("persistentvolumeclaim/data annotated");
    Result twice = kubectl.tryTo("", "annotate", "pvc", "data", key + "=other");
    assertThat(twice.exit()).isEqualTo(1);
    assertThat(twice.output()).contains("--overwrite is false but found the following declared");
    kubectl.run("annotate", "--overwrite", "pvc", "data", key + "=");
    assertThat(annotations()).contains("\"" + key + "\":\"\"");
    kubectl.run("annotate", "pvc", "data", key + "-");
    assertThat(annotations()).doesNotContain(key);
  }

  private String annotations() {
    return kubectl.run("get", "pvc", "data", "-o", "jsonpath={.metadata.annotations}");
  }

  @Test
  void annotate_signs_managed_fields_with_its_name() {
    apply(CLAIM);
    kubectl.run("annotate", "pvc", "data", "backup.datarestor-operator.com/manual-backup=x");

    assertThat(
            kubectl.run(
                "get",
                "pvc",
                "data",
                "--show-managed-fields",
                "-o",
                "jsonpath={.metadata.managedFields[?(@.manager==\"kubectl-annotate\")].fieldsV1}"))
        .contains("f:backup.datarestor-operator.com/manual-backup");
  }

  @Test
  void apply_creates_configures_and_notices_that_nothing_changed() {
    assertThat(kubectl.feed(CONFIG, "apply", "-f", "-"))
        .isEqualToIgnoringNewLines("config.backup.datarestor-operator.com/nightly created");
    assertThat(kubectl.feed(CONFIG, "apply", "-f", "-"))
        .isEqualToIgnoringNewLines("config.backup.datarestor-operator.com/nightly unchanged");
    assertThat(kubectl.feed(CONFIG.replace("false", "true"), "apply", "-f", "-"))
        .isEqualToIgnoringNewLines("config.backup.datarestor-operator.com/nightly configured");
    assertThat(kubectl.run("get", "config", "nightly", "-o", "jsonpath={.spec.suspend}"))
        .isEqualTo("true");
  }

  @Test
  void apply_refuses_a_bad_config_at_once_with_the_sentence_of_the_rule() {
    Result refused = kubectl.tryTo(CONFIG + "  timeZone: Berlin (summer)\n", "apply", "-f", "-");

    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.output())
        .startsWith("The Config \"nightly\" is invalid: spec.timeZone: Invalid value: ")
        .doesNotContain("failed rule");
    assertThat(kubectl.tryTo("", "get", "config", "nightly").exit()).isEqualTo(1);
  }

  @Test
  void apply_refuses_a_misspelt_field() {
    Result refused = kubectl.tryTo(CONFIG + "  jiter: 5m\n", "apply", "-f", "-");

    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.output()).contains("unknown field \"spec.jiter\"");
  }

  @Test
  void apply_on_the_server_tells_conflicts_and_can_force_them() {
    String[] server = {"apply", "--server-side", "-f", "-"};
    assertThat(kubectl.feed(CONFIG, server))
        .isEqualToIgnoringNewLines(
            "config.backup.datarestor-operator.com/nightly serverside-applied");
    String other = CONFIG.replace("false", "true");

    Result refused =
        kubectl.tryTo(other, "apply", "--server-side", "--field-manager=flux", "-f", "-");

    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.output())
        .contains("Apply failed with 1 conflict: conflict with \"kubectl\": .spec.suspend");
    kubectl.feed(
        other, "apply", "--server-side", "--field-manager=flux", "--force-conflicts", "-f", "-");
    assertThat(kubectl.run("get", "config", "nightly", "-o", "jsonpath={.spec.suspend}"))
        .isEqualTo("true");
  }

  @Test
  void a_dry_run_on_the_server_leaves_nothing() {
    kubectl.feed(CONFIG, "apply", "--dry-run=server", "-f", "-");

    assertThat(kubectl.tryTo("", "get", "config", "nightly").exit()).isEqualTo(1);
  }

  @Test
  void explain_reads_well() {
    String text = kubectl.run("explain", "config.spec");

    assertThat(text)
        .containsPattern("GROUP: +backup.datarestor-operator.com")
        .containsPattern("KIND: +Config")
        .contains("FIELD: spec <Object>")
        .containsPattern("repositories\\s+<\\[\\]Object> -required-\n +Where backups go")
        .doesNotContain("<no description>");
    assertThat(kubectl.run("explain", "config.spec.limits.startDeadline"))
        .contains("FIELD: startDeadline <string>")
        .contains("How long the pod of a Task may take to start");
  }

  @Test
  void wait_returns_when_the_condition_is_there() throws InterruptedException {
    apply(CONFIG);
    try (Following wait =
        kubectl.follow("wait", "config/nightly", "--for=condition=Ready", "--timeout=60s")) {
      kubectl.run(
          "patch",
          "config",
          "nightly",
          "--subresource=status",
          "--type=merge",
          "-p",
          """
          {"status": {"conditions": [{"type": "Ready", "status": "True", "reason": "Accepted",
            "message": "", "observedGeneration": 1, "lastTransitionTime": "2026-11-25T10:00:00Z"}]}}
          """);

      assertThat(wait.await()).isZero();
      await()
          .untilAsserted(
              () ->
                  assertThat(wait.lines())
                      .containsExactly(
                          "config.backup.datarestor-operator.com/nightly condition met"));
    }
  }

  @Test
  void patch_merges_and_refuses() {
    apply(CONFIG);

    assertThat(
            kubectl.run(
                "patch",
                "config",
                "nightly",
                "--type=merge",
                "-p",
                "{\"spec\":{\"suspend\":true}}"))
        .isEqualToIgnoringNewLines("config.backup.datarestor-operator.com/nightly patched");
    Result refused =
        kubectl.tryTo(
            "",
            "patch",
            "config",
            "nightly",
            "--type=merge",
            "-p",
            "{\"spec\":{\"jitter\":\"soon\"}}");
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.output()).contains("The Config \"nightly\" is invalid: spec.jitter: ");
  }

  @Test
  void delete_waits_until_the_object_is_gone() {
    apply(CONFIG);

    assertThat(kubectl.run("delete", "config", "nightly", "--timeout=30s"))
        .contains("config.backup.datarestor-operator.com \"nightly\" deleted");
    assertThat(kubectl.tryTo("", "get", "config", "nightly").exit()).isEqualTo(1);
  }

  @Test
  void logs_follow_a_pod_until_it_ends() throws InterruptedException {
    apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: counter}
        spec:
          restartPolicy: Never
          containers:
            - name: main
              image: localhost/datarestor/busybox:cluster
              command: [sh, -c, "echo one; while [ ! -e /data/go ]; do sleep 0.1; done; echo two"]
              volumeMounts: [{name: data, mountPath: /data}]
          volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
        """);
    apply(CLAIM);
    kubectl.run("wait", "pod/counter", "--for=jsonpath={.status.phase}=Running", "--timeout=60s");
    try (Following logs = kubectl.follow("logs", "-f", "counter")) {
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(logs.lines()).containsExactly("one"));
      apply(
          """
          apiVersion: batch/v1
          kind: Job
          metadata: {name: go}
          spec:
            template:
              spec:
                restartPolicy: Never
                containers:
                  - name: main
                    image: localhost/datarestor/busybox:cluster
                    command: [touch, /data/go]
                    volumeMounts: [{name: data, mountPath: /data}]
                volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
          """);

      assertThat(logs.await()).isZero();
      await().untilAsserted(() -> assertThat(logs.lines()).containsExactly("one", "two"));
    }
    assertThat(kubectl.run("logs", "counter", "--tail=1")).isEqualToIgnoringNewLines("two");
  }
}
