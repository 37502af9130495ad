package com.datarestor.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.api.v1alpha1.BackupConfig;
import com.datarestor.core.api.v1alpha1.BackupConfigStatus;
import com.datarestor.core.api.v1alpha1.Task;
import com.datarestor.core.api.v1alpha1.TaskState;
import com.datarestor.core.api.v1alpha1.TaskType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What {@code kubectl get} shows of Configs and Tasks. */
class StatusTest {

  @RegisterExtension static final Scene SCENE = new Scene();

  private final User user = SCENE.user();
  private final ApiReader reader = new ApiReader(SCENE.cluster().client());
  private final String namespace = SCENE.namespace("shop");
  private final VolumeFiles files = SCENE.cluster().files(namespace, "data");

  @BeforeEach
  void two_volumes() {
    user.claim(namespace, "data", Map.of());
    user.claim(namespace, "more", Map.of());
    files.shell("head -c 300000 /dev/urandom > random");
  }

  private void apply(String... fields) {
    ConfigText config =
        SCENE
            .config(namespace, "config")
            .repository(SCENE.fresh("repository"), 1, "backupSchedule: \"30 2 29 2 *\"")
            .selector("matchNamespaces: [" + namespace + "]")
            .field("jitter: 0s");
    for (String field : fields) {
      config.field(field);
    }
    user.apply(config.yaml());
    user.awaitReady(namespace, "config");
  }

  private void awaitRow(Map<String, String> cells) {
    user.awaitThat(
        "kubectl get configs shows " + cells,
        () ->
            reader.table(namespace, "configs").getFirst().entrySet().containsAll(cells.entrySet()));
  }

  @Test
  void the_columns_of_a_config_tell_how_it_is() {
    apply();
    awaitRow(Map.of("READY", "True", "PVCS", "2", "PROTECTED", "0", "RUNNING", "0", "FAILED", "0"));
    user.ask(namespace, "data", "manual-backup", "good");

    awaitRow(Map.of("READY", "True", "PVCS", "2", "PROTECTED", "1", "RUNNING", "0", "FAILED", "0"));

    Map<String, String> row = reader.table(namespace, "configs").getFirst();
    assertThat(row.get("NEXT BACKUP")).matches("20\\d\\d-02-29 02:30.*");
    assertThat(row.get("LAST BACKUP")).isNotBlank();
    assertThat(row.get("SIZE")).matches("\\d+(\\.\\d)? KiB");
    assertThat(row).containsKeys("AGE", "STATUS");
    BackupConfig config = user.config(namespace, "config");
    assertThat(config.getStatus().observedGeneration())
        .isEqualTo(config.getMetadata().getGeneration());
    assertThat(User.condition(config, "Reconciling", "False")).isTrue();
    assertThat(User.condition(config, "Stalled", "False")).isTrue();
    assertThat(config.getStatus().unprotected())
        .singleElement()
        .satisfies(volume -> assertThat(volume.name()).isEqualTo("more"));
    assertThat(Objects.requireNonNull(config.getStatus().totals()).backupsSucceeded()).isEqualTo(1);
  }

  @Test
  void the_columns_of_a_task_tell_what_it_did() {
    apply();
    user.ask(namespace, "data", "manual-backup", "good");
    user.ask(namespace, "data", "manual-restore", "good");
    Restic.Listed snapshot = onlySnapshot();

    Map<String, String> backup = row(TaskType.BACKUP_MANUAL);
    assertThat(backup)
        .containsEntry("PVC", "data")
        .containsEntry("REPOSITORY", "1")
        .containsEntry("STATE", "Completed")
        .containsEntry("SNAPSHOT", snapshot.id().substring(0, 8));
    assertThat(backup.get("ADDED")).matches("\\d+(\\.\\d)? KiB");
    assertThat(backup.get("DURATION")).matches("\\d+s");
    assertThat(backup).containsKeys("PROGRESS", "AGE");
    assertThat(row(TaskType.RESTORE_MANUAL))
        .containsEntry("PVC", "data")
        .containsEntry("STATE", "Completed")
        .containsEntry("SNAPSHOT", snapshot.id().substring(0, 8));
    assertThat(row(TaskType.INIT)).containsEntry("STATE", "Completed");
    Task task = user.tasks(namespace, TaskType.BACKUP_MANUAL).getFirst();
    assertThat(task.getStatus().filesNew()).isEqualTo(1);
    assertThat(task.getStatus().bytesTotal()).isEqualTo(300_000);
    assertThat(task.getStatus().conditions())
        .filteredOn(condition -> condition.type().equals("Ready"))
        .singleElement()
        .satisfies(ready -> assertThat(ready.status()).isEqualTo("True"));
  }

