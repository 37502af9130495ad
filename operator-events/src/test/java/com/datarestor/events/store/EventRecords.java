package com.datarestor.events.store;

import com.datarestor.events.EventEnvelope;
import com.datarestor.events.EventMetadata;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.StreamId;
import com.datarestor.events.VolumeEvent.VolumeGone;
import com.datarestor.events.codec.EventCodec;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;

/** Small events for tests of the transport and the log. */
public final class EventRecords {

  private static final EventCodec CODEC = new EventCodec();

  private EventRecords() {}

  /** The n-th event of a stream; its id names both. */
  public static EventEnvelope event(String stream, long sequence) {
    return new EventEnvelope(
        new EventMetadata(
            stream + "#" + sequence,
            new StreamId(stream),
            sequence,
            Instant.parse("2026-02-01T10:00:00Z"),
            "operator",
            "first",
            "cause"),
        new VolumeGone(ObjectRef.volume("shop", "data", "uid")));
  }

  public static EventRecord record(String stream, long sequence) {
    return CODEC.encode(event(stream, sequence));
  }

  /** Events {@code first} to {@code last} of a stream. */
  public static List<EventRecord> records(String stream, long first, long last) {
    return LongStream.rangeClosed(first, last).mapToObj(n -> record(stream, n)).toList();
  }
}
