package com.datarestor.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.api.v1alpha1.Task;
import com.datarestor.core.api.v1alpha1.TaskState;
import com.datarestor.core.api.v1alpha1.TaskType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What forget removes, and what it must never touch. */
class ForgetTest {

  private static final JumpingClock CLOCK = new JumpingClock();

  @RegisterExtension static final Scene SCENE = new Scene(CLOCK);

  private final User user = SCENE.user();
  private final String mine = SCENE.namespace("mine");
  private final String theirs = SCENE.namespace("theirs");
  private final String repository = SCENE.fresh("shared");

  private ConfigText config(String namespace, String... fields) {
    return SCENE
        .config(namespace, "config")
        .repository(repository, 1, fields)
        .selector("matchNamespaces: [" + namespace + "]")
        .field("limits: {startDeadline: 9000h}");
  }

  private void watched(String namespace, ConfigText config) {
    user.claim(namespace, "data", Map.of());
    SCENE.cluster().files(namespace, "data").shell("date > file");
    user.apply(config.yaml());
    user.awaitReady(namespace, "config");
  }

  private void backUp(String namespace, String name) {
    assertThat(user.ask(namespace, "data", "manual-backup", name)).startsWith("Completed");
  }

  private Instant nextForget() {
    return user.await(
        "the moment of the next forget",
        () -> user.config(mine, "config").getStatus().repositories().getFirst().nextForget());
  }

  @Test
  void only_this_configs_unnamed_snapshots_go_and_nothing_runs_beside() {
    watched(
        mine,
        config(mine, "forgotSchedule: \"0 4 1 * *\"", "forgetArgs: [\"--keep-last\", \"1\"]"));
    watched(theirs, config(theirs));
    backUp(mine, "before-upgrade");
    for (String namespace : List.of(mine, mine, theirs, theirs)) {
      backUp(namespace, "now");
    }
    Restic restic = SCENE.repository(repository);
    List<Restic.Listed> made = restic.snapshots();
    anotherClusters(restic, made.getFirst());
    byHand(restic);
    List<Restic.Listed> before = restic.snapshots();

    user.annotateClaim(mine, "data", "manual-backup", "now");
    user.annotateClaim(theirs, "data", "manual-backup", "now");
    CLOCK.jumpTo(nextForget());
    List<Task> forgets = user.awaitTasks(mine, TaskType.FORGET, 1);
    List<Task> mineTasks = user.awaitTasks(mine, TaskType.BACKUP_MANUAL, 4);
    List<Task> theirTasks = user.awaitTasks(theirs, TaskType.BACKUP_MANUAL, 3);

    assertThat(forgets).singleElement().matches(task -> User.state(task) == TaskState.COMPLETED);
    for (Task backup : concat(mineTasks, theirTasks)) {
      Turns.assertOneAfterTheOther(List.of(backup, forgets.getFirst()));
    }
    List<String> left = restic.snapshots().stream().map(Restic.Listed::id).toList();
    List<Restic.Listed> gone = before.stream().filter(each -> !left.contains(each.id())).toList();
    assertThat(gone)
        .isNotEmpty()
        .allSatisfy(
            snapshot -> {
              assertThat(snapshot.host()).isEqualTo(mine + "-data");
              assertThat(snapshot.tag("name")).startsWith("backup-manual-");
              assertThat(snapshot.tag("cluster")).isEqualTo(made.getFirst().tag("cluster"));
            });
    assertThat(restic.snapshots())
        .filteredOn(snapshot -> snapshot.host().equals(mine + "-data"))
        .filteredOn(snapshot -> snapshot.tag("config").equals(mine + "/config"))
        .filteredOn(snapshot -> snapshot.tag("cluster").equals(made.getFirst().tag("cluster")))
        .extracting(snapshot -> snapshot.tag("name"))
        .contains("before-upgrade");
  }

  private static List<Task> concat(List<Task> some, List<Task> others) {
    List<Task> all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }

  /**
   * Two snapshots as the operator of another cluster makes them, of a volume with the same name.
   */
  private void anotherClusters(Restic restic, Restic.Listed like) {
    for (int i = 0; i < 2; i++) {
      List<String> arguments = new ArrayList<>(List.of("backup", "--quiet", "--host", like.host()));
      for (String tag : like.tags()) {
        boolean changed = tag.startsWith("cluster=") || tag.startsWith("keep=");
        if (!changed) {
          arguments.addAll(List.of("--tag", tag));
        }
      }
      arguments.addAll(List.of("--tag", "cluster=another", "/etc/hostname"));
      restic.run(arguments.toArray(String[]::new));
    }
  }

  /** Two snapshots without any of the operator's tags, on the volume's own host. */
  private void byHand(Restic restic) {
    for (int i = 0; i < 2; i++) {
      restic.run("backup", "--quiet", "--host", mine + "-data", "/etc/hostname");
    }
  }
}
