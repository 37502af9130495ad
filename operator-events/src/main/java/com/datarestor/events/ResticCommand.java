package com.datarestor.events;

import java.util.List;

/** Commands to the restic executor: each is one Job, or the end of Jobs. */
public sealed interface ResticCommand extends Command {

  Operation operation();

  @Override
  default String key() {
    return operation().stream().value();
  }

  /**
   * @param known whether the repository opened before, so that it must not be created
   */
  record RunInit(Operation operation, boolean known) implements ResticCommand {}

  record RunBackup(Operation operation, String name, boolean named, List<String> arguments)
      implements ResticCommand {
    public RunBackup {
      arguments = List.copyOf(arguments);
    }
  }

  record RunLookup(Operation operation, RepositoryRef repository, String host, String snapshot)
      implements ResticCommand {}

  record RunRestore(Operation operation, RepositoryRef repository, SnapshotFacts snapshot)
      implements ResticCommand {}

  record RunListing(Operation operation) implements ResticCommand {}

  record RunForget(Operation operation, List<Identity> identities, List<String> arguments)
      implements ResticCommand {
    public RunForget {
      identities = List.copyOf(identities);
      arguments = List.copyOf(arguments);
    }
  }

  record RunScan(Operation operation) implements ResticCommand {}

  /** The operation has ended: its credentials go, and its Jobs too when it was cancelled. */
  record CleanUp(Operation operation, boolean stopJobs) implements ResticCommand {}
}
