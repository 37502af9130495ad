package com.datarestor.e2e.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.e2e.process.CrashPoints.Strikes;
import com.datarestor.e2e.sandbox.ApiFaults;
import com.datarestor.e2e.sandbox.ApiFaults.ApiRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * The operator as a process that is killed with SIGKILL at points of its story, and started again
 * at once, as a kubelet would. A point is an event that was archived, or the time before or after a
 * change at the API server.
 */
final class CrashingOperator implements AutoCloseable {

  /** What a crash takes along. */
  enum Loss {
    NOTHING,
    JOURNAL
  }

  private static final Map<String, String> ENVIRONMENT =
      Map.of("DATARESTOR_LEADER_ELECTION", "false", "DATARESTOR_PORT", "0");

  /** A first life writes down its classes before it ends. */
  private static final Duration STOP = Duration.ofMinutes(10);

  private static final Duration START = Duration.ofMinutes(2);
  private static final String OPEN = "open: volumes, Configs, Tasks and Jobs are watched";

  private final CrashStory story;
  private final Strikes strikes;
  private final PointNames names = new PointNames();
  private final List<String> crashes = new ArrayList<>();
  private final List<String> command;
  private final ArchivedEvents events;
  private Loss loss = Loss.NOTHING;
  private boolean closed;
  private boolean dying;
  private int lived = Integer.MAX_VALUE / 2;
  private Program program;

  private CrashingOperator(
      CrashStory story, Strikes strikes, List<String> first, List<String> later) {
    this.story = story;
    this.strikes = strikes;
    this.command = later;
    this.program = start(first);
    ApiFaults faults = story.faults();
    faults.strikeBefore(
        request -> isChange(request) && at("before " + names.change(request)), this::crash);
    faults.strikeAfter(
        request -> isChange(request) && at("after " + names.change(request)), this::crash);
    this.events =
        new ArchivedEvents(
            story.data(),
            record -> {
              if (at("after event " + names.event(record))) {
                crash();
              }
            });
  }

  /** Starts it, and leaves what makes later starts quick when it is stopped. */
  static CrashingOperator startFirst(CrashStory story, Strikes strikes, QuickStart quick) {
    return new CrashingOperator(
        story, strikes, quick.first(story.clockFile()), quick.later(story.clockFile()));
  }

  static CrashingOperator start(CrashStory story, Strikes strikes, QuickStart quick) {
    List<String> command = quick.later(story.clockFile());
    return new CrashingOperator(story, strikes, command, command);
  }

  private static boolean isChange(ApiRequest request) {
    return request.isChange() && request.user().equals(CrashStory.OPERATOR);
  }

  private Program start(List<String> line) {
    Map<String, String> environment = new HashMap<>(ENVIRONMENT);
    environment.put("KUBECONFIG", story.kubeconfig().toString());
    environment.put("DATARESTOR_DATA_DIR", story.data().toString());
    return Program.start(story.logs(), "life-" + crashes.size() + "-", environment, line);
  }

  /** Whether the operator is to be killed now; who is told so kills it. */
  private synchronized boolean at(String point) {
    story.sign();
    if (closed || dying) {
      return false;
    }
    strikes.at(point, lived++).ifPresent(taken -> die(point, taken));
    return dying;
  }

  private void die(String point, Loss taken) {
    crashes.add(point);
    loss = taken;
    dying = true;
  }

  /** Kills it, waits until it is dead, and starts it anew. */
  private synchronized void crash() {
    kill(program);
    if (loss == Loss.JOURNAL) {
      delete(story.data().resolve("journal"));
    }
    dying = false;
    lived = 0;
    program = start(command);
    notifyAll();
  }

  private static void kill(Program program) {
    program.kill();
    try {
      if (!program.process().waitFor(10, TimeUnit.SECONDS)) {
        throw new AssertionError("the operator survives SIGKILL");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The points at which it was killed, in order. */
  synchronized List<String> crashes() {
    return List.copyOf(crashes);
  }

  /**
   * Stops it as a signal would, once it works: before, it is killed by the signal like any program.
   * From now on it is not killed.
   */
  void stopInOrder() throws InterruptedException {
    Program last = last();
    Awaitility.await("the last life opens its doors")
        .atMost(START)
        .until(() -> last.err().contains(OPEN));
    last.askToStop();
    Program.Ended ended = last.ended(STOP);
    assertThat(ended.status()).as(ended.err()).isZero();
  }

  /** The life that nothing ends any more but its user. */
  private synchronized Program last() throws InterruptedException {
    closed = true;
    while (dying) {
      wait();
    }
    return program;
  }

  @Override
  public void close() {
    try {
      kill(last());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    events.close();
  }
}
