package com.datarestor.core.operation;

import com.datarestor.events.Failure;
import com.datarestor.events.OperationEvent;
import com.datarestor.events.OperationEvent.Requested;
import com.datarestor.events.RepositoryRef;
import com.datarestor.events.SnapshotFacts;
import com.datarestor.events.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * Where an operation is.
 *
 * @param published whether its Task object is known to be in the cluster
 */
public record OperationState(Life life, boolean published) {

  static final OperationState NEW = new OperationState(new Life.Unknown(), false);

  OperationState with(Life next) {
    return new OperationState(next, published);
  }

  /**
   * Lookups that did not find the snapshot.
   *
   * @param passedOver one sentence for each repository that has no such snapshot
   * @param unanswered why each repository gave no answer that did not
   */
  public record Lookups(List<String> passedOver, List<Failure> unanswered) {

    static final Lookups NONE = new Lookups(List.of(), List.of());

    public Lookups {
      passedOver = List.copyOf(passedOver);
      unanswered = List.copyOf(unanswered);
    }

    Lookups passedOver(String sentence) {
      List<String> more = new ArrayList<>(passedOver);
      more.add(sentence);
      return new Lookups(more, unanswered);
    }

    Lookups unanswered(Failure failure) {
      List<Failure> more = new ArrayList<>(unanswered);
      more.add(failure);
      return new Lookups(passedOver, more);
    }
  }

  /** The part of its life the operation is in. */
  public sealed interface Life {

    /** Nobody has asked for it. */
    record Unknown() implements Life {}

    /** Asked for, not yet admitted. */
    record Waiting(Requested request) implements Life {}

    /**
     * A step of it may run.
     *
     * @param launched whether the step's Job is known to be in the cluster
     * @param lookups what came before, when the step is not the first of its kind
     */
    record Working(
        OperationEvent request,
        Step step,
        RepositoryRef repository,
        boolean launched,
        Lookups lookups)
        implements Life {}

    /** The snapshot of a restore is chosen and is written into the volume. */
    record Restoring(
        OperationEvent request, RepositoryRef repository, SnapshotFacts snapshot, boolean launched)
        implements Life {}

    /** Over, one way or another. */
    record Ended() implements Life {}
  }
}
