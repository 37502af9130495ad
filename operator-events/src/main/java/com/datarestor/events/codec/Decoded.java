package com.datarestor.events.codec;

import com.datarestor.events.EventEnvelope;
import com.datarestor.events.store.EventRecord;

/** A stored event, read. */
public sealed interface Decoded {

  /** This release knows what it means. */
  record Known(EventEnvelope envelope) implements Decoded {}

  /** A type or a version that this release does not know: it is kept, passed over, and said. */
  record Unknown(EventRecord record, String why) implements Decoded {}
}
