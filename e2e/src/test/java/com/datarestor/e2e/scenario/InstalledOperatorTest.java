package com.datarestor.e2e.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.api.v1alpha1.Task;
import com.datarestor.core.api.v1alpha1.TaskState;
import com.datarestor.core.api.v1alpha1.TaskType;
import com.datarestor.e2e.conformance.Kubectl;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The operator as people have it: installed by its chart, running in its image in its pod. */
@EnabledIfEnvironmentVariable(
    named = Cluster.KUBECONFIG,
    matches = ".+",
    disabledReason = "there is no real cluster; make e2e brings one up")
class InstalledOperatorTest {

  private static final String SYSTEM = "datarestor-operator-system";
  private static final String OPERATOR = "deploy/datarestor-operator";

  @RegisterExtension static final InstalledScene SCENE = new InstalledScene();

  private final RealCluster cluster = SCENE.cluster();
  private final User user = SCENE.user();
  private final Kubectl kubectl = new Kubectl(cluster.kubeconfig(), SYSTEM);

  @Test
  void a_volume_is_backed_up_and_restored_by_annotation() {
    String namespace = SCENE.shop();
    user.awaitReady(namespace, "config");
    VolumeFiles files = cluster.files(namespace, "data");
    files.write("orders/1.txt", "one".getBytes(UTF_8));
    SortedMap<String, String> before = files.contents();

    SCENE.annotate(namespace, "manual-backup=good");
    user.awaitOutcome(namespace, "data", "last-backup", "Completed");
    files.write("orders/1.txt", "broken".getBytes(UTF_8));
    SCENE.annotate(namespace, "manual-restore=good");
    user.awaitOutcome(namespace, "data", "last-restore", "Completed");

    assertThat(files.contents()).isEqualTo(before);
    assertThat(
            kubectl.run(
                "exec", OPERATOR, "--", "datarestor", "explain", "pvc", namespace + "/data"))
        .contains("good");
    assertThat(kubectl.run("exec", OPERATOR, "--", "datarestor", "log", "verify")).isNotEmpty();
  }

  @Test
  void there_is_no_shell_in_the_pod_and_nothing_can_be_written() {
    for (String program : List.of("sh", "/bin/sh", "bash", "apk", "apt-get")) {
      assertThat(kubectl.tryTo("", "exec", OPERATOR, "--", program, "-c", "true").exit())
          .as(program)
          .isNotZero();
    }
    Pod pod = operatorPod();
    assertThat(
            pod.getSpec()
                .getContainers()
                .getFirst()
                .getSecurityContext()
                .getReadOnlyRootFilesystem())
        .isTrue();
    assertThat(pod.getSpec().getSecurityContext().getRunAsNonRoot()).isTrue();
  }

  @Test
  void a_pod_that_is_killed_in_the_middle_of_a_backup_loses_and_repeats_nothing() {
    String namespace = SCENE.shop("restic: {limitUpload: 1024, compression: \"off\"}");
    user.awaitReady(namespace, "config");
    cluster
        .files(namespace, "data")
        .shell("dd if=/dev/urandom of=large bs=1M count=12 2>/dev/null");
    SCENE.annotate(namespace, "manual-backup=interrupted");
    user.await(
        "the backup runs",
        () ->
            user.tasks(namespace, TaskType.BACKUP_MANUAL).stream()
                .filter(task -> User.state(task) == TaskState.RUNNING)
                .findFirst()
                .orElse(null));

    String killed = operatorPod().getMetadata().getName();
    kubectl.run("delete", "pod", killed, "--force", "--grace-period=0");
    user.awaitOutcome(namespace, "data", "last-backup", "Completed");

    assertThat(operatorPod().getMetadata().getName()).isNotEqualTo(killed);
    assertThat(user.tasks(namespace, TaskType.BACKUP_MANUAL)).hasSize(1);
    assertThat(user.jobs(namespace))
        .filteredOn(job -> job.getMetadata().getName().contains("backup"))
        .hasSize(1);
    assertThat(
            new Restic(Restic.onThisMachine(), cluster.repository(namespace), Scene.PASSWORD)
                .snapshots())
        .hasSize(1);
  }

  private Pod operatorPod() {
    return cluster
        .client()
        .pods()
        .inNamespace(SYSTEM)
        .withLabel("app.kubernetes.io/name", "datarestor-operator")
        .list()
        .getItems()
        .getFirst();
  }

