package com.datarestor.core.simulation;

import static com.datarestor.core.decide.DeciderFixture.NOON;
import static com.datarestor.core.decide.Examples.PRIMARY;
import static com.datarestor.core.decide.Examples.SECONDARY;
import static com.datarestor.core.decide.Examples.VOLUME;
import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.events.ClusterCommand.TellUser;
import com.datarestor.events.DomainEvent;
import com.datarestor.events.OperationEvent.JobLaunched;
import com.datarestor.events.OperationEvent.TaskPublished;
import com.datarestor.events.StreamId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The journal is gone, with every command on its way; the archive and the cluster are there. */
class LostJournalTest {

  /** What there is at the end, each part with what it is compared by. */
  private static Map<String, Object> outcome(OperatorSimulation simulation) {
    Map<String, Object> outcome = new TreeMap<>();
    outcome.put("tasks", simulation.cluster().tasks());
    outcome.put(
        "jobs",
        simulation.restic().jobs().stream()
            .map(job -> job.getClass().getSimpleName() + " " + job.operation().taskName())
            .sorted()
            .toList());
    outcome.put("primary", simulation.restic().snapshots(PRIMARY));
    outcome.put("secondary", simulation.restic().snapshots(SECONDARY));
    outcome.put("last-backup", simulation.cluster().outcome(VOLUME, "last-backup"));
    outcome.put("last-restore", simulation.cluster().outcome(VOLUME, "last-restore"));
    outcome.put("manual-backup", simulation.cluster().isAnnotated(VOLUME, "manual-backup"));
    outcome.put("manual-restore", simulation.cluster().isAnnotated(VOLUME, "manual-restore"));
    outcome.put("queue", OperatorSimulationTest.queue(simulation).operations().toList());
    outcome.put(
        "told", simulation.cluster().told().stream().map(TellUser::message).sorted().toList());
    outcome.put("lives", lives(simulation));
    return outcome;
  }

  /**
   * What happened to each operation. That the end of a Job is known before its beginning is no
   * difference: its beginning is not told any more then.
   */
  private static Map<String, List<String>> lives(OperatorSimulation simulation) {
    Map<String, List<String>> lives = new TreeMap<>();
    for (Map.Entry<StreamId, List<DomainEvent>> life : simulation.story("operation").entrySet()) {
      lives.put(
          life.getKey().toString(),
          life.getValue().stream()
              .filter(event -> !(event instanceof TaskPublished || event instanceof JobLaunched))
              .map(event -> event.getClass().getSimpleName())
              .toList());
    }
    return lives;
  }

  private static String differences(Map<String, Object> actual, Map<String, Object> expected) {
    return expected.keySet().stream()
        .filter(part -> !Objects.equals(expected.get(part), actual.get(part)))
        .map(part -> difference(part, parts(actual.get(part)), parts(expected.get(part))))
        .collect(Collectors.joining("; "));
  }

  private static String difference(String part, List<Object> actual, List<Object> expected) {
    List<Object> more = new ArrayList<>(actual);
    expected.forEach(more::remove);
    List<Object> missing = new ArrayList<>(expected);
    actual.forEach(missing::remove);
    return part + " lacks " + missing + " and has besides " + more;
  }

  private static List<Object> parts(@Nullable Object outcome) {
    return switch (outcome) {
      case Collection<?> collection -> List.copyOf(collection);
      case Map<?, ?> map -> List.copyOf(map.entrySet());
      case null -> List.of();
      default -> List.of(outcome);
    };
  }

  private static List<OperatorSimulation> lost(int steps, int unarchived) {
    return IntStream.range(0, steps)
        .boxed()
        .flatMap(
            step ->
                Stream.of(
                    new OperatorSimulation(NOON).loseJournalBefore(step, unarchived),
                    new OperatorSimulation(NOON).loseJournalWithin(step, unarchived)))
        .map(OperatorSimulationTest::tell)
        .toList();
  }

  @Test
  void whatWasDecidedHappensAllTheSame_AndOnce() {
    OperatorSimulation undisturbed = OperatorSimulationTest.tell(new OperatorSimulation(NOON));
    Map<String, Object> expected = outcome(undisturbed);
    List<String> wrong = new ArrayList<>();
    List<OperatorSimulation> stories = lost(undisturbed.steps(), 0);
    for (int i = 0; i < stories.size(); i++) {
      String differences = differences(outcome(stories.get(i)), expected);
      if (!differences.isEmpty()) {
        wrong.add((i % 2 == 0 ? "before" : "within") + " step " + i / 2 + ": " + differences);
      }
    }
    assertThat(stories).hasSize(2 * undisturbed.steps()).hasSizeGreaterThan(500);
    assertThat(wrong).isEmpty();
  }

  /**
   * The archive is a little behind the journal. Who loses both at once may lose what was asked in
   * that moment, but nothing runs twice and nothing hangs.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void nothingRunsTwice_AlsoWhenTheLastEventsWereNotArchived(int unarchived) {
    OperatorSimulation undisturbed = OperatorSimulationTest.tell(new OperatorSimulation(NOON));
    Map<String, Object> expected = outcome(undisturbed);
    for (OperatorSimulation story : lost(undisturbed.steps(), unarchived)) {
      Map<String, Object> actual = outcome(story);
      for (String part : List.of("tasks", "jobs")) {
        List<Object> more = new ArrayList<>(parts(actual.get(part)));
        parts(expected.get(part)).forEach(more::remove);
        // the daily reading of a repository counts from its last one, which may be forgotten
        more.removeIf(each -> each.toString().contains("scan-"));
        assertThat(more).as(part).isEmpty();
      }
      assertThat(actual.get("queue")).isEqualTo(List.of());
    }
  }

  @Test
  void aJournalMayBeLostAgainAndAgain() {
    OperatorSimulation undisturbed = OperatorSimulationTest.tell(new OperatorSimulation(NOON));
    OperatorSimulation unlucky = new OperatorSimulation(NOON);
    for (int step = 0; step < 20 * undisturbed.steps(); step += 7) {
      unlucky.loseJournalBefore(step, 0);
    }
    assertThat(differences(outcome(OperatorSimulationTest.tell(unlucky)), outcome(undisturbed)))
        .isEmpty();
  }
}
