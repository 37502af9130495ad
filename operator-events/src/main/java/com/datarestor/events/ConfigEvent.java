package com.datarestor.events;

import java.time.Instant;
import java.util.List;

/** What happened to a Config: stream {@code config/<uid>}. */
public sealed interface ConfigEvent extends DomainEvent {

  ObjectRef config();

  /**
   * The spec of this generation is understood and acted upon.
   *
   * @param released repositories that the last accepted generation used and this one does not
   */
  record ConfigAccepted(
      ObjectRef config, long generation, ConfigPlan plan, List<RepositoryRef> released)
      implements ConfigEvent {
    public ConfigAccepted {
      released = List.copyOf(released);
    }
  }

  /** The spec of this generation cannot be acted upon; the last accepted one goes on. */
  record ConfigRefused(ObjectRef config, long generation, List<Problem> problems)
      implements ConfigEvent {
    public ConfigRefused {
      problems = List.copyOf(problems);
    }
  }

  /** The Config is deleted; it used these repositories. */
  record ConfigRemoved(ObjectRef config, List<RepositoryRef> released) implements ConfigEvent {
    public ConfigRemoved {
      released = List.copyOf(released);
    }
  }

  /** A forget schedule came due; several missed ones are one. */
  record ForgetDue(ObjectRef config, RepositoryRef repository, Instant due, List<String> arguments)
      implements ConfigEvent {
    public ForgetDue {
      arguments = List.copyOf(arguments);
    }
  }

  /** The forget that was due has ended, one way or another: the next may come due. */
  record ForgetEnded(ObjectRef config, RepositoryRef repository, OperationId operation)
      implements ConfigEvent {}

  /** A {@code manual-backup} on the Config was understood: these volumes, these repositories. */
  record ConfigBackupAsked(
      ObjectRef config,
      Ask ask,
      List<ObjectRef> volumes,
      List<RepositoryRef> repositories,
      String name)
      implements ConfigEvent {
    public ConfigBackupAsked {
      volumes = List.copyOf(volumes);
      repositories = List.copyOf(repositories);
    }
  }

  /** A {@code manual-restore} on the Config was understood: each volume its own snapshot. */
  record ConfigRestoreAsked(
      ObjectRef config,
      Ask ask,
      List<ObjectRef> volumes,
      List<RepositoryRef> repositories,
      String snapshot)
      implements ConfigEvent {
    public ConfigRestoreAsked {
      volumes = List.copyOf(volumes);
      repositories = List.copyOf(repositories);
    }
  }

  /** An annotation was not understood or cannot be done; the sentence says what to change. */
  record ConfigAskRefused(ObjectRef config, Ask ask, String message) implements ConfigEvent {}

  /** A GitOps tool put an accepted value back; it is not run again. */
  record ConfigAskRepeated(ObjectRef config, Ask ask, String manager) implements ConfigEvent {}

  /** An annotation that was accepted or refused is no longer on the object. */
  record ConfigAskCleared(ObjectRef config, String key) implements ConfigEvent {}

  /**
   * An annotation had been accepted before this log began; its Tasks tell.
   *
   * @param stands whether it is still on the Config, to be answered once more in the same way
   */
  record ConfigAskRecalled(ObjectRef config, Ask ask, boolean stands) implements ConfigEvent {}

  /**
   * This occurrence of a forget schedule had come due before this log began; its Task tells.
   *
   * @param ended whether its forget has ended
   */
  record ForgetRunRecalled(ObjectRef config, Operation operation, Instant due, boolean ended)
      implements ConfigEvent {}
}
