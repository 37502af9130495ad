package com.datarestor.core.config;

import com.datarestor.core.decide.Policy;
import com.datarestor.events.Command;
import com.datarestor.events.ConfigEvent.ConfigAccepted;
import com.datarestor.events.EventMetadata;
import com.datarestor.events.QueueCommand.SetConfigLimits;
import com.datarestor.events.RepositoryCommand.ReleaseRepository;
import com.datarestor.events.RepositoryCommand.UseRepository;
import com.datarestor.events.RepositoryPlan;
import com.datarestor.events.RepositoryRef;
import java.util.ArrayList;
import java.util.List;

/**
 * The repositories of an accepted Config are contacted, those it dropped are released, and its
 * limits hold from now on.
 */
public final class WhenConfigAcceptedThenUseRepositories implements Policy<ConfigAccepted> {

  @Override
  public Class<ConfigAccepted> event() {
    return ConfigAccepted.class;
  }

  @Override
  public List<Command> react(ConfigAccepted event, EventMetadata metadata) {
    List<Command> commands = new ArrayList<>();
    commands.add(
        new SetConfigLimits(event.config(), event.plan().suspended(), event.plan().limits()));
    for (RepositoryRef released : event.released()) {
      commands.add(new ReleaseRepository(event.config(), released));
    }
    for (RepositoryPlan plan : event.plan().repositories()) {
      commands.add(new UseRepository(event.config(), plan.repository(), event.generation()));
    }
    return commands;
  }
}
