package com.datarestor.app.snapshot;

import com.datarestor.events.store.EventLog;
import com.datarestor.events.store.LogMark;
import com.datarestor.events.store.LogReading;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * Folds the log from its newest usable snapshot on, and writes new ones from the log alone. That a
 * snapshot cannot be read or written costs time at the next start and nothing else, so it is said
 * and never thrown.
 */
public final class Snapshots {

  private static final Logger log = LoggerFactory.getLogger(Snapshots.class);

  /** Events that are folded again at a start at most, after a stop that was none. */
  private static final int EVERY = 10_000;

  private final EventLog events;
  private final Optional<SnapshotDirectory> directory;
  private final AtomicLong since = new AtomicLong();

  private Snapshots(EventLog events, Optional<SnapshotDirectory> directory) {
    this.events = events;
    this.directory = directory;
  }

  /** Snapshots of this log, in a directory of their own. */
  public static Snapshots in(Path directory, EventLog events) {
    try {
      return new Snapshots(
          events, Optional.of(new SnapshotDirectory(directory, CodeFingerprint.read())));
    } catch (IOException e) {
      log.warn("no snapshots: the release does not know itself: {}", e.toString());
      return none(events);
    }
  }

  /** Folds from the beginning, always. */
  public static Snapshots none(EventLog events) {
    return new Snapshots(events, Optional.empty());
  }

  /** For tests: snapshots of a release that is named. */
  static Snapshots in(Path directory, String code, EventLog events) {
    return new Snapshots(events, Optional.of(new SnapshotDirectory(directory, code)));
  }

  /**
   * What a start had to do.
   *
   * @param snapshot how many events the snapshot covers, 0 without one
   * @param folded how many came after it
   */
  public record Start(long snapshot, long folded) {}

  /** Folds the whole log into a state that knows nothing yet, with the help of a snapshot. */
  public Start fold(FoldedState state) {
    since.set(0);
    return fold(state, EVERY);
  }

  /** Events were appended to the log. */
  public void appended(int number) {
    since.addAndGet(number);
  }

  /** Writes a snapshot when the newest one is old. */
  public void writeIfDue() {
    if (since.get() >= EVERY) {
      write();
    }
  }

  /** Writes a snapshot unless nothing was appended since the last one. */
  public void writeAtStop() {
    if (since.get() > 0) {
      write();
    }
  }

  /** Folds the log apart from what runs: that is ahead of the log, a snapshot must not be. */
  private void write() {
    since.set(0);
    if (directory.isPresent()) {
      fold(FoldedState.apart(), 1);
    }
  }

  /**
   * @param worth how many events behind the newest snapshot are worth another one
   */
  private Start fold(FoldedState state, long worth) {
    LogMark from = recall(state);
    LogReading reading =
        state
            .foldOn(events, from)
            .orElseThrow(() -> new IllegalStateException("the log was changed while it was read"));
    Start start = new Start(from.next(), reading.findings().records());
    if (start.folded() >= worth) {
      reading.end().ifPresent(end -> keep(new Snapshot(end, state.memory())));
    }
    return start;
  }

  /** Takes the newest snapshot that is one of this log; tells where it ends. */
  private LogMark recall(FoldedState state) {
    if (directory.isEmpty()) {
      return LogMark.START;
    }
    for (Path file : files(directory.get())) {
      try {
        Snapshot snapshot = directory.get().read(file);
        if (events.has(snapshot.mark())) {
          state.recall(snapshot.memory());
          return snapshot.mark();
        }
        log.warn("{} is passed over: the log does not have its place", file.getFileName());
      } catch (IOException e) {
        log.warn("{} is passed over: {}", file.getFileName(), e.getMessage());
      }
    }
    return LogMark.START;
  }

  private static List<Path> files(SnapshotDirectory directory) {
    try {
      return directory.files();
    } catch (IOException e) {
      log.warn("snapshots cannot be listed, the whole log is read: {}", e.toString());
      return List.of();
    }
  }

  private void keep(Snapshot snapshot) {
    if (directory.isEmpty()) {
      return;
    }
    try {
      directory.get().write(snapshot);
    } catch (IOException | JacksonException e) {
      log.warn("a snapshot could not be written, the next start takes longer: {}", e.toString());
    }
  }
}
