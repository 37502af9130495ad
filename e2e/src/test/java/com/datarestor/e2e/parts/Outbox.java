package com.datarestor.e2e.parts;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.events.Command;
import com.datarestor.events.CommandEnvelope;
import com.datarestor.events.bus.CommandBus;
import com.datarestor.events.bus.CommandHandler;
import com.datarestor.events.bus.CommandRoute;
import com.datarestor.events.bus.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;

/** Where commands are sent to and nobody takes them: a test looks at them. */
final class Outbox implements CommandBus {

  private final List<CommandEnvelope> sent = new ArrayList<>();
  private final Set<String> ids = new LinkedHashSet<>();

  /** As the broker does, it drops a command that comes again under its id. */
  @Override
  public synchronized void send(List<CommandEnvelope> commands) {
    commands.stream().filter(command -> ids.add(command.id())).forEach(sent::add);
  }

  @Override
  public Subscription serve(CommandRoute route, int lanes, CommandHandler handler) {
    throw new UnsupportedOperationException("nobody is served here");
  }

  synchronized List<Command> commands() {
    return sent.stream().map(CommandEnvelope::command).toList();
  }

  synchronized List<CommandEnvelope> envelopes() {
    return List.copyOf(sent);
  }

  /** Waits for the one command, and takes it out. */
  <C extends Command> C awaitOne(Class<C> type) {
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !commands().isEmpty());
    synchronized (this) {
      assertThat(commands()).hasSize(1).hasOnlyElementsOfType(type);
      C command = type.cast(sent.getFirst().command());
      sent.clear();
      return command;
    }
  }
}
