package com.datarestor.core.operation;

import com.datarestor.core.decide.Policy;
import com.datarestor.events.Command;
import com.datarestor.events.EventMetadata;
import com.datarestor.events.OperationCommand.StartOperation;
import com.datarestor.events.QueueEvent.OperationAdmitted;
import java.util.List;

/** What the queue admits, starts. */
public final class WhenOperationAdmittedThenStartIt implements Policy<OperationAdmitted> {

  @Override
  public Class<OperationAdmitted> event() {
    return OperationAdmitted.class;
  }

  @Override
  public List<Command> react(OperationAdmitted event, EventMetadata metadata) {
    return List.of(new StartOperation(event.operation()));
  }
}
