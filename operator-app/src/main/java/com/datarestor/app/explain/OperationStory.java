package com.datarestor.app.explain;

import com.datarestor.events.EventEnvelope;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One operation: its events, and what it waited for. */
final class OperationStory {

  private final Operation operation;
  private final List<EventEnvelope> events = new ArrayList<>();
  private final List<Chapter> chapters = new ArrayList<>();
  private String waitsFor = "";

  /** A piece of it, in the order of the log. */
  sealed interface Chapter {

    /** An event. */
    record Happened(EventEnvelope event) implements Chapter {}

    /** From this moment on it waited for this. */
    record Waited(Instant since, String reason) implements Chapter {}
  }

  OperationStory(Operation operation) {
    this.operation = operation;
  }

  void take(EventEnvelope event) {
    events.add(event);
    chapters.add(new Chapter.Happened(event));
  }

  void waits(Instant since, String reason) {
    // what has ended gives its place in the queue back a little later
    if (end().isEmpty() && !waitsFor.equals(reason)) {
      waitsFor = reason;
      chapters.add(new Chapter.Waited(since, reason));
    }
  }

  Operation operation() {
    return operation;
  }

  List<EventEnvelope> events() {
    return events;
  }

  List<Chapter> chapters() {
    return chapters;
  }

  String correlation() {
    return events.isEmpty() ? "" : events.getFirst().metadata().correlation();
  }

  Instant asked() {
    return events.isEmpty() ? Instant.MAX : events.getFirst().metadata().time();
  }

  /** How it ended, if it has. */
  Optional<EventEnvelope> end() {
    return events.stream()
        .filter(event -> event.event() instanceof OperationEvent.Ended)
        .findFirst();
  }

  /** Whether the queue let it start. */
  boolean hasStarted() {
    return events.stream().anyMatch(event -> event.event() instanceof OperationEvent.StepStarted);
  }
}
