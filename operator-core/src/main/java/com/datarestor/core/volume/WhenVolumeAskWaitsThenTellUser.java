package com.datarestor.core.volume;

import com.datarestor.core.decide.Policy;
import com.datarestor.events.ClusterCommand.TellUser;
import com.datarestor.events.Command;
import com.datarestor.events.EventMetadata;
import com.datarestor.events.VolumeEvent.VolumeAskWaits;
import java.util.List;

/** An annotation on a volume that no Config selects stays, and the reason is said. */
public final class WhenVolumeAskWaitsThenTellUser implements Policy<VolumeAskWaits> {

  @Override
  public Class<VolumeAskWaits> event() {
    return VolumeAskWaits.class;
  }

  @Override
  public List<Command> react(VolumeAskWaits event, EventMetadata metadata) {
    return List.of(new TellUser(event.volume(), true, "NotSelected", event.message()));
  }
}
