package com.datarestor.app.cli;

import com.datarestor.events.EventEnvelope;
import com.datarestor.events.codec.EventCodec;

/** Wire types of events, as the log shows them. */
final class Types {

  private static final EventCodec CODEC = new EventCodec();

  private Types() {}

  static String of(EventEnvelope envelope) {
    return CODEC.encode(envelope).type();
  }
}
