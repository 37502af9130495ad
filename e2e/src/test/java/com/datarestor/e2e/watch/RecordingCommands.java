package com.datarestor.e2e.watch;

import com.datarestor.events.Command;
import com.datarestor.events.CommandEnvelope;
import com.datarestor.events.bus.CommandBus;
import com.datarestor.events.bus.CommandHandler;
import com.datarestor.events.bus.CommandRoute;
import com.datarestor.events.bus.Subscription;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what was sent. */
final class RecordingCommands implements CommandBus {

  private final List<Command> sent = new CopyOnWriteArrayList<>();

  @Override
  public void send(List<CommandEnvelope> commands) {
    commands.forEach(envelope -> sent.add(envelope.command()));
  }

  @Override
  public Subscription serve(CommandRoute route, int lanes, CommandHandler handler) {
    throw new UnsupportedOperationException("nobody handles commands here");
  }

  <T> List<T> of(Class<T> type) {
    return sent.stream().filter(type::isInstance).map(type::cast).toList();
  }

  void forget() {
    sent.clear();
  }
}
