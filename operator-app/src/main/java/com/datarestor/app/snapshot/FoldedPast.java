package com.datarestor.app.snapshot;

import com.datarestor.app.health.Metrics;
import com.datarestor.core.retention.Remains;
import com.datarestor.events.EventEnvelope;
import com.datarestor.events.store.EventRecord;
import com.datarestor.events.store.LogFindings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** A part of the log, folded apart from what runs, to find out what must be kept of it. */
public final class FoldedPast {

  private final Map<String, EventEnvelope> gauges = new LinkedHashMap<>();
  private final FoldedState state = FoldedState.apart(this::take);
  private Instant until = Instant.EPOCH;

  private void take(EventEnvelope event) {
    Instant time = event.metadata().time();
    until = time.isAfter(until) ? time : until;
    Metrics.gauge(event.event()).ifPresent(gauge -> gauges.put(gauge, event));
  }

  /** Folds what is read. */
  public LogFindings fold(Function<Consumer<EventRecord>, LogFindings> source) {
    return state.fold(source);
  }

  /** When the newest event happened. */
  public Instant until() {
    return until;
  }

  /** What must be kept when the events go. */
  public Remains remains(Remains.Margin margin) {
    Remains remains = state.remains(margin, until);
    gauges.values().forEach(remains::keep);
    return remains;
  }

  /** What is wrong with the log. */
  public List<String> damage() {
    return said(true);
  }

  /** What of it this release does not know. */
  public List<String> passedOver() {
    return said(false);
  }

  private List<String> said(boolean error) {
    List<String> sentences = new ArrayList<>();
    state.complaints(
        (isError, sentence) -> {
          if (isError == error) {
            sentences.add(sentence);
          }
        });
    return sentences;
  }

  /** What the other one does not know as this one does; empty when they agree. */
  public Optional<String> differenceTo(FoldedPast other) {
    Map<String, Object> mine = state.memory().needed();
    Map<String, Object> theirs = other.state.memory().needed();
    return mine.keySet().stream()
        .filter(part -> !Objects.equals(mine.get(part), theirs.get(part)))
        .findFirst()
        .map(part -> "what it would keep comes to other " + part);
  }
}
