package com.datarestor.core.volume;

import com.datarestor.core.annotation.Annotations;
import com.datarestor.core.decide.Policy;
import com.datarestor.events.ClusterCommand.TellUser;
import com.datarestor.events.Command;
import com.datarestor.events.EventMetadata;
import com.datarestor.events.VolumeEvent.AutomatedRestoreWaits;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** A claim that cannot be settled is said, with since when, why, and the way out. */
public final class WhenAutomatedRestoreWaitsThenTellUser implements Policy<AutomatedRestoreWaits> {

  @Override
  public Class<AutomatedRestoreWaits> event() {
    return AutomatedRestoreWaits.class;
  }

  @Override
  public List<Command> react(AutomatedRestoreWaits event, EventMetadata metadata) {
    return List.of(
        new TellUser(
            event.volume(),
            true,
            "RestoreWaits",
            "not restored since "
                + event.since().truncatedTo(ChronoUnit.SECONDS)
                + ", and its pods wait: "
                + event.failure().message().replaceFirst("\\.$", "")
                + ". It is tried again by itself. To start with an empty volume instead: kubectl -n "
                + event.volume().namespace()
                + " annotate pvc "
                + event.volume().name()
                + " "
                + Annotations.key(Annotations.START_FRESH)
                + "="
                + event.volume().uid()));
  }
}
