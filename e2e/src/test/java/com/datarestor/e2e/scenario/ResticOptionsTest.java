package com.datarestor.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.api.v1alpha1.Task;
import com.datarestor.core.api.v1alpha1.TaskType;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a Config says about restic and its Jobs reaches them, with restic itself as the witness. */
class ResticOptionsTest {

  @RegisterExtension static final Scene SCENE = new Scene();

  private final User user = SCENE.user();
  private final String namespace = SCENE.namespace("shop");
  private final String first = SCENE.fresh("first");
  private final String second = SCENE.fresh("second");

  @BeforeEach
  void a_volume_with_files_to_leave_out() {
    user.claim(namespace, "data", Map.of());
    SCENE
        .cluster()
        .files(namespace, "data")
        .shell(
            """
            mkdir cache private logs
            for name in keep.txt scratch.tmp old.bak cache/file private/file 'logs/BIG file.log'; do
              yes "$name" | head -c 200000 > "$name"
            done
            : > private/.nobackup
            """);
  }

  private ConfigText config() {
    return SCENE
        .config(namespace, "config")
        .repository(first, 1)
        .repository(second, 2, "restic:", "  compression: max", "  exclude: [\"*.bak\"]")
        .selector("matchNamespaces: [" + namespace + "]")
        .field(
            """
            restic:
              compression: "off"
              exclude: ["*.tmp"]
              extraArgs: {backup: ["--exclude-if-present=.nobackup"]}
            """);
  }

  private void backUp(ConfigText config, String value, int tasks) {
    user.apply(config.yaml());
    user.awaitReady(namespace, "config");
    user.annotateClaim(namespace, "data", "manual-backup", value);
    user.awaitTasks(namespace, TaskType.BACKUP_MANUAL, tasks);
  }

  private List<String> filesIn(String repository) {
    List<String> paths = new ArrayList<>();
    SCENE
        .repository(repository)
        .run("ls", "latest", "--json")
        .lines()
        .map(line -> JsonMapper.shared().readTree(line))
        .filter(node -> node.path("type").asString("").equals("file"))
        .map(node -> node.path("path").asString().replaceFirst("^/data/", ""))
        .forEach(paths::add);
    return paths;
  }

  private double compressionOf(String repository) {
    JsonNode stats =
        JsonMapper.shared()
            .readTree(SCENE.repository(repository).run("stats", "--mode", "raw-data", "--json"));
    return stats.path("total_uncompressed_size").asDouble() / stats.path("total_size").asDouble();
  }

  @Test
  void options_of_config_repository_and_volume_reach_restic() {
    user.annotateClaim(
        namespace, "data", "backup-args", "--exclude=cache --iexclude 'big FILE.log'");

    backUp(config(), "*|good", 2);

    assertThat(filesIn(first))
        .containsExactlyInAnyOrder("keep.txt", "old.bak", "private/.nobackup");
    assertThat(filesIn(second))
        .containsExactlyInAnyOrder("keep.txt", "scratch.tmp", "private/.nobackup");
    assertThat(compressionOf(first)).isLessThan(1.1);
    assertThat(compressionOf(second)).isGreaterThan(5);
    assertThat(user.isAnnotated(namespace, "data", "backup-args")).isTrue();
  }

  @Test
  void an_argument_that_would_forge_an_identity_is_refused_with_the_reason() {
    user.annotateClaim(namespace, "data", "backup-args", "--host=somebody-else");
    user.apply(config().yaml());
    user.awaitReady(namespace, "config");

    assertThat(user.ask(namespace, "data", "manual-backup", "forged"))
        .startsWith("Failed")
        .contains("--host", "leave it out");
    assertThat(user.awaitEvent(namespace, "data", "InvalidArguments").getType())
        .isEqualTo("Warning");
    assertThat(SCENE.repository(first).snapshots()).isEmpty();
  }

  @Test
  void a_snapshot_says_whose_it_is() {
    backUp(config(), "good", 1);

    Task task = user.tasks(namespace, TaskType.BACKUP_MANUAL).getFirst();
    assertThat(SCENE.repository(first).snapshots())
        .singleElement()
        .satisfies(
            snapshot -> {
              assertThat(snapshot.id()).startsWith(User.snapshot(task));
              assertThat(snapshot.host()).isEqualTo(namespace + "-data");
              assertThat(snapshot.tag("ns")).isEqualTo(namespace);
              assertThat(snapshot.tag("pvc")).isEqualTo("data");
              assertThat(snapshot.tag("name")).isEqualTo("good");
              assertThat(snapshot.tag("task")).isEqualTo(task.getMetadata().getName());
              assertThat(snapshot.tag("config")).isEqualTo(namespace + "/config");
              assertThat(snapshot.tag("cluster")).isNotEmpty();
            });
  }

  @Test
  void the_job_template_shapes_the_job_and_its_pod() {
    ConfigText config =
        config()
            .jobTemplate(
                """
                labels: {team: storage}
                annotations: {example.com/note: "made by a Config"}
                resources: {requests: {cpu: 10m}, limits: {memory: 512Mi}}
                nodeSelector: {kubernetes.io/os: linux}
                tolerations: [{key: backup, operator: Exists, effect: NoSchedule}]
                securityContext: {privileged: false, runAsUser: 0}
                podSecurityContext: {fsGroupChangePolicy: OnRootMismatch}
                """);

    backUp(config, "good", 1);

    Job job =
        user.jobs(namespace).stream()
            .filter(each -> each.getMetadata().getName().contains("backup"))
            .findFirst()
            .orElseThrow();
    assertThat(job.getMetadata().getLabels()).containsEntry("team", "storage");
    assertThat(job.getMetadata().getAnnotations())
        .containsEntry("example.com/note", "made by a Config");
    PodTemplateSpec pod = job.getSpec().getTemplate();
    assertThat(pod.getMetadata().getLabels()).containsEntry("team", "storage");
    assertThat(pod.getMetadata().getAnnotations())
        .containsEntry("example.com/note", "made by a Config");
    assertThat(pod.getSpec().getNodeSelector()).containsEntry("kubernetes.io/os", "linux");
    assertThat(pod.getSpec().getTolerations())
        .anyMatch(toleration -> "backup".equals(toleration.getKey()));
    assertThat(pod.getSpec().getSecurityContext().getFsGroupChangePolicy())
        .isEqualTo("OnRootMismatch");
    Container restic = pod.getSpec().getContainers().getFirst();
    assertThat(restic.getSecurityContext().getRunAsUser()).isZero();
    assertThat(restic.getResources().getRequests()).containsEntry("cpu", new Quantity("10m"));
    assertThat(restic.getResources().getLimits()).containsEntry("memory", new Quantity("512Mi"));
  }
}
