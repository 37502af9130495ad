package com.datarestor.events.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A file of the log.
 *
 * @param first offset of its first record, as its name says
 */
record Segment(Path file, long first) {

  /** Digits of an offset in a file's name. */
  static final String OFFSET = "(\\d{20})";

  private static final Pattern NAME = Pattern.compile("events-" + OFFSET + "\\.jsonl");

  static Segment at(Path directory, long first) {
    return new Segment(directory.resolve("events-%020d.jsonl".formatted(first)), first);
  }

  /** The log's segments, oldest first; anything else in the directory is passed over. */
  static List<Segment> in(Path directory) throws IOException {
    return named(directory, NAME);
  }

  /** Files of this pattern, whose first group is an offset, in the order of the offsets. */
  static List<Segment> named(Path directory, Pattern pattern) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .flatMap(file -> one(file, pattern))
          .sorted(Comparator.comparingLong(Segment::first))
          .toList();
    }
  }

  String name() {
    return file.getFileName().toString();
  }

  private static Stream<Segment> one(Path file, Pattern pattern) {
    Matcher name = pattern.matcher(file.getFileName().toString());
    // 20 digits can be more than a long holds: such a file is not ours
    return name.matches() && name.group(1).startsWith("0")
        ? Stream.of(new Segment(file, Long.parseLong(name.group(1))))
        : Stream.of();
  }
}
