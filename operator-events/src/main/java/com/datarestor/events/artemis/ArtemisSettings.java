package com.datarestor.events.artemis;

import com.datarestor.events.bus.RetryPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How the broker runs.
 *
 * @param directory its journal, for this broker alone
 * @param maxMemoryBytes messages of one address that are kept in memory; more go to page files
 * @param minDiskFree bytes of the disk that stay free; when less is free, senders wait
 * @param retry how failed messages are tried again
 */
public record ArtemisSettings(
    Path directory, long maxMemoryBytes, long minDiskFree, RetryPolicy retry) {

  /** Of a small disk 2 %. */
  private static final int PART_LEFT_FREE = 50;

  /** A large disk is often shared, and a part of it would be more than is ever needed. */
  private static final long MOST_LEFT_FREE = 256L << 20;

  /**
   * 2 MiB in memory for each address; 2 % of the disk stay free, or 256 MiB of a large one.
   *
   * @param directory made if it is not there
   * @throws UncheckedIOException if it cannot be made, or its disk does not tell its size
   */
  public static ArtemisSettings in(Path directory) {
    try {
      long total = Files.getFileStore(Files.createDirectories(directory)).getTotalSpace();
      long free = Math.min(total / PART_LEFT_FREE, MOST_LEFT_FREE);
      return new ArtemisSettings(directory, 2L << 20, free, RetryPolicy.DEFAULT);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the disk of " + directory + " cannot be used: " + e.getMessage(), e);
    }
  }
}
