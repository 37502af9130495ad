package com.datarestor.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.annotation.Annotations;
import com.datarestor.core.api.v1alpha1.TaskType;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The gate comes into a cluster in which things run, and goes from one in which a pod waits.
 * Nothing that runs is touched, and nothing is left.
 */
@EnabledIfEnvironmentVariable(
    named = Cluster.KUBECONFIG,
    matches = ".+",
    disabledReason = "there is no real cluster; make e2e brings one up")
class LivingClusterTest {

  private static final String LISTED = Annotations.key(Annotations.SETTLED_CLAIMS);

  @RegisterExtension static final InstalledScene SCENE = new InstalledScene();

  private final User user = SCENE.user();
  private final KubernetesClient client = SCENE.cluster().client();
  private final InstalledChart chart = new InstalledChart(SCENE.cluster().kubeconfig());

  @AfterAll
  static void bringBack() {
    new InstalledChart(SCENE.cluster().kubeconfig()).install();
  }

  @ParameterizedTest
  @ValueSource(strings = {"policy", "webhook"})
  void what_runs_goes_on_and_nothing_is_left(String injector) {
    String namespace = SCENE.fresh();
    chart.uninstall();
    user.namespace(namespace, Map.of());
    start(namespace, "first");
    Pod running = awaitRunning(namespace, "first");

    // an image that nobody can pull holds nobody
    InstalledChart.Result failed =
        chart.tryToInstall(
            "--set",
            "hold.injector=" + injector,
            "--set",
            "image.tag=not-there",
            "--set",
            "image.pullPolicy=Never",
            "--timeout",
            "20s");
    assertThat(failed.exit()).as(failed.output()).isNotZero();
    assertThat(injectors()).isEmpty();
    start(namespace, "second");
    awaitRunning(namespace, "second");

    // one that runs adopts what it finds
    chart.install("--set", "hold.injector=" + injector);
    assertThat(injectors()).isNotEmpty();
    SCENE.cluster().allowConfigs(namespace);
    SCENE.password(namespace);
    user.apply(
        new ConfigText(SCENE.cluster(), namespace, "config")
            .repository(namespace, 1)
            .selector("matchNamespaces: [" + namespace + "]")
            .yaml());
    for (String claim : List.of("first", "second")) {
      user.await(
          claim + " is adopted",
          () ->
              user.claimAnnotation(namespace, claim, Annotations.RESTORE_STATE)
                      .contains("state=adopted")
                  ? claim
                  : null);
    }
    user.await(
        "the namespace is open",
        () ->
            labelled(namespace) && "first second".equals(annotation(namespace)) ? namespace : null);
    assertThat(user.tasks(namespace, TaskType.RESTORE_AUTOMATED)).isEmpty();
    assertThat(pod(namespace, "first").getMetadata().getUid())
        .isEqualTo(running.getMetadata().getUid());
    assertThat(restarts(namespace, "first")).isZero();

    // who waits when it goes waits no longer
    client
        .apps()
        .deployments()
        .inNamespace(InstalledChart.SYSTEM)
        .withName("datarestor-operator")
        .scale(0);
    start(namespace, "third");
    assertThat(pod(namespace, "third").getSpec().getSchedulingGates())
        .extracting(gate -> gate.getName())
        .containsExactly(Annotations.GATE);
    chart.uninstall();
    awaitRunning(namespace, "third");
    assertThat(injectors()).isEmpty();
    assertThat(client.namespaces().list().getItems())
        .allSatisfy(
            each -> {
              assertThat(annotation(each.getMetadata().getName())).isEmpty();
              assertThat(labelled(each.getMetadata().getName())).isFalse();
            });
    assertThat(pod(namespace, "first").getMetadata().getUid())
        .isEqualTo(running.getMetadata().getUid());
    chart.install();
  }

  /** A pod and its claim, of the same name. */
  private void start(String namespace, String name) {
    user.claim(namespace, name, Map.of());
    user.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %1$s, namespace: %2$s}
        spec:
          terminationGracePeriodSeconds: 1
          containers:
            - name: main
              image: localhost/datarestor/busybox:cluster
              command: [sleep, "3600"]
              volumeMounts: [{name: data, mountPath: /data}]
          volumes: [{name: data, persistentVolumeClaim: {claimName: %1$s}}]
        """
            .formatted(name, namespace));
  }

  private Pod pod(String namespace, String name) {
    return client.pods().inNamespace(namespace).withName(name).require();
  }

  private Pod awaitRunning(String namespace, String name) {
    return user.await(
        name + " runs",
        () ->
            Optional.of(pod(namespace, name))
                .filter(pod -> pod.getStatus().getPhase().equals("Running"))
                .orElse(null));
  }

  private int restarts(String namespace, String name) {
    return pod(namespace, name).getStatus().getContainerStatuses().stream()
        .mapToInt(ContainerStatus::getRestartCount)
        .sum();
  }

  /** What gives pods the gate. */
  private List<String> injectors() {
    return List.of("MutatingAdmissionPolicy", "MutatingWebhookConfiguration").stream()
        .flatMap(
            kind ->
                client
                    .genericKubernetesResources("admissionregistration.k8s.io/v1", kind)
                    .list()
                    .getItems()
                    .stream())
        .map(object -> object.getMetadata().getName())
        .toList();
  }

  private String annotation(String namespace) {
    return Optional.ofNullable(namespace(namespace).getMetadata().getAnnotations())
        .map(annotations -> annotations.get(LISTED))
        .orElse("");
  }

  private boolean labelled(String namespace) {
    return Annotations.SETTLED.equals(
        namespace(namespace).getMetadata().getLabels().get(Annotations.CLAIMS_LABEL));
  }

  private Namespace namespace(String name) {
    return client.namespaces().withName(name).require();
  }
}
