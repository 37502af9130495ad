package com.datarestor.core.retention;

import com.datarestor.core.decide.CommandDispatcher;
import com.datarestor.core.decide.CommandDispatcher.Memory;
import com.datarestor.core.decide.CommandDispatcher.Remembered;
import com.datarestor.core.decide.Decider;
import com.datarestor.core.recovery.Unfinished;
import com.datarestor.core.status.StatusBoard;
import com.datarestor.events.CommandEnvelope;
import com.datarestor.events.Digests;
import com.datarestor.events.EventEnvelope;
import com.datarestor.events.EventMetadata;
import com.datarestor.events.OperationEvent;
import com.datarestor.events.Restated;
import com.datarestor.events.Restated.StatusRestated;
import com.datarestor.events.StreamId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What remains of the events that were folded into these parts when the events themselves go.
 *
 * <p>Volumes, Configs, repositories and the queue are said again as facts; of operations the events
 * are kept, and of everything that may still have a consequence. Facts come first: a kept event of
 * a stream that was restated changes its state no more, and only those who look for consequences
 * take it. Statuses come last: they are what all of it, and all that went, came to.
 */
public final class Remains {

  private static final String CAUSE = "compaction";

  private final List<EventEnvelope> facts = new ArrayList<>();
  private final List<EventEnvelope> statuses = new ArrayList<>();
  private final Set<StreamId> streams = new HashSet<>();
  private final Set<String> ids = new HashSet<>();
  private Instant forgotten = Instant.EPOCH;

  /**
   * How much is kept besides what is needed.
   *
   * @param ended newest operations that ended
   * @param told newest events, of which people may have to be told again
   */
  public record Margin(int ended, int told) {

    /** As many as are shown, and looked at again at a start. */
    public static final Margin DEFAULT = new Margin(2_000, 200);
  }

  /**
   * @param deciders every one of the dispatcher's
   * @param until when the newest of the events happened
   */
  public Remains(
      List<? extends Decider<?, ?, ?>> deciders,
      CommandDispatcher dispatcher,
      StatusBoard board,
      Unfinished unfinished,
      Margin margin,
      Instant until) {
    deciders.forEach(decider -> take(decider, dispatcher, margin));
    take(unfinished.memory(), margin);
    for (StatusRestated status : board.restate()) {
      StreamId stream = StreamId.config(status.config());
      statuses.add(envelope(stream, board.folded(stream), until, status));
    }
  }

  private <S> void take(Decider<?, ?, S> decider, CommandDispatcher dispatcher, Margin margin) {
    Memory<S> memory = dispatcher.memory(decider);
    if (decider.restate(decider.initial()).isEmpty()) {
      keep(memory, margin.ended());
      return;
    }
    for (Map<StreamId, Remembered<S>> streams : List.of(memory.open(), memory.over())) {
      streams.forEach(
          (stream, last) ->
              decider
                  .restate(last.state())
                  .map(fact -> envelope(stream, last.sequence(), last.time(), fact))
                  .ifPresent(facts::add));
    }
  }

  private <S> void keep(Memory<S> memory, int newest) {
    streams.addAll(memory.open().keySet());
    memory.forgottenUntil().ifPresent(this::forgot);
    int tooMany = memory.over().size() - newest;
    for (Map.Entry<StreamId, Remembered<S>> ended : memory.over().entrySet()) {
      if (tooMany > 0) {
        forgot(ended.getValue().time());
      } else {
        streams.add(ended.getKey());
      }
      tooMany--;
    }
  }

  private void forgot(Instant moment) {
    forgotten = moment.isAfter(forgotten) ? moment : forgotten;
  }

  private void take(Unfinished.Memory memory, Margin margin) {
    memory.causes().forEach(this::keep);
    newest(memory.gone(), margin.ended()).forEach(this::keep);
    newest(memory.ended(), margin.ended()).forEach(this::keep);
    newest(memory.recent(), margin.told()).forEach(this::keep);
  }

  private static <T> List<T> newest(List<T> all, int most) {
    return all.subList(Math.max(0, all.size() - most), all.size());
  }

  /** Keeps an event; of an operation, all of them, so that its story can be told. */
  public void keep(EventEnvelope event) {
    ids.add(event.metadata().id());
    if (event.event() instanceof OperationEvent) {
      streams.add(event.metadata().stream());
    }
  }

  /** Whether this event is kept. */
  public boolean keeps(EventMetadata event) {
    return ids.contains(event.id()) || streams.contains(event.stream());
  }

  /** What comes before the events that are kept. */
  public List<EventEnvelope> facts() {
    return List.copyOf(facts);
  }

  /** What comes after them. */
  public List<EventEnvelope> statuses() {
    return List.copyOf(statuses);
  }

  /** When the newest operation ended that is not kept; the epoch when all are. */
  public Instant forgotten() {
    return forgotten;
  }

  /**
   * A fact in its envelope.
   *
   * @param sequence of the stream's last event, which the fact stands for
   * @param time of that event
   */
  public static EventEnvelope envelope(
      StreamId stream, long sequence, Instant time, Restated fact) {
    String id =
        Digests.of(
            32, CAUSE, stream.value(), Long.toString(sequence), time.toString(), fact.toString());
    return new EventEnvelope(
        new EventMetadata(id, stream, sequence, time, CommandEnvelope.OPERATOR, CAUSE, CAUSE),
        fact);
  }
}
