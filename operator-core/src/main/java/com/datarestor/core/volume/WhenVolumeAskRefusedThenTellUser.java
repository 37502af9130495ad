package com.datarestor.core.volume;

import com.datarestor.core.decide.Policy;
import com.datarestor.core.operation.Outcomes;
import com.datarestor.events.Ask;
import com.datarestor.events.ClusterCommand.RemoveAnnotation;
import com.datarestor.events.ClusterCommand.TellUser;
import com.datarestor.events.Command;
import com.datarestor.events.EventMetadata;
import com.datarestor.events.VolumeEvent.VolumeAskRefused;
import java.util.List;

/** A refused annotation is taken off, and the reason is said and written back. */
public final class WhenVolumeAskRefusedThenTellUser implements Policy<VolumeAskRefused> {

  @Override
  public Class<VolumeAskRefused> event() {
    return VolumeAskRefused.class;
  }

  @Override
  public List<Command> react(VolumeAskRefused event, EventMetadata metadata) {
    Ask ask = event.ask();
    return List.of(
        new TellUser(event.volume(), true, "AnnotationRefused", ask.key() + ": " + event.message()),
        Outcomes.refused(event.volume(), ask, event.message(), metadata.time()),
        new RemoveAnnotation(event.volume(), ask.key(), ask.value(), List.of()));
  }
}
