package com.datarestor.e2e.process;

import com.datarestor.app.operator.LeadingOperator;
import com.datarestor.events.store.EventLogReader;
import com.datarestor.events.store.EventRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Tells of an operator's events as they are archived, over all its lives. */
final class ArchivedEvents implements AutoCloseable {

  private static final Duration LOOK = Duration.ofMillis(4);

  private final ExecutorService executor = Executors.newSingleThreadExecutor();
  private volatile boolean closed;

  /**
   * Begins to look.
   *
   * @param told of each event, as soon as it is archived
   */
  ArchivedEvents(Path data, Consumer<EventRecord> told) {
    Path log = LeadingOperator.log(data);
    executor.execute(
        () -> {
          while (!closed && !Files.isDirectory(log)) {
            LockSupport.parkNanos(LOOK.toNanos());
          }
          EventLogReader.follow(
              log, 0, LOOK, () -> !closed, logged -> told.accept(logged.record()));
        });
  }

  @Override
  public void close() {
    closed = true;
    executor.close();
  }
}
