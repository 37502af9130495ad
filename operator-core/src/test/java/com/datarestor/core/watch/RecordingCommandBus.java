package com.datarestor.core.watch;

import com.datarestor.events.Command;
import com.datarestor.events.CommandEnvelope;
import com.datarestor.events.bus.CommandBus;
import com.datarestor.events.bus.CommandHandler;
import com.datarestor.events.bus.CommandRoute;
import com.datarestor.events.bus.Subscription;
import java.util.ArrayList;
import java.util.List;

/** Keeps what watchers send. */
final class RecordingCommandBus implements CommandBus {

  private final List<CommandEnvelope> sent = new ArrayList<>();

  @Override
  public void send(List<CommandEnvelope> commands) {
    sent.addAll(commands);
  }

  @Override
  public Subscription serve(CommandRoute route, int lanes, CommandHandler handler) {
    throw new UnsupportedOperationException("watchers only send");
  }

  /** What was sent since the last call. */
  List<Command> take() {
    List<Command> taken = sent.stream().map(CommandEnvelope::command).toList();
    sent.clear();
    return taken;
  }
}
