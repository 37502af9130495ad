package com.datarestor.events.store;

import com.datarestor.events.StreamId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/** The append-only log of every event, in the order they were archived. */
public interface EventLog {

  /**
   * Appends the records that are not in the log yet (by id) and returns when they are on disk.
   *
   * @throws java.io.UncheckedIOException when they could not be written; nothing is acknowledged
   */
  void append(List<EventRecord> records);

  /**
   * Hands every record to the reader, oldest first. Damage is reported, not hidden.
   *
   * @return what was found
   */
  LogFindings read(Consumer<EventRecord> reader);

  /** Whether this log has that place, as it was when the place was told. */
  boolean has(LogMark mark);

  /**
   * Hands every record behind a place to the reader, oldest first.
   *
   * @param known how many events of a stream there are before that place, 0 for none
   * @return empty, and nothing was handed out, when this log does not have that place
   */
  Optional<LogReading> readOn(
      LogMark from, ToLongFunction<StreamId> known, Consumer<EventRecord> reader);
}
