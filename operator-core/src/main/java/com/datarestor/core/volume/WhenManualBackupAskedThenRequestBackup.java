package com.datarestor.core.volume;

import com.datarestor.core.decide.Policy;
import com.datarestor.core.operation.ManualOperations;
import com.datarestor.events.Ask;
import com.datarestor.events.ClusterCommand.RemoveAnnotation;
import com.datarestor.events.Command;
import com.datarestor.events.EventMetadata;
import com.datarestor.events.Trigger;
import com.datarestor.events.VolumeEvent.ManualBackupAsked;
import java.util.ArrayList;
import java.util.List;

/** A manual backup is one operation for each repository; the annotation has done its work. */
public final class WhenManualBackupAskedThenRequestBackup implements Policy<ManualBackupAsked> {

  @Override
  public Class<ManualBackupAsked> event() {
    return ManualBackupAsked.class;
  }

  @Override
  public List<Command> react(ManualBackupAsked event, EventMetadata metadata) {
    Ask ask = event.ask();
    List<Command> requests =
        ManualOperations.backups(
            ask,
            event.volume(),
            event.config(),
            event.repositories(),
            event.name(),
            event.arguments(),
            Trigger.annotation(event.volume(), ask));
    List<Command> commands = new ArrayList<>();
    commands.add(
        new RemoveAnnotation(
            event.volume(), ask.key(), ask.value(), ManualOperations.tasks(requests)));
    commands.addAll(requests);
    return commands;
  }
}
