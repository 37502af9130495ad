package com.datarestor.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.api.v1alpha1.BackupConfig;
import com.datarestor.core.api.v1alpha1.RepositoryStatus;
import com.datarestor.core.api.v1alpha1.Task;
import com.datarestor.core.api.v1alpha1.TaskState;
import com.datarestor.core.api.v1alpha1.TaskType;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Schedules as they fire, with a clock that jumps. */
class SchedulesTest {

  private static final JumpingClock CLOCK = new JumpingClock();

  @RegisterExtension static final Scene SCENE = new Scene(CLOCK);

  private static final Duration HOUR = Duration.ofHours(1);

  /** Pods are created at the API server's time, which does not jump. */
  private static final String PATIENT = "limits: {startDeadline: 9000h}";

  private final User user = SCENE.user();
  private final String namespace = SCENE.namespace("shop");
  private final String repository = SCENE.fresh("repository");

  @BeforeEach
  void a_volume_with_files() {
    user.claim(namespace, "data", Map.of());
    SCENE.cluster().files(namespace, "data").shell("printf one > file");
  }

  /** What came due for this test shall not run in the next one. */
  @AfterEach
  void nothing_more_comes_due() {
    user.deleteConfig(namespace, "config");
  }

  private ConfigText config() {
    return SCENE
        .config(namespace, "config")
        .selector("matchNamespaces: [" + namespace + "]")
        .field("jitter: 0s")
        .field(PATIENT);
  }

  private void apply(ConfigText config) {
    user.apply(config.yaml());
    user.awaitReady(namespace, "config");
  }

  private void scheduled(String cron) {
    apply(config().repository(repository, 1, "backupSchedule: \"" + cron + "\""));
  }

  private ConfigText hourly(boolean suspended) {
    return config()
        .repository(repository, 1, "backupSchedule: \"0 * * * *\"")
        .field("suspend: " + suspended);
  }

  private List<Task> scheduledBackups() {
    return user.tasks(namespace, TaskType.BACKUP_SCHEDULED);
  }

  /** What comes due is requested before what is asked later. */
  private void assertThatNoMoreThan(int backups) {
    assertThat(user.ask(namespace, "data", "manual-backup", "later")).startsWith("Completed");
    assertThat(scheduledBackups()).hasSize(backups);
  }

  private Instant next() {
    return user.await(
        "the moment of the next backup",
        () -> {
          BackupConfig config = user.config(namespace, "config");
          Instant next = config.getStatus().nextBackup();
          return next != null && next.isAfter(CLOCK.instant()) ? next : null;
        });
  }

  @Test
  void every_minute_means_every_minute() {
    scheduled("* * * * *");

    CLOCK.jumpTo(next());
    user.awaitTasks(namespace, TaskType.BACKUP_SCHEDULED, 1);
    CLOCK.jumpTo(next());
    List<Task> tasks = user.awaitTasks(namespace, TaskType.BACKUP_SCHEDULED, 2);

    assertThat(tasks).allMatch(task -> User.state(task) == TaskState.COMPLETED);
    assertThat(SCENE.repository(repository).snapshots())
        .extracting(snapshot -> snapshot.tag("task"))
        .containsExactlyInAnyOrderElementsOf(
            tasks.stream().map(task -> task.getMetadata().getName()).toList());
  }

  @Test
  void nothing_runs_because_a_config_was_applied_or_the_operator_started()
      throws InterruptedException {
    scheduled("0 2 29 2 *");
    SCENE.operator().restart();
    apply(config().repository(repository, 1, "backupSchedule: \"1 2 29 2 *\""));

    assertThatNoMoreThan(0);
  }

  @Test
  void what_was_missed_while_the_operator_was_down_runs_once() throws InterruptedException {
    scheduled("0 * * * *");

    SCENE.operator().restart(() -> CLOCK.jump(HOUR.multipliedBy(5)));

    user.awaitTasks(namespace, TaskType.BACKUP_SCHEDULED, 1);
    assertThatNoMoreThan(1);
  }

