package com.datarestor.app.operator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * The disk under journal and log. The broker stops taking messages when the disk is nearly full
 * (everything waits then, nothing is lost); this says so before it happens.
 *
 * @param least bytes; when less is free the broker stops
 */
public record DiskSpace(Path directory, long least) {

  /** People are told when this many times the least is left. */
  private static final int EARLY = 5;

  /** Bytes that are left on the disk. */
  public long free() {
    try {
      return Files.getFileStore(directory).getUsableSpace();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the disk of " + directory + " cannot be asked for its space: " + e.getMessage(), e);
    }
  }

  /** What people are told; empty while there is enough space. */
  public Optional<String> warning() {
    long free = free();
    return free / EARLY >= least
        ? Optional.empty()
        : Optional.of(
            "the disk of the operator's data directory "
                + directory
                + " has "
                + mebibytes(free)
                + " free: below "
                + mebibytes(least)
                + " everything waits until there is space; enlarge its volume, or free space on it");
  }

  private static String mebibytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (1 << 20));
  }
}
