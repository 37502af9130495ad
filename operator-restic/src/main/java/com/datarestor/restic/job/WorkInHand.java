package com.datarestor.restic.job;

import com.datarestor.events.Operation;
import com.datarestor.events.OperationId;
import com.datarestor.events.RepositoryRef;
import com.datarestor.events.SnapshotFacts;
import com.datarestor.events.Step;
import java.util.List;
import java.util.Optional;

/**
 * The step that an operation is in, as the log tells it: what the end of a Job is judged by.
 *
 * @param host whose snapshot a lookup looks for, or empty
 * @param wanted which snapshot a lookup looks for, or empty
 * @param snapshot what a restore restores
 * @param launched whether the step's Job is known to have been made
 */
public record WorkInHand(
    Operation operation,
    Step step,
    RepositoryRef repository,
    String host,
    String wanted,
    Optional<SnapshotFacts> snapshot,
    boolean launched) {

  /** Where an operation stands, seen from one of its steps. */
  public enum Turn {
    /** The step is decided, but what was decided is not known here yet. */
    NOT_YET,
    /** The step is in hand, and its Job is still to be made. */
    NOW,
    /** The step's Job was made, or the operation has gone on, has ended, or is not known. */
    OVER
  }

  /** Everything that is in hand. */
  public interface Directory {

    /** The step of this operation; empty when it has ended or is not known. */
    Optional<WorkInHand> of(OperationId operation);

    /** Whether the operation is at this step. */
    Turn turn(OperationId operation, Step step, RepositoryRef repository);

    /** The steps of all operations. */
    List<WorkInHand> all();
  }
}
