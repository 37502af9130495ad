package com.datarestor.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.api.v1alpha1.TaskType;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An annotation is a command with an identity, and is acted upon once. */
class AcceptedOnceTest {

  @RegisterExtension static final Scene SCENE = new Scene();

  private final User user = SCENE.user();
  private final String namespace = SCENE.namespace("shop");

  @BeforeEach
  void a_volume_is_watched() {
    user.claim(namespace, "data", Map.of());
    user.apply(
        SCENE
            .config(namespace, "config")
            .repository(SCENE.fresh("repository"), 1)
            .selector("matchNamespaces: [" + namespace + "]")
            .yaml());
    user.awaitReady(namespace, "config");
    SCENE.cluster().files(namespace, "data").shell("printf one > file");
  }

  /** What is asked later is done later: by then a repetition would have been seen. */
  private void assertThatNothingElseRan(int backups) {
    assertThat(user.ask(namespace, "data", "manual-backup", "later")).startsWith("Completed");

    assertThat(user.tasks(namespace, TaskType.BACKUP_MANUAL)).hasSize(backups + 1);
  }

  @Test
  void also_when_the_operator_starts_anew() throws InterruptedException {
    user.ask(namespace, "data", "manual-backup", "good");

    SCENE.operator().restart();

    assertThatNothingElseRan(1);
  }

  @Test
  void also_when_it_came_while_the_operator_was_down() throws InterruptedException {
    SCENE
        .operator()
        .restart(() -> user.annotateClaim(namespace, "data", "manual-backup", "while-down"));

    assertThat(user.awaitOutcome(namespace, "data", "last-backup", "Completed")).isNotEmpty();
    SCENE.operator().restart();
    assertThatNothingElseRan(1);
  }

  @Test
  void a_person_may_ask_the_same_again() {
    user.ask(namespace, "data", "manual-backup", "nightly");

    assertThat(user.ask(namespace, "data", "manual-backup", "nightly")).startsWith("Completed");

    assertThat(user.tasks(namespace, TaskType.BACKUP_MANUAL)).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"kustomize-controller", "argocd-controller"})
  void a_value_that_a_gitops_tool_puts_back_does_not_run_again(String manager) {
    user.stateAnnotation(namespace, "data", "manual-backup", "release-1", manager);
    user.awaitOutcome(namespace, "data", "last-backup", "Completed");
    user.awaitTakenOff(namespace, "data", "manual-backup");

    user.stateAnnotation(namespace, "data", "manual-backup", "release-1", manager);

    assertThat(user.awaitEvent(namespace, "data", "AlreadyDone").getMessage())
        .contains("release-1", manager, "change the value to repeat");
    assertThat(user.tasks(namespace, TaskType.BACKUP_MANUAL)).hasSize(1);

    user.stateAnnotation(namespace, "data", "manual-backup", "release-2", manager);
    assertThat(user.awaitTasks(namespace, TaskType.BACKUP_MANUAL, 2)).hasSize(2);
  }

  @Test
  void a_person_may_repeat_what_a_gitops_tool_asked_for() {
    user.stateAnnotation(namespace, "data", "manual-backup", "release-1", "kustomize-controller");
    String first = user.awaitOutcome(namespace, "data", "last-backup", "Completed");
    user.awaitTakenOff(namespace, "data", "manual-backup");

    String second = user.ask(namespace, "data", "manual-backup", "release-1");

    assertThat(second).startsWith("Completed").isNotEqualTo(first);
    assertThat(user.tasks(namespace, TaskType.BACKUP_MANUAL)).hasSize(2);
  }

  @Test
  void a_volume_that_no_config_selects_keeps_its_annotation_until_one_does() {
    String unselected = SCENE.namespace("unselected");
    user.claim(unselected, "data", Map.of());
    SCENE.cluster().files(unselected, "data").shell("printf one > file");

    user.annotateClaim(unselected, "data", "manual-backup", "patient");

    assertThat(user.awaitEvent(unselected, "data", "NotSelected").getMessage())
        .contains("no Config selects this volume");
    assertThat(user.claimAnnotation(unselected, "data", "manual-backup")).isEqualTo("patient");

    user.apply(
        SCENE
            .config(unselected, "config")
            .repository(SCENE.fresh("repository"), 1)
            .selector("matchNamespaces: [" + unselected + "]")
            .yaml());
    user.awaitOutcome(unselected, "data", "last-backup", "Completed");
    assertThat(user.tasks(unselected, TaskType.BACKUP_MANUAL)).hasSize(1);
  }
}
