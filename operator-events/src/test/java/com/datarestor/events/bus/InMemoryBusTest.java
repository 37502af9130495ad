package com.datarestor.events.bus;

import java.nio.file.Path;

class InMemoryBusTest extends BusContract {

  @Override
  protected TestBus open(Path directory, RetryPolicy retry) {
    return new Doubled(new InMemoryBus(retry));
  }

  private record Doubled(InMemoryBus bus) implements TestBus {

    @Override
    public EventBus events() {
      return bus;
    }

    @Override
    public CommandBus commands() {
      return bus;
    }

    @Override
    public DeadLetters deadLetters() {
      return bus;
    }

    @Override
    public TestBus restart() {
      bus.stop();
      return this;
    }

    @Override
    public void close() {
      bus.stop();
    }
  }
}
