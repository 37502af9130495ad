package com.datarestor.app.explain;

import com.datarestor.events.Ask;
import com.datarestor.events.ConfigEvent;
import com.datarestor.events.EventEnvelope;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.VolumeEvent;
import java.util.List;
import java.util.Optional;

/** Annotations that were answered without an operation: what was refused, what was put back. */
final class Answers {

  private Answers() {}

  /** A line for each on the claim or Config, oldest first. */
  static List<String> withoutWork(List<EventEnvelope> events, ObjectRef object) {
    return events.stream()
        .flatMap(
            event -> answer(event, object).map(text -> Words.moment(event) + "  " + text).stream())
        .toList();
  }

  private static Optional<String> answer(EventEnvelope event, ObjectRef object) {
    if (!About.of(event.event(), object.kind()).uid().equals(object.uid())) {
      return Optional.empty();
    }
    return switch (event.event()) {
      case VolumeEvent.VolumeAskRefused e -> Optional.of(refused(e.ask(), e.message()));
      case ConfigEvent.ConfigAskRefused e -> Optional.of(refused(e.ask(), e.message()));
      case VolumeEvent.VolumeAskRepeated e -> Optional.of(repeated(e.ask(), e.manager()));
      case ConfigEvent.ConfigAskRepeated e -> Optional.of(repeated(e.ask(), e.manager()));
      default -> Optional.empty();
    };
  }

  private static String refused(Ask ask, String message) {
    return ask.spoken() + " and refused: " + message;
  }

  private static String repeated(Ask ask, String manager) {
    return ask.key()
        + "=\""
        + ask.value()
        + "\" was put back by "
        + manager
        + " and is not run again; change the value to repeat it";
  }
}
