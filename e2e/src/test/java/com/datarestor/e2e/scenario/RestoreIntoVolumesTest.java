package com.datarestor.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.api.v1alpha1.Task;
import com.datarestor.core.api.v1alpha1.TaskType;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What may be written into which volume, and from which repository. */
class RestoreIntoVolumesTest {

  @RegisterExtension static final Scene SCENE = new Scene();

  private final User user = SCENE.user();
  private final String namespace = SCENE.namespace("shop");
  private final VolumeFiles files = SCENE.cluster().files(namespace, "data");

  @BeforeEach
  void a_volume_with_files_is_watched() {
    user.claim(namespace, "data", Map.of());
    files.shell("mkdir orders; printf one > orders/1.txt");
    user.apply(
        SCENE
            .config(namespace, "config")
            .repository(SCENE.fresh("first"), 1)
            .repository(SCENE.fresh("second"), 2)
            .selector("matchNamespaces: [" + namespace + "]")
            .selector("matchLabels: {shop: " + namespace + "}")
            .yaml());
    user.awaitReady(namespace, "config");
  }

  @Test
  void a_volume_that_a_pod_mounts_is_not_written_into() {
    SortedMap<String, String> good = files.contents();
    user.ask(namespace, "data", "manual-backup", "good");
    files.shell("printf broken > orders/1.txt");
    SortedMap<String, String> broken = files.contents();
    user.pod(namespace, "web-0", "data");

    String refused = user.ask(namespace, "data", "manual-restore", "good");

    assertThat(refused)
        .startsWith("Failed")
        .contains("the volume is mounted by web-0: scale the workload to 0");
    assertThat(user.awaitEvent(namespace, "data", "VolumeInUse").getType()).isEqualTo("Warning");
    assertThat(files.contents()).isEqualTo(broken);

    user.deletePod(namespace, "web-0");
    assertThat(user.ask(namespace, "data", "manual-restore", "good")).startsWith("Completed");
    assertThat(files.contents()).isEqualTo(good);
  }

  @Test
  void a_volume_in_use_is_backed_up_on_the_node_that_uses_it() {
    user.pod(namespace, "web-0", "data");

    assertThat(user.ask(namespace, "data", "manual-backup", "live")).startsWith("Completed");

    assertThat(user.jobs(namespace))
        .filteredOn(job -> job.getMetadata().getName().contains("backup"))
        .singleElement()
        .satisfies(
            job ->
                assertThat(job.getSpec().getTemplate().getSpec().getAffinity().getNodeAffinity())
                    .asString()
                    .contains(user.nodeOf(namespace, "web-0")));
    user.deletePod(namespace, "web-0");
  }

  @Test
  void one_volume_is_cloned_into_another_of_another_namespace() {
    String staging = SCENE.namespace("staging");
    user.claim(staging, "copy", Map.of("shop", namespace));
    SCENE.cluster().files(staging, "copy").shell("printf mine > mine");
    user.ask(namespace, "data", "manual-backup", "good");

    assertThat(user.ask(staging, "copy", "manual-restore", "1|" + namespace + "-data|latest"))
        .startsWith("Completed");

    assertThat(SCENE.cluster().files(staging, "copy").contents()).isEqualTo(files.contents());
  }

  @Test
  void the_second_repository_is_used_when_the_first_has_no_such_snapshot() {
    SortedMap<String, String> good = files.contents();
    user.ask(namespace, "data", "manual-backup", "another");
    user.ask(namespace, "data", "manual-backup", "2|good");
    files.shell("printf broken > orders/1.txt");

    assertThat(user.ask(namespace, "data", "manual-restore", "good")).startsWith("Completed");

    assertThat(files.contents()).isEqualTo(good);
    Task task = user.awaitTask(namespace, TaskType.RESTORE_MANUAL, each -> true);
    assertThat(task.getStatus().repository()).isEqualTo("2");
    assertThat(user.awaitEvent(namespace, "data", "RestoreCompleted").getMessage())
        .contains("from repository 2");
  }

  @Test
  void a_snapshot_that_no_repository_has_changes_nothing_and_each_is_named() {
    user.ask(namespace, "data", "manual-backup", "good");
    SortedMap<String, String> before = files.contents();

    assertThat(user.ask(namespace, "data", "manual-restore", "bad"))
        .startsWith("Failed")
        .contains("repository 1", "repository 2", "bad");

    assertThat(files.contents()).isEqualTo(before);
  }

  @Test
  void on_a_config_each_volume_restores_its_own_snapshot() {
    user.claim(namespace, "more", Map.of());
    VolumeFiles more = SCENE.cluster().files(namespace, "more");
    more.shell("printf more > more.txt");
    SortedMap<String, String> goodData = files.contents();
    SortedMap<String, String> goodMore = more.contents();

    user.annotateConfig(namespace, "config", "manual-backup", "everything");
    user.awaitTasks(namespace, TaskType.BACKUP_MANUAL, 2);
    files.shell("rm -r orders");
    more.shell("printf broken > more.txt");
    user.annotateConfig(namespace, "config", "manual-restore", "everything");
    user.awaitTasks(namespace, TaskType.RESTORE_MANUAL, 2);

    assertThat(files.contents()).isEqualTo(goodData);
    assertThat(more.contents()).isEqualTo(goodMore);
    user.awaitThat(
        "both annotations are taken off the Config",
        () ->
            user.configAnnotation(namespace, "config", "manual-backup").isEmpty()
                && user.configAnnotation(namespace, "config", "manual-restore").isEmpty());
    assertThat(user.configAnnotation(namespace, "config", "last-backup"))
        .startsWith("Accepted tasks=2");
    assertThat(user.configAnnotation(namespace, "config", "last-restore"))
        .startsWith("Accepted tasks=2");
  }

  @Test
  void a_host_on_a_config_is_refused() {
    user.annotateConfig(namespace, "config", "manual-restore", namespace + "-data|latest");

    assertThat(user.awaitEvent(namespace, "config", "AnnotationRefused").getMessage())
        .contains("a host has no meaning on a Config");
    assertThat(user.tasks(namespace, TaskType.RESTORE_MANUAL)).isEmpty();
  }
}
