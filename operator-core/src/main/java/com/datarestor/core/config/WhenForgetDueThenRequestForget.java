package com.datarestor.core.config;

import com.datarestor.core.decide.Policy;
import com.datarestor.events.Command;
import com.datarestor.events.ConfigEvent.ForgetDue;
import com.datarestor.events.EventMetadata;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationCommand.RequestForget;
import com.datarestor.events.OperationId;
import com.datarestor.events.OperationType;
import com.datarestor.events.Trigger;
import java.util.List;

/** A forget that came due is one operation on its repository. */
public final class WhenForgetDueThenRequestForget implements Policy<ForgetDue> {

  @Override
  public Class<ForgetDue> event() {
    return ForgetDue.class;
  }

  @Override
  public List<Command> react(ForgetDue event, EventMetadata metadata) {
    Operation operation =
        Operation.at(
            event.due(),
            operationOf(event),
            OperationType.FORGET,
            event.config(),
            event.config(),
            event.repository());
    return List.of(new RequestForget(operation, event.arguments(), Trigger.schedule(event.due())));
  }

  /** The one operation that this occurrence of the schedule is. */
  static OperationId operationOf(ForgetDue event) {
    return OperationId.of(
        "forget", event.config().uid(), event.repository().id().value(), event.due().toString());
  }
}
