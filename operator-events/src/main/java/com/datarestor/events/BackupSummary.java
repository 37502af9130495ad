package com.datarestor.events;

import java.time.Duration;

/**
 * What restic reported about a finished backup.
 *
 * @param snapshot full snapshot id
 * @param filesNew files that the parent snapshot did not have
 * @param filesChanged files that are not as in the parent snapshot
 * @param filesUnmodified files as in the parent snapshot
 * @param bytes bytes in the snapshot
 * @param bytesAdded bytes the repository grew by, compressed
 */
public record BackupSummary(
    String snapshot,
    long filesNew,
    long filesChanged,
    long filesUnmodified,
    long bytes,
    long bytesAdded,
    Duration duration) {

  /** Files in the snapshot. */
  public long files() {
    return filesNew + filesChanged + filesUnmodified;
  }
}
