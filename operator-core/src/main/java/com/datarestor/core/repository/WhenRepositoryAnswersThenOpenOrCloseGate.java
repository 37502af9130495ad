package com.datarestor.core.repository;

import com.datarestor.core.decide.Policy;
import com.datarestor.events.ClusterCommand.TellUser;
import com.datarestor.events.Command;
import com.datarestor.events.EventMetadata;
import com.datarestor.events.QueueCommand.CloseGate;
import com.datarestor.events.QueueCommand.OpenGate;
import com.datarestor.events.QueueCommand.RemoveGate;
import com.datarestor.events.RepositoryEvent;
import com.datarestor.events.RepositoryEvent.CatalogueRead;
import com.datarestor.events.RepositoryEvent.ContactDue;
import com.datarestor.events.RepositoryEvent.RepositoryOpened;
import com.datarestor.events.RepositoryEvent.RepositoryRecalled;
import com.datarestor.events.RepositoryEvent.RepositoryReleased;
import com.datarestor.events.RepositoryEvent.RepositoryUnavailable;
import com.datarestor.events.RepositoryEvent.ScanDue;
import com.datarestor.events.RepositoryEvent.ScanFailed;
import java.util.List;

/** Work may use a repository that opens, and waits for one that does not. */
public final class WhenRepositoryAnswersThenOpenOrCloseGate implements Policy<RepositoryEvent> {

  @Override
  public Class<RepositoryEvent> event() {
    return RepositoryEvent.class;
  }

  @Override
  public List<Command> react(RepositoryEvent event, EventMetadata metadata) {
    return switch (event) {
      case RepositoryOpened e -> List.of(new OpenGate(e.config(), e.repository()));
      case RepositoryUnavailable e ->
          List.of(
              new CloseGate(e.config(), e.repository(), e.failure().message()),
              new TellUser(
                  e.config(),
                  true,
                  e.failure().reason().camelCase(),
                  e.repository().spoken() + ": " + e.failure().message()));
      case RepositoryReleased e ->
          List.of(
              new RemoveGate(
                  e.config(),
                  e.repository(),
                  "Config " + e.config().path() + " does not use this repository any more"));
      case ContactDue ignored -> List.of();
      case ScanDue ignored -> List.of();
      case ScanFailed ignored -> List.of();
      case CatalogueRead ignored -> List.of();
      case RepositoryRecalled ignored -> List.of();
    };
  }
}
