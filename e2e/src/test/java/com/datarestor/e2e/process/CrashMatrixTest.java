package com.datarestor.e2e.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.e2e.process.CrashPoints.Strikes;
import com.datarestor.e2e.process.CrashingOperator.Loss;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The operator's process is killed with SIGKILL after every archived event, and before and after
 * every change that it asks of the API server; see docs/testing.md.
 */
@Tag("crash")
class CrashMatrixTest {

  private static final int AT_A_TIME = 3;

  /**
   * So many runs let the operator live for a while between two crashes; those after them do not.
   */
  private static final int LIVELY_RUNS = 9;

  private static final int PAUSE = 8;
  private static final int MOST_RUNS = 40;

  /** Where things happen at once, what a status says in between is not the same in every run. */
  private static final int BY_CHANCE = 3;

  /** One of so many points may come in one run only. */
  private static final int A_FEW_OF = 20;

  private static final int LOST_JOURNALS = 4;

  private final CrashPoints points = new CrashPoints();
  private final Path directory;
  private final QuickStart quick;
  private final AtomicInteger runs = new AtomicInteger();

  CrashMatrixTest() throws IOException {
    directory =
        Files.createTempDirectory(
            Files.createDirectories(Path.of("target", "crash")).toAbsolutePath(), "matrix");
    quick = QuickStart.in(directory);
  }

  @Test
  void a_crash_at_any_point_loses_nothing_and_repeats_nothing()
      throws IOException, InterruptedException, ExecutionException {
    Verdict verdict = baseline();
    String chosen = System.getProperty("crash.points", "");
    if (!chosen.isEmpty()) {
      List<String> only = Arrays.asList(chosen.split(";"));
      run("chosen", CrashPoints.at(only, Loss.NOTHING), verdict);
      verdict.judge("crash points " + verdict.disturbances(), "");
      return;
    }
    try (ExecutorService executor = Executors.newFixedThreadPool(AT_A_TIME)) {
      List<Future<?>> work = new ArrayList<>();
      work.add(
          executor.submit(() -> run("journal", CrashPoints.at(journals(), Loss.JOURNAL), verdict)));
      AtomicBoolean over = new AtomicBoolean();
      for (int i = 0; i < AT_A_TIME; i++) {
        work.add(executor.submit(() -> rollOn(over, verdict)));
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
  private Void rollOn(AtomicBoolean over, Verdict verdict)
      throws IOException, InterruptedException {
    while (!over.get()) {
      int number = runs.incrementAndGet();
      assertThat(number).as("runs; points that are left: %s", points.left()).isLessThan(MOST_RUNS);
      int crashes =
          run("run-" + number, points.rolling(number <= LIVELY_RUNS ? PAUSE : 0), verdict);
      if (crashes <= BY_CHANCE) {
        over.set(true);
      }
    }
    return null;
  }

  /** What an undisturbed run comes to; it leaves what makes the later starts quick. */
  private Verdict baseline() throws IOException, InterruptedException {
    try (CrashStory story = new CrashStory(directory.resolve("baseline"));
        CrashingOperator operator = CrashingOperator.startFirst(story, points.none(), quick)) {
      story.tell();
      story.awaitRest();
      operator.stopInOrder();
      assertThat(quick.isCached()).as("the first life leaves its classes").isTrue();
      assertThat(ArchiveAgainstCluster.differences(story.data(), story.allTasks())).isEmpty();
      Files.write(directory.resolve("points"), points.met());
      assertThat(story.snapshots()).containsExactlyInAnyOrder(CrashStory.KEPT);
      return new Verdict(story.outcome());
    }
  }

  /** Events all over the story. */
  private List<String> journals() {
    List<String> events =
        points.met().stream().filter(point -> point.startsWith("after event ")).toList();
    List<String> some = new ArrayList<>();
    for (int part = 1; part <= LOST_JOURNALS; part++) {
      some.add(events.get(part * events.size() / (LOST_JOURNALS + 1)));
    }
    return some;
  }

  /** How often it was killed. */
  private int run(String name, Strikes strikes, Verdict verdict)
      throws IOException, InterruptedException {
    Path of = directory.resolve(name);
    try (CrashStory story = new CrashStory(of);
        CrashingOperator operator = CrashingOperator.start(story, strikes, quick)) {
      List<String> trouble = new ArrayList<>(story.tellAndAwait(verdict.expected()));
      operator.stopInOrder();
      trouble.addAll(ArchiveAgainstCluster.differences(story.data(), story.allTasks()));
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
