package com.datarestor.app.operator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The disk under journal and log. The broker stops taking messages when the disk is nearly full
 * (everything waits then, nothing is lost); this says so before it happens.
 *
 * @param percentAllowed how full the disk may be before the broker stops
 */
public record DiskSpace(Path directory, int percentAllowed) {

  /** So many percent before the broker stops, people are told. */
  private static final int EARLY = 8;

  /** Bytes that are left on the disk. */
  public long free() {
    return store(FileStore::getUsableSpace);
  }

  /** What people are told; empty while there is enough space. */
  public Optional<String> warning() {
    long total = store(FileStore::getTotalSpace);
    if (total <= 0) {
      return Optional.empty();
    }
    long percent = 100 - free() * 100 / total;
    return percent < percentAllowed - EARLY
        ? Optional.empty()
        : Optional.of(
            "the disk of the operator's data directory "
                + directory
                + " is "
                + percent
                + " % full: at "
                + percentAllowed
                + " % everything waits until there is space; enlarge its volume, or free space on"
                + " it");
  }

  /** Reads one of the disk's numbers. */
  @FunctionalInterface
  private interface Reading {
    long of(FileStore store) throws IOException;
  }

  private long store(Reading reading) {
    try {
      return reading.of(Files.getFileStore(directory));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the disk of " + directory + " cannot be asked for its space: " + e.getMessage(), e);
    }
  }
}
