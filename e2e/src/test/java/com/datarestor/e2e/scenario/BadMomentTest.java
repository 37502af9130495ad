package com.datarestor.e2e.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.api.v1alpha1.BackupConfig;
import com.datarestor.core.api.v1alpha1.Task;
import com.datarestor.core.api.v1alpha1.TaskState;
import com.datarestor.core.api.v1alpha1.TaskType;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Gettable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is deleted or killed in the middle: nothing blocks, nothing stays, the next one works. */
class BadMomentTest {

  @RegisterExtension static final Scene SCENE = new Scene();

  /** KiB per second: the volumes here would take minutes. */
  private static final String SLOWLY = "restic: {limitUpload: 10, limitDownload: 10}";

  /** Written, because a field that is left out keeps its value where others own it too. */
  private static final String AT_FULL_SPEED =
      "restic: {limitUpload: 1000000, limitDownload: 1000000}";

  private static final String SUSPENDED = "suspended";

  private static final int MEBIBYTE = 1 << 20;

  private final User user = SCENE.user();
  private final BadInput bad = new BadInput(SCENE);
  private final KubernetesClient client = SCENE.cluster().client();

  /** What a person or a controller deletes. */
  enum Deleted {
    CLAIM,
    CONFIG,
    TASK,
    NAMESPACE,
    JOB,
    POD
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @EnumSource(Deleted.class)
  void a_running_backup_ends_with_what_it_needs_and_leaves_nothing(Deleted what) {
    String admin = SCENE.namespace("admin");
    String namespace = SCENE.namespace("running");
    bigClaim(namespace, "data");
    String repository = SCENE.fresh("running");
    apply(admin, namespace, repository, SLOWLY);
    user.awaitReady(admin, "config");
    bad.ask(namespace, "data", "manual-backup", "slow");
    Task task = bad.runs(namespace, TaskType.BACKUP_MANUAL);

    delete(what, admin, namespace, task);

    endsAs(what, namespace, "data", task, "last-backup");
    leavesNoTrace(namespace, repository);
    goesOn(what, admin, namespace, repository);
    assertThat(SCENE.repository(repository).snapshots())
        .extracting(snapshot -> snapshot.tag("name"))
        .containsExactly("next");
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @EnumSource(Deleted.class)
  void a_running_restore_ends_with_what_it_needs_and_leaves_nothing(Deleted what) {
    String admin = SCENE.namespace("admin");
    String namespace = SCENE.namespace("restoring");
    bigClaim(namespace, "data");
    String repository = SCENE.fresh("restoring");
    apply(admin, namespace, repository, AT_FULL_SPEED);
    user.awaitReady(admin, "config");
    bad.backUp(namespace, "data", "whole");
    user.claim(namespace, "copy", Map.of());
    apply(admin, namespace, repository, SLOWLY);
    bad.ask(namespace, "copy", "manual-restore", namespace + "-data|whole");
    Task task =
        user.await(
            "the restore into " + namespace + "/copy writes",
            () ->
                user.tasks(namespace, TaskType.RESTORE_MANUAL).stream()
                    .filter(each -> User.state(each) == TaskState.RUNNING)
                    .filter(each -> !bad.files(namespace, "copy").contents().isEmpty())
                    .findFirst()
                    .orElse(null));

    delete(what, admin, namespace, task);

    endsAs(what, namespace, "copy", task, "last-restore");
    leavesNoTrace(namespace, repository);
    assertThat(SCENE.repository(repository).snapshots()).hasSize(1);
    if (what == Deleted.JOB || what == Deleted.POD || what == Deleted.TASK) {
      apply(admin, namespace, repository, AT_FULL_SPEED);
      bad.ask(namespace, "copy", "manual-restore", namespace + "-data|whole");
      bad.done(namespace, "copy", "last-restore", "whole");
      assertThat(bad.files(namespace, "copy").contents())
          .isEqualTo(bad.files(namespace, "data").contents());
    }
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @EnumSource(
      value = Deleted.class,
      names = {"CLAIM", "CONFIG", "TASK", "NAMESPACE"})
  void what_waits_in_the_queue_leaves_it(Deleted what) {
    String admin = SCENE.namespace("admin");
    String namespace = SCENE.namespace("queue");
    bad.claim(namespace, "data");
    String repository = SCENE.fresh("queue");
    apply(admin, namespace, repository, SUSPENDED);
    bad.ask(namespace, "data", "manual-backup", "waiting");
    Task task = bad.waits(namespace, TaskType.BACKUP_MANUAL, "is suspended (spec.suspend)");

    delete(what, admin, namespace, task);

    endsAs(what, namespace, "data", task, "last-backup");
    goesOn(what, admin, namespace, repository);
    assertThat(SCENE.repository(repository).snapshots())
        .extracting(snapshot -> snapshot.tag("name"))
        .containsExactly("next");
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void files_that_cannot_be_read_are_named_and_it_is_no_backup() {
    String namespace = bad.shop("unreadable");
    bad.files(namespace, "data").write("secret/key.pem", "closed".getBytes(UTF_8));
    close(namespace);
    String repository = SCENE.fresh("unreadable");
    String weak =
        """
        jobTemplate:
          securityContext: {capabilities: {drop: [ALL]}}
        """;
    user.apply(withSecurity(bad.config(namespace).repository(repository, 1).yaml(), weak));
    user.awaitReady(namespace, "config");
    bad.ask(namespace, "data", "manual-backup", "half");

    String outcome =
        bad.outcome(namespace, "data", "last-backup", "Failed", "/data/secret/key.pem");
    assertThat(outcome).contains("not complete").contains("jobTemplate.securityContext");
    bad.warned(namespace, "data", "SourceUnreadable", "Not read: /data/secret/key.pem");
    Task task = user.awaitTask(namespace, TaskType.BACKUP_MANUAL, each -> true);
    assertThat(task.getStatus().knownState()).contains(TaskState.FAILED);
    assertThat(task.getStatus().exitCode()).isEqualTo(3);

    String able = weak.replace("drop: [ALL]", "drop: [ALL], add: [DAC_OVERRIDE]");
    user.apply(withSecurity(bad.config(namespace).repository(repository, 1).yaml(), able));
    bad.backUp(namespace, "data", "whole");
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void a_killed_restic_is_a_failure_that_names_the_memory() {
    String namespace = bad.shop("killed");
    bigClaim(namespace, "big");
    String repository = SCENE.fresh("killed");
    user.apply(bad.config(namespace).repository(repository, 1).field(SLOWLY).yaml());
    user.awaitReady(namespace, "config");
    bad.ask(namespace, "big", "manual-backup", "killed");
    bad.runs(namespace, TaskType.BACKUP_MANUAL);
    ProcessHandle restic =
        user.await("restic runs for " + namespace, () -> resticOf(namespace + "-big"));
    restic.destroyForcibly();

    String outcome = bad.outcome(namespace, "big", "last-backup", "Failed", "killed");
    assertThat(outcome).contains("jobTemplate.resources.limits.memory");
    bad.warned(namespace, "big", "OutOfMemory", "Raise");
    Task task = user.awaitTask(namespace, TaskType.BACKUP_MANUAL, each -> true);
    assertThat(task.getStatus().exitCode()).isEqualTo(137);

    user.apply(bad.config(namespace).repository(repository, 1).field(AT_FULL_SPEED).yaml());
    bad.backUp(namespace, "data", "next");
    assertThat(SCENE.repository(repository).snapshots()).hasSize(1);
  }

  private static @Nullable ProcessHandle resticOf(String host) {
    return ProcessHandle.current()
        .descendants()
        .filter(
            process -> process.info().command().filter(path -> path.endsWith("restic")).isPresent())
        .filter(
            process ->
                Arrays.stream(process.info().arguments().orElse(new String[0]))
                    .anyMatch(argument -> argument.endsWith(host)))
        .findFirst()
        .orElse(null);
  }

  private static String withSecurity(String yaml, String security) {
    return yaml.replace("  jobTemplate:\n", security.indent(2));
  }

  private void close(String namespace) {
    Path volume = ((DirectoryFiles) bad.files(namespace, "data")).root();
    try {
      Files.setPosixFilePermissions(volume.resolve("secret/key.pem"), Set.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void bigClaim(String namespace, String name) {
    user.claim(namespace, name, Map.of());
    byte[] noise = new byte[MEBIBYTE];
    for (int file = 0; file < 3; file++) {
      new Random(namespace.hashCode() + file).nextBytes(noise);
      bad.files(namespace, name).write("noise/" + file, noise);
    }
  }

  /** A Config in one namespace that selects another. */
  private void apply(String admin, String namespace, String repository, String field) {
    user.apply(
        SCENE
            .config(admin, "config")
            .repository(repository, 1)
            .selector("matchNamespaces: [" + namespace + "]")
            .field("suspend: " + field.equals(SUSPENDED))
            .field(field.equals(SUSPENDED) ? AT_FULL_SPEED : field)
            .yaml());
  }

  private void delete(Deleted what, String admin, String namespace, Task task) {
    switch (what) {
      case CLAIM ->
          client
              .persistentVolumeClaims()
              .inNamespace(namespace)
              .withName(task.getSpec().claim().orElseThrow())
              .delete();
      case CONFIG ->
          client.resources(BackupConfig.class).inNamespace(admin).withName("config").delete();
      case TASK -> client.resource(task).delete();
      case NAMESPACE -> client.namespaces().withName(namespace).delete();
      case JOB -> client.batch().v1().jobs().inNamespace(namespace).withName(job(task)).delete();
      case POD ->
          client
              .pods()
              .inNamespace(namespace)
              .withLabel("batch.kubernetes.io/job-name", job(task))
              .delete();
    }
  }

  private static String job(Task task) {
    return Objects.requireNonNull(task.getStatus().job(), "the Task names its Job").name();
  }

  /** What the person sees of the end. */
  private void endsAs(Deleted what, String namespace, String claim, Task task, String key) {
    String name = task.getMetadata().getName();
    switch (what) {
      case CONFIG -> {
        bad.warned(namespace, claim, "Cancelled", "was cancelled: Config ");
        bad.outcome(namespace, claim, key, "Cancelled", "was deleted");
        bad.ended(namespace, name, TaskState.CANCELLED, "was deleted");
      }
      case TASK -> {
        bad.warned(namespace, claim, "Cancelled", "was cancelled: Task ");
        bad.outcome(namespace, claim, key, "Cancelled", "was deleted");
        assertThat(user.tasks(namespace))
            .noneMatch(each -> each.getMetadata().getName().equals(name));
      }
      case JOB, POD -> {
        bad.warned(namespace, claim, "JobGone", "ask again, or wait for the next run");
        bad.outcome(namespace, claim, key, "Failed", "was deleted");
        bad.ended(namespace, name, TaskState.FAILED, "was deleted");
      }
      case CLAIM -> bad.ended(namespace, name, TaskState.CANCELLED, "was deleted");
      case NAMESPACE -> {
        // nothing is left to say it on
      }
    }
  }

  private void leavesNoTrace(String namespace, String repository) {
    bad.leavesNothing(namespace);
    user.await(
        "no lock stays in " + repository,
        () ->
            SCENE.repository(repository).run("list", "locks", "--no-lock").isBlank()
                ? repository
                : null);
  }

  /** The next backup to the same repository, with what is still there. */
  private void goesOn(Deleted what, String admin, String namespace, String repository) {
    if (what == Deleted.NAMESPACE) {
      isGone(namespace, client.namespaces().withName(namespace));
      user.namespace(namespace, Map.of());
    }
    if (what == Deleted.NAMESPACE || what == Deleted.CLAIM) {
      isGone(
          namespace + "/data",
          client.persistentVolumeClaims().inNamespace(namespace).withName("data"));
      bad.claim(namespace, "data");
    }
    apply(admin, namespace, repository, AT_FULL_SPEED);
    bad.ask(namespace, "data", "manual-backup", "next");
    bad.done(namespace, "data", "last-backup", "next");
  }

  private void isGone(String what, Gettable<?> resource) {
    user.await(what + " is gone", () -> resource.get() == null ? what : null);
  }
}
