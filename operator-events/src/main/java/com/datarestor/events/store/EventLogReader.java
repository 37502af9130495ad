package com.datarestor.events.store;

import com.datarestor.events.StreamId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/** Reads a log's files without a lock, also while the operator writes them. */
public final class EventLogReader {

  private EventLogReader() {}

  /**
   * Hands every record from an offset on to the reader, oldest first. A record that is being
   * written at this moment is left out.
   *
   * @param from the first offset wanted, 0 for all
   * @throws UncheckedIOException when the directory cannot be read
   */
  public static LogFindings read(Path directory, long from, Consumer<LoggedRecord> reader) {
    try (LogScan scan = new LogScan(directory, from)) {
      scan.readOn(reader);
      return scan.findings();
    } catch (IOException e) {
      throw unreadable(directory, e);
    }
  }

  /**
   * What stands behind the last whole record: one that is being written at this moment, or that a
   * crash cut off. It was not acknowledged and is no damage; a start removes it.
   */
  public static Optional<String> unfinished(Path directory) {
    try {
      List<Segment> segments = Segment.in(directory);
      if (segments.isEmpty()) {
        return Optional.empty();
      }
      Segment last = segments.getLast();
      try (SegmentLines lines = new SegmentLines(last.file())) {
        long whole = 0;
        while (lines.next()) {
          whole = lines.position();
        }
        return lines.unfinished() == 0
            ? Optional.empty()
            : Optional.of(
                "%s at byte %d: the last %d bytes are no whole record; one is being written, or was when the operator died, and will be cut off at its start"
                    .formatted(last.name(), whole, lines.unfinished()));
      }
    } catch (IOException e) {
      throw unreadable(directory, e);
    }
  }

  /** Tells as {@link EventLog#has} does. */
  static boolean has(Path directory, LogMark mark) {
    try (LogScan scan = new LogScan(directory, 0)) {
      return scan.goTo(mark);
    } catch (IOException e) {
      throw unreadable(directory, e);
    }
  }

  /** Reads as {@link EventLog#readOn} does. */
  static Optional<LogReading> readOn(
      Path directory, LogMark from, ToLongFunction<StreamId> known, Consumer<EventRecord> reader) {
    try (LogScan scan = new LogScan(directory, 0, Long.MAX_VALUE, new StreamSequences(known))) {
      if (!scan.goTo(from)) {
        return Optional.empty();
      }
      scan.readOn(logged -> reader.accept(logged.record()));
      Optional<LogMark> end = scan.mark();
      return Optional.of(new LogReading(scan.findings(), end));
    } catch (IOException e) {
      throw unreadable(directory, e);
    }
  }

  /**
   * Reads like {@link #read} and then goes on with what is appended, until it is not wanted any
   * more or the thread is interrupted.
   *
   * @param interval how long to wait before looking again
   */
  public static LogFindings follow(
      Path directory,
      long from,
      Duration interval,
      BooleanSupplier wanted,
      Consumer<LoggedRecord> reader) {
    try (LogScan scan = new LogScan(directory, from)) {
      scan.readOn(reader);
      while (wanted.getAsBoolean() && !Thread.currentThread().isInterrupted()) {
        LockSupport.parkNanos(interval.toNanos());
        scan.readOn(reader);
      }
      return scan.findings();
    } catch (IOException e) {
      throw unreadable(directory, e);
    }
  }

  static UncheckedIOException unreadable(Path directory, IOException cause) {
    return new UncheckedIOException(
        "The event log in %s cannot be read (%s): check the directory, its owner and the disk."
            .formatted(directory, cause),
        cause);
  }
}
