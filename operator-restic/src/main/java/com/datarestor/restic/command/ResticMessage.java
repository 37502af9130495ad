package com.datarestor.restic.command;

import java.time.Duration;
import java.util.List;

/** A line of restic's JSON output that matters here. */
public sealed interface ResticMessage {

  /**
   * How far it is.
   *
   * @param percent 0 to 100
   * @param secondsRemaining restic's guess, 0 when it has none
   */
  record Progress(
      double percent,
      long secondsRemaining,
      long filesDone,
      long totalFiles,
      long bytesDone,
      long totalBytes)
      implements ResticMessage {}

  /** The summary of a backup; {@code snapshot} is empty when none was made. */
  record BackedUp(
      String snapshot,
      long filesNew,
      long filesChanged,
      long filesUnmodified,
      long totalFiles,
      long totalBytes,
      long bytesAdded,
      long bytesAddedCompressed,
      Duration duration)
      implements ResticMessage {}

  /** The summary of a restore; what restic leaves out is 0. */
  record Restored(
      long totalFiles,
      long filesRestored,
      long filesSkipped,
      long filesDeleted,
      long totalBytes,
      long bytesRestored,
      long bytesSkipped,
      Duration duration)
      implements ResticMessage {

    /** Entries that are now as in the snapshot, written or found so. */
    public long files() {
      return filesRestored + filesSkipped;
    }

    /** Their bytes. */
    public long bytes() {
      return bytesRestored + bytesSkipped;
    }
  }

  /** A file that could not be read or written. */
  record FileError(String item, String message) implements ResticMessage {}

  /** Why restic ended with something else than 0. */
  record ExitError(int code, String message) implements ResticMessage {}

  /** The repository was just made. */
  record Initialized(String repositoryId) implements ResticMessage {}

  /** The repository is there; {@code created} when it was not before. */
  record Contact(boolean created) implements ResticMessage {}

  /** What a forget kept and removed, as full ids. */
  record Forgotten(List<String> kept, List<String> removed) implements ResticMessage {
    public Forgotten {
      kept = List.copyOf(kept);
      removed = List.copyOf(removed);
    }
  }

  /** A list of snapshots. */
  record Listed(List<Snapshot> snapshots) implements ResticMessage {
    public Listed {
      snapshots = List.copyOf(snapshots);
    }
  }

  /** A list that ends in the middle or is damaged. */
  record BrokenList() implements ResticMessage {}

  /** Anything else: not JSON, damaged, or of no interest. */
  record Other() implements ResticMessage {}
}
