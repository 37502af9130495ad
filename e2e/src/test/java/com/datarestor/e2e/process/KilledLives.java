package com.datarestor.e2e.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** Each life is a process of its own, and SIGKILL ends it. A start takes seconds of CPU. */
final class KilledLives implements Lives {

  private static final Map<String, String> ENVIRONMENT =
      Map.of("DATARESTOR_LEADER_ELECTION", "false", "DATARESTOR_PORT", "0");

  /** A first life writes down its classes before it ends. */
  private static final Duration STOP = Duration.ofMinutes(10);

  private static final Duration START = Duration.ofMinutes(2);
  private static final String OPEN = "open: volumes, Configs, Tasks and Jobs are watched";

  private final CrashStory story;
  private final List<String> first;
  private final List<String> later;
  private @Nullable Program program;
  private int ended;

  private KilledLives(CrashStory story, List<String> first, List<String> later) {
    this.story = story;
    this.first = first;
    this.later = later;
  }

  /** The first life leaves what makes later ones start quickly, when it is ended in order. */
  static KilledLives leaving(QuickStart quick, CrashStory story) {
    return new KilledLives(story, quick.first(story.clockFile()), quick.later(story.clockFile()));
  }

  /** Lives that start quickly, by what another one left. */
  static KilledLives with(QuickStart quick, CrashStory story) {
    List<String> command = quick.later(story.clockFile());
    return new KilledLives(story, command, command);
  }

  @Override
  public void begin() {
    program = start(first);
  }

  private Program start(List<String> line) {
    Map<String, String> environment = new HashMap<>(ENVIRONMENT);
    environment.put("KUBECONFIG", story.kubeconfig(token()).toString());
    environment.put("DATARESTOR_DATA_DIR", data().toString());
    return Program.start(story.logs(), "life-" + ended + "-", environment, line);
  }

  @Override
  public String token() {
    return CrashStory.OPERATOR;
  }

  @Override
  public Path data() {
    return story.data();
  }

  @Override
  public void crash(Loss loss) {
    kill(program());
    ended++;
    if (loss == Loss.JOURNAL) {
      DeadFiles.delete(data().resolve("journal"));
    }
    program = start(later);
  }

  private Program program() {
    return Objects.requireNonNull(program, "no life has begun");
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

  /** Before its doors are open, it is killed by the signal like any program. */
  @Override
  public void endInOrder() throws InterruptedException {
    Program last = program();
    Awaitility.await("the last life opens its doors")
        .atMost(START)
        .until(() -> last.err().contains(OPEN));
    last.askToStop();
    Program.Ended how = last.ended(STOP);
    assertThat(how.status()).as(how.err()).isZero();
  }

  @Override
  public void close() {
    if (program != null) {
      kill(program);
    }
  }
}
