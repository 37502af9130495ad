package com.datarestor.events.bus;

import com.datarestor.events.CommandEnvelope;
import com.datarestor.events.EventEnvelope;
import java.util.List;

/** What handling a message causes. It is sent in the transaction that acknowledges the message. */
public record Reaction(List<EventEnvelope> events, List<CommandEnvelope> commands) {

  public static final Reaction NOTHING = new Reaction(List.of(), List.of());

  public Reaction {
    events = List.copyOf(events);
    commands = List.copyOf(commands);
  }

  public static Reaction events(List<EventEnvelope> events) {
    return new Reaction(events, List.of());
  }

  public static Reaction commands(List<CommandEnvelope> commands) {
    return new Reaction(List.of(), commands);
  }
}
