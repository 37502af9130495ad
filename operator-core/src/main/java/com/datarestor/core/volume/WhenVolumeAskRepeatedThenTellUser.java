package com.datarestor.core.volume;

import com.datarestor.core.decide.Policy;
import com.datarestor.events.ClusterCommand.TellUser;
import com.datarestor.events.Command;
import com.datarestor.events.EventMetadata;
import com.datarestor.events.VolumeEvent.VolumeAskRepeated;
import java.util.List;

/** A value that a GitOps tool put back is left where it is, and is said not to run again. */
public final class WhenVolumeAskRepeatedThenTellUser implements Policy<VolumeAskRepeated> {

  @Override
  public Class<VolumeAskRepeated> event() {
    return VolumeAskRepeated.class;
  }

  @Override
  public List<Command> react(VolumeAskRepeated event, EventMetadata metadata) {
    return List.of(
        new TellUser(
            event.volume(),
            false,
            "AlreadyDone",
            event.ask().key()
                + "="
                + event.ask().value()
                + " was put back by "
                + event.manager()
                + " and is already done; change the value to repeat"));
  }
}
