package com.datarestor.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.api.v1alpha1.TaskState;
import com.datarestor.core.api.v1alpha1.TaskType;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Everything that the operator had on disk is lost while work runs; Tasks run that people made. */
class LostDataDirectoryTest {

  @RegisterExtension static final Scene SCENE = new Scene();

  private static final String STEP = "backup.datarestor-operator.com/step";

  private final User user = SCENE.user();
  private final String namespace = SCENE.namespace("shop");
  private final String repository = SCENE.fresh("repository");
  private final VolumeFiles files = SCENE.cluster().files(namespace, "data");

  @BeforeEach
  void a_volume_is_watched() {
    user.claim(namespace, "data", Map.of());
    files.shell("printf one > file");
    user.apply(
        SCENE
            .config(namespace, "config")
            .repository(repository, 1)
            .selector("matchNamespaces: [" + namespace + "]")
            .yaml());
    user.awaitReady(namespace, "config");
    user.awaitTasks(namespace, TaskType.SCAN, 1);
  }

  private List<Job> jobs(String step) {
    return user.jobs(namespace).stream()
        .filter(job -> step.equals(job.getMetadata().getLabels().get(STEP)))
        .toList();
  }

  private static void loseEverything() {
    try (Stream<Path> all = Files.walk(SCENE.operator().directory())) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void a_backup_is_made_once(boolean jobAppeared) throws InterruptedException {
    user.annotateClaim(namespace, "data", "manual-backup", "good");
    if (jobAppeared) {
      user.awaitThat("a Job", () -> !jobs("backup").isEmpty());
    }
    SCENE.operator().restart(LostDataDirectoryTest::loseEverything);

    user.awaitOutcome(namespace, "data", "last-backup", "Completed");

    assertThat(user.tasks(namespace, TaskType.BACKUP_MANUAL)).hasSize(1);
    assertThat(jobs("backup")).hasSize(1);
    assertThat(SCENE.repository(repository).snapshots()).hasSize(1);
    user.awaitThat("no annotation", () -> !user.isAnnotated(namespace, "data", "manual-backup"));
  }

  @ParameterizedTest
  @CsvSource({"lookup", "restore"})
  void a_restore_is_done_once(String step) throws InterruptedException {
    SortedMap<String, String> good = files.contents();
    user.ask(namespace, "data", "manual-backup", "good");
    files.shell("printf broken > file");

    user.annotateClaim(namespace, "data", "manual-restore", "good");
    user.awaitThat("a Job", () -> !jobs(step).isEmpty());
    SCENE.operator().restart(LostDataDirectoryTest::loseEverything);
    user.awaitOutcome(namespace, "data", "last-restore", "Completed");

    assertThat(files.contents()).isEqualTo(good);
    assertThat(user.tasks(namespace, TaskType.RESTORE_MANUAL)).hasSize(1);
    assertThat(jobs("lookup")).hasSize(1);
    assertThat(jobs("restore")).hasSize(1);
    assertThat(jobs("backup")).hasSize(1);
  }

  private void makeTask(String name, String claim) {
    user.apply(
        """
        apiVersion: backup.datarestor-operator.com/v1alpha1
        kind: Task
        metadata: {name: %s, namespace: %s}
        spec:
          type: backup-manual
          pvc: %s
          repository: "%s"
          config: {namespace: %s, name: config}
        """
            .formatted(name, namespace, claim, name.equals("refused") ? "9" : "1", namespace));
  }

  @Test
  void a_task_that_a_person_made_runs_once() throws InterruptedException {
    makeTask("from-ci", "data");
    user.awaitOutcome(namespace, "data", "last-backup", "Completed");
    SCENE.operator().restart(LostDataDirectoryTest::loseEverything);
    makeTask("refused", "data");
    user.awaitThat("refused", () -> state("refused") == TaskState.FAILED);

    // its end may have been lost before it was written: then it is read from the Job again
    user.awaitThat("completed", () -> state("from-ci") == TaskState.COMPLETED);
    assertThat(user.tasks(namespace, TaskType.BACKUP_MANUAL)).hasSize(2);
    assertThat(jobs("backup")).hasSize(1);
    assertThat(SCENE.repository(repository).snapshots()).hasSize(1);
  }

  private TaskState state(String name) {
    return user.tasks(namespace, TaskType.BACKUP_MANUAL).stream()
        .filter(task -> task.getMetadata().getName().equals(name))
        .flatMap(task -> task.getStatus().knownState().stream())
        .findFirst()
        .orElse(TaskState.PENDING);
  }
}
