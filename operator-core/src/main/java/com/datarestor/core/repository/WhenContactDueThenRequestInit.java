package com.datarestor.core.repository;

import com.datarestor.core.decide.Policy;
import com.datarestor.events.Command;
import com.datarestor.events.EventMetadata;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationCommand.RequestInit;
import com.datarestor.events.OperationId;
import com.datarestor.events.OperationType;
import com.datarestor.events.RepositoryEvent.ContactDue;
import java.util.List;

/** First contact, and every further attempt, is one operation. */
public final class WhenContactDueThenRequestInit implements Policy<ContactDue> {

  @Override
  public Class<ContactDue> event() {
    return ContactDue.class;
  }

  @Override
  public List<Command> react(ContactDue event, EventMetadata metadata) {
    OperationId id =
        OperationId.of(
            "init", event.config().uid(), event.repository().id().value(), event.due().toString());
    Operation operation =
        Operation.at(
            event.due(),
            id,
            OperationType.INIT,
            event.config(),
            event.config(),
            event.repository());
    return List.of(new RequestInit(operation, event.known()));
  }
}
