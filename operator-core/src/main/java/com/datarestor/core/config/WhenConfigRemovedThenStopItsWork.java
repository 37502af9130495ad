package com.datarestor.core.config;

import com.datarestor.core.decide.Policy;
import com.datarestor.events.Command;
import com.datarestor.events.ConfigEvent.ConfigRemoved;
import com.datarestor.events.EventMetadata;
import com.datarestor.events.QueueCommand.Evict;
import com.datarestor.events.RepositoryCommand.ReleaseRepository;
import com.datarestor.events.RepositoryRef;
import java.util.ArrayList;
import java.util.List;

/** The work of a deleted Config is cancelled and its repositories are released. */
public final class WhenConfigRemovedThenStopItsWork implements Policy<ConfigRemoved> {

  @Override
  public Class<ConfigRemoved> event() {
    return ConfigRemoved.class;
  }

  @Override
  public List<Command> react(ConfigRemoved event, EventMetadata metadata) {
    List<Command> commands = new ArrayList<>();
    commands.add(new Evict(event.config(), "Config " + event.config().path() + " was deleted"));
    for (RepositoryRef released : event.released()) {
      commands.add(new ReleaseRepository(event.config(), released));
    }
    return commands;
  }
}
