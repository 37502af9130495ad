package com.datarestor.core.volume;

import com.datarestor.core.decide.Policy;
import com.datarestor.core.operation.ManualOperations;
import com.datarestor.events.Ask;
import com.datarestor.events.ClusterCommand.RemoveAnnotation;
import com.datarestor.events.Command;
import com.datarestor.events.EventMetadata;
import com.datarestor.events.Trigger;
import com.datarestor.events.VolumeEvent.ManualRestoreAsked;
import java.util.List;

/** A manual restore is one operation; the annotation has done its work. */
public final class WhenManualRestoreAskedThenRequestRestore implements Policy<ManualRestoreAsked> {

  @Override
  public Class<ManualRestoreAsked> event() {
    return ManualRestoreAsked.class;
  }

  @Override
  public List<Command> react(ManualRestoreAsked event, EventMetadata metadata) {
    Ask ask = event.ask();
    Command request =
        ManualOperations.restore(
            ask,
            event.volume(),
            event.config(),
            event.repositories(),
            event.host(),
            event.snapshot(),
            Trigger.annotation(event.volume(), ask));
    return List.of(
        new RemoveAnnotation(
            event.volume(), ask.key(), ask.value(), ManualOperations.tasks(List.of(request))),
        request);
  }
}
