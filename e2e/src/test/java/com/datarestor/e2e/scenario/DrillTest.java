package com.datarestor.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.annotation.Annotations;
import com.datarestor.e2e.conformance.Kubectl;
import com.datarestor.e2e.scenario.DrillApplications.Application;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The cluster burns: everything that runs in it and the operator with its journal are destroyed,
 * and everything is applied again as it was. DRILL_APPLICATIONS says how many applications.
 */
@EnabledIfEnvironmentVariable(
    named = Cluster.KUBECONFIG,
    matches = ".+",
    disabledReason = "there is no real cluster; make drill brings one up")
class DrillTest {

  private static final Duration PATIENCE = Duration.ofMinutes(15);
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Pattern FIRST =
      Pattern.compile("^first=(\\S+) files=(\\d+)$", Pattern.MULTILINE);
  private static final Pattern NOW = Pattern.compile("^now=(\\S+)$", Pattern.MULTILINE);

  @RegisterExtension static final InstalledScene SCENE = new InstalledScene();

  private final RealCluster cluster = SCENE.cluster();
  private final User user = SCENE.user();
  private final Kubectl kubectl = new Kubectl(cluster.kubeconfig(), "");
  private final InstalledChart chart = new InstalledChart(cluster.kubeconfig());

  @AfterAll
  static void bringBackWhatIsInstalledByDefault() {
    new InstalledChart(SCENE.cluster().kubeconfig()).install();
  }

  @ParameterizedTest
  @CsvSource({"policy, Config first", "webhook, Config last"})
  void every_application_starts_on_its_restored_data(String injector, String order)
      throws Exception {
    boolean last = order.equals("Config last");
    int count = Integer.parseInt(System.getenv().getOrDefault("DRILL_APPLICATIONS", "6"));
    String configs = SCENE.fresh();
    List<String> namespaces = List.of(SCENE.fresh(), SCENE.fresh(), SCENE.fresh());
    List<Application> applications = new DrillApplications(namespaces).first(count);
    String yaml = applications.stream().map(Application::yaml).collect(Collectors.joining());

    configure(configs, namespaces);
    namespaces.forEach(namespace -> user.namespace(namespace, Map.of()));
    kubectl.feed(yaml, "apply", "-f", "-");
    Map<String, String> written = awaitHashes(applications, NOW);
    assertThat(awaitFiles(applications)).as("files at the first start").containsOnly("0");
    backUp(configs, applications);

    kubectl.run(words("delete namespace --wait", namespaces, configs));
    chart.uninstall();
    kubectl.run("delete", "namespace", InstalledChart.SYSTEM, "--wait");
    awaitNoVolumesOf(namespaces);

    Instant rebuilt = Instant.now();
    chart.install("--set", "hold.injector=" + injector);
    if (!last) {
      configure(configs, namespaces);
    }
    namespaces.forEach(namespace -> user.namespace(namespace, Map.of()));
    kubectl.feed(yaml, "apply", "-f", "-");
    if (last) {
      configure(configs, namespaces);
    }
    List<String> drift = new ArrayList<>();
    Map<String, String> first = awaitHashes(applications, FIRST, () -> reapply(yaml, drift));
    Duration wall = Duration.between(rebuilt, Instant.now());

    long equal =
        written.entrySet().stream()
            .filter(each -> each.getValue().equals(first.get(each.getKey())))
            .count();
    long blank = awaitFiles(applications).stream().filter("0"::equals).count();
    System.out.printf(
        "drill: %d/%d equal before first instruction, %d blank, wall %d s (%s, %s)%n",
        equal, count, blank, wall.toSeconds(), injector, order);
    assertThat(first).isEqualTo(written);
    assertThat(drift).as("what differs from the YAML").isEmpty();
    assertThat(states(applications)).containsOnly("restored");
  }

  private void awaitNoVolumesOf(List<String> namespaces) {
    Awaitility.await("the volumes are gone")
        .atMost(PATIENCE)
        .pollInterval(LOOK)
        .until(
            () ->
                cluster.client().persistentVolumes().list().getItems().stream()
                    .noneMatch(
                        volume ->
                            namespaces.contains(volume.getSpec().getClaimRef().getNamespace())));
  }

  private void configure(String configs, List<String> namespaces) {
    user.namespace(configs, Map.of());
    cluster.allowConfigs(configs);
    SCENE.password(configs);
    String all = "matchNamespaces: [" + String.join(", ", namespaces) + "]";
    String far = DrillApplications.SECOND_REPOSITORY;
    user.apply(
        new ConfigText(cluster, configs, "near")
            .repository(configs + "-near", 1)
            .selector(all + "\nexclude: {matchLabels: {" + far + "}}")
            .yaml());
    user.apply(
        new ConfigText(cluster, configs, "far")
            .repository(configs + "-far", 1)
            .selector(all + "\nmatchLabels: {" + far + "}")
            .yaml());
  }

