package com.datarestor.events.bus;

import com.datarestor.events.CommandEnvelope;
import java.util.List;

/** Delivers commands to the one owner of their route: durable, in order per key, at least once. */
public interface CommandBus {

  /** Returns when the commands are on disk. Waits while the broker is full (back-pressure). */
  void send(List<CommandEnvelope> commands);

  /**
   * Starts the owner of a route.
   *
   * @param lanes how many commands of different keys are handled at a time
   * @throws IllegalStateException when the route already has an owner
   */
  Subscription serve(CommandRoute route, int lanes, CommandHandler handler);
}
