package com.datarestor.events.store;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/** The ids of the newest records: more than a broker can redeliver. */
final class RecentIds {

  private final int most;
  private final Set<String> ids;
  private final Deque<String> oldestFirst;

  RecentIds(int most) {
    this.most = most;
    this.ids = new HashSet<>();
    this.oldestFirst = new ArrayDeque<>();
  }

  boolean contains(String id) {
    return ids.contains(id);
  }

  void addAll(Collection<String> newest) {
    for (String id : newest) {
      if (ids.add(id)) {
        oldestFirst.addLast(id);
      }
    }
    while (oldestFirst.size() > most) {
      ids.remove(oldestFirst.removeFirst());
    }
  }
}
