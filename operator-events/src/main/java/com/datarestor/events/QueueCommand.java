package com.datarestor.events;

import java.util.List;

/** Commands to {@code queue/admission}. */
public sealed interface QueueCommand extends DecisionCommand {

  @Override
  default StreamId stream() {
    return StreamId.QUEUE;
  }

  record Enqueue(Operation operation, List<RepositoryId> repositories) implements QueueCommand {
    public Enqueue {
      repositories = List.copyOf(repositories);
    }
  }

  /** A Job of it is at work: it has its place, whatever it would have to wait for otherwise. */
  record KeepPlace(Operation operation, List<RepositoryId> repositories) implements QueueCommand {
    public KeepPlace {
      repositories = List.copyOf(repositories);
    }
  }

  record Leave(Operation operation) implements QueueCommand {}

  /** This object is gone (a volume, a Config, a Task): what needs it is to be cancelled. */
  record Evict(ObjectRef object, String message) implements QueueCommand {}

  record SetConfigLimits(ObjectRef config, boolean suspended, Limits limits)
      implements QueueCommand {}

  record OpenGate(ObjectRef config, RepositoryRef repository) implements QueueCommand {}

  /** The Config does not use the repository any more: what waits for it is to be cancelled. */
  record RemoveGate(ObjectRef config, RepositoryRef repository, String message)
      implements QueueCommand {}

  record CloseGate(ObjectRef config, RepositoryRef repository, String message)
      implements QueueCommand {}
}
