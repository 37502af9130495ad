package com.datarestor.events.bus;

/** A transport as the contract suite drives it. */
public interface TestBus extends AutoCloseable {

  EventBus events();

  CommandBus commands();

  DeadLetters deadLetters();

  /** Stops it in order and starts it again with what it holds. */
  TestBus restart();

  @Override
  void close();
}
