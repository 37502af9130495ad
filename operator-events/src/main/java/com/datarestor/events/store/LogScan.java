package com.datarestor.events.store;

import com.datarestor.events.codec.EventCodec;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the segments in order and checks that each line continues the one before. */
final class LogScan implements Closeable {

  static final String UNKNOWN = "";

  private static final String FOREIGN =
      "%s is a file of another log or was renamed; its records are passed over: move it away";

  private final Path directory;
  private final long from;
  private final long end;
  private final EventCodec codec = new EventCodec();
  private final Damage damage = new Damage();
  private final StreamSequences sequences;
  private long records;

  /** What the next line must name, or unknown. */
  private String hash;

  /** Where the line stands that the hash is of. */
  private long hashedAt;

  /** The next record's offset, or -1 while unknown. */
  private long next;

  private String log = UNKNOWN;
  private @Nullable Segment segment;
  private @Nullable SegmentLines lines;
  private boolean foreign;

  /** Offset of the first record that is not compacted. */
  private long whole;

  private boolean started;

  /** Where the damaged lines start that nothing whole follows yet, or -1. */
  private long badFrom = -1;

  LogScan(Path directory, long from) {
    this(directory, from, Long.MAX_VALUE, new StreamSequences(from == 0));
  }

  /**
   * @param end segments that begin there or later are not read
   */
  LogScan(Path directory, long from, long end, StreamSequences sequences) {
    this.directory = directory;
    this.from = from;
    this.end = end;
    this.next = from == 0 ? 0 : -1;
    this.hash = from == 0 ? LogLine.NO_HASH : UNKNOWN;
    this.sequences = sequences;
  }

  /** Goes on at a place that was found before; false when this log does not have it. */
  boolean goTo(LogMark mark) throws IOException {
    if (mark.equals(LogMark.START)) {
      return true;
    }
    Segment wanted = Segment.at(directory, mark.segment());
    started = true;
    whole = CompactedPart.newest(directory).map(CompactedPart::next).orElse(0L);
    if (mark.segment() < whole
        || LogIdentity.read(directory).filter(mark.log()::equals).isEmpty()
        || Files.notExists(wanted.file())) {
      return false;
    }
    lines = new SegmentLines(wanted.file(), mark.lineAt());
    segment = wanted;
    log = mark.log();
    next = mark.next();
    hash = mark.hash();
    hashedAt = mark.lineAt();
    return lines.next() && LogLine.hash(lines.line()).equals(mark.hash());
  }

  /** Behind the last whole record; empty when it is not known what the next one must name. */
  Optional<LogMark> mark() {
    if (segment == null || log.equals(UNKNOWN) || hash.equals(UNKNOWN) || foreign) {
      return Optional.empty();
    }
    return Optional.of(new LogMark(log, next, hash, segment.first(), hashedAt));
  }

  /** Reads what is there and was not read yet. */
  void readOn(Consumer<LoggedRecord> reader) throws IOException {
    if (log.equals(UNKNOWN)) {
      log = LogIdentity.read(directory).orElse(UNKNOWN);
    }
    boolean again = true;
    while (again) {
      try {
        readListed(reader);
        again = false;
      } catch (NoSuchFileException e) {
        // compacted after it was listed: what takes its place is in the next listing
        again = CompactedPart.newest(directory).filter(part -> part.next() > whole).isPresent();
        if (!again) {
          throw e;
        }
      }
    }
  }

  private void readListed(Consumer<LoggedRecord> reader) throws IOException {
    Optional<CompactedPart> part = CompactedPart.newest(directory);
    // listed before reading: a segment that has a successor is complete
    whole = part.map(CompactedPart::next).orElse(0L);
    List<Segment> segments =
        CompactedPart.uncovered(Segment.in(directory), whole).stream()
            .filter(each -> each.first() < end)
            .toList();
    if (!started && part.isPresent()) {
      compacted(part.get(), reader);
    }
    started = true;
    Optional<Segment> following = following(segments);
    while (following.isPresent()) {
      SegmentLines open = open(following.get());
      while (open.next()) {
        line(following.get(), open, reader);
      }
      following = after(following.get(), segments);
      if (following.isPresent()) {
        finish();
      }
    }
  }

  /** Reads what is kept of the segments that are gone. */
  private void compacted(CompactedPart part, Consumer<LoggedRecord> reader) throws IOException {
    for (Segment covered : CompactedPart.covered(Segment.in(directory), whole)) {
      if (CompactedPart.isForeign(covered, log)) {
        damage.say(FOREIGN.formatted(covered.name()));
      }
    }
    if (from >= part.next()) {
      return;
    }
    try {
      hash =
          part.read(
              log,
              damage,
              logged -> {
                sequences.skipTo(logged.record().metadata());
                if (logged.offset() >= from) {
                  records++;
                  reader.accept(logged);
                }
              });
    } catch (NoSuchFileException e) {
      // a newer one took its place
      compacted(CompactedPart.newest(directory).orElseThrow(() -> e), reader);
      return;
    }
    next = part.next();
    whole = part.next();
  }

  /** What was found so far. */
  LogFindings findings() {
    if (badFrom >= 0 && segment != null && lines != null) {
      damage.say(badStretch(segment, lines.position()) + ", up to the end");
      badFrom = -1;
    }
    return new LogFindings(records, damage.sentences());
  }

