package com.datarestor.e2e.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.api.v1alpha1.BackupConfig;
import com.datarestor.core.api.v1alpha1.StatusCondition;
import com.datarestor.core.api.v1alpha1.Task;
import com.datarestor.core.api.v1alpha1.TaskState;
import com.datarestor.core.api.v1alpha1.TaskType;
import io.fabric8.kubernetes.api.model.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What scenarios about bad input look at, and what every complaint must be like. */
final class BadInput {

  static final String WRONG_PASSWORD = "Zauberwort-0815-falsch";

  private final Scene scene;
  private final User user;

  BadInput(Scene scene) {
    this.scene = scene;
    this.user = scene.user();
  }

  /** A namespace with a claim {@code data} that has a file. */
  String shop(String name) {
    String namespace = scene.namespace(name);
    claim(namespace, "data");
    return namespace;
  }

  /** A claim that has a file. */
  void claim(String namespace, String name) {
    user.claim(namespace, name, Map.of());
    files(namespace, name).write("orders/1.txt", ("one of " + namespace).getBytes(UTF_8));
  }

  VolumeFiles files(String namespace, String claim) {
    return scene.cluster().files(namespace, claim);
  }

  /** A Config {@code config} that selects its own namespace. */
  ConfigText config(String namespace) {
    return scene.config(namespace, "config").selector("matchNamespaces: [" + namespace + "]");
  }

  /** Waits for a Warning Event with this reason that says this, and returns what it says. */
  String warned(String namespace, String object, String reason, String part) {
    Event event =
        user.await(
            "a warning " + reason + " on " + namespace + "/" + object + " that says " + part,
            () ->
                user.events(namespace, object).stream()
                    .filter(each -> each.getReason().equals(reason))
                    .filter(each -> each.getMessage().contains(part))
                    .findFirst()
                    .orElse(null));
    assertThat(event.getType()).isEqualTo("Warning");
    isPlain(event.getMessage());
    return event.getMessage();
  }

  /** Waits for a Warning Event with this reason, and returns what it says. */
  String warnedAny(String namespace, String object, String reason) {
    return warned(namespace, object, reason, "");
  }

  /** Waits until the Config is stalled for this reason, and returns its sentence. */
  String stalled(String namespace, String reason, String part) {
    StatusCondition condition =
        user.await(
            "Config " + namespace + " is stalled: " + reason + ", " + part,
            () -> {
              StatusCondition stalled = condition(namespace, "Stalled");
              return stalled != null
                      && stalled.status().equals("True")
                      && stalled.reason().equals(reason)
                      && stalled.message().contains(part)
                  ? stalled
                  : null;
            });
    StatusCondition ready = condition(namespace, "Ready");
    assertThat(ready).isNotNull().extracting(StatusCondition::status).isEqualTo("False");
    isPlain(condition.message());
    return condition.message();
  }

  @Nullable StatusCondition condition(String namespace, String type) {
    BackupConfig config = user.config(namespace, "config");
    return config.getStatus() == null
        ? null
        : config.getStatus().conditions().stream()
            .filter(each -> type.equals(each.type()))
            .findFirst()
            .orElse(null);
  }

  /** Waits until a Task of this type waits and says why. */
  Task waits(String namespace, TaskType type, String part) {
    return user.await(
        "a " + type.wireName() + " Task in " + namespace + " that waits: " + part,
        () ->
            user.tasks(namespace, type).stream()
                .filter(task -> User.state(task) == TaskState.PENDING)
                .filter(task -> task.getStatus() != null)
                .filter(task -> String.valueOf(task.getStatus().message()).contains(part))
                .findFirst()
                .orElse(null));
  }

  /** Waits until the Job of a Task of this type runs. */
  Task runs(String namespace, TaskType type) {
    return user.await(
        "a " + type.wireName() + " Task in " + namespace + " that runs",
        () ->
            user.tasks(namespace, type).stream()
                .filter(task -> User.state(task) == TaskState.RUNNING)
                .findFirst()
                .orElse(null));
  }

  /** Waits until the Task of this name has this end and says this. */
  void ended(String namespace, String name, TaskState state, String part) {
    Task task =
        user.await(
            "Task " + namespace + "/" + name + " is " + state,
            () ->
                user.tasks(namespace).stream()
                    .filter(each -> each.getMetadata().getName().equals(name))
                    .filter(each -> User.state(each) == state)
                    .findFirst()
                    .orElse(null));
    assertThat(task.getStatus().message()).contains(part);
    isPlain(String.valueOf(task.getStatus().message()));
  }

  /** Asks for a backup of the claim and waits until it is done. */
  void backUp(String namespace, String claim, String name) {
    ask(namespace, claim, "manual-backup", name);
    done(namespace, claim, "last-backup", name);
  }

  void ask(String namespace, String claim, String key, String value) {
    user.annotateClaim(namespace, claim, key, value);
  }

  /** Waits until the annotation is taken off and the outcome is a success. */
  void done(String namespace, String claim, String key, String what) {
    user.await(
        what + " is done on " + namespace + "/" + claim,
        () -> {
          boolean taken =
              user.claimAnnotation(namespace, claim, "manual-backup").isEmpty()
                  && user.claimAnnotation(namespace, claim, "manual-restore").isEmpty();
          boolean all =
              user.tasks(namespace).stream()
                  .filter(task -> task.getSpec().knownType().filter(BadInput::manual).isPresent())
                  .allMatch(User::hasEnded);
          return taken && all && user.claimAnnotation(namespace, claim, key).startsWith("Completed")
              ? what
              : null;
        });
  }

  private static boolean manual(TaskType type) {
    return type == TaskType.BACKUP_MANUAL || type == TaskType.RESTORE_MANUAL;
  }

  /** Waits for an outcome that begins like this and says that. */
  String outcome(String namespace, String claim, String key, String beginning, String part) {
    String outcome =
        user.await(
            key + " of " + namespace + "/" + claim + ": " + beginning + " … " + part,
            () -> {
              String found = user.claimAnnotation(namespace, claim, key);
              return found.startsWith(beginning) && found.contains(part) ? found : null;
            });
    isPlain(outcome);
    return outcome;
  }

  /** A sentence for a person: no credential, nothing of a program's insides, not a page long. */
  static void isPlain(String sentence) {
    assertThat(sentence)
        .isNotBlank()
        .doesNotContain(Scene.PASSWORD, WRONG_PASSWORD)
        .doesNotContain("Exception", "null", "com.datarestor", "\n", "Fatal", "{\"")
        .hasSizeLessThan(700);
  }

  /** What a run leaves must go: Jobs and Secrets that are the operator's. */
  void leavesNothing(String namespace) {
    user.await(
        "no Job runs and no credentials are left in " + namespace,
        () -> {
          List<String> left = left(namespace);
          return left.isEmpty() ? left : null;
        });
  }

  private List<String> left(String namespace) {
    var client = scene.cluster().client();
    List<String> left = new ArrayList<>();
    client.batch().v1().jobs().inNamespace(namespace).list().getItems().stream()
        .filter(job -> job.getStatus() == null || job.getStatus().getConditions().isEmpty())
        .forEach(job -> left.add("Job " + job.getMetadata().getName()));
    client.secrets().inNamespace(namespace).list().getItems().stream()
        .filter(secret -> !secret.getMetadata().getName().equals("restic"))
        .forEach(secret -> left.add("Secret " + secret.getMetadata().getName()));
    return left;
  }
}
