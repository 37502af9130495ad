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
import com.datarestor.events.Trigger;
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
    Ask ask = event.ask();
    Trigger trigger = Trigger.annotation(event.config(), ask);
    List<Command> requests = new ArrayList<>();
    for (ObjectRef volume : event.volumes()) {
      requests.addAll(
          ManualOperations.backups(
              ask, volume, event.config(), event.repositories(), event.name(), List.of(), trigger));
    }
    List<Command> commands = new ArrayList<>();
    commands.add(
        new RemoveAnnotation(
            event.config(), ask.key(), ask.value(), ManualOperations.tasks(requests)));
    commands.addAll(requests);
    commands.add(Outcomes.accepted(event.config(), ask, requests.size(), metadata.time()));
    return commands;
  }
}
