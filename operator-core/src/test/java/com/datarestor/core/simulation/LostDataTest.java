package com.datarestor.core.simulation;

import static com.datarestor.core.decide.DeciderFixture.NOON;
import static com.datarestor.core.decide.Examples.PRIMARY;
import static com.datarestor.core.decide.Examples.SECONDARY;
import static com.datarestor.core.decide.Examples.VOLUME;
import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.api.v1alpha1.Task;
import com.datarestor.core.api.v1alpha1.TaskState;
import com.datarestor.events.ResticCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The whole data directory is lost, journal, archive and snapshots: what is left is the cluster
 * with its annotations, Tasks and Jobs, and the repositories.
 */
class LostDataTest {

  private static final Set<TaskState> ENDED =
      Set.of(TaskState.COMPLETED, TaskState.FAILED, TaskState.CANCELLED);

  /** A start contacts and reads each repository anew; that is no work of anybody's. */
  private static boolean isOfRepository(String name) {
    return name.contains("/init-") || name.contains("/scan-");
  }

  private static Set<String> work(OperatorSimulation simulation) {
    return simulation.cluster().tasks().stream()
        .filter(name -> !isOfRepository(name))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** An annotation that had no Task yet is first seen a moment later: its Task has another id. */
  private static String withoutIds(Object said) {
    return said.toString()
        .replaceAll("(-\\d\\d-\\d\\d-\\d\\d)-[0-9a-f]{6}", "$1")
        .replaceAll("snapshot=[0-9a-f]{8}", "snapshot");
  }

  private static List<String> jobs(OperatorSimulation simulation) {
    return simulation.restic().jobs().stream()
        .map(LostDataTest::spoken)
        .filter(name -> !isOfRepository(name))
        .sorted()
        .toList();
  }

  private static String spoken(ResticCommand job) {
    return job.operation().about().namespace()
        + "/"
        + job.operation().taskName()
        + " "
        + job.getClass().getSimpleName();
  }

  /** A schedule without a Task has left no trace of its first occurrence. */
  private static Set<String> mayBeMissing(OperatorSimulation lost, Set<String> expected) {
    return expected.stream()
        .filter(name -> name.contains("/backup-scheduled-") || name.contains("/forget-"))
        .filter(name -> isFirstOfItsKind(name, expected))
        .filter(name -> !lost.tasksWhenDataWasLost().contains(name))
        .collect(Collectors.toSet());
  }

  private static boolean isFirstOfItsKind(String name, Set<String> all) {
    String kind = name.substring(0, name.indexOf("-20"));
    return all.stream()
        .filter(each -> each.startsWith(kind))
        .min(String::compareTo)
        .get()
        .equals(name);
  }

  private static List<String> notEnded(OperatorSimulation simulation) {
    return simulation.cluster().published().all().stream()
        .filter(task -> !task.getStatus().knownState().map(ENDED::contains).orElse(false))
        .map(LostDataTest::name)
        .toList();
  }

  private static String name(Task task) {
    return task.getMetadata().getName() + " is " + task.getStatus().knownState();
  }

  /** What is wrong with the state after a loss, part by part. */
  private static Map<String, Object> wrong(
      OperatorSimulation lost, OperatorSimulation undisturbed) {
    Map<String, Object> wrong = new TreeMap<>();
    Set<String> missing = mayBeMissing(lost, work(undisturbed));
    missing.removeAll(work(lost));
    Set<String> expectedTasks = work(undisturbed);
    expectedTasks.removeAll(missing);
    List<String> expectedJobs = new ArrayList<>(jobs(undisturbed));
    expectedJobs.removeIf(job -> missing.contains(job.substring(0, job.indexOf(' '))));
    compare(wrong, "tasks", work(lost), expectedTasks);
    compare(wrong, "jobs", jobs(lost), expectedJobs);
    compare(wrong, "not ended", notEnded(lost), List.of());
    compare(wrong, "queue", OperatorSimulationTest.queue(lost).operations().toList(), List.of());
    for (String key : List.of("manual-backup", "manual-restore")) {
      compare(
          wrong,
          key,
          lost.cluster().isAnnotated(VOLUME, key),
          undisturbed.cluster().isAnnotated(VOLUME, key));
    }
    compare(
        wrong,
        "last-restore",
        lost.cluster().outcome(VOLUME, "last-restore"),
        undisturbed.cluster().outcome(VOLUME, "last-restore"));
    if (missing.isEmpty()) {
      compare(
          wrong,
          "last-backup",
          lost.cluster().outcome(VOLUME, "last-backup"),
          undisturbed.cluster().outcome(VOLUME, "last-backup"));
      compare(
          wrong,
          "snapshots",
          List.of(lost.restic().snapshots(PRIMARY), lost.restic().snapshots(SECONDARY)),
          List.of(
              undisturbed.restic().snapshots(PRIMARY), undisturbed.restic().snapshots(SECONDARY)));
    }
    return wrong;
  }

  private static void compare(
      Map<String, Object> wrong, String part, Object actual, Object expected) {
    if (!withoutIds(actual).equals(withoutIds(expected))) {
      wrong.put(part, actual + " instead of " + expected);
    }
  }

  private static void nothingTwiceAndNothingForgotten(
      UnaryOperator<OperatorSimulation> simulations, UnaryOperator<OperatorSimulation> story) {
    OperatorSimulation undisturbed = story.apply(simulations.apply(new OperatorSimulation(NOON)));
    List<String> points = new ArrayList<>();
    IntStream.range(0, undisturbed.steps())
        .forEach(
            step -> {
              OperatorSimulation before =
                  simulations.apply(new OperatorSimulation(NOON)).loseDataBefore(step);
              OperatorSimulation within =
                  simulations.apply(new OperatorSimulation(NOON)).loseDataWithin(step);
              add(points, "before step " + step, wrong(story.apply(before), undisturbed));
              add(points, "within step " + step, wrong(story.apply(within), undisturbed));
            });
    assertThat(undisturbed.steps()).isGreaterThan(30);
    assertThat(points).isEmpty();
  }

  private static void add(List<String> points, String point, Map<String, Object> wrong) {
    if (!wrong.isEmpty()) {
      points.add(point + ": " + wrong);
    }
  }

  @Test
  void aWeekOfBackupRestoreScheduleAndForget() {
    nothingTwiceAndNothingForgotten(UnaryOperator.identity(), OperatorSimulationTest::tell);
  }

  @Test
  void theSame_WhenStatusesAreBehind() {
    nothingTwiceAndNothingForgotten(
        OperatorSimulation::writingStatusesLate, OperatorSimulationTest::tell);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theSame_WhenMessagesOvertakeEachOther(long seed) {
    nothingTwiceAndNothingForgotten(
        simulation -> simulation.shuffled(seed), OperatorSimulationTest::tell);
  }
}
