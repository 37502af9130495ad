package com.datarestor.core.decide;

import com.datarestor.events.Command;
import com.datarestor.events.DomainEvent;
import com.datarestor.events.EventMetadata;
import java.util.List;

/**
 * What follows from an event: pure, without memory of its own. The same event always gives the same
 * commands, so that a redelivered event repeats them with the same ids.
 *
 * @param <E> the event it waits for
 */
public interface Policy<E extends DomainEvent> {

  /** The event, or the family of events, it waits for. */
  Class<E> event();

  /** What is wanted because of it. */
  List<Command> react(E event, EventMetadata metadata);
}
