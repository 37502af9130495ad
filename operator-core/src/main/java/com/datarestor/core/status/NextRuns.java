package com.datarestor.core.status;

import com.datarestor.events.RepositoryId;
import java.time.Instant;
import java.util.Map;

/** When a Config's schedules come due next, per repository. */
public record NextRuns(Map<RepositoryId, Instant> backups, Map<RepositoryId, Instant> forgets) {

  public NextRuns {
    backups = Map.copyOf(backups);
    forgets = Map.copyOf(forgets);
  }
}
