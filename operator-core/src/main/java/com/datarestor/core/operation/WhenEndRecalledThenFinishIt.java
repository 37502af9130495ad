package com.datarestor.core.operation;

import com.datarestor.core.decide.Policy;
import com.datarestor.events.Command;
import com.datarestor.events.EventMetadata;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationEvent.EndRecalled;
import com.datarestor.events.ResticCommand.CleanUp;
import com.datarestor.events.TaskEnd;
import java.util.ArrayList;
import java.util.List;

/** What may not have followed from an end that only the Task remembers: it is done once more. */
public final class WhenEndRecalledThenFinishIt implements Policy<EndRecalled> {

  @Override
  public Class<EndRecalled> event() {
    return EndRecalled.class;
  }

  @Override
  public List<Command> react(EndRecalled event, EventMetadata metadata) {
    Operation operation = event.operation();
    TaskEnd end = event.end();
    List<Command> commands = new ArrayList<>();
    if (end.left()) {
      commands.add(new CleanUp(operation, end.outcome() == TaskEnd.Outcome.CANCELLED));
    }
    if (end.newest() && operation.about().isVolume()) {
      commands.add(
          switch (end.outcome()) {
            case COMPLETED -> Outcomes.completed(operation, end.snapshot(), end.time());
            case FAILED -> Outcomes.failed(operation, end.message(), end.time());
            case CANCELLED -> Outcomes.cancelled(operation, end.message(), end.time());
          });
    }
    return commands;
  }
}
