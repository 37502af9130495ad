package com.datarestor.core.config;

import com.datarestor.core.decide.Policy;
import com.datarestor.core.operation.ManualOperations;
import com.datarestor.core.operation.Outcomes;
import com.datarestor.events.Ask;
import com.datarestor.events.ClusterCommand.RemoveAnnotation;
import com.datarestor.events.Command;
import com.datarestor.events.ConfigEvent.ConfigBackupAsked;
import com.datarestor.events.EventMetadata;
import com.datarestor.events.ObjectRef;
import java.util.ArrayList;
import java.util.List;

/** A manual backup on a Config is one operation for each volume and repository. */
public final class WhenConfigBackupAskedThenRequestBackups implements Policy<ConfigBackupAsked> {

  @Override
  public Class<ConfigBackupAsked> event() {
    return ConfigBackupAsked.class;
  }

  @Override
  public List<Command> react(ConfigBackupAsked event, EventMetadata metadata) {
    List<Command> commands = new ArrayList<>();
    Ask ask = event.ask();
    commands.add(new RemoveAnnotation(event.config(), ask.key(), ask.value()));
    for (ObjectRef volume : event.volumes()) {
      commands.addAll(
          ManualOperations.backups(
              ask, volume, event.config(), event.repositories(), event.name(), List.of()));
    }
    commands.add(Outcomes.accepted(event.config(), ask, commands.size() - 1, metadata.time()));
    return commands;
  }
}
