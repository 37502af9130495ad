package com.datarestor.restic.command;

import com.datarestor.events.SnapshotFacts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A snapshot as restic lists it.
 *
 * @param id full id
 * @param files files in it, 0 when it was made by a restic before 0.17 that did not record it
 * @param bytes bytes in it, 0 likewise
 * @param bytesAdded what the repository grew by, compressed, 0 likewise
 */
public record Snapshot(
    String id,
    Instant time,
    String host,
    List<String> tags,
    List<String> paths,
    long files,
    long bytes,
    long bytesAdded) {

  public Snapshot {
    tags = List.copyOf(tags);
    paths = List.copyOf(paths);
  }

  /** The value of a tag {@code key=value}. */
  public Optional<String> tag(String key) {
    return tags.stream()
        .filter(tag -> tag.startsWith(key + "="))
        .map(tag -> tag.substring(key.length() + 1))
        .findFirst();
  }

  /** The id as restic shows it. */
  public String shortId() {
    return id.length() <= 8 ? id : id.substring(0, 8);
  }

  public SnapshotFacts facts() {
    return new SnapshotFacts(id, time, files, bytes);
  }
}