  private Optional<Segment> following(List<Segment> segments) {
    if (segment == null) {
      return start(segments);
    }
    // one that is read to its end is closed when the next cannot be opened
    return lines == null ? after(segment, segments) : Optional.of(segment);
  }

  private Optional<Segment> start(List<Segment> segments) {
    Optional<Segment> start = Optional.empty();
    for (Segment each : segments) {
      if (start.isEmpty() || each.first() <= from) {
        start = Optional.of(each);
      }
    }
    return start;
  }

  private static Optional<Segment> after(Segment segment, List<Segment> segments) {
    return segments.stream().filter(each -> each.first() > segment.first()).findFirst();
  }

  private SegmentLines open(Segment wanted) throws IOException {
    if (lines == null) {
      lines = new SegmentLines(wanted.file());
      segment = wanted;
      foreign = false;
    }
    return lines;
  }

  /** Leaves a segment that has a successor: what is unfinished in it will not be finished. */
  private void finish() throws IOException {
    if (segment == null || lines == null) {
      return;
    }
    if (lines.unfinished() > 0 && badFrom < 0 && !foreign) {
      badFrom = lines.position();
    }
    if (badFrom >= 0) {
      damage.say(badStretch(segment, lines.position() + lines.unfinished()) + ", up to its end");
      hash = UNKNOWN;
    }
    badFrom = -1;
    close();
  }

  private void line(Segment file, SegmentLines open, Consumer<LoggedRecord> reader) {
    if (foreign) {
      return;
    }
    boolean first = open.lineAt() == 0;
    LogLine line = LogLine.parse(open.line());
    if (first && line instanceof LogLine.Header header) {
      header(file, open, header);
    } else if (!first && line instanceof LogLine.Entry entry) {
      entry(file, open, entry, reader);
    } else if (badFrom < 0) {
      badFrom = open.lineAt();
    }
  }

  private void header(Segment file, SegmentLines open, LogLine.Header header) {
    if (log.equals(UNKNOWN)) {
      log = header.log();
    }
    if (!header.log().equals(log) || header.offset() != file.first()) {
      foreign = true;
      damage.say(FOREIGN.formatted(file.name()));
      return;
    }
    if (next >= 0 && header.offset() > next && header.offset() > whole) {
      damage.say(
          "%s before %s: was a file removed?"
              .formatted(StreamSequences.missing("record", next, header.offset()), file.name()));
    } else if (next >= 0 && header.offset() < next) {
      damage.say(
          "%s starts with record %d again, after record %d"
              .formatted(file.name(), header.offset(), next - 1));
    } else if (header.offset() == next
        && !hash.equals(UNKNOWN)
        && !header.previous().equals(hash)) {
      damage.say(
          "%s does not continue the file before it: one of them was changed"
              .formatted(file.name()));
    }
    if (next >= 0 && header.offset() > next && header.offset() <= whole) {
      sequences.forget();
    }
    next = Math.max(next, header.offset());
    hash = LogLine.hash(open.line());
    hashedAt = open.lineAt();
  }

  private void entry(
      Segment file, SegmentLines open, LogLine.Entry entry, Consumer<LoggedRecord> reader) {
    long offset = entry.offset();
    if (badFrom >= 0) {
      String lost =
          next >= 0 && offset > next ? "; " + StreamSequences.missing("record", next, offset) : "";
      damage.say(badStretch(file, open.lineAt()) + lost);
      badFrom = -1;
    } else if (next >= 0 && offset > next) {
      damage.say(
          "%s at byte %d: %s"
              .formatted(
                  file.name(), open.lineAt(), StreamSequences.missing("record", next, offset)));
    } else if (offset >= next && !hash.equals(UNKNOWN) && !entry.previous().equals(hash)) {
      damage.say(
          "%s at byte %d: record %d does not continue the line before it: one of them was changed"
              .formatted(file.name(), open.lineAt(), offset));
    }
    if (offset < next) {
      damage.say(
          "%s at byte %d: record %d comes again and is passed over"
              .formatted(file.name(), open.lineAt(), offset));
      return;
    }
    next = offset + 1;
    hash = LogLine.hash(open.line());
    hashedAt = open.lineAt();
    if (offset >= from) {
      deliver(file, open, entry, reader);
    }
  }

  private void deliver(
      Segment file, SegmentLines open, LogLine.Entry entry, Consumer<LoggedRecord> reader) {
    EventRecord event;
    try {
      event = codec.record(entry.json());
    } catch (IllegalArgumentException e) {
      damage.say(
          "%s at byte %d: record %d is %s"
              .formatted(file.name(), open.lineAt(), entry.offset(), e.getMessage()));
      return;
    }
    sequences.check(event.metadata()).ifPresent(damage::say);
    records++;
    reader.accept(new LoggedRecord(entry.offset(), event));
  }

  private String badStretch(Segment file, long end) {
    return "%s at byte %d: %d bytes are damaged".formatted(file.name(), badFrom, end - badFrom);
  }

  @Override
  public void close() throws IOException {
    if (lines != null) {
      lines.close();
      lines = null;
    }
  }
}