  @Test
  void a_Secret_of_a_namespace_that_is_not_opened_is_not_read_until_it_is() {
    String namespace = SCENE.fresh();
    user.namespace(namespace, Map.of());
    SCENE.password(namespace);
    SCENE.config(namespace);
    cluster.files(namespace, "data").write("orders/1.txt", "one".getBytes(UTF_8));
    SCENE.annotate(namespace, "manual-backup=patient");
    String sentence = "the operator may not read Secret " + namespace + "/restic";
    Task waits =
        user.await(
            "a Task that says why it waits",
            () ->
                // where claims are settled first, the backup waits behind that
                user.tasks(namespace).stream()
                    .filter(task -> task.getSpec().claim().isPresent())
                    .filter(task -> task.getStatus() != null)
                    .filter(task -> String.valueOf(task.getStatus().message()).contains(sentence))
                    .findFirst()
                    .orElse(null));
    assertThat(User.state(waits)).isEqualTo(TaskState.PENDING);

    // the command of the chart's notes
    kubectl.run(
        "-n",
        namespace,
        "create",
        "rolebinding",
        "datarestor-operator-config-reader",
        "--clusterrole=datarestor-operator-config-reader",
        "--serviceaccount=" + SYSTEM + ":datarestor-operator");
    user.awaitOutcome(namespace, "data", "last-backup", "Completed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create pods/exec",
        "create pods",
        "create pods --namespace kube-system",
        "get secrets",
        "list secrets",
        "watch secrets",
        "patch secrets",
        "update secrets",
        "deletecollection secrets",
        "create serviceaccounts/token",
        "create rolebindings",
        "create clusterrolebindings",
        "escalate clusterroles",
        "bind clusterroles",
        "impersonate users",
        "update deployments",
        "patch nodes",
        "delete persistentvolumeclaims",
        "update configs",
      })
  void what_the_operator_may_not_do(String right) {
    Kubectl operator = new Kubectl(cluster.operatorKubeconfig(), "default");
    String[] words = ("auth can-i " + right).split(" ");

    assertThat(operator.tryTo("", words).output().strip()).endsWith("no");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ';',
      value = {
        "kube-system; ; makes no Jobs in this namespace",
        "default; \"hostNetwork\": true; must not use the node's network",
        "default; \"hostPID\": true; must not use the node's network",
        "default; \"automountServiceAccountToken\": true; must have no identity at the API server",
        "default; \"volumes\": [{\"name\": \"t\", \"projected\": {\"sources\": [{\"serviceAccountToken\": {\"path\": \"t\"}}]}}]; must have no identity",
        "default; \"container\": {\"privileged\": true}; must not be privileged",
        "default; \"container\": {\"allowPrivilegeEscalation\": true}; must not be privileged",
        "default; \"container\": {\"capabilities\": {\"add\": [\"SYS_ADMIN\"]}}; may add only the capabilities",
      })
  void a_Job_that_reaches_further_is_refused(String namespace, String field, String why) {
    String pod = field == null ? "" : field;
    String container = "";
    if (pod.startsWith("\"container\"")) {
      container = ", \"securityContext\": " + pod.substring(pod.indexOf(':') + 1);
      pod = "";
    }
    String own =
        pod.contains("automountServiceAccountToken")
            ? ""
            : ", \"automountServiceAccountToken\": false";
    String labels = "{\"app.kubernetes.io/managed-by\": \"datarestor-operator\"}";
    String job =
        """
        {"apiVersion": "batch/v1", "kind": "Job",
         "metadata": {"name": "attempt", "namespace": "%s", "labels": %s},
         "spec": {"template": {"metadata": {"labels": %s}, "spec": {"restartPolicy": "Never",
           "containers": [{"name": "c", "image": "localhost/datarestor/busybox:cluster"%s}]%s%s}}}}
        """
            .formatted(namespace, labels, labels, container, own, pod.isEmpty() ? "" : ", " + pod);

    refused(namespace, job, why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\"type\": \"kubernetes.io/service-account-token\"; must be of type Opaque",
        "\"type\": \"Opaque\"; must have the label",
      })
  void a_Secret_that_is_no_Jobs_is_refused(String fields, String why) {
    refused(
        "default",
        """
        {"apiVersion": "v1", "kind": "Secret", %s, "metadata": {"name": "attempt", "namespace": "default",
         "annotations": {"kubernetes.io/service-account.name": "default"}}}
        """
            .formatted(fields),
        why);
  }

  @Test
  void somebody_elses_Secret_is_not_deleted() {
    user.namespace("installed-foreign", Map.of());
    user.apply(
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: precious, namespace: installed-foreign}
        stringData: {password: theirs}
        """);

    Kubectl.Result result =
        new Kubectl(cluster.operatorKubeconfig(), "installed-foreign")
            .tryTo("", "delete", "secret", "precious", "--wait=false");

    assertThat(result.exit()).isNotZero();
    assertThat(result.output()).contains("datarestor-operator");
    assertThat(
            cluster.client().secrets().inNamespace("installed-foreign").withName("precious").get())
        .isNotNull();
  }

  private void refused(String namespace, String object, String why) {
    Kubectl.Result result =
        new Kubectl(cluster.operatorKubeconfig(), namespace)
            .tryTo(object, "create", "--validate=false", "-f", "-");

    assertThat(result.exit()).isNotZero();
    assertThat(result.output()).contains(why);
  }
}
