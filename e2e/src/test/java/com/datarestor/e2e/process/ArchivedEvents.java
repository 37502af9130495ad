package com.datarestor.e2e.process;

import com.datarestor.app.operator.LeadingOperator;
import com.datarestor.events.store.EventLogReader;
import com.datarestor.events.store.EventRecord;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiPredicate;

/** Tells of an operator's events as they are archived, over all its lives. */
final class ArchivedEvents implements AutoCloseable {

  private static final Duration LOOK = Duration.ofMillis(4);

  private final BiPredicate<Path, EventRecord> told;
  private final FutureTask<Void> looking = new FutureTask<>(this::look, null);
  private volatile Path data;
  private volatile boolean closed;
  private long next;

  /**
   * Begins to look.
   *
   * @param told of each event, as soon as it is archived, and of the data directory that it is in;
   *     false when the operator has that directory no more, so that the event never happened
   */
  ArchivedEvents(Path data, BiPredicate<Path, EventRecord> told) {
    this.data = data;
    this.told = told;
    Thread.ofPlatform().name("archived-events").start(looking);
  }

  /** Goes on in another directory, whose log begins like the one of now. */
  void moveTo(Path other) {
    data = other;
  }

  private void look() {
    while (!closed) {
      Path now = data;
      Path log = LeadingOperator.log(now);
      if (Files.isDirectory(log)) {
        follow(now, log);
      } else {
        LockSupport.parkNanos(LOOK.toNanos());
      }
    }
  }

  private void follow(Path now, Path log) {
    try {
      EventLogReader.follow(
          log,
          next,
          LOOK,
          () -> isWanted(now),
          logged -> {
            if (isWanted(now) && told.test(now, logged.record())) {
              next++;
            }
          });
    } catch (UncheckedIOException e) {
      // what it was moved away from may be deleted meanwhile
      if (isWanted(now)) {
        throw e;
      }
    }
  }

  private boolean isWanted(Path now) {
    return !closed && data.equals(now);
  }

  @Override
  public void close() {
    closed = true;
    try {
      looking.get();
    } catch (ExecutionException e) {
      throw new AssertionError("the event log could not be followed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
