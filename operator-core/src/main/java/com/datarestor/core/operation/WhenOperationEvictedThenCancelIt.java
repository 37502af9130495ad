package com.datarestor.core.operation;

import com.datarestor.core.decide.Policy;
import com.datarestor.events.Command;
import com.datarestor.events.EventMetadata;
import com.datarestor.events.OperationCommand.CancelOperation;
import com.datarestor.events.QueueEvent.OperationEvicted;
import java.util.List;

/** An operation whose object is gone is cancelled. */
public final class WhenOperationEvictedThenCancelIt implements Policy<OperationEvicted> {

  @Override
  public Class<OperationEvicted> event() {
    return OperationEvicted.class;
  }

  @Override
  public List<Command> react(OperationEvicted event, EventMetadata metadata) {
    return List.of(new CancelOperation(event.operation(), event.message()));
  }
}
