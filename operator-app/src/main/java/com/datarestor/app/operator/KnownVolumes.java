package com.datarestor.app.operator;

import com.datarestor.core.decide.CommandDispatcher;
import com.datarestor.core.volume.VolumeDecider;
import com.datarestor.core.volume.VolumeState;
import com.datarestor.events.Identity;
import com.datarestor.events.ObjectRef;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/** The volumes there are, as the deciders know them. */
final class KnownVolumes implements Supplier<Collection<Identity>> {

  private final CommandDispatcher dispatcher;
  private final VolumeDecider decider;

  @Inject
  KnownVolumes(CommandDispatcher dispatcher, VolumeDecider decider) {
    this.dispatcher = dispatcher;
    this.decider = decider;
  }

  @Override
  public Collection<Identity> get() {
    return refs().stream()
        .map(volume -> new Identity(volume.namespace(), volume.name(), volume.host()))
        .toList();
  }

  List<ObjectRef> refs() {
    List<ObjectRef> volumes = new ArrayList<>();
    for (VolumeState state : dispatcher.states(decider).values()) {
      if (state.sight() instanceof VolumeState.Sight.Seen seen) {
        volumes.add(seen.facts().volume());
      }
    }
    return volumes;
  }
}
