package com.datarestor.core.status;

import com.datarestor.events.BackupSummary;
import com.datarestor.events.Catalogue;
import com.datarestor.events.Failure;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.Operation;
import com.datarestor.events.RepositoryRef;
import com.datarestor.events.RestoreSummary;
import com.datarestor.events.Settlement;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One operation as its Task shows it.
 *
 * @param repository the one it works on now, or worked on last
 * @param startedAt when it was admitted; null before
 * @param job the Job of its latest step; null before the first
 * @param published whether its Task object is known to be in the cluster
 * @param note what a person should know of how its latest Job does it; mostly empty
 */
public record TaskView(
    Operation operation,
    Phase phase,
    RepositoryRef repository,
    Instant requestedAt,
    @Nullable Instant startedAt,
    @Nullable ObjectRef job,
    boolean published,
    String note) {

  /** How far it is. */
  public sealed interface Phase {

    /** In the queue. */
    record Waiting() implements Phase {}

    /** Admitted; the step's pod does not run yet. */
    record Starting(String doing) implements Phase {}

    /** A Job does the step. */
    record Running(String doing) implements Phase {}

    /** A backup that made a snapshot. */
    record BackedUp(BackupSummary summary, Instant at) implements Phase {}

    /** A restore that is done and verified. */
    record Restored(RestoreSummary summary, Instant at) implements Phase {}

    /** A restore that found nothing to do. */
    record Unneeded(Settlement settlement, Instant at) implements Phase {}

    /** A forget that is done. */
    record Forgotten(int kept, int removed, Instant at) implements Phase {}

    /** First contact that is made. */
    record Contacted(boolean created, Instant at) implements Phase {}

    /** A scan that is done. */
    record Scanned(Catalogue catalogue, Instant at) implements Phase {}

    /** It did not do its work. */
    record Failed(Failure failure, Instant at) implements Phase {}

    /** It was given up. */
    record Cancelled(String message, Instant at) implements Phase {}
  }

  static TaskView requested(Operation operation, Instant at) {
    return new TaskView(
        operation, new Phase.Waiting(), operation.repository(), at, null, null, false, "");
  }

  TaskView with(Phase next) {
    return new TaskView(operation, next, repository, requestedAt, startedAt, job, published, note);
  }

  TaskView shown() {
    return new TaskView(operation, phase, repository, requestedAt, startedAt, job, true, note);
  }

  TaskView starting(String doing, RepositoryRef on, Instant at) {
    return new TaskView(
        operation,
        new Phase.Starting(doing),
        on,
        requestedAt,
        startedAt == null ? at : startedAt,
        job,
        published,
        note);
  }

  TaskView running(ObjectRef launched, String how) {
    String doing = phase instanceof Phase.Starting starting ? starting.doing() : "";
    return new TaskView(
        operation,
        new Phase.Running(doing),
        repository,
        requestedAt,
        startedAt,
        launched,
        published,
        how);
  }

  /** When it ended, if it has. */
  public Optional<Instant> endedAt() {
    return switch (phase) {
      case Phase.Waiting ignored -> Optional.empty();
      case Phase.Starting ignored -> Optional.empty();
      case Phase.Running ignored -> Optional.empty();
      case Phase.BackedUp done -> Optional.of(done.at());
      case Phase.Restored done -> Optional.of(done.at());
      case Phase.Unneeded done -> Optional.of(done.at());
      case Phase.Forgotten done -> Optional.of(done.at());
      case Phase.Contacted done -> Optional.of(done.at());
      case Phase.Scanned done -> Optional.of(done.at());
      case Phase.Failed done -> Optional.of(done.at());
      case Phase.Cancelled done -> Optional.of(done.at());
    };
  }
}
