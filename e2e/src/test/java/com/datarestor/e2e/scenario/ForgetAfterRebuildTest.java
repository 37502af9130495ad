package com.datarestor.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.annotation.Annotations;
import com.datarestor.core.api.v1alpha1.Task;
import com.datarestor.core.api.v1alpha1.TaskState;
import com.datarestor.core.api.v1alpha1.TaskType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The first schedules after a rebuild, with the strictest arguments, and the good snapshots. */
class ForgetAfterRebuildTest {

  private static final JumpingClock CLOCK = new JumpingClock();

  @RegisterExtension static final Scene SCENE = Scene.thatHolds(CLOCK);

  private final Cluster cluster = SCENE.cluster();
  private final User user = SCENE.user();
  private final String namespace = SCENE.namespace("shop");
  private final String repository = SCENE.fresh("repository");

  @BeforeEach
  void config() {
    user.apply(
        SCENE
            .config(namespace, "config")
            .repository(
                repository,
                1,
                "forgotSchedule: \"0 4 * * *\"",
                "forgetArgs: [\"--keep-last\", \"1\"]")
            .selector("matchNamespaces: [" + namespace + "]")
            .field("limits: {startDeadline: 9000h}")
            .yaml());
    user.awaitReady(namespace, "config");
  }

  private String uid(String claim) {
    return cluster
        .client()
        .persistentVolumeClaims()
        .inNamespace(namespace)
        .withName(claim)
        .require()
        .getMetadata()
        .getUid();
  }

  private void awaitState(String claim, String state) {
    user.awaitThat(
        claim + " is " + state,
        () ->
            user.claimAnnotation(namespace, claim, Annotations.RESTORE_STATE)
                .startsWith("uid=" + uid(claim) + " state=" + state + " "));
  }

  private void rebuild(String claim) {
    var resource = cluster.client().persistentVolumeClaims().inNamespace(namespace).withName(claim);
    resource.delete();
    user.awaitThat(claim + " is gone", () -> resource.get() == null);
    user.claim(namespace, claim, Map.of());
  }

  /** Under the Task's own name: what a person names is kept anyhow. */
  private void backUp(String claim) {
    assertThat(user.ask(namespace, claim, "manual-backup", "now")).startsWith("Completed");
  }

  /** A claim with something in it that has a backup; the snapshot. */
  private String backedUp(String claim) {
    user.claim(namespace, claim, Map.of());
    awaitState(claim, "fresh");
    cluster.files(namespace, claim).shell("printf one >orders");
    backUp(claim);
    return snapshots(claim).getFirst();
  }

  private List<String> snapshots(String claim) {
    return SCENE.repository(repository).snapshots().stream()
        .filter(snapshot -> snapshot.tag("pvc").equals(claim))
        .map(Restic.Listed::id)
        .toList();
  }

  /**
   * The next forget comes due, and those that are missed meanwhile are one with it; what its Task
   * says in the end.
   */
  private String forget(Duration later) {
    int before = user.tasks(namespace, TaskType.FORGET).size();
    Instant next =
        user.await(
            "the moment of the next forget",
            () -> {
              Instant moment =
                  user.config(namespace, "config")
                      .getStatus()
                      .repositories()
                      .getFirst()
                      .nextForget();
              return moment != null && moment.isAfter(CLOCK.instant()) ? moment : null;
            });
    CLOCK.jumpTo(next.plus(later));
    Task task = user.awaitTasks(namespace, TaskType.FORGET, before + 1).getLast();
    assertThat(User.state(task)).isEqualTo(TaskState.COMPLETED);
    return Objects.requireNonNull(task.getStatus().message());
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

  @Test
  void what_was_started_fresh_keeps_its_good_snapshots_for_fourteen_days()
      throws InterruptedException {
    String good = backedUp("data");
    backedUp("other");
    SCENE.password(namespace, "another password");
    rebuild("data");
    user.awaitEvent(namespace, "data", "RestoreWaits");
    user.annotateClaim(namespace, "data", Annotations.START_FRESH, uid("data"));
    awaitState("data", "fresh");
    SCENE.password(namespace, Scene.PASSWORD);
    rebuild("other");
    awaitState("other", "restored");
    for (String claim : List.of("data", "data", "other", "other")) {
      backUp(claim);
    }
    // whatever the log knew of the settlement
    SCENE.operator().restart(ForgetAfterRebuildTest::loseEverything);

    String said = forget(Duration.ofSeconds(1));

    assertThat(snapshots("data")).hasSize(3).contains(good);
    assertThat(snapshots("other")).hasSize(1);
    assertThat(said)
        .contains("keeps every snapshot of " + namespace + "/data (until ", "settled as fresh")
        .doesNotContain("other");

    assertThat(forget(Duration.ofDays(14))).doesNotContain("keeps every snapshot");
    assertThat(snapshots("data")).hasSize(1).doesNotContain(good);
  }

  @Test
  void what_was_adopted_keeps_its_good_snapshots() {
    String good = backedUp("data");
    SCENE.password(namespace, "another password");
    rebuild("data");
    user.pod(namespace, "web", "data");
    awaitState("data", "adopted");
    SCENE.password(namespace, Scene.PASSWORD);
    backUp("data");

    assertThat(forget(Duration.ofSeconds(1)))
        .contains(namespace + "/data (until ", "settled as adopted");

    assertThat(snapshots("data")).hasSize(2).contains(good);
    user.deletePod(namespace, "web");
  }
}
