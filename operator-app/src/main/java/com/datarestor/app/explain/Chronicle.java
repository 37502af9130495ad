package com.datarestor.app.explain;

import com.datarestor.core.queue.QueueState;
import com.datarestor.core.replay.History;
import com.datarestor.events.ConfigEvent;
import com.datarestor.events.DomainEvent;
import com.datarestor.events.EventEnvelope;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationEvent;
import com.datarestor.events.OperationId;
import com.datarestor.events.QueueEvent;
import com.datarestor.events.Restated;
import com.datarestor.events.Restated.LogCompacted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the log tells, in order: the events, what every stream knows at the end, and for
 * each operation what it waited for.
 */
public final class Chronicle {

  private final History history = new History();
  private final List<EventEnvelope> events = new ArrayList<>();
  private @Nullable LogCompacted compacted;
  private final Map<OperationId, OperationStory> stories = new LinkedHashMap<>();

  /** Takes the next event of the log. */
  public void take(EventEnvelope event) {
    history.fold(event);
    switch (event.event()) {
      case LogCompacted past -> compacted = past;
      case Restated fact ->
          newest(fact).forEach(seen -> events.add(new EventEnvelope(event.metadata(), seen)));
      default -> events.add(event);
    }
    if (event.event() instanceof OperationEvent operation) {
      story(operation.operation()).take(event);
    }
    if (event.event() instanceof QueueEvent) {
      noteWaiting(event.metadata().time());
    }
  }

  /** What a fact stands for, as far as events can say it. */
  private static List<? extends DomainEvent> newest(Restated fact) {
    return switch (fact) {
      case Restated.VolumeRestated volume -> volume.seen();
      case Restated.ConfigRestated config ->
          config.accepted().stream()
              .map(
                  plan ->
                      new ConfigEvent.ConfigAccepted(
                          plan.config(), config.generation(), plan.plan(), List.of()))
              .toList();
      default -> List.of();
    };
  }

  /** What the log says of itself, when old events are gone. */
  public Optional<LogCompacted> compacted() {
    return Optional.ofNullable(compacted);
  }

  private void noteWaiting(Instant time) {
    QueueState queue = history.queue();
    for (QueueState.Place place : queue.waiting()) {
      queue
          .obstacleOf(place.operation().id())
          .ifPresent(reason -> story(place.operation()).waits(time, reason));
    }
  }

  private OperationStory story(Operation operation) {
    return stories.computeIfAbsent(operation.id(), id -> new OperationStory(operation));
  }

  public History history() {
    return history;
  }

  public List<EventEnvelope> events() {
    return List.copyOf(events);
  }

  /** The operations on a claim, or on a Config's repositories, in the order they were asked for. */
  List<OperationStory> storiesAbout(ObjectRef object) {
    return stories.values().stream()
        .filter(story -> story.operation().about().uid().equals(object.uid()))
        .toList();
  }

  /** Every operation of a Config. */
  List<OperationStory> storiesOf(ObjectRef config) {
    return stories.values().stream()
        .filter(story -> story.operation().config().uid().equals(config.uid()))
        .toList();
  }

  /** The operation that a Task shows, by {@code namespace/name}. */
  Optional<OperationStory> ofTask(String path) {
    return stories.values().stream()
        .filter(
            story ->
                (story.operation().about().namespace() + "/" + story.operation().taskName())
                    .equals(path))
        .findFirst();
  }

  /** Events before the story began that belong to the same cause, oldest first. */
  Stream<EventEnvelope> before(OperationStory story) {
    String correlation = story.correlation();
    return events.stream()
        .takeWhile(event -> !story.events().contains(event))
        .filter(event -> event.metadata().correlation().equals(correlation))
        .filter(event -> !(event.event() instanceof OperationEvent))
        .filter(event -> !(event.event() instanceof QueueEvent));
  }
}
