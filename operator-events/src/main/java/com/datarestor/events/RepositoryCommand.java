package com.datarestor.events;

/** Commands to {@code repository/<hash>}. */
public sealed interface RepositoryCommand extends DecisionCommand {

  ObjectRef config();

  RepositoryRef repository();

  @Override
  default StreamId stream() {
    return StreamId.repository(repository().id());
  }

  /** A Config uses the repository, from this generation of its spec on. */
  record UseRepository(ObjectRef config, RepositoryRef repository, long generation)
      implements RepositoryCommand {}

  /** The Config does not use the repository any more. */
  record ReleaseRepository(ObjectRef config, RepositoryRef repository)
      implements RepositoryCommand {}

  record NoteContact(ObjectRef config, RepositoryRef repository, boolean created)
      implements RepositoryCommand {}

  record NoteContactFailed(ObjectRef config, RepositoryRef repository, Failure failure)
      implements RepositoryCommand {}

  /** Snapshots were forgotten: what was read before is out of date. */
  record NoteForget(ObjectRef config, RepositoryRef repository) implements RepositoryCommand {}

  record NoteScan(ObjectRef config, RepositoryRef repository, Catalogue catalogue)
      implements RepositoryCommand {}

  /** A scan ended without a result; the next one comes by its own time. */
  record NoteScanFailed(ObjectRef config, RepositoryRef repository) implements RepositoryCommand {}

  /** A Task that the log does not know did its work in the repository. */
  record RecallRepository(ObjectRef config, RepositoryRef repository)
      implements RepositoryCommand {}

  /** A moment that the repository waits for has come. */
  record WakeRepository(ObjectRef config, RepositoryRef repository) implements RepositoryCommand {}
}