  @Test
  void while_suspended_nothing_new_starts_and_afterwards_it_runs_once() {
    apply(hourly(false));
    apply(hourly(true));
    user.annotateClaim(namespace, "data", "manual-backup", "patient");
    CLOCK.jump(HOUR.multipliedBy(5));

    user.await(
        "the manual backup says why it waits",
        () ->
            user.tasks(namespace, TaskType.BACKUP_MANUAL).stream()
                .filter(task -> User.state(task) == TaskState.PENDING)
                .filter(task -> task.getStatus() != null)
                .filter(task -> ("" + task.getStatus().message()).contains("is suspended"))
                .findFirst()
                .orElse(null));
    assertThat(scheduledBackups()).isEmpty();
    assertThat(user.config(namespace, "config").getStatus().nextBackup()).isNull();

    apply(hourly(false));
    user.awaitTasks(namespace, TaskType.BACKUP_MANUAL, 1);
    user.awaitTasks(namespace, TaskType.BACKUP_SCHEDULED, 1);
    assertThatNoMoreThan(1);
  }

  @Test
  void a_config_that_begins_suspended_says_so() {
    user.apply(hourly(true).yaml());

    user.await(
        "the reason Suspended",
        () -> {
          BackupConfig config = user.config(namespace, "config");
          return config.getStatus() == null
              ? null
              : config.getStatus().conditions().stream()
                  .filter(condition -> condition.type().equals("Ready"))
                  .filter(condition -> "Suspended".equals(condition.reason()))
                  .filter(condition -> ("" + condition.message()).contains("spec.suspend is set"))
                  .findFirst()
                  .orElse(null);
        });

    apply(hourly(false));
  }

  @Test
  void each_repository_has_its_own_schedule() {
    String second = SCENE.fresh("second");
    apply(
        config()
            .repository(repository, 1, "backupSchedule: \"10 * * * *\"")
            .repository(second, 2, "backupSchedule: \"40 * * * *\""));

    for (int runs = 1; runs <= 3; runs++) {
      CLOCK.jumpTo(next());
      user.awaitTasks(namespace, TaskType.BACKUP_SCHEDULED, runs);
    }

    int ofFirst = SCENE.repository(repository).snapshots().size();
    int ofSecond = SCENE.repository(second).snapshots().size();
    assertThat(ofFirst + ofSecond).isEqualTo(3);
    assertThat(ofFirst - ofSecond).isBetween(-1, 1);
    List<RepositoryStatus> shown = user.config(namespace, "config").getStatus().repositories();
    assertThat(shown).extracting(RepositoryStatus::priority).containsExactly(1, 2);
    assertThat(minute(shown.get(0))).isEqualTo(10);
    assertThat(minute(shown.get(1))).isEqualTo(40);
  }

  private static int minute(RepositoryStatus repository) {
    return Objects.requireNonNull(repository.nextBackup()).atZone(ZoneId.of("UTC")).getMinute();
  }

  @Test
  void two_o_clock_is_two_o_clock_in_the_time_zone_of_the_config() {
    ZoneId zone = ZoneId.of("Asia/Kathmandu");
    apply(
        config()
            .repository(repository, 1, "backupSchedule: \"0 2 * * *\"")
            .field("timeZone: " + zone));

    Instant next = next();

    ZonedDateTime there = next.atZone(zone);
    assertThat(there.toLocalTime()).isEqualTo(LocalTime.of(2, 0));
    assertThat(user.config(namespace, "config").getStatus().nextBackupText())
        .startsWith(there.toLocalDate() + " 02:00");
    CLOCK.jumpTo(next.minusSeconds(60));
    assertThatNoMoreThan(0);
    CLOCK.jumpTo(next);
    user.awaitTasks(namespace, TaskType.BACKUP_SCHEDULED, 1);
  }
}
