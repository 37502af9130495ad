package com.datarestor.core.replay;

import com.datarestor.events.DecisionCommand;
import com.datarestor.events.DomainEvent;
import java.time.Instant;
import java.util.List;

/**
 * A decision that this release would not make as it was recorded.
 *
 * @param time when it was made
 * @param event id of the first event it recorded; empty when it recorded none
 * @param question what was to be decided, as far as the log tells
 * @param recorded what was decided then
 * @param today what would be decided now
 * @param before what the stream knew when it was decided, such as a {@link
 *     com.datarestor.core.volume.VolumeState}
 */
public record Difference(
    Instant time,
    String event,
    Question question,
    List<DomainEvent> recorded,
    List<DomainEvent> today,
    Object before) {

  public Difference {
    recorded = List.copyOf(recorded);
    today = List.copyOf(today);
  }

  /** What led to a decision. */
  public sealed interface Question {

    /** A command, from outside or from a rule of this release. */
    record Asked(DecisionCommand command) implements Question {}

    /** Only a rule can have asked, and no rule of this release does. */
    record NobodyAsks() implements Question {}
  }

  /** Why it differs, as one sentence. */
  public String reason() {
    return DifferenceReason.of(this);
  }
}
