package com.datarestor.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.api.v1alpha1.TaskType;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The operator starts anew between any two steps: one Task, one Job for each step, one result. */
class RestartTest {

  @RegisterExtension static final Scene SCENE = new Scene();

  private final User user = SCENE.user();
  private final String namespace = SCENE.namespace("shop");
  private final String repository = SCENE.fresh("repository");
  private final VolumeFiles files = SCENE.cluster().files(namespace, "data");

  /** When the operator starts anew. */
  enum Moment {
    ASKED,
    TASK_APPEARED,
    JOB_APPEARED,
    JOB_ENDED
  }

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

  private static final String STEP = "backup.datarestor-operator.com/step";

  private static boolean hasEnded(Job job) {
    return job.getStatus() != null
        && job.getStatus().getConditions().stream()
            .anyMatch(each -> List.of("Complete", "Failed").contains(each.getType()));
  }

  private void startAnewAt(Moment moment, TaskType type, String step) throws InterruptedException {
    BooleanSupplier there =
        switch (moment) {
          case ASKED -> () -> true;
          case TASK_APPEARED -> () -> !user.tasks(namespace, type).isEmpty();
          case JOB_APPEARED -> () -> !jobs(step).isEmpty();
          case JOB_ENDED -> () -> jobs(step).stream().anyMatch(RestartTest::hasEnded);
        };
    user.awaitThat(step + ": " + moment, there);
    SCENE.operator().restart();
  }

  @ParameterizedTest
  @EnumSource
  void a_backup_is_made_once(Moment moment) throws InterruptedException {
    user.annotateClaim(namespace, "data", "manual-backup", "good");
    startAnewAt(moment, TaskType.BACKUP_MANUAL, "backup");

    user.awaitOutcome(namespace, "data", "last-backup", "Completed");

    assertThat(user.tasks(namespace, TaskType.BACKUP_MANUAL)).hasSize(1);
    assertThat(jobs("backup")).hasSize(1);
    assertThat(SCENE.repository(repository).snapshots()).hasSize(1);
    assertThat(user.isAnnotated(namespace, "data", "manual-backup")).isFalse();
  }

  static Stream<Arguments> momentsOfARestore() {
    return Arrays.stream(Moment.values())
        .flatMap(
            moment ->
                switch (moment) {
                  case ASKED, TASK_APPEARED -> Stream.of(Arguments.of(moment, "lookup"));
                  case JOB_APPEARED, JOB_ENDED ->
                      Stream.of(Arguments.of(moment, "lookup"), Arguments.of(moment, "restore"));
                });
  }

  @ParameterizedTest
  @MethodSource("momentsOfARestore")
  void a_restore_is_done_once(Moment moment, String step) throws InterruptedException {
    SortedMap<String, String> good = files.contents();
    user.ask(namespace, "data", "manual-backup", "good");
    files.shell("printf broken > file");

    user.annotateClaim(namespace, "data", "manual-restore", "good");
    startAnewAt(moment, TaskType.RESTORE_MANUAL, step);
    user.awaitOutcome(namespace, "data", "last-restore", "Completed");

    assertThat(files.contents()).isEqualTo(good);
    assertThat(user.tasks(namespace, TaskType.RESTORE_MANUAL)).hasSize(1);
    assertThat(jobs("lookup")).hasSize(1);
    assertThat(jobs("restore")).hasSize(1);
  }
}
