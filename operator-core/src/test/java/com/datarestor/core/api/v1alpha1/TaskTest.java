package com.datarestor.core.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskTest {

  private static final String RUNNING =
      """
      apiVersion: backup.datarestor-operator.com/v1alpha1
      kind: Task
      metadata:
        name: backup-manual-2026-11-24-02-00-00-a1b2c3
        namespace: shop
      spec:
        type: backup-manual
        pvc: data
        config:
          namespace: backup-system
          name: my-backup-config
        repository: "1"
        name: before-upgrade
      status:
        observedGeneration: 1
        conditions:
          - type: Ready
            status: "False"
            observedGeneration: 1
            lastTransitionTime: "2026-11-24T02:00:00Z"
            reason: Running
            message: restic is at work.
        state: Running
        operation: a1b2c3
        job:
          namespace: shop
          name: datarestor-a1b2c3
        startedAt: "2026-11-24T02:00:00Z"
        progressPercent: 42
        progress: 42% ETA 10s
        etaSeconds: 10
      """;

  @Test
  void readsATask() {
    Task task = Yaml.task(RUNNING);

    assertThat(task.getSpec().knownType()).contains(TaskType.BACKUP_MANUAL);
    assertThat(task.getSpec().claim()).contains("data");
    assertThat(task.getSpec().config())
        .isEqualTo(new ConfigReference("backup-system", "my-backup-config"));
    assertThat(task.getSpec().repositoryAsked()).contains("1");
    assertThat(task.getSpec().snapshotAsked()).isEmpty();
    assertThat(task.getStatus().knownState()).contains(TaskState.RUNNING);
    assertThat(task.getStatus().startedAt()).isEqualTo(Instant.parse("2026-11-24T02:00:00Z"));
    assertThat(task.getStatus().lastLines()).isEmpty();
  }

  @Test
  void writesWhatItRead() {
    Map<String, Object> back = Yaml.tree(Yaml.SERIALIZATION.asYaml(Yaml.task(RUNNING)));

    assertThat(back).isEqualTo(Yaml.tree(RUNNING));
  }

  @Test
  void passesOverATypeAndStateOfANewerVersion() {
    Task task =
        Yaml.task("{spec: {type: drill, config: {}, depth: 3}, status: {state: Dreaming, x: [1]}}");

    assertThat(task.getSpec().knownType()).isEmpty();
    assertThat(task.getStatus().knownState()).isEmpty();
  }

  @Test
  void namesOfTypesAndStatesStay() {
    assertThat(Arrays.stream(TaskType.values()).map(TaskType::wireName))
        .containsExactly(
            "backup-scheduled",
            "backup-manual",
            "restore-manual",
            "restore-automated",
            "forget",
            "init",
            "scan");
    assertThat(Arrays.stream(TaskState.values()).map(TaskState::wireName))
        .containsExactly(
            "Pending",
            "ScalingDown",
            "Starting",
            "Running",
            "ScalingUp",
            "Completed",
            "Failed",
            "Cancelled");
  }
}