  private void backUp(String configs, List<Application> applications) {
    for (String config : List.of("near", "far")) {
      new Kubectl(cluster.kubeconfig(), configs)
          .run("annotate", "config", config, Annotations.key("manual-backup") + "=before-the-fire");
    }
    Awaitility.await("every claim is backed up")
        .atMost(PATIENCE)
        .pollInterval(LOOK)
        .until(
            () ->
                claims(applications).stream()
                    .allMatch(claim -> annotation(claim, "last-backup").startsWith("Completed")));
  }

  /** What a GitOps tool does all the time: it applies everything, and looks what is different. */
  private void reapply(String yaml, List<String> drift) {
    kubectl.feed(yaml, "apply", "-f", "-");
    Kubectl.Result difference = kubectl.tryTo(yaml, "diff", "-f", "-");
    if (difference.exit() != 0) {
      drift.add(difference.output());
    }
  }

  private Map<String, String> awaitHashes(List<Application> applications, Pattern pattern) {
    return awaitHashes(applications, pattern, () -> {});
  }

  /** What each application's pod says, by the application's name. */
  private Map<String, String> awaitHashes(
      List<Application> applications, Pattern pattern, Runnable meanwhile) {
    Map<String, String> hashes = new LinkedHashMap<>();
    Instant[] last = {Instant.EPOCH};
    Awaitility.await("every application has said " + pattern)
        .atMost(PATIENCE)
        .pollInterval(LOOK)
        .until(
            () -> {
              if (Duration.between(last[0], Instant.now()).toSeconds() >= 5) {
                meanwhile.run();
                last[0] = Instant.now();
              }
              for (Application each : applications) {
                if (!hashes.containsKey(each.name())) {
                  said(each, pattern).ifPresent(hash -> hashes.put(each.name(), hash));
                }
              }
              return hashes.size() == applications.size();
            });
    return hashes;
  }

  private List<String> awaitFiles(List<Application> applications) {
    return applications.stream()
        .map(each -> matcher(each, FIRST).map(found -> found.group(2)).orElse("?"))
        .toList();
  }

  private Optional<String> said(Application application, Pattern pattern) {
    return matcher(application, pattern).map(found -> found.group(1));
  }

  private Optional<Matcher> matcher(Application application, Pattern pattern) {
    return pods(application).stream()
        .filter(pod -> !"Pending".equals(pod.getStatus().getPhase()))
        .map(
            pod ->
                kubectl
                    .tryTo(
                        "",
                        "logs",
                        "--namespace",
                        application.namespace(),
                        pod.getMetadata().getName())
                    .output())
        .map(pattern::matcher)
        .filter(Matcher::find)
        .findFirst();
  }

  private List<Pod> pods(Application application) {
    return cluster
        .client()
        .pods()
        .inNamespace(application.namespace())
        .withLabel("app", application.name())
        .list()
        .getItems();
  }

  /** Without those of ephemeral volumes, which belong to their pods. */
  private List<PersistentVolumeClaim> claims(List<Application> applications) {
    return applications.stream()
        .map(Application::namespace)
        .distinct()
        .flatMap(
            namespace ->
                cluster
                    .client()
                    .persistentVolumeClaims()
                    .inNamespace(namespace)
                    .list()
                    .getItems()
                    .stream())
        .filter(
            claim ->
                claim.getMetadata().getOwnerReferences().stream()
                    .noneMatch(o -> o.getKind().equals("Pod")))
        .toList();
  }

  private List<String> states(List<Application> applications) {
    List<PersistentVolumeClaim> claims = claims(applications);
    assertThat(claims).hasSize(applications.stream().mapToInt(Application::claims).sum());
    return claims.stream()
        .map(
            claim ->
                annotation(claim, Annotations.RESTORE_STATE)
                    .replaceFirst("^uid=\\S+ state=(\\S+).*", "$1"))
        .toList();
  }

  private static String annotation(PersistentVolumeClaim claim, String key) {
    Map<String, String> annotations = claim.getMetadata().getAnnotations();
    return annotations == null ? "" : annotations.getOrDefault(Annotations.key(key), "");
  }

  private static String[] words(String first, List<String> more, String last) {
    List<String> all = new ArrayList<>(List.of(first.split(" ")));
    all.addAll(more);
    all.add(last);
    return all.toArray(String[]::new);
  }
}
