package com.datarestor.e2e.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.e2e.process.CrashPoints.Strikes;
import com.datarestor.e2e.process.Lives.Loss;
import com.datarestor.e2e.scenario.RunningOperator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the operator sees is late, incomplete or begins anew, from every event of the story on; see
 * docs/testing.md.
 */
@Tag("crash")
class WatchPerturbationsTest {

  private static final int AT_A_TIME = 8;
  private static final int MOST_RUNS = 60;

  private static Path directory = Path.of("");
  private static Map<String, List<String>> expected = Map.of();

  private final CrashPoints points = new CrashPoints();
  private final AtomicInteger runs = new AtomicInteger();

  @BeforeAll
  static void an_undisturbed_run() throws IOException, InterruptedException {
    directory =
        Files.createTempDirectory(
            Files.createDirectories(Path.of("target", "crash")).toAbsolutePath(), "watch");
    try (CrashStory story = new CrashStory(directory.resolve("baseline"));
        DisturbedWatches watches =
            new DisturbedWatches(story, Perturbation.STALE_CACHE, new CrashPoints().none());
        RunningOperator operator =
            RunningOperator.start(
                story.kubeconfig(CrashStory.OPERATOR), story.data(), story.clock())) {
      story.tell();
      story.awaitRest();
      assertThat(story.snapshots()).containsExactlyInAnyOrder(CrashStory.KEPT);
      assertThat(operator.operator().operator().isOpen()).isTrue();
      assertThat(watches.disturbed()).isEmpty();
      expected = story.outcome();
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_watch_that_is_late_incomplete_or_new_changes_nothing(Perturbation perturbation)
      throws InterruptedException, ExecutionException, IOException {
    Verdict verdict = new Verdict(expected);
    String chosen = System.getProperty("perturbation.points", "");
    if (chosen.isEmpty()) {
      everywhere(perturbation, verdict);
    } else {
      List<String> only = Arrays.asList(chosen.split(";"));
      run(perturbation, "chosen", CrashPoints.at(only, Loss.NOTHING), verdict);
    }
    verdict.judge(
        perturbation + ": positions " + verdict.disturbances(),
        " (in %d runs)".formatted(runs.get()));
    assertThat(points.left()).as("events after which nothing was disturbed").isEmpty();
  }

  private void everywhere(Perturbation perturbation, Verdict verdict)
      throws InterruptedException, ExecutionException {
    AtomicBoolean over = new AtomicBoolean();
    try (ExecutorService executor = Executors.newFixedThreadPool(AT_A_TIME)) {
      List<Future<?>> work = new ArrayList<>();
      for (int i = 0; i < AT_A_TIME; i++) {
        work.add(executor.submit(() -> rollOn(perturbation, over, verdict)));
      }
      for (Future<?> each : work) {
        each.get();
      }
    }
  }

  /** Runs until one has come by no event that was new. */
  private Void rollOn(Perturbation perturbation, AtomicBoolean over, Verdict verdict)
      throws IOException, InterruptedException {
    while (!over.get()) {
      int number = runs.incrementAndGet();
      assertThat(number).as("runs; events that are left: %s", points.left()).isLessThan(MOST_RUNS);
      if (run(perturbation, "run-" + number, points.rolling(0), verdict) == 0) {
        over.set(true);
      }
    }
    return null;
  }

  /** How often it was disturbed. */
  private static int run(Perturbation perturbation, String name, Strikes strikes, Verdict verdict)
      throws IOException, InterruptedException {
    Path of = directory.resolve(perturbation.name()).resolve(name);
    try (CrashStory story = new CrashStory(of);
        DisturbedWatches watches = new DisturbedWatches(story, perturbation, strikes)) {
      List<String> trouble = new ArrayList<>();
      try (RunningOperator operator =
          RunningOperator.start(
              story.kubeconfig(CrashStory.OPERATOR), story.data(), story.clock())) {
        trouble.addAll(story.tellAndAwait(verdict.expected()));
        assertThat(operator.operator().operator().isOpen()).isTrue();
      }
      trouble.addAll(ArchiveAgainstCluster.differences(story.data(), story.allTasks()));
      List<String> disturbed = watches.disturbed();
      verdict.add(
          "%s %s, disturbed %s; see %s, or do it again with -Dperturbation.points='%s'"
              .formatted(perturbation, name, disturbed, of, String.join(";", disturbed)),
          disturbed.size(),
          story.outcome(),
          trouble);
      return disturbed.size();
    }
  }
}
