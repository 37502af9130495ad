package com.datarestor.e2e.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** What is left of a life. */
final class DeadFiles {

  /**
   * Stops every thread of a process, copies a directory, and lets the process go on, whatever
   * happens: also if it cannot be stopped.
   */
  private static final String COPY =
      """
      trap 'kill -CONT "$1"' EXIT
      kill -STOP "$1"
      looks=0
      while [ -n "$(grep -L '^State:.T' /proc/"$1"/task/*/status)" ]; do
        looks=$((looks + 1))
        [ "$looks" -lt 5000 ]
      done
      cp -a "$2" "$3"
      """;

  private DeadFiles() {}

  /**
   * Copies a directory as it is at one moment, in which nothing of this process moves. One at a
   * time: the end of one would let the process go on in the middle of another.
   */
  static synchronized void copyFrozen(Path from, Path to) {
    try {
      Process process =
          new ProcessBuilder(
                  "sh",
                  "-euc",
                  COPY,
                  "sh",
                  Long.toString(ProcessHandle.current().pid()),
                  from.toString(),
                  to.toString())
              .redirectErrorStream(true)
              .start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(from + " could not be copied: " + said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + from + " was copied", e);
    }
  }

  static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
