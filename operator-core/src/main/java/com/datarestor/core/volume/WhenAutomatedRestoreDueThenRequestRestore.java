package com.datarestor.core.volume;

import com.datarestor.core.decide.Policy;
import com.datarestor.events.Command;
import com.datarestor.events.EventMetadata;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationCommand.RequestRestore;
import com.datarestor.events.OperationId;
import com.datarestor.events.OperationType;
import com.datarestor.events.Trigger;
import com.datarestor.events.VolumeEvent.AutomatedRestoreDue;
import java.util.List;

/** Each try to settle a claim is one operation, which asks the repositories in their order. */
public final class WhenAutomatedRestoreDueThenRequestRestore
    implements Policy<AutomatedRestoreDue> {

  private static final String NEWEST = "latest";

  @Override
  public Class<AutomatedRestoreDue> event() {
    return AutomatedRestoreDue.class;
  }

  @Override
  public List<Command> react(AutomatedRestoreDue event, EventMetadata metadata) {
    return List.of(
        new RequestRestore(
            operationOf(event),
            event.repositories(),
            event.volume().host(),
            NEWEST,
            Trigger.hold(event.since())));
  }

  /** The one operation that this try is. */
  static Operation operationOf(AutomatedRestoreDue event) {
    OperationId id =
        OperationId.of(
            "automated-restore",
            event.volume().uid(),
            event.config().uid(),
            event.since().toString(),
            Integer.toString(event.attempt()));
    return Operation.at(
        event.due(),
        id,
        OperationType.RESTORE_AUTOMATED,
        event.volume(),
        event.config(),
        event.repositories().getFirst());
  }
}
