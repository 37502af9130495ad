package com.datarestor.core.operation;

import com.datarestor.core.decide.Policy;
import com.datarestor.events.Command;
import com.datarestor.events.EventMetadata;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationEvent.BackupStarted;
import com.datarestor.events.OperationEvent.ForgetStarted;
import com.datarestor.events.OperationEvent.InitStarted;
import com.datarestor.events.OperationEvent.ListingStarted;
import com.datarestor.events.OperationEvent.LookupStarted;
import com.datarestor.events.OperationEvent.RestoreStarted;
import com.datarestor.events.OperationEvent.ScanStarted;
import com.datarestor.events.OperationEvent.StepStarted;
import com.datarestor.events.ResticCommand.RunBackup;
import com.datarestor.events.ResticCommand.RunForget;
import com.datarestor.events.ResticCommand.RunInit;
import com.datarestor.events.ResticCommand.RunListing;
import com.datarestor.events.ResticCommand.RunLookup;
import com.datarestor.events.ResticCommand.RunRestore;
import com.datarestor.events.ResticCommand.RunScan;
import java.util.List;

/** Each step that may run is one command to the restic executor. */
public final class WhenStepStartedThenRunIt implements Policy<StepStarted> {

  @Override
  public Class<StepStarted> event() {
    return StepStarted.class;
  }

  @Override
  public List<Command> react(StepStarted event, EventMetadata metadata) {
    Operation operation = event.operation();
    return switch (event) {
      case BackupStarted e -> List.of(new RunBackup(operation, e.name(), e.named(), e.arguments()));
      case LookupStarted e ->
          List.of(new RunLookup(operation, e.repository(), e.host(), e.snapshot()));
      case RestoreStarted e -> List.of(new RunRestore(operation, e.repository(), e.snapshot()));
      case ListingStarted ignored -> List.of(new RunListing(operation));
      // without identities its Job was found at work: whose snapshots it is about, the Job knows
      case ForgetStarted e ->
          e.identities().isEmpty()
              ? List.of()
              : List.of(new RunForget(operation, e.identities(), e.arguments()));
      case InitStarted e -> List.of(new RunInit(operation, e.known()));
      case ScanStarted ignored -> List.of(new RunScan(operation));
    };
  }
}
