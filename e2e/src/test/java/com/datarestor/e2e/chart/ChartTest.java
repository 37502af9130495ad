package com.datarestor.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.app.config.OperatorConfig;
import com.datarestor.app.config.OperatorConfig.Variable;
import com.datarestor.core.annotation.Annotations;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What the chart makes of its values. */
class ChartTest {

  private static final Helm HELM = Helm.onThisMachine();
  private static final String RELEASE = "datarestor-operator";
  private static final Rendered DEFAULT = HELM.render(RELEASE);
  private static final Rendered EVERYTHING = HELM.render(RELEASE, "--values", "everything.yaml");
  private static final Rendered NOTHING = HELM.render(RELEASE, "--values", "nothing.yaml");

  /** Each of the ways to render it that the tests know. */
  static Stream<List<String>> ways() {
    return Stream.concat(Stream.of(List.of()), valueFiles().map(file -> List.of("--values", file)));
  }

  private static Stream<String> valueFiles() {
    String[] files = Helm.VALUES.toFile().list();
    assertThat(files).hasSizeGreaterThanOrEqualTo(3);
    return Arrays.stream(files).sorted();
  }

  @Test
  void theVersionIsThatOfTheBuild() throws IOException {
    String pom = Files.readString(Path.of("../pom.xml"));
    String version = pom.substring(pom.indexOf("<version>") + 9, pom.indexOf("</version>"));
    JsonNode chart = Rendered.parse(Files.readString(Helm.CHART.resolve("Chart.yaml"))).getFirst();

    assertThat(chart.path("appVersion").asString()).isEqualTo(version);
    assertThat(chart.path("version").asString()).isEqualTo(version);
    assertThat(container(DEFAULT).getImage())
        .isEqualTo("ghcr.io/sladg/datarestor-operator:" + version);
  }

