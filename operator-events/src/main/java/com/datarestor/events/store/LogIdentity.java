package com.datarestor.events.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;

/** The log's random name, by which a file of another log is told apart. */
final class LogIdentity {

  private LogIdentity() {}

  /** The identity of the log in this directory, if it has one. */
  static Optional<String> read(Path directory) throws IOException {
    Path file = file(directory);
    if (Files.notExists(file)) {
      return Optional.empty();
    }
    String text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
    // a crash at the log's creation can leave it empty
    return text.matches("[0-9a-f-]{36}") ? Optional.of(text) : Optional.empty();
  }

  static String random() {
    return UUID.randomUUID().toString();
  }

  static void write(Path directory, String identity) throws IOException {
    Path file = file(directory);
    SegmentOutput output = SegmentOutput.onDisk(file);
    try (output) {
      output.write((identity + "\n").getBytes(StandardCharsets.ISO_8859_1));
      output.sync();
    }
    syncDirectory(directory);
  }

  /** Returns when the names in the directory are on disk. */
  static void syncDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static Path file(Path directory) {
    return directory.resolve("events.id");
  }
}
