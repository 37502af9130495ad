package com.datarestor.core.replay;

import com.datarestor.events.EventMetadata;
import com.datarestor.events.StreamId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What of the streams and stories of a log is told from its beginning. */
final class Beginnings {

  private final Set<StreamId> whole = new HashSet<>();
  private final Set<StreamId> cut = new HashSet<>();
  private final Map<String, Boolean> stories = new HashMap<>();

  /** Takes the first event of a decision; to be called for all of them. */
  void see(EventMetadata first) {
    StreamId stream = first.stream();
    if (whole.contains(stream) || cut.contains(stream)) {
      return;
    }
    (first.sequence() == 1 ? whole : cut).add(stream);
    if (first.sequence() > 1) {
      stories.putIfAbsent(first.correlation(), false);
    }
  }

  /** Takes that the events of some streams are gone. */
  void compacted() {
    cut.add(StreamId.LOG);
  }

  /** Takes an event that compaction kept, or its fact: all that matters of its stream is known. */
  void kept(EventMetadata event) {
    whole.add(event.stream());
    stories.put(event.correlation(), false);
  }

  /** Takes what is known of the command behind a decision of a whole stream. */
  void tell(String story, Recollection.Memory memory) {
    stories.putIfAbsent(story, memory instanceof Recollection.Memory.Command);
  }

  /** Whether everything that happened in the stream is told. */
  boolean whole(StreamId stream) {
    return whole.contains(stream);
  }

  /** The same, also of a stream in which nothing has happened yet. */
  boolean allSeen(StreamId stream) {
    return whole.contains(stream) || cut.isEmpty();
  }

  /** Whether the story's first decision here answers to the world, and not to an event before. */
  boolean toldFromItsBeginning(String story) {
    return stories.getOrDefault(story, false);
  }
}
