package com.datarestor.events.store;

import com.datarestor.events.StreamId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log in segment files, as the package documentation describes them; this is its one writer.
 *
 * <p>Opening cuts off what a crash left unfinished at the very end. Damage anywhere else is never
 * touched: {@link #read} says it. After a failed write nothing more is written until the log is
 * opened again, so that no record ever follows a torn one.
 */
public final class FileEventLog implements EventLog, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FileEventLog.class);
  private static final int FLUSH_BYTES = 1 << 20;

  private final Path directory;
  private final Settings settings;
  private final SegmentOutput.Opener opener;
  private final WriterLock lock;
  private final List<String> repairs;
  private final String log;
  private final RecentIds recent;
  private SegmentOutput output;
  private long first;
  private long size;
  private long next;
  private String hash;
  private State state = State.OPEN;

  /** Beside the state, so that a probe need not wait for a write that hangs. */
  private volatile boolean failed;

  /**
   * How the log is kept.
   *
   * @param segmentBytes a file that has reached this size is not continued
   * @param recentIds how many of the newest records are known by id, so that one delivered again is
   *     dropped
   */
  public record Settings(long segmentBytes, int recentIds) {

    /** 16 MiB, 20,000 ids. */
    public static final Settings DEFAULT = new Settings(16L << 20, 20_000);
  }

  private enum State {
    OPEN,
    FAILED,
    CLOSED
  }

  /**
   * Opens the log for writing; creates it when it is not there.
   *
   * @throws IllegalStateException when somebody else writes it, or a file is of another log
   * @throws UncheckedIOException when the disk does not let us
   */
  public static FileEventLog open(Path directory) {
    return open(directory, Settings.DEFAULT);
  }

  /** Like {@link #open(Path)}. */
  public static FileEventLog open(Path directory, Settings settings) {
    return open(directory, settings, SegmentOutput::onDisk);
  }

  static FileEventLog open(Path directory, Settings settings, SegmentOutput.Opener opener) {
    try {
      Files.createDirectories(directory);
      WriterLock lock = WriterLock.of(directory);
      boolean opened = false;
      try {
        FileEventLog log = new FileEventLog(directory, settings, opener, lock);
        opened = true;
        return log;
      } finally {
        if (!opened) {
          lock.close();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The event log in %s cannot be opened (%s): check the directory, its owner and the space on its disk."
              .formatted(directory, e),
          e);
    }
  }

  private FileEventLog(
      Path directory, Settings settings, SegmentOutput.Opener opener, WriterLock lock)
      throws IOException {
    this.directory = directory;
    this.settings = settings;
    this.opener = opener;
    this.lock = lock;
    this.recent = new RecentIds(settings.recentIds());
    CompactedPart.tidy(directory, LogDisk.REAL);
    LogEnd end = LogEnd.find(directory, settings.recentIds());
    end.repairs().forEach(LOG::warn);
    this.repairs = List.copyOf(end.repairs());
    this.log = end.log();
    this.next = end.next();
    this.hash = end.hash();
    this.recent.addAll(end.ids());
    if (LogIdentity.read(directory).isEmpty()) {
      LogIdentity.write(directory, log);
    }
    if (end.isNothing()) {
      this.output = newSegment();
    } else {
      this.output = opener.open(end.segment().file());
      this.first = end.segment().first();
      this.size = Files.size(end.segment().file());
    }
  }

  /** What is to be compacted now, if something is; one at a time. */
  public Optional<Compaction> compaction(Compaction.Limits limits, Instant now) {
    return Compaction.due(directory, next(), limits, now, LogDisk.REAL);
  }

  private synchronized long next() {
    return next;
  }

  /** Bytes of the log's files. */
  public long bytes() {
    try {
      return CompactedPart.bytes(directory);
    } catch (IOException e) {
      throw EventLogReader.unreadable(directory, e);
    }
  }

  /** What opening cut off, one sentence each; empty after a clean stop. */
  public List<String> repairs() {
    return repairs;
  }

  /** What only another start mends, as a sentence for people; empty when there is no such thing. */
  public Optional<String> broken() {
    return failed ? Optional.of(afterFailure()) : Optional.empty();
  }

  private String afterFailure() {
    return "The event log in %s takes nothing more since a write failed: restart the operator once the disk is well."
        .formatted(directory);
  }

  @Override
  public synchronized void append(List<EventRecord> records) {
    switch (state) {
      case OPEN -> {}
      case FAILED ->
          throw new UncheckedIOException(
              afterFailure(), new IOException("an earlier write failed"));
      case CLOSED ->
          throw new IllegalStateException("The event log in %s is closed.".formatted(directory));
    }
    records.forEach(each -> LogLine.requireOneLine(each.json()));
    boolean written = false;
    try {
      Set<String> ids = write(records);
      written = true;
      recent.addAll(ids);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The event log in %s cannot be written (%s): free space on its disk or repair it, then restart the operator. What is not written stays in the broker."
              .formatted(directory, e.getMessage()),
          e);
    } finally {
      if (!written) {
        state = State.FAILED;
        failed = true;
      }
    }
  }

  private Set<String> write(List<EventRecord> records) throws IOException {
    Set<String> ids = new LinkedHashSet<>();
    ByteArrayOutputStream pending = new ByteArrayOutputStream();
    for (EventRecord each : records) {
      String id = each.metadata().id();
      if (recent.contains(id) || !ids.add(id)) {
        continue;
      }
      if (size + pending.size() >= settings.segmentBytes() && next > first) {
        flush(pending);
        roll();
      }
      byte[] line = LogLine.entry(hash, next, each.json());
      pending.writeBytes(line);
      pending.write('\n');
      hash = LogLine.hash(line);
      next++;
      if (pending.size() >= FLUSH_BYTES) {
        flush(pending);
      }
    }
    if (!ids.isEmpty()) {
      flush(pending);
      output.sync();
    }
    return ids;
  }

  private void flush(ByteArrayOutputStream pending) throws IOException {
    output.write(pending.toByteArray());
    size += pending.size();
    pending.reset();
  }

  private void roll() throws IOException {
    output.sync();
    output.close();
    output = newSegment();
  }

  private SegmentOutput newSegment() throws IOException {
    Segment segment = Segment.at(directory, next);
    byte[] header = LogLine.header(hash, next, log);
    SegmentOutput created = opener.open(segment.file());
    created.write(header);
    created.write(new byte[] {'\n'});
    created.sync();
    LogIdentity.syncDirectory(directory);
    first = next;
    size = header.length + 1L;
    hash = LogLine.hash(header);
    return created;
  }

  @Override
  public LogFindings read(Consumer<EventRecord> reader) {
    return EventLogReader.read(directory, 0, logged -> reader.accept(logged.record()));
  }

  @Override
  public boolean has(LogMark mark) {
    return EventLogReader.has(directory, mark);
  }

  @Override
  public Optional<LogReading> readOn(
      LogMark from, ToLongFunction<StreamId> known, Consumer<EventRecord> reader) {
    return EventLogReader.readOn(directory, from, known, reader);
  }

  @Override
  public synchronized void close() {
    if (state == State.CLOSED) {
      return;
    }
    state = State.CLOSED;
    try (lock) {
      output.close();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The event log in %s cannot be closed (%s).".formatted(directory, e.getMessage()), e);
    }
  }
}
