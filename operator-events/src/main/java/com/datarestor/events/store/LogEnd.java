package com.datarestor.events.store;

import com.datarestor.events.codec.EventCodec;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Where a log ends, found at start; a torn end is cut off.
 *
 * @param segment the file to continue
 * @param log the log's identity
 * @param next offset of the next record
 * @param hash what the next line names
 * @param ids ids of the newest records, oldest first
 * @param repairs what was cut, in sentences
 */
record LogEnd(
    Segment segment, String log, long next, String hash, List<String> ids, List<String> repairs) {

  /** A log that has no segment with a whole line. */
  private static LogEnd ofNothing(
      Path directory, Optional<CompactedPart> part, String log, List<String> repairs)
      throws IOException {
    long next = part.map(CompactedPart::next).orElse(0L);
    String hash = part.isPresent() ? part.get().hash() : LogLine.NO_HASH;
    return new LogEnd(Segment.at(directory, next), log, next, hash, List.of(), repairs);
  }

  /** True when the segment to continue is still to be made. */
  boolean isNothing() {
    return Files.notExists(segment.file());
  }

  /**
   * @param ids how many ids are wanted
   * @throws IllegalStateException when the newest file is of another log
   */
  static LogEnd find(Path directory, int ids) throws IOException {
    List<String> repairs = new ArrayList<>();
    Optional<CompactedPart> part = CompactedPart.newest(directory);
    List<Segment> segments =
        new ArrayList<>(
            CompactedPart.uncovered(
                Segment.in(directory), part.map(CompactedPart::next).orElse(0L)));
    String log = LogIdentity.read(directory).orElse("");
    while (!segments.isEmpty()) {
      Segment last = segments.getLast();
      Whole whole = Whole.of(last);
      if (whole.end() > 0) {
        if (!whole.log().isEmpty() && !log.isEmpty() && !whole.log().equals(log)) {
          throw new IllegalStateException(
              "%s is a file of another event log: move it away.".formatted(last.file()));
        }
        cut(last, whole, repairs);
        String known = log.isEmpty() ? whole.log() : log;
        return new LogEnd(
            last,
            known.isEmpty() ? LogIdentity.random() : known,
            whole.next(),
            whole.hash(),
            newestIds(segments, whole, ids),
            repairs);
      }
      setAside(last, repairs);
      segments.removeLast();
    }
    return ofNothing(directory, part, log.isEmpty() ? LogIdentity.random() : log, repairs);
  }

  private static void cut(Segment segment, Whole whole, List<String> repairs) throws IOException {
    long size = Files.size(segment.file());
    if (size == whole.end()) {
      return;
    }
    Path kept = sideFile(segment, whole.end());
    Files.copy(segment.file(), kept, StandardCopyOption.REPLACE_EXISTING);
    try (RandomAccessFile file = new RandomAccessFile(segment.file().toFile(), "rw")) {
      file.setLength(whole.end());
      file.getFD().sync();
    }
    repairs.add(
        "%s: the last %d bytes, from byte %d, were no whole record and are cut off; the file as it was is kept as %s"
            .formatted(segment.name(), size - whole.end(), whole.end(), kept.getFileName()));
  }

  private static void setAside(Segment segment, List<String> repairs) throws IOException {
    Path kept = sideFile(segment, 0);
    Files.move(segment.file(), kept, StandardCopyOption.REPLACE_EXISTING);
    repairs.add(
        "%s had no whole line and is set aside as %s"
            .formatted(segment.name(), kept.getFileName()));
  }

  private static Path sideFile(Segment segment, long position) {
    return segment.file().resolveSibling(segment.name() + ".cut-at-" + position);
  }

  private static List<String> newestIds(List<Segment> segments, Whole last, int wanted)
      throws IOException {
    Deque<List<String>> newestFirst = new ArrayDeque<>();
    newestFirst.add(last.ids());
    int found = last.ids().size();
    for (int i = segments.size() - 2; i >= 0 && found < wanted; i--) {
      List<String> ids = Whole.of(segments.get(i)).ids();
      newestFirst.addFirst(ids);
      found += ids.size();
    }
    List<String> all = newestFirst.stream().flatMap(List::stream).toList();
    return all.subList(Math.max(0, all.size() - wanted), all.size());
  }

  /**
   * What is whole in a segment.
   *
   * @param end where its last whole line ends, 0 when it has none
   * @param log identity in its first line, or empty when that is damaged
   */
  private record Whole(long end, String log, long next, String hash, List<String> ids) {

    static Whole of(Segment segment) throws IOException {
      EventCodec codec = new EventCodec();
      long end = 0;
      String log = "";
      long next = segment.first();
      String hash = LogLine.NO_HASH;
      List<String> ids = new ArrayList<>();
      try (SegmentLines lines = new SegmentLines(segment.file())) {
        while (lines.next()) {
          switch (LogLine.parse(lines.line())) {
            case LogLine.Bad ignored -> {
              continue;
            }
            case LogLine.Compacted ignored -> {
              // belongs into a file of another name
              continue;
            }
            case LogLine.Header header -> log = header.log();
            case LogLine.Entry entry -> {
              next = entry.offset() + 1;
              addId(codec, entry, ids);
            }
          }
          end = lines.position();
          hash = LogLine.hash(lines.line());
        }
      }
      return new Whole(end, log, next, hash, ids);
    }

    private static void addId(EventCodec codec, LogLine.Entry entry, List<String> ids) {
      try {
        ids.add(codec.record(entry.json()).metadata().id());
      } catch (IllegalArgumentException e) {
        // no event, so nothing can be its repetition; reading the log says it
        return;
      }
    }
  }
}
