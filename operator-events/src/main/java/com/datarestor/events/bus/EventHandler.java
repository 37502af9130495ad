package com.datarestor.events.bus;

import com.datarestor.events.EventEnvelope;

/** Handles the events of one consumer group. Returning normally means done. */
@FunctionalInterface
public interface EventHandler {

  /**
   * @return what it causes; sent together with the acknowledgement
   * @throws PermanentFailure when trying again cannot help
   * @throws RetryLater when the world must change first; tried again without end
   */
  Reaction handle(EventEnvelope event);

  /** Called once the reaction is committed, before the next message of this lane. */
  default void committed(EventEnvelope event, Reaction reaction) {}
}
