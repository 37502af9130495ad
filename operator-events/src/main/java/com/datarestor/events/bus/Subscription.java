package com.datarestor.events.bus;

/** A running consumer. */
public interface Subscription extends AutoCloseable {

  /** Finishes the messages in hand, then stops; what was not handled stays for the next start. */
  @Override
  void close();
}
