package com.datarestor.core.decide;

import com.datarestor.events.Command;
import com.datarestor.events.CommandEnvelope;
import com.datarestor.events.DomainEvent;
import com.datarestor.events.EventEnvelope;
import com.datarestor.events.EventMetadata;
import com.datarestor.events.bus.EventHandler;
import com.datarestor.events.bus.Reaction;
import java.util.ArrayList;
import java.util.List;

/** Asks every policy about every event, in the order in which they are listed. */
public final class Policies implements EventHandler {

  private final List<Policy<?>> policies;

  public Policies(List<Policy<?>> policies) {
    this.policies = List.copyOf(policies);
  }

  @Override
  public Reaction handle(EventEnvelope envelope) {
    List<CommandEnvelope> commands = new ArrayList<>();
    for (Policy<?> policy : policies) {
      for (Command command : ask(policy, envelope.event(), envelope.metadata())) {
        commands.add(CommandEnvelope.causedBy(envelope, commands.size(), command));
      }
    }
    return Reaction.commands(commands);
  }

  private static <E extends DomainEvent> List<Command> ask(
      Policy<E> policy, DomainEvent event, EventMetadata metadata) {
    if (!policy.event().isInstance(event)) {
      return List.of();
    }
    return policy.react(policy.event().cast(event), metadata);
  }
}
