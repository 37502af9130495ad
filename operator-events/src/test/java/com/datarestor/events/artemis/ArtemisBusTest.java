package com.datarestor.events.artemis;

import com.datarestor.events.bus.BusContract;
import com.datarestor.events.bus.CommandBus;
import com.datarestor.events.bus.DeadLetters;
import com.datarestor.events.bus.EventBus;
import com.datarestor.events.bus.RetryPolicy;
import com.datarestor.events.bus.TestBus;
import java.nio.file.Path;

/** The contract on the real broker, with its journal on disk. */
class ArtemisBusTest extends BusContract {

  @Override
  protected TestBus open(Path directory, RetryPolicy retry) {
    return Running.start(new ArtemisSettings(directory, 2L << 20, 1 << 20, retry));
  }

  /** A broker that can be started again in its directory. */
  record Running(ArtemisSettings settings, ArtemisBroker broker) implements TestBus {

    static Running start(ArtemisSettings settings) {
      return new Running(settings, ArtemisBroker.start(settings));
    }

    @Override
    public EventBus events() {
      return broker.events();
    }

    @Override
    public CommandBus commands() {
      return broker.commands();
    }

    @Override
    public DeadLetters deadLetters() {
      return broker.deadLetters();
    }

    @Override
    public TestBus restart() {
      broker.close();
      return start(settings);
    }

    @Override
    public void close() {
      broker.close();
    }
  }
}
