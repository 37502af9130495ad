package com.datarestor.e2e.sandbox;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Changes in order, one resource version each, and the watchers that are told of them. */
final class ChangeFeed {

  private static final int HISTORY = 10_000;

  private final Deque<Change> history = new ArrayDeque<>();
  private final Set<Watcher> watchers = ConcurrentHashMap.newKeySet();
  private long version = 1;
  private long compacted;

  /** A change of one object. */
  record Change(
      long version,
      String type,
      ResourceKind kind,
      ObjectNode object,
      @Nullable ObjectNode before) {}

  /** Told of every change, in order. */
  interface Watcher {
    void changed(Change change);

    /** The watch is to end, as an API server ends watches now and then. */
    void drop();
  }

  synchronized long version() {
    return version;
  }

  synchronized long nextVersion() {
    return ++version;
  }

  synchronized void publish(Change change) {
    history.add(change);
    while (history.size() > HISTORY) {
      compacted = history.remove().version();
    }
    watchers.forEach(watcher -> watcher.changed(change));
  }

  /** The changes after this version; empty when they are forgotten. */
  synchronized Optional<List<Change>> since(long seen) {
    if (seen < compacted || seen > version) {
      return Optional.empty();
    }
    return Optional.of(history.stream().filter(change -> change.version() > seen).toList());
  }

  void join(Watcher watcher) {
    watchers.add(watcher);
  }

  void leave(Watcher watcher) {
    watchers.remove(watcher);
  }

  /** Ends every watch. */
  void dropWatches() {
    watchers.forEach(Watcher::drop);
  }

  /** Forgets the history, so that a watch from an old version gets 410 Gone. */
  synchronized void compact() {
    history.clear();
    compacted = version + 1;
    version += 2;
  }
}
