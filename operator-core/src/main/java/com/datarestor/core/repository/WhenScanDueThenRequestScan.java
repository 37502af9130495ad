package com.datarestor.core.repository;

import com.datarestor.core.decide.Policy;
import com.datarestor.events.Command;
import com.datarestor.events.EventMetadata;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationCommand.RequestScan;
import com.datarestor.events.OperationId;
import com.datarestor.events.OperationType;
import com.datarestor.events.RepositoryEvent.ScanDue;
import java.util.List;

/** Reading a repository's snapshots is one operation. */
public final class WhenScanDueThenRequestScan implements Policy<ScanDue> {

  @Override
  public Class<ScanDue> event() {
    return ScanDue.class;
  }

  @Override
  public List<Command> react(ScanDue event, EventMetadata metadata) {
    OperationId id =
        OperationId.of(
            "scan", event.config().uid(), event.repository().id().value(), event.due().toString());
    Operation operation =
        Operation.at(
            event.due(),
            id,
            OperationType.SCAN,
            event.config(),
            event.config(),
            event.repository());
    return List.of(new RequestScan(operation));
  }
}