  @Test
  void onePodAtATime() {
    Deployment deployment = DEFAULT.one(Deployment.class);

    assertThat(deployment.getSpec().getReplicas()).isEqualTo(1);
    assertThat(deployment.getSpec().getStrategy().getType()).isEqualTo("Recreate");
    assertThat(deployment.getSpec().getStrategy().getRollingUpdate()).isNull();
    assertThat(deployment.getSpec().getTemplate().getMetadata().getLabels())
        .containsAllEntriesOf(deployment.getSpec().getSelector().getMatchLabels());
    // a stop finishes what is in hand: a request is given up after 20 s
    assertThat(pod(DEFAULT).getTerminationGracePeriodSeconds()).isBetween(45L, 120L);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void everyPodIsRestricted(List<String> options) {
    Rendered rendered = HELM.render(RELEASE, options);
    List<PodSpec> pods =
        Stream.of(
                rendered.all(Deployment.class).stream().map(each -> each.getSpec().getTemplate()),
                rendered.all(Job.class).stream().map(each -> each.getSpec().getTemplate()))
            .flatMap(templates -> templates)
            .map(PodTemplateSpec::getSpec)
            .collect(Collectors.toCollection(ArrayList::new));
    pods.add(rendered.one(Pod.class).getSpec());

    for (PodSpec pod : pods) {
      PodSecurityContext ofPod = pod.getSecurityContext();
      assertThat(ofPod.getRunAsNonRoot()).isTrue();
      assertThat(ofPod.getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
      assertThat(List.of(pod.getContainers(), pod.getInitContainers()))
          .map(List::size)
          .containsExactly(1, 0);
      SecurityContext security = pod.getContainers().getFirst().getSecurityContext();
      assertThat(security.getAllowPrivilegeEscalation()).isFalse();
      assertThat(security.getReadOnlyRootFilesystem()).isTrue();
      assertThat(security.getPrivileged()).isNull();
      assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
      assertThat(security.getCapabilities().getAdd()).isEmpty();
      assertThat(pod.getHostNetwork()).isNull();
      assertThat(pod.getVolumes())
          .allSatisfy(
              volume ->
                  assertThat(
                          volume.getEmptyDir() != null || volume.getPersistentVolumeClaim() != null)
                      .as(volume.getName())
                      .isTrue());
    }
  }

  @Test
  void runsAsItsOwnUserUnlessThePlatformChoosesOne() {
    PodSecurityContext own = pod(DEFAULT).getSecurityContext();
    assertThat(own.getRunAsUser()).isEqualTo(65532L);
    assertThat(own.getRunAsGroup()).isEqualTo(65532L);
    assertThat(own.getFsGroup()).isEqualTo(65532L);

    PodSecurityContext chosen = pod(NOTHING).getSecurityContext();
    assertThat(chosen.getRunAsUser()).isNull();
    assertThat(chosen.getFsGroup()).isNull();
  }

  /** A Service named datarestor-… would be a variable DATARESTOR_…, which the operator refuses. */
  @ParameterizedTest
  @MethodSource("ways")
  void servicesOfTheNamespaceAreNoVariables(List<String> options) {
    assertThat(pod(HELM.render(RELEASE, options)).getEnableServiceLinks()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void theOperatorTakesItsEnvironment(List<String> options) {
    Map<String, String> environment = new TreeMap<>();
    for (EnvVar variable : container(HELM.render(RELEASE, options)).getEnv()) {
      String value = variable.getValue() == null ? "from-elsewhere" : variable.getValue();
      assertThat(environment.put(variable.getName(), value)).as(variable.getName()).isNull();
    }

    assertThat(OperatorConfig.read(environment).leaderElection()).isTrue();
    assertThat(environment)
        .containsKeys("DATARESTOR_NAMESPACE", "DATARESTOR_IDENTITY", "DATARESTOR_LOG_RETENTION");
  }

  @Test
  void everyVariableHasAValueOfTheChart() {
    List<String> set = container(EVERYTHING).getEnv().stream().map(EnvVar::getName).toList();

    assertThat(Arrays.stream(Variable.values()).map(Enum::name).filter(name -> !set.contains(name)))
        .as("fixed by the image and the chart")
        .containsExactlyInAnyOrder("DATARESTOR_DATA_DIR", "DATARESTOR_PORT");
    assertThat(set).contains("JDK_JAVA_OPTIONS", "HTTPS_PROXY");
  }

  @Test
  void valuesReachTheOperator() {
    Map<String, String> environment = new TreeMap<>();
    container(EVERYTHING).getEnv().stream()
        .filter(variable -> variable.getValue() != null)
        .forEach(variable -> environment.put(variable.getName(), variable.getValue()));
    OperatorConfig config = OperatorConfig.read(environment);

    assertThat(config.clusterName()).isEqualTo("production");
    assertThat(config.lanes()).isEqualTo(8);
    assertThat(config.logLevel()).isEqualTo("debug");
    assertThat(config.logFormat()).isEqualTo("text");
    assertThat(config.limits().age()).isEqualTo(Duration.ofHours(36));
    assertThat(config.limits().bytes()).isEqualTo(1L << 30);
    assertThat(config.resticImage())
        .isEqualTo(
            "registry.example.org/mirror/restic"
                + "@sha256:49d9072fb5651c80d75c7a811612eb60b4c06b32ad87c2e9f3c7222e1797e76c");
  }

  @Test
  void identityAndNamespaceAreThoseOfThePod() {
    Map<String, String> fields = new TreeMap<>();
    for (EnvVar variable : container(DEFAULT).getEnv()) {
      if (variable.getValueFrom() != null) {
        fields.put(variable.getName(), variable.getValueFrom().getFieldRef().getFieldPath());
      }
    }

    assertThat(fields)
        .containsOnly(
            Map.entry("DATARESTOR_NAMESPACE", "metadata.namespace"),
            Map.entry("DATARESTOR_IDENTITY", "metadata.name"));
  }

  @Test
  void aDigestWinsOverATag() {
    assertThat(container(EVERYTHING).getImage())
        .isEqualTo(
            "registry.example.org/mirror/datarestor-operator"
                + "@sha256:39d9072fb5651c80d75c7a811612eb60b4c06b32ad87c2e9f3c7222e1797e76c");
    assertThat(container(HELM.render(RELEASE, "--set", "image.tag=1.2.3")).getImage())
        .isEqualTo("ghcr.io/sladg/datarestor-operator:1.2.3");
    assertThat(EVERYTHING.one(Pod.class).getSpec().getContainers().getFirst().getImage())
        .isEqualTo(container(EVERYTHING).getImage());
  }

  @Test
  void theImageSaysWhatRuns() {
    assertThat(container(DEFAULT).getCommand()).isEmpty();
    assertThat(container(DEFAULT).getArgs()).isEmpty();
    assertThat(DEFAULT.one(Pod.class).getSpec().getContainers().getFirst().getCommand())
        .containsExactly("datarestor", "--version");
    assertThat(DEFAULT.one(Pod.class).getMetadata().getAnnotations())
        .containsEntry("helm.sh/hook", "test");
  }

  @Test
  void theHistoryIsOnAVolume() {
    PersistentVolumeClaim claim = DEFAULT.one(PersistentVolumeClaim.class);

    assertThat(claim.getSpec().getResources().getRequests())
        .containsOnly(Map.entry("storage", new Quantity("1Gi")));
    assertThat(claim.getSpec().getStorageClassName()).isNull();
    assertThat(claim.getMetadata().getAnnotations())
        .containsKey(Annotations.key(Annotations.EXCLUDE));
    assertThat(volume(DEFAULT, "data").getPersistentVolumeClaim().getClaimName())
        .isEqualTo(claim.getMetadata().getName());
    assertThat(mount(DEFAULT, "data")).isEqualTo(Variable.DATARESTOR_DATA_DIR.otherwise());
    assertThat(mount(DEFAULT, "tmp")).isEqualTo("/tmp");
  }

  @Test
  void theVolumeCanBeWhateverTheUserSays() {
    PersistentVolumeClaim claim = EVERYTHING.one(PersistentVolumeClaim.class);
    assertThat(claim.getSpec().getStorageClassName()).isEqualTo("fast");
    assertThat(claim.getSpec().getAccessModes()).containsExactly("ReadWriteOncePod");
    assertThat(claim.getMetadata().getAnnotations())
        .containsEntry("helm.sh/resource-policy", "keep");

    Rendered existing = HELM.render(RELEASE, "--values", "existing-claim.yaml");
    assertThat(existing.all(PersistentVolumeClaim.class)).isEmpty();
    assertThat(volume(existing, "data").getPersistentVolumeClaim().getClaimName())
        .isEqualTo("history");

    Rendered none = HELM.render(RELEASE, "--set", "persistence.storageClass=-");
    assertThat(none.one(PersistentVolumeClaim.class).getSpec().getStorageClassName()).isEmpty();
  }

  @Test
  void withoutPersistenceTheHistoryIsInThePod() {
    assertThat(NOTHING.all(PersistentVolumeClaim.class)).isEmpty();
    assertThat(volume(NOTHING, "data").getPersistentVolumeClaim()).isNull();
    assertThat(volume(NOTHING, "data").getEmptyDir().getSizeLimit()).isEqualTo(new Quantity("1Gi"));
  }

  @Test
  void probesAskWhatTheOperatorAnswers() {
    Container container = container(DEFAULT);
    assertThat(container.getPorts()).hasSize(1);
    assertThat(container.getPorts().getFirst().getContainerPort())
        .hasToString(Variable.DATARESTOR_PORT.otherwise());

    assertThat(asked(container.getStartupProbe())).isEqualTo("/livez");
    assertThat(asked(container.getLivenessProbe())).isEqualTo("/livez");
    assertThat(asked(container.getReadinessProbe())).isEqualTo("/readyz");
    Probe startup = container.getStartupProbe();
    assertThat(startup.getPeriodSeconds() * startup.getFailureThreshold())
        .as("seconds for a start on a slow node")
        .isGreaterThanOrEqualTo(60);
  }

  private static String asked(Probe probe) {
    HTTPGetAction get = probe.getHttpGet();
    assertThat(get.getPort().getStrVal()).isEqualTo("http");
    assertThat(probe.getTimeoutSeconds()).isGreaterThanOrEqualTo(3);
    return get.getPath();
  }

  @Test
  void memoryIsLimitedAndProcessorsAreNot() {
    assertThat(container(DEFAULT).getResources().getRequests())
        .containsOnlyKeys("cpu", "memory")
        .containsEntry("memory", new Quantity("192Mi"));
    assertThat(container(DEFAULT).getResources().getLimits())
        .containsOnly(Map.entry("memory", new Quantity("384Mi")));
  }

  @Test
  void prometheusFindsTheOperatorAlsoInTrouble() {
    Service service = EVERYTHING.one(Service.class);
    assertThat(service.getSpec().getPublishNotReadyAddresses()).isTrue();
    assertThat(service.getSpec().getPorts().getFirst().getPort()).isEqualTo(9090);
    assertThat(service.getSpec().getPorts().getFirst().getTargetPort().getStrVal())
        .isEqualTo("http");
    assertThat(labelsOfPod(EVERYTHING)).containsAllEntriesOf(service.getSpec().getSelector());

    JsonNode monitor =
        EVERYTHING.documents().stream()
            .filter(document -> document.path("kind").asString().equals("ServiceMonitor"))
            .findFirst()
            .orElseThrow();
    assertThat(monitor.at("/metadata/labels/release").asString()).isEqualTo("prometheus");
    JsonNode endpoint = monitor.at("/spec/endpoints/0");
    assertThat(endpoint.path("interval").asString()).isEqualTo("1m");
    assertThat(endpoint.path("port").asString())
        .isEqualTo(service.getSpec().getPorts().getFirst().getName());
    assertThat(endpoint.path("honorLabels").asBoolean()).isTrue();
    monitor
        .at("/spec/selector/matchLabels")
        .properties()
        .forEach(
            label ->
                assertThat(service.getMetadata().getLabels())
                    .containsEntry(label.getKey(), label.getValue().asString()));
    assertThat(DEFAULT.names()).noneMatch(name -> name.startsWith("ServiceMonitor"));
    assertThat(NOTHING.all(Service.class)).isEmpty();
  }

  @Test
  void theNetworkPolicyIsForTheOperatorAlone() {
    NetworkPolicy policy = EVERYTHING.one(NetworkPolicy.class);
    LabelSelector selector = policy.getSpec().getPodSelector();

    assertThat(labelsOfPod(EVERYTHING)).containsAllEntriesOf(selector.getMatchLabels());
    assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
    assertThat(policy.getSpec().getIngress().getFirst().getPorts().getFirst().getPort().getIntVal())
        .hasToString(Variable.DATARESTOR_PORT.otherwise());
    assertThat(policy.getSpec().getEgress()).hasSize(2);
    assertThat(DEFAULT.all(NetworkPolicy.class)).isEmpty();
  }

  /** Otherwise it would take itself for one of its Jobs. */
  @ParameterizedTest
  @ValueSource(strings = {"podLabels", "commonLabels"})
  void noLabelOfTheUserReplacesOneOfTheChart(String value) {
    Rendered rendered =
        HELM.render(
            RELEASE, "--set", value + ".app\\.kubernetes\\.io/managed-by=datarestor-operator");

    assertThat(labelsOfPod(rendered)).containsEntry(Annotations.MANAGED_BY, "Helm");
  }

  @Test
  void namesTellReleasesApart() {
    assertThat(DEFAULT.names()).contains("Deployment datarestor-operator");
    assertThat(HELM.render("mine").names()).contains("Deployment mine-datarestor-operator");
    assertThat(EVERYTHING.names()).contains("Deployment backups", "ServiceAccount backups-account");
    assertThat(NOTHING.names()).noneMatch(name -> name.startsWith("ServiceAccount"));
    assertThat(pod(NOTHING).getServiceAccountName()).isEqualTo("existing");

    String longest = "release-with-a-name-of-53-characters-as-helm-allows-x";
    assertThat(longest).hasSize(53);
    assertThat(HELM.render(longest).names())
        .allSatisfy(
            name -> assertThat(name.substring(name.indexOf(' ') + 1)).hasSizeLessThanOrEqualTo(63));
  }

  private static PodSpec pod(Rendered rendered) {
    return rendered.one(Deployment.class).getSpec().getTemplate().getSpec();
  }

  private static Map<String, String> labelsOfPod(Rendered rendered) {
    return rendered.one(Deployment.class).getSpec().getTemplate().getMetadata().getLabels();
  }

  private static Container container(Rendered rendered) {
    return pod(rendered).getContainers().getFirst();
  }

  private static Volume volume(Rendered rendered, String name) {
    return pod(rendered).getVolumes().stream()
        .filter(volume -> volume.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static String mount(Rendered rendered, String volume) {
    return container(rendered).getVolumeMounts().stream()
        .filter(mount -> mount.getName().equals(volume))
        .findFirst()
        .orElseThrow()
        .getMountPath();
  }
}
