package com.datarestor.events.store;

import com.datarestor.events.codec.EventCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Whole old segments go, and one file with what is kept of them takes their place.
 *
 * <p>That file is written under another name, and is on disk before it gets its own; only then are
 * the segments deleted. A crash before leaves the log as it was, a crash after leaves segments that
 * nobody reads and that the next start deletes.
 */
public final class Compaction {

  /** Holds the newest records of a segment, unless one of them is enormous. */
  private static final int TAIL_BYTES = 64 << 10;

  /**
   * How much of the past is kept.
   *
   * @param age segments whose newest record is older go
   * @param bytes when the log is larger, the oldest segments go
   * @param whole so many of the newest records are kept however old they are
   */
  public record Limits(Duration age, long bytes, long whole) {

    /** More than a broker can deliver again. */
    private static final long WHOLE = 1_000;

    public Limits(Duration age, long bytes) {
      this(age, bytes, WHOLE);
    }
  }

  private final Path directory;
  private final long end;
  private final String hash;
  private final String log;
  private final LogDisk disk;

  private Compaction(Path directory, long end, LogLine.Header next, LogDisk disk) {
    this.directory = directory;
    this.end = end;
    this.hash = next.previous();
    this.log = next.log();
    this.disk = disk;
  }

  /**
   * @param next offset of the record that is written next
   */
  static Optional<Compaction> due(
      Path directory, long next, Limits limits, Instant now, LogDisk disk) {
    try {
      long covered = CompactedPart.newest(directory).map(CompactedPart::next).orElse(0L);
      List<Segment> segments = CompactedPart.uncovered(Segment.in(directory), covered);
      long bytes = CompactedPart.bytes(directory);
      int gone = 0;
      while (gone < segments.size() - 1
          && next - segments.get(gone + 1).first() >= limits.whole()
          && (bytes > limits.bytes()
              || newest(segments.get(gone)).isBefore(now.minus(limits.age())))) {
        bytes -= Files.size(segments.get(gone).file());
        gone++;
      }
      return gone == 0 ? Optional.empty() : upTo(directory, segments.get(gone), disk);
    } catch (IOException e) {
      throw EventLogReader.unreadable(directory, e);
    }
  }

  /** A segment whose own first line is damaged cannot be continued from: it goes with the next. */
  private static Optional<Compaction> upTo(Path directory, Segment first, LogDisk disk)
      throws IOException {
    try (SegmentLines lines = new SegmentLines(first.file())) {
      return lines.next() && LogLine.parse(lines.line()) instanceof LogLine.Header header
          ? Optional.of(new Compaction(directory, first.first(), header, disk))
          : Optional.empty();
    }
  }

  /** When a segment's newest record happened; long ago when none of it can be read. */
  private static Instant newest(Segment segment) throws IOException {
    long size = Files.size(segment.file());
    Instant tail = newest(segment, Math.max(0, size - TAIL_BYTES));
    return tail.equals(Instant.MIN) && size > TAIL_BYTES ? newest(segment, 0) : tail;
  }

  private static Instant newest(Segment segment, long from) throws IOException {
    EventCodec codec = new EventCodec();
    Instant newest = Instant.MIN;
    try (SegmentLines lines = new SegmentLines(segment.file(), from)) {
      while (lines.next()) {
        if (LogLine.parse(lines.line()) instanceof LogLine.Entry entry) {
          newest = time(codec, entry).orElse(newest);
        }
      }
    }
    return newest;
  }

  private static Optional<Instant> time(EventCodec codec, LogLine.Entry entry) {
    try {
      return Optional.of(codec.record(entry.json()).metadata().time());
    } catch (IllegalArgumentException e) {
      // no event, so it has no time; reading the log says it
      return Optional.empty();
    }
  }

  /** How many events are covered, from the beginning of the log. */
  public long events() {
    return end;
  }

  /** Hands out what is covered: what was kept before, and the segments that go now. */
  public LogFindings read(Consumer<LoggedRecord> reader) {
    try (LogScan scan = new LogScan(directory, 0, end, new StreamSequences(true))) {
      scan.readOn(reader);
      return scan.findings();
    } catch (IOException e) {
      throw EventLogReader.unreadable(directory, e);
    }
  }

  /**
   * Puts these records in the place of what is covered.
   *
   * @throws UncheckedIOException when the disk does not let us; the log is readable all the same
   */
  public void replaceBy(List<LoggedRecord> kept) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    byte[] line = LogLine.compacted(end, log, hash, kept.size());
    content.writeBytes(line);
    content.write('\n');
    for (LoggedRecord each : kept) {
      line = LogLine.entry(LogLine.hash(line), each.offset(), each.record().json());
      content.writeBytes(line);
      content.write('\n');
    }
    try {
      Path unfinished = CompactedPart.unfinished(directory);
      disk.write(unfinished, content.toByteArray());
      disk.rename(unfinished, CompactedPart.at(directory, end).file());
      disk.sync(directory);
      CompactedPart.tidy(directory, disk);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The event log in %s cannot be compacted (%s): free space on its disk or repair it; the log is as it was."
              .formatted(directory, e),
          e);
    }
  }
}
