package com.datarestor.core.volume;

import com.datarestor.core.annotation.Annotations;
import com.datarestor.core.annotation.SettledMarker;
import com.datarestor.core.decide.Policy;
import com.datarestor.events.ClusterCommand.TellUser;
import com.datarestor.events.ClusterCommand.WriteAnnotation;
import com.datarestor.events.Command;
import com.datarestor.events.EventMetadata;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationCommand.CancelOperation;
import com.datarestor.events.Settlement;
import com.datarestor.events.VolumeEvent.ClaimSettled;
import java.util.ArrayList;
import java.util.List;

/** A settled claim carries a marker with its UID, which lets its pods go and its backups begin. */
public final class WhenClaimSettledThenMarkIt implements Policy<ClaimSettled> {

  @Override
  public Class<ClaimSettled> event() {
    return ClaimSettled.class;
  }

  @Override
  public List<Command> react(ClaimSettled event, EventMetadata metadata) {
    Settlement settlement = event.settlement();
    List<Command> commands = new ArrayList<>();
    for (Operation operation : event.abandoned()) {
      commands.add(new CancelOperation(operation, "not needed any more: " + settlement.message()));
    }
    commands.add(
        new WriteAnnotation(
            event.volume(),
            Annotations.RESTORE_STATE,
            SettledMarker.of(event.volume().uid(), settlement, metadata.time()).text()));
    commands.add(
        new TellUser(event.volume(), false, reason(settlement.kind()), settlement.message()));
    return commands;
  }

  private static String reason(Settlement.Kind kind) {
    return switch (kind) {
      case RESTORED -> "RestoredBeforeStart";
      case FRESH -> "StartsFresh";
      case ADOPTED -> "Adopted";
      case SKIPPED -> "RestoreSkipped";
    };
  }
}
