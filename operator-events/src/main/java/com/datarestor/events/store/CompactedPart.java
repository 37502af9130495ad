package com.datarestor.events.store;

import com.datarestor.events.codec.EventCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * What is kept of the segments that are gone, as the package documentation describes it.
 *
 * @param next offset of the first record that it does not cover, as its name says
 */
record CompactedPart(Path file, long next) {

  private static final Pattern NAME = Pattern.compile("compacted-" + Segment.OFFSET + "\\.jsonl");

  static CompactedPart at(Path directory, long next) {
    return new CompactedPart(directory.resolve("compacted-%020d.jsonl".formatted(next)), next);
  }

  /** Where one is written before it has its name. */
  static Path unfinished(Path directory) {
    return directory.resolve("compaction.tmp");
  }

  private static List<CompactedPart> in(Path directory) throws IOException {
    return Segment.named(directory, NAME).stream()
        .map(named -> new CompactedPart(named.file(), named.first()))
        .toList();
  }

  /** The one that holds: it has its name only since it was whole. */
  static Optional<CompactedPart> newest(Path directory) throws IOException {
    List<CompactedPart> parts = in(directory);
    return parts.isEmpty() ? Optional.empty() : Optional.of(parts.getLast());
  }

  /** Segments that hold, besides a part that ends there. */
  static List<Segment> uncovered(List<Segment> segments, long next) {
    return segments.stream().filter(each -> each.first() >= next).toList();
  }

  /** Segments in whose place the part is. */
  static List<Segment> covered(List<Segment> segments, long next) {
    return segments.stream().filter(each -> each.first() < next).toList();
  }

  /** Bytes of everything that is read. */
  static long bytes(Path directory) throws IOException {
    Optional<CompactedPart> part = newest(directory);
    long bytes = part.isPresent() ? Files.size(part.get().file()) : 0;
    for (Segment each :
        uncovered(Segment.in(directory), part.map(CompactedPart::next).orElse(0L))) {
      bytes += Files.size(each.file());
    }
    return bytes;
  }

  /** Whether a segment's first line is whole and names another log. */
  static boolean isForeign(Segment segment, String log) throws IOException {
    try (SegmentLines lines = new SegmentLines(segment.file())) {
      return lines.next()
          && LogLine.parse(lines.line()) instanceof LogLine.Header header
          && !log.equals(LogScan.UNKNOWN)
          && !header.log().equals(log);
    }
  }

  /** Deletes what the newest part stands for, and what is no whole part; the oldest first. */
  static void tidy(Path directory, LogDisk disk) throws IOException {
    List<Path> over = new ArrayList<>();
    if (Files.exists(unfinished(directory))) {
      over.add(unfinished(directory));
    }
    Optional<CompactedPart> part = newest(directory);
    if (part.isPresent()) {
      String log = LogIdentity.read(directory).orElse(LogScan.UNKNOWN);
      for (Segment each : covered(Segment.in(directory), part.get().next())) {
        if (!isForeign(each, log)) {
          over.add(each.file());
        }
      }
      in(directory).stream()
          .map(CompactedPart::file)
          .filter(file -> !file.equals(part.get().file()))
          .forEach(over::add);
    }
    for (Path file : over) {
      disk.delete(file);
    }
    if (!over.isEmpty()) {
      disk.sync(directory);
    }
  }

  String name() {
    return file.getFileName().toString();
  }

  /** What the first remaining segment names as the line before it; unknown when that is damaged. */
  String hash() throws IOException {
    try (SegmentLines lines = new SegmentLines(file)) {
      return lines.next() && LogLine.parse(lines.line()) instanceof LogLine.Compacted first
          ? first.hash()
          : LogScan.UNKNOWN;
    }
  }

  /**
   * Hands out its records.
   *
   * @return what the first remaining segment must name, or unknown
   */
  String read(String log, Damage damage, Consumer<LoggedRecord> reader) throws IOException {
    Reading reading = new Reading(damage, reader);
    try (SegmentLines lines = new SegmentLines(file)) {
      while (lines.next()) {
        reading.line(lines, log);
      }
      reading.finish(lines);
    }
    return reading.hash;
  }

  /** One pass over the lines. */
  private final class Reading {

    private final EventCodec codec = new EventCodec();
    private final Damage damage;
    private final Consumer<LoggedRecord> reader;
    private String hash = LogScan.UNKNOWN;
    private String previous = LogScan.UNKNOWN;
    private long wanted = -1;
    private long found;
    private long badFrom = -1;

    Reading(Damage damage, Consumer<LoggedRecord> reader) {
      this.damage = damage;
      this.reader = reader;
    }

    void line(SegmentLines lines, String log) {
      LogLine line = LogLine.parse(lines.line());
      if (line instanceof LogLine.Compacted first && lines.lineAt() == 0) {
        if (!first.log().equals(log) || first.next() != next) {
          damage.say("%s is of another log or was renamed".formatted(name()));
        } else {
          hash = first.hash();
        }
        wanted = first.lines();
      } else if (line instanceof LogLine.Entry entry) {
        endBad(lines.lineAt());
        if (!previous.equals(LogScan.UNKNOWN) && !entry.previous().equals(previous)) {
          damage.say(
              "%s at byte %d: a record does not continue the line before it"
                  .formatted(name(), lines.lineAt()));
        }
        deliver(lines, entry);
      } else if (badFrom < 0) {
        badFrom = lines.lineAt();
      }
      previous = badFrom < 0 ? LogLine.hash(lines.line()) : LogScan.UNKNOWN;
    }

    private void deliver(SegmentLines lines, LogLine.Entry entry) {
      EventRecord record;
      try {
        record = codec.record(entry.json());
      } catch (IllegalArgumentException e) {
        damage.say(
            "%s at byte %d: a record is %s".formatted(name(), lines.lineAt(), e.getMessage()));
        return;
      }
      found++;
      reader.accept(new LoggedRecord(entry.offset(), record));
    }

    private void endBad(long end) {
      if (badFrom >= 0) {
        damage.say(
            "%s at byte %d: %d bytes are damaged; what was kept there is not known any more"
                .formatted(name(), badFrom, end - badFrom));
        badFrom = -1;
      }
    }

    void finish(SegmentLines lines) {
      if (lines.unfinished() > 0 && badFrom < 0) {
        badFrom = lines.position();
      }
      endBad(lines.position() + lines.unfinished());
      if (wanted >= 0 && found < wanted) {
        damage.say(
            "%s at byte %d: %d of the %d records that were kept are missing"
                .formatted(name(), lines.position() + lines.unfinished(), wanted - found, wanted));
      }
    }
  }
}
