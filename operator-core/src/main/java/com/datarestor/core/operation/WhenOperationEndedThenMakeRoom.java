package com.datarestor.core.operation;

import com.datarestor.core.decide.Policy;
import com.datarestor.events.Command;
import com.datarestor.events.ConfigCommand.NoteForgetEnded;
import com.datarestor.events.EventMetadata;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationEvent.Ended;
import com.datarestor.events.OperationEvent.OperationCancelled;
import com.datarestor.events.OperationType;
import com.datarestor.events.QueueCommand.Leave;
import com.datarestor.events.ResticCommand.CleanUp;
import com.datarestor.events.VolumeCommand.NoteBackupEnded;
import java.util.ArrayList;
import java.util.List;

/**
 * An operation that has ended gives back its place, its credentials, and its turn in the schedule.
 */
public final class WhenOperationEndedThenMakeRoom implements Policy<Ended> {

  @Override
  public Class<Ended> event() {
    return Ended.class;
  }

  @Override
  public List<Command> react(Ended event, EventMetadata metadata) {
    Operation operation = event.operation();
    List<Command> commands = new ArrayList<>();
    commands.add(new CleanUp(operation, event instanceof OperationCancelled));
    commands.add(new Leave(operation));
    if (operation.type() == OperationType.BACKUP_SCHEDULED) {
      commands.add(new NoteBackupEnded(operation));
    }
    if (operation.type() == OperationType.FORGET) {
      commands.add(new NoteForgetEnded(operation));
    }
    return commands;
  }
}
