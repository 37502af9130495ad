package com.datarestor.app.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Texts as they were committed. A change that is meant is written with {@code -Dgolden.write=true}
 * and read in the diff, as by somebody who is woken up by it.
 */
final class GoldenText {

  private static final Path DIRECTORY = Path.of("src/test/resources/explain");

  private GoldenText() {}

  static void assertReads(String name, String text) {
    Path file = DIRECTORY.resolve(name + ".txt");
    try {
      if (Boolean.getBoolean("golden.write")) {
        Files.writeString(Files.createDirectories(DIRECTORY).resolve(name + ".txt"), text);
      } else if (Files.notExists(file)) {
        fail(file + " is missing: run the test once with -Dgolden.write=true");
      }
      assertThat(text).as(name).isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