  private Restic.Listed onlySnapshot() {
    String target = user.config(namespace, "config").getSpec().repositories().getFirst().target();
    List<Restic.Listed> all =
        SCENE.repository(target.substring(target.lastIndexOf('/') + 1)).snapshots();
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  private Map<String, String> row(TaskType type) {
    return user.await(
        "a row for a Task that has ended: " + type.wireName(),
        () ->
            reader.table(namespace, "tasks").stream()
                .filter(row -> type.wireName().equals(row.get("TYPE")))
                .filter(row -> "Completed".equals(row.get("STATE")))
                .findFirst()
                .orElse(null));
  }

  @Test
  void a_volume_is_failed_until_its_next_task_succeeds() {
    apply();
    user.ask(namespace, "data", "manual-backup", "good");
    assertThat(user.ask(namespace, "data", "manual-restore", "bad")).startsWith("Failed");
    awaitRow(Map.of("READY", "True", "PROTECTED", "1", "FAILED", "1"));

    user.ask(namespace, "data", "manual-restore", "good");

    awaitRow(Map.of("READY", "True", "PROTECTED", "1", "FAILED", "0"));
  }

  @Test
  void nothing_is_written_while_nothing_changes_also_not_by_a_start() throws InterruptedException {
    apply();
    user.ask(namespace, "data", "manual-backup", "good");
    user.ask(namespace, "data", "manual-restore", "bad");
    awaitRow(Map.of("PROTECTED", "1", "FAILED", "1"));
    user.awaitThat(
        "all Tasks have ended", () -> user.tasks(namespace).stream().allMatch(User::hasEnded));
    List<String> before = settled();
    BackupConfigStatus status = user.config(namespace, "config").getStatus();

    SCENE.operator().restart();

    Awaitility.await()
        .pollInterval(Scene.LOOK)
        .during(Scene.QUIET)
        .atMost(Scene.QUIET.multipliedBy(3))
        .untilAsserted(() -> assertThat(versions()).isEqualTo(before));
    assertThat(user.config(namespace, "config").getStatus()).isEqualTo(status);
    user.ask(namespace, "more", "manual-backup", "good");
    awaitRow(Map.of("PROTECTED", "2", "FAILED", "1"));
  }

  /** The versions, once they have been the same for a while. */
  private List<String> settled() {
    List<List<String>> last = new ArrayList<>(List.of(List.of()));
    Awaitility.await()
        .pollInterval(Scene.LOOK.multipliedBy(15))
        .until(
            () -> {
              List<String> now = versions();
              boolean same = now.equals(last.getFirst());
              last.set(0, now);
              return same;
            });
    return last.getFirst();
  }

  private List<String> versions() {
    List<String> versions = new ArrayList<>();
    versions.add(user.config(namespace, "config").getMetadata().getResourceVersion());
    for (Task task : user.tasks(namespace)) {
      versions.add(task.getMetadata().getName() + " " + task.getMetadata().getResourceVersion());
    }
    return versions;
  }

  @Test
  void progress_is_shown_while_a_long_backup_runs() {
    apply("restic: {limitUpload: 512}");
    files.shell("head -c 6000000 /dev/urandom > large");

    user.annotateClaim(namespace, "data", "manual-backup", "long");

    Task running =
        user.await(
            "a running backup with its progress",
            () ->
                user.tasks(namespace, TaskType.BACKUP_MANUAL).stream()
                    .filter(task -> User.state(task) == TaskState.RUNNING)
                    .filter(task -> task.getStatus().progressPercent() != null)
                    .findFirst()
                    .orElse(null));
    assertThat(running.getStatus().progress()).contains("%");
    awaitRow(Map.of("RUNNING", "1"));
    Task ended = user.awaitTask(namespace, TaskType.BACKUP_MANUAL, task -> true);
    assertThat(User.state(ended)).isEqualTo(TaskState.COMPLETED);
    assertThat(ended.getStatus().progressPercent()).isNull();
    awaitRow(Map.of("RUNNING", "0"));
  }
}
