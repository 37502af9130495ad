package com.datarestor.events;

import java.time.Instant;

/** What happened to a repository: stream {@code repository/<hash of the target>}. */
public sealed interface RepositoryEvent extends DomainEvent {

  ObjectRef config();

  RepositoryRef repository();

  /**
   * The repository is to be contacted with this Config's credentials.
   *
   * @param known whether it opened before: then it is never created, whatever restic says
   */
  record ContactDue(
      ObjectRef config, RepositoryRef repository, int attempt, Instant due, boolean known)
      implements RepositoryEvent {}

  /** The repository opens with this Config's credentials. */
  record RepositoryOpened(ObjectRef config, RepositoryRef repository, boolean created)
      implements RepositoryEvent {}

  /** The repository does not open; it is tried again at the given moment. */
  record RepositoryUnavailable(
      ObjectRef config, RepositoryRef repository, Failure failure, int attempt, Instant retryAt)
      implements RepositoryEvent {}

  /** The Config does not use the repository any more. */
  record RepositoryReleased(ObjectRef config, RepositoryRef repository)
      implements RepositoryEvent {}

  /** The repository's snapshots are to be read again. */
  record ScanDue(ObjectRef config, RepositoryRef repository, Instant due)
      implements RepositoryEvent {}

  /** The repository had opened before this log began, as Tasks tell: it is never created. */
  record RepositoryRecalled(ObjectRef config, RepositoryRef repository)
      implements RepositoryEvent {}

  /** The snapshots could not be read this time. */
  record ScanFailed(ObjectRef config, RepositoryRef repository) implements RepositoryEvent {}

  /** What the repository holds. */
  record CatalogueRead(ObjectRef config, RepositoryRef repository, Catalogue catalogue)
      implements RepositoryEvent {}
}
