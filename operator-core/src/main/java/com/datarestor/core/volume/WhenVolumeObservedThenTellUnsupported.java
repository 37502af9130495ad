package com.datarestor.core.volume;

import com.datarestor.core.decide.Policy;
import com.datarestor.events.ClusterCommand.TellUser;
import com.datarestor.events.Command;
import com.datarestor.events.EventMetadata;
import com.datarestor.events.VolumeEvent.VolumeObserved;
import java.util.List;

/** A selected volume that restic cannot read is said once. */
public final class WhenVolumeObservedThenTellUnsupported implements Policy<VolumeObserved> {

  @Override
  public Class<VolumeObserved> event() {
    return VolumeObserved.class;
  }

  @Override
  public List<Command> react(VolumeObserved event, EventMetadata metadata) {
    if (!event.block() || event.selections().isEmpty()) {
      return List.of();
    }
    return List.of(
        new TellUser(
            event.volume(),
            true,
            "Unsupported",
            "this volume is a block device (volumeMode: Block); only file systems are backed up"));
  }
}
