package com.datarestor.events.store;

import com.datarestor.events.EventMetadata;
import com.datarestor.events.StreamId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** Checks that each stream's events follow one another. */
final class StreamSequences {

  private static final long UNKNOWN = -1;

  private final Map<String, Long> last = new HashMap<>();
  private final ToLongFunction<StreamId> known;
  private boolean forgotten;

  /**
   * @param fromTheStart whether a stream that is new here must begin with its first event
   */
  StreamSequences(boolean fromTheStart) {
    this(stream -> fromTheStart ? 0 : UNKNOWN);
  }

  /**
   * @param known how many events of a stream came before, 0 for none
   */
  StreamSequences(ToLongFunction<StreamId> known) {
    this.known = known;
  }

  /** What is wrong with the place of this event, if anything is. */
  Optional<String> check(EventMetadata metadata) {
    long sequence = metadata.sequence();
    String stream = metadata.stream().value();
    Long seen = last.put(stream, sequence);
    long before = seen == null ? before(metadata.stream()) : seen;
    long expected = before + 1;
    if (before == UNKNOWN || sequence == expected) {
      return Optional.empty();
    }
    if (sequence < expected) {
      return Optional.of(
          "stream %s: event %d (%s) comes after event %d"
              .formatted(stream, sequence, metadata.id(), expected - 1));
    }
    return Optional.of(
        "stream %s: %s before event %d (%s)"
            .formatted(stream, missing("event", expected, sequence), sequence, metadata.id()));
  }

  private long before(StreamId stream) {
    return forgotten ? UNKNOWN : known.applyAsLong(stream);
  }

  /** Takes an event that stands for those before it, of which some may be gone. */
  void skipTo(EventMetadata metadata) {
    last.merge(metadata.stream().value(), metadata.sequence(), Math::max);
  }

  /** From here on nobody knows what came before: it was compacted while it was read. */
  void forget() {
    last.clear();
    forgotten = true;
  }

  /** Says that what is numbered from {@code first} up to, not including, {@code end} is missing. */
  static String missing(String what, long first, long end) {
    return end - first == 1
        ? "%s %d is missing".formatted(what, first)
        : "%ss %d to %d are missing".formatted(what, first, end - 1);
  }
}
