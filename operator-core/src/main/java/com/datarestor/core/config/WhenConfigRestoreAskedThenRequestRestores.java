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
    List<Command> commands = new ArrayList<>();
    Ask ask = event.ask();
    commands.add(new RemoveAnnotation(event.config(), ask.key(), ask.value()));
    for (ObjectRef volume : event.volumes()) {
      commands.add(
          ManualOperations.restore(
              ask, volume, event.config(), event.repositories(), volume.host(), event.snapshot()));
    }
    commands.add(Outcomes.accepted(event.config(), ask, commands.size() - 1, metadata.time()));
    return commands;
  }
}
