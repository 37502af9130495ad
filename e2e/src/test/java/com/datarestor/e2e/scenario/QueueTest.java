package com.datarestor.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.api.v1alpha1.Task;
import com.datarestor.core.api.v1alpha1.TaskState;
import com.datarestor.core.api.v1alpha1.TaskType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who waits for whom. */
class QueueTest {

  @RegisterExtension static final Scene SCENE = new Scene();

  private final User user = SCENE.user();
  private final String namespace = SCENE.namespace("shop");
  private final String repository = SCENE.fresh("repository");

  private void config(String... fields) {
    ConfigText config =
        SCENE
            .config(namespace, "config")
            .repository(repository, 1)
            .repository(repository + "-copy", 2)
            .selector("matchNamespaces: [" + namespace + "]");
    for (String field : fields) {
      config.field(field);
    }
    user.apply(config.yaml());
    user.awaitReady(namespace, "config");
  }

  private VolumeFiles claim(String name) {
    user.claim(namespace, name, Map.of());
    VolumeFiles files = SCENE.cluster().files(namespace, name);
    files.shell("printf one > file; head -c 300000 /dev/urandom > random");
    return files;
  }

  @Test
  void a_backup_and_a_restore_of_one_volume_do_not_overlap() {
    VolumeFiles files = claim("data");
    config();
    user.ask(namespace, "data", "manual-backup", "good");
    SortedMap<String, String> good = files.contents();
    files.shell("printf broken > file");

    user.annotateClaim(namespace, "data", "manual-backup", "broken");
    user.annotateClaim(namespace, "data", "manual-restore", "good");
    List<Task> tasks = new ArrayList<>(user.awaitTasks(namespace, TaskType.RESTORE_MANUAL, 1));
    tasks.addAll(user.awaitTasks(namespace, TaskType.BACKUP_MANUAL, 2));

    assertThat(tasks).allMatch(task -> User.state(task) == TaskState.COMPLETED);
    Turns.assertOneAfterTheOther(tasks);
    assertThat(files.contents()).isEqualTo(good);
  }

  @Test
  void of_ten_quick_annotations_none_runs_twice_and_the_last_one_runs() {
    claim("data");
    config();

    for (int i = 0; i < 10; i++) {
      user.annotateClaim(namespace, "data", "manual-backup", "quick-" + i);
    }
    user.awaitTakenOff(namespace, "data", "manual-backup");
    // of one volume, what was asked last runs last
    user.awaitTask(
        namespace,
        TaskType.BACKUP_MANUAL,
        task -> task.getSpec().nameAsked().filter("quick-9"::equals).isPresent());
    List<Task> tasks = user.tasks(namespace, TaskType.BACKUP_MANUAL);

    Turns.assertOneAfterTheOther(tasks);
    List<String> names =
        SCENE.repository(repository).snapshots().stream().map(s -> s.tag("name")).toList();
    assertThat(names)
        .doesNotHaveDuplicates()
        .hasSize(tasks.size())
        .allMatch(name -> name.startsWith("quick-"))
        .contains("quick-9");
  }

  @Test
  void no_more_tasks_run_at_a_time_than_the_config_allows() {
    claim("a");
    claim("b");
    claim("c");
    config("limits: {maxConcurrentTasks: 1}");

    user.annotateConfig(namespace, "config", "manual-backup", "*|all");

    Turns.assertOneAfterTheOther(user.awaitTasks(namespace, TaskType.BACKUP_MANUAL, 6));
  }

  @Test
  void no_more_tasks_run_on_one_repository_than_the_config_allows() {
    claim("a");
    claim("b");
    config("limits: {maxConcurrentTasksPerRepository: 1}");

    user.annotateConfig(namespace, "config", "manual-backup", "*|all");

    List<Task> tasks = user.awaitTasks(namespace, TaskType.BACKUP_MANUAL, 4);
    Predicate<Task> first = task -> "1".equals(task.getStatus().repository());
    Turns.assertOneAfterTheOther(tasks.stream().filter(first).toList());
    Turns.assertOneAfterTheOther(tasks.stream().filter(first.negate()).toList());
  }
}
