package com.datarestor.core.volume;

import com.datarestor.core.decide.Policy;
import com.datarestor.events.Command;
import com.datarestor.events.EventMetadata;
import com.datarestor.events.QueueCommand.Evict;
import com.datarestor.events.VolumeEvent.VolumeGone;
import java.util.List;

/** The work on a deleted volume is cancelled, so that nothing blocks its deletion. */
public final class WhenVolumeGoneThenStopItsWork implements Policy<VolumeGone> {

  @Override
  public Class<VolumeGone> event() {
    return VolumeGone.class;
  }

  @Override
  public List<Command> react(VolumeGone event, EventMetadata metadata) {
    return List.of(
        new Evict(
            event.volume(), "PersistentVolumeClaim " + event.volume().path() + " was deleted"));
  }
}
