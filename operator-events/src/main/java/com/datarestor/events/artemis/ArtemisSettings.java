package com.datarestor.events.artemis;

import com.datarestor.events.bus.RetryPolicy;
import java.nio.file.Path;

/**
 * How the broker runs.
 *
 * @param directory its journal, for this broker alone
 * @param maxMemoryBytes messages of one address that are kept in memory; more go to page files
 * @param maxDiskUsage percent of the disk that may be used; beyond it, senders wait
 * @param retry how failed messages are tried again
 */
public record ArtemisSettings(
    Path directory, long maxMemoryBytes, int maxDiskUsage, RetryPolicy retry) {

  /** 2 MiB in memory for each address, 98 % of the disk. */
  public static ArtemisSettings in(Path directory) {
    return new ArtemisSettings(directory, 2L << 20, 98, RetryPolicy.DEFAULT);
  }
}
