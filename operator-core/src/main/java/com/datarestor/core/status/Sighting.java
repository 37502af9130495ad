package com.datarestor.core.status;

import com.datarestor.events.ObjectRef;
import com.datarestor.events.VolumeEvent.VolumeObserved;
import java.util.List;

/**
 * What a status shows of a volume that is there.
 *
 * @param selectedBy UIDs of Configs
 */
record Sighting(ObjectRef volume, boolean bound, boolean block, List<String> selectedBy) {

  static Sighting of(VolumeObserved event) {
    return new Sighting(
        event.volume(),
        event.bound(),
        event.block(),
        event.selections().stream().map(selection -> selection.config().uid()).toList());
  }
}
