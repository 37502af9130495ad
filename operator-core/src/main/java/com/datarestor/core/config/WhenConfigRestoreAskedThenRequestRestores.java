package com.datarestor.core.config;

import com.datarestor.core.decide.Policy;
import com.datarestor.core.operation.ManualOperations;
import com.datarestor.core.operation.Outcomes;
import com.datarestor.events.Ask;
import com.datarestor.events.ClusterCommand.RemoveAnnotation;
import com.datarestor.events.Command;
import com.datarestor.events.ConfigEvent.ConfigRestoreAsked;
import com.datarestor.events.EventMetadata;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.Trigger;
import java.util.ArrayList;
import java.util.List;

/** A manual restore on a Config is one operation for each volume, each with its own snapshot. */
public final class WhenConfigRestoreAskedThenRequestRestores implements Policy<ConfigRestoreAsked> {

  @Override
  public Class<ConfigRestoreAsked> event() {
    return ConfigRestoreAsked.class;
  }

  @Override
  public List<Command> react(ConfigRestoreAsked event, EventMetadata metadata) {
    Ask ask = event.ask();
    Trigger trigger = Trigger.annotation(event.config(), ask);
    List<Command> requests = new ArrayList<>();
    for (ObjectRef volume : event.volumes()) {
      requests.add(
          ManualOperations.restore(
              ask,
              volume,
              event.config(),
              event.repositories(),
              volume.host(),
              event.snapshot(),
              trigger));
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
