package com.datarestor.events;

import java.util.List;

/** What may start and what must wait: stream {@code queue/admission}. */
public sealed interface QueueEvent extends DomainEvent {

  /** The operation waits for its turn; it needs these repositories. */
  record OperationQueued(Operation operation, List<RepositoryId> repositories)
      implements QueueEvent {
    public OperationQueued {
      repositories = List.copyOf(repositories);
    }
  }

  /** The operation may start. */
  record OperationAdmitted(Operation operation) implements QueueEvent {}

  /** The operation needs its place no longer. */
  record OperationLeft(Operation operation) implements QueueEvent {}

  /** Something the operation needs was deleted: it is to be cancelled. */
  record OperationEvicted(Operation operation, String message) implements QueueEvent {}

  /** How much of a Config's work may run. */
  record ConfigLimitsSet(ObjectRef config, boolean suspended, Limits limits)
      implements QueueEvent {}

  /** Work of this Config may use the repository. */
  record GateOpened(ObjectRef config, RepositoryRef repository) implements QueueEvent {}

  /** Work of this Config waits until the repository opens. */
  record GateClosed(ObjectRef config, RepositoryRef repository, String message)
      implements QueueEvent {}

  /** Work of this Config cannot use the repository any more. */
  record GateRemoved(ObjectRef config, RepositoryRef repository, String message)
      implements QueueEvent {}
}
