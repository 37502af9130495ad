package com.datarestor.events;

import java.time.Instant;

/**
 * A snapshot that was found in a repository.
 *
 * @param id full snapshot id
 * @param files files in it, 0 when it was made by a tool that did not record it
 * @param bytes bytes in it, 0 likewise
 */
public record SnapshotFacts(String id, Instant time, long files, long bytes) {

  /** Nothing is known of it. */
  public static final SnapshotFacts UNKNOWN = new SnapshotFacts("", Instant.EPOCH, 0, 0);
}
