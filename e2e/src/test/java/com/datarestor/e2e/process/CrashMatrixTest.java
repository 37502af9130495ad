package com.datarestor.e2e.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.e2e.process.CrashPoints.Strikes;
import com.datarestor.e2e.process.Lives.Loss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The operator crashes after every archived event, and before and after every change that it asks
 * of the API server; see docs/testing.md.
 */
class CrashMatrixTest {

  private static final int AT_A_TIME = 5;

  /**
   * So many runs let the operator live for a while between two crashes; those after them do not.
   */
  private static final int LIVELY_RUNS = 9;

  private static final int PAUSE = 8;
  private static final int MOST_RUNS = 40;

  /** Where things happen at once, what a status says in between is not the same in every run. */
  private static final int BY_CHANCE = 3;

  /**
   * One of so many points may come in one run only: after a crash, or because of two operations at
   * the same time the other one was first.
   */
  private static final int A_FEW_OF = 10;

  private static final int LOST_JOURNALS = 4;

  /** Between two kills of a process, where not all of them are asked for. */
  private static final int LONG_PAUSE = 24;

  private final CrashPoints points = new CrashPoints();
  private final Path directory;
  private List<String> undisturbed = List.of();
  private final AtomicInteger runs = new AtomicInteger();

  CrashMatrixTest() throws IOException {
    directory =
        Files.createTempDirectory(
            Files.createDirectories(Path.of("target", "crash")).toAbsolutePath(), "matrix");
  }

  /** The way that is quick enough for every point, see {@link FrozenLives}. */
  @Test
  void a_crash_at_any_point_loses_nothing_and_repeats_nothing()
      throws IOException, InterruptedException, ExecutionException {
    Silence silence = Silence.begin();
    try {
      everywhere(FrozenLives::new, baseline(FrozenLives::new));
    } finally {
      silence.end();
    }
  }

  /** A real process and a real SIGKILL, all over the story. */
  @Test
  void a_process_that_is_killed_loses_nothing_and_repeats_nothing()
      throws IOException, InterruptedException, ExecutionException {
    QuickStart quick = QuickStart.in(directory);
    Verdict verdict = baseline(story -> KilledLives.leaving(quick, story));
    assertThat(quick.isCached()).as("the first life leaves its classes").isTrue();
    run("killed", points.rolling(LONG_PAUSE), story -> KilledLives.with(quick, story), verdict);
    verdict.judge("killed processes " + verdict.disturbances(), "");
  }

  /** A real process and a real SIGKILL, at every point. */
  @Test
  @Tag("crash")
  void a_process_that_is_killed_at_any_point_loses_nothing_and_repeats_nothing()
      throws IOException, InterruptedException, ExecutionException {
    QuickStart quick = QuickStart.in(directory);
    Verdict verdict = baseline(story -> KilledLives.leaving(quick, story));
    everywhere(story -> KilledLives.with(quick, story), verdict);
  }

  private void everywhere(Function<CrashStory, Lives> lives, Verdict verdict)
      throws IOException, InterruptedException, ExecutionException {
    String chosen = System.getProperty("crash.points", "");
    if (!chosen.isEmpty()) {
      List<String> only = Arrays.asList(chosen.split(";"));
      run("chosen", CrashPoints.at(only, Loss.NOTHING), lives, verdict);
      verdict.judge("crash points " + verdict.disturbances(), "");
      return;
    }
    try (ExecutorService executor = Executors.newFixedThreadPool(AT_A_TIME)) {
      List<Future<?>> work = new ArrayList<>();
      work.add(
          executor.submit(
              () -> run("journal", CrashPoints.at(journals(), Loss.JOURNAL), lives, verdict)));
      AtomicBoolean over = new AtomicBoolean();
      for (int i = 0; i < AT_A_TIME; i++) {
        work.add(executor.submit(() -> rollOn(over, lives, verdict)));
      }
      for (Future<?> each : work) {
        each.get();
      }
    }
    verdict.judge(
        "crash points " + verdict.disturbances(),
        " (in %d runs; each event, before and after each change; %d with the journal lost; %d points"
                .formatted(runs.get(), LOST_JOURNALS, points.left().size())
            + " came by chance and not again)");
    assertThat(points.left())
        .as("points at which nothing was killed")
        .hasSizeLessThan(points.struck() / A_FEW_OF);
  }

  /** Runs until one has come by hardly a point that was new. */
  private Void rollOn(AtomicBoolean over, Function<CrashStory, Lives> lives, Verdict verdict)
      throws IOException, InterruptedException {
    while (!over.get()) {
      int number = runs.incrementAndGet();
      assertThat(number).as("runs; points that are left: %s", points.left()).isLessThan(MOST_RUNS);
      Strikes strikes = points.rolling(number <= LIVELY_RUNS ? PAUSE : 0);
      if (run("run-" + number, strikes, lives, verdict) <= BY_CHANCE) {
        over.set(true);
      }
    }
    return null;
  }

  /** What an undisturbed run comes to. */
  private Verdict baseline(Function<CrashStory, Lives> lives)
      throws IOException, InterruptedException {
    try (CrashStory story = new CrashStory(directory.resolve("baseline"));
        CrashingOperator operator =
            CrashingOperator.start(story, points.none(), lives.apply(story))) {
      story.tell();
      story.awaitRest();
      operator.stopInOrder();
      assertThat(ArchiveAgainstCluster.differences(operator.data(), story.allTasks())).isEmpty();
      undisturbed = points.met();
      Files.write(directory.resolve("points"), undisturbed);
      assertThat(story.snapshots()).containsExactlyInAnyOrder(CrashStory.KEPT);
      return new Verdict(story.outcome());
    }
  }

  /** Events all over the story. */
  private List<String> journals() {
    List<String> events =
        undisturbed.stream().filter(point -> point.startsWith("after event ")).toList();
    List<String> some = new ArrayList<>();
    for (int part = 1; part <= LOST_JOURNALS; part++) {
      some.add(events.get(part * events.size() / (LOST_JOURNALS + 1)));
    }
    return some;
  }

  /** How often it was killed. */
  private int run(String name, Strikes strikes, Function<CrashStory, Lives> lives, Verdict verdict)
      throws IOException, InterruptedException {
    Path of = directory.resolve(name);
    try (CrashStory story = new CrashStory(of);
        CrashingOperator operator = CrashingOperator.start(story, strikes, lives.apply(story))) {
      List<String> trouble = new ArrayList<>(story.tellAndAwait(verdict.expected()));
      operator.stopInOrder();
      trouble.addAll(ArchiveAgainstCluster.differences(operator.data(), story.allTasks()));
      List<String> crashes = operator.crashes();
      verdict.add(
          "%s, killed %s; see %s, or kill it there again with -Dcrash.points='%s'"
              .formatted(name, crashes, of, String.join(";", crashes)),
          crashes.size(),
          story.outcome(),
          trouble);
      return crashes.size();
    }
  }
}
