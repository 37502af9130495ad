package com.datarestor.events.codec;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The committed samples: one line of JSON each. A released sample is never edited; a new type or
 * version gets its file from a run with {@code -Dsamples.write=true}, which writes what is missing.
 */
final class SampleFiles {

  private static final Path DIRECTORY = Path.of("src/test/resources/samples");

  private SampleFiles() {}

  static Path events() {
    return DIRECTORY;
  }

  static Path commands() {
    return DIRECTORY.resolve("commands");
  }

  static String name(WireType<?> type, int version) {
    return type.name() + ".v" + version + ".json";
  }

  /** The sample's line. */
  static String read(Path directory, WireType<?> type, int version, String whenMissing) {
    Path file = directory.resolve(name(type, version));
    try {
      if (Files.notExists(file)) {
        if (!Boolean.getBoolean("samples.write") || version != type.version()) {
          return fail(file + " is missing: run the tests once with -Dsamples.write=true");
        }
        Files.writeString(file, whenMissing + "\n");
      }
      return Files.readString(file).stripTrailing();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
