package com.datarestor.app.operator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Work that is done again and again until the operator stops, each on a thread of its own. */
final class Rounds implements AutoCloseable {

  /** How long a turn may take, and how long turns may fail until it is said. */
  static final Duration STUCK = Duration.ofMinutes(5);

  static final Duration FAILING = Duration.ofMinutes(1);

  private static final Logger log = LoggerFactory.getLogger(Rounds.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Clock clock;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final List<Thread> threads = new ArrayList<>();
  private final Map<String, Turn> lastTurns = new ConcurrentHashMap<>();

  /**
   * How a round stands.
   *
   * @param ended when its last turn ended, whether it succeeded or not
   * @param succeeded when a turn last did what it should
   * @param problem why the last turn failed; empty when it did not
   */
  private record Turn(Instant ended, Instant succeeded, String problem) {}

  Rounds(Clock clock) {
    this.clock = clock;
  }

  /** Which round does not come to the end of its turn; another start may help. */
  Optional<String> stuck() {
    return first(Turn::ended, STUCK)
        .map(name -> name + " has ended no turn for " + STUCK.toMinutes() + " minutes");
  }

  /** Which round fails in every turn; another start would not help. */
  Optional<String> failing() {
    return first(turn -> turn.problem().isEmpty() ? Instant.MAX : turn.succeeded(), FAILING)
        .map(
            name ->
                "%s has failed for more than %d s: %s"
                    .formatted(name, FAILING.toSeconds(), problem(name)));
  }

  private String problem(String name) {
    Turn turn = lastTurns.get(name);
    return turn == null ? "" : turn.problem();
  }

  private Optional<String> first(Function<Turn, Instant> moment, Duration longest) {
    Instant earliest = clock.instant().minus(longest);
    return lastTurns.entrySet().stream()
        .filter(turn -> moment.apply(turn.getValue()).isBefore(earliest))
        .map(Map.Entry::getKey)
        .sorted()
        .findFirst();
  }

  /** Begins a round; a failing turn is said and the next one comes. */
  void every(Duration pause, String name, Runnable turn) {
    Instant now = clock.instant();
    lastTurns.put(name, new Turn(now, now, ""));
    threads.add(Thread.ofVirtual().name(name).start(() -> run(pause, name, turn)));
  }

  private void run(Duration pause, String name, Runnable turn) {
    try {
      while (!stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          turn.run();
          Instant now = clock.instant();
          lastTurns.put(name, new Turn(now, now, ""));
        } catch (RuntimeException e) {
          // Whatever it was, the next turn looks at the world afresh.
          log.warn("{} failed and is tried again: {}", name, e.toString(), e);
          lastTurns.computeIfPresent(
              name, (same, last) -> new Turn(clock.instant(), last.succeeded(), e.toString()));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets running turns finish. */
  @Override
  public void close() {
    stopped.countDown();
    for (Thread thread : threads) {
      try {
        if (!thread.join(PATIENCE)) {
          log.warn("{} did not stop in time", thread.getName());
          thread.interrupt();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
