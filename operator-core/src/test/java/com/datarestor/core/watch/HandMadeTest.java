package com.datarestor.core.watch;

import static com.datarestor.core.decide.DeciderFixture.NOON;
import static com.datarestor.core.decide.Examples.CONFIG;
import static com.datarestor.core.decide.Examples.PRIMARY;
import static com.datarestor.core.decide.Examples.SECONDARY;
import static com.datarestor.core.decide.Examples.VOLUME;
import static com.datarestor.core.decide.Examples.plan;
import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.api.v1alpha1.ConfigReference;
import com.datarestor.core.api.v1alpha1.Task;
import com.datarestor.core.api.v1alpha1.TaskSpec;
import com.datarestor.core.api.v1alpha1.TaskType;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.OperationCommand;
import com.datarestor.events.OperationCommand.RefuseTask;
import com.datarestor.events.OperationCommand.RequestBackup;
import com.datarestor.events.OperationCommand.RequestForget;
import com.datarestor.events.OperationCommand.RequestRestore;
import com.datarestor.events.OperationId;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HandMadeTest {

  private static Task task(String namespace, TaskSpec spec) {
    Task task = new Task();
    task.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(namespace)
            .withName("from-ci")
            .withUid("task-uid")
            .withCreationTimestamp(NOON.toString())
            .build());
    task.setSpec(spec);
    return task;
  }

  private static TaskSpec spec(
      TaskType type,
      @Nullable String repository,
      @Nullable String snapshot,
      @Nullable String name,
      List<String> arguments) {
    return new TaskSpec(
        type,
        "data",
        new ConfigReference(CONFIG.namespace(), CONFIG.name()),
        repository,
        snapshot,
        null,
        name,
        arguments);
  }

  private static HandMade.Verdict judge(Task task) {
    PicturedCluster cluster = new PicturedCluster();
    cluster.volume(VOLUME, List.of());
    cluster.config(CONFIG, plan(), List.of());
    return HandMade.judge(task, cluster.picture());
  }

  private static OperationCommand clear(Task task) {
    return ((HandMade.Verdict.Clear) judge(task)).command();
  }

  private static String refusal(Task task) {
    return ((RefuseTask) clear(task)).message();
  }

  @Test
  void aBackupIsAskedForUnderTheNameOfTheTask() {
    Task task = task("shop", spec(TaskType.BACKUP_MANUAL, "2", null, null, List.of("--exclude=c")));
    assertThat(clear(task))
        .isInstanceOfSatisfying(
            RequestBackup.class,
            backup -> {
              assertThat(backup.operation().id()).isEqualTo(OperationId.of("task", "task-uid"));
              assertThat(backup.operation().taskName()).isEqualTo("from-ci");
              assertThat(backup.operation().repository()).isEqualTo(SECONDARY);
              assertThat(backup.name()).isEqualTo("from-ci");
              assertThat(backup.named()).isFalse();
              assertThat(backup.arguments()).containsExactly("--exclude=c");
            });
  }

  @Test
  void aRestoreAsksAllRepositories() {
    assertThat(clear(task("shop", spec(TaskType.RESTORE_MANUAL, null, "before", null, List.of()))))
        .isInstanceOfSatisfying(
            RequestRestore.class,
            restore -> {
              assertThat(restore.repositories()).containsExactly(PRIMARY, SECONDARY);
              assertThat(restore.host()).isEqualTo("shop-data");
              assertThat(restore.snapshot()).isEqualTo("before");
            });
  }

  @Test
  void aForgetTakesTheArgumentsOfTheConfig() {
    assertThat(clear(task(CONFIG.namespace(), spec(TaskType.FORGET, null, null, null, List.of()))))
        .isInstanceOfSatisfying(
            RequestForget.class,
            forget -> assertThat(forget.arguments()).containsExactly("--keep-last", "2"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "BACKUP_SCHEDULED; ; ; a Task of type backup-scheduled is made by the operator alone",
        "BACKUP_MANUAL; 9; ; there is no repository with priority 9; write one of: 1 (",
        "BACKUP_MANUAL; *; ; a Task goes to one repository",
        "RESTORE_MANUAL; ; undo; undo is not supported",
        "FORGET; ; ; a forget belongs into the namespace of its Config"
      })
  void whatCannotBeDoneIsRefused(String type, String repository, String snapshot, String because) {
    String told =
        refusal(task("shop", spec(TaskType.valueOf(type), repository, snapshot, null, List.of())));
    assertThat(told).startsWith(because.substring(0, Math.min(because.length(), 30)));
  }

  @Test
  void aClaimThatIsNotThereMayBeOnItsWay() {
    assertThat(judge(task("elsewhere", spec(TaskType.BACKUP_MANUAL, null, null, null, List.of()))))
        .isInstanceOfSatisfying(
            HandMade.Verdict.Wanting.class,
            wanting ->
                assertThat(((RefuseTask) wanting.refusal()).message())
                    .contains("there is no PersistentVolumeClaim elsewhere/data"));
  }

  /** Who may create Tasks could otherwise use credentials that are not meant for the claim. */
  @Test
  void aConfigThatDoesNotSelectTheClaimIsNotUsedForIt() {
    PicturedCluster cluster = new PicturedCluster();
    cluster.volume(ObjectRef.volume("elsewhere", "data", "volume-3"), List.of());
    cluster.config(CONFIG, plan(), List.of());
    Task task = task("elsewhere", spec(TaskType.BACKUP_MANUAL, null, null, null, List.of()));

    assertThat(HandMade.judge(task, cluster.picture()).toString())
        .contains("does not select the claim");
  }
}
