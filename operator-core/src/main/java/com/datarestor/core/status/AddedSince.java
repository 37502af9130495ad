package com.datarestor.core.status;

import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What backups added to a repository, by the moment, as long as no reading of it has shown them.
 */
final class AddedSince {

  /** Moments that are told apart; a repository that is never read must not fill the memory. */
  private static final int MOMENTS = 10_000;

  private final NavigableMap<Instant, Added> moments = new TreeMap<>();

  /** Snapshots, and the bytes they added. */
  public record Added(int snapshots, long bytes) {
    static final Added NOTHING = new Added(0, 0);

    Added plus(Added other) {
      return new Added(snapshots + other.snapshots, bytes + other.bytes);
    }
  }

  void add(Instant at, Added added) {
    moments.merge(at, added, Added::plus);
    if (moments.size() > MOMENTS) {
      Added oldest = moments.pollFirstEntry().getValue();
      moments.merge(moments.firstKey(), oldest, Added::plus);
    }
  }

  /** A reading that began then has shown what was there. */
  void shown(Instant begun) {
    moments.headMap(begun, true).clear();
  }

  Added all() {
    return moments.values().stream().reduce(Added.NOTHING, Added::plus);
  }

  Map<Instant, Added> moments() {
    return Map.copyOf(moments);
  }

  void recall(Map<Instant, Added> remembered) {
    moments.putAll(remembered);
  }
}
