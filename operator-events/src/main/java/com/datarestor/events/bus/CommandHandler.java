package com.datarestor.events.bus;

import com.datarestor.events.CommandEnvelope;

/** Handles the commands of one route. Returning normally means done. */
@FunctionalInterface
public interface CommandHandler {

  /**
   * @return what it causes; sent together with the acknowledgement
   * @throws PermanentFailure when trying again cannot help
   * @throws RetryLater when the world must change first; tried again without end
   */
  Reaction handle(CommandEnvelope command);

  /** Called once the reaction is committed, before the next message of this lane. */
  default void committed(CommandEnvelope command, Reaction reaction) {}
}
