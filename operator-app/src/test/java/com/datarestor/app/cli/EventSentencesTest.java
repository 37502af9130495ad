package com.datarestor.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.events.DomainEvent;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.codec.Examples;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventSentencesTest {

  static Stream<Class<? extends DomainEvent>> types() {
    return records(DomainEvent.class).stream();
  }

  @ParameterizedTest
  @MethodSource("types")
  void everyEventIsSaidInWords(Class<? extends DomainEvent> type) {
    DomainEvent event = Examples.of(type);

    assertThat(EventSentences.of(event))
        .as(type.getSimpleName())
        .hasSizeGreaterThan(10)
        .doesNotContain("[", "Optional", "null", type.getSimpleName());
    ObjectRef about = EventSentences.about(event);
    assertThat(EventsCommand.line(Examples.event(event)))
        .as("what users wrote does not break the table")
        .doesNotContain("\n")
        .as("it names what the event is about")
        .contains(
            about.name().isEmpty()
                ? Examples.event(event).metadata().stream().value()
                : about.path())
        .doesNotContain(" / ");
  }

  @Test
  void allEventsAreLookedAt() {
    assertThat(types()).hasSizeGreaterThan(50);
  }

  private static List<Class<? extends DomainEvent>> records(Class<? extends DomainEvent> sealed) {
    List<Class<? extends DomainEvent>> found = new ArrayList<>();
    for (Class<?> each : sealed.getPermittedSubclasses()) {
      Class<? extends DomainEvent> member = each.asSubclass(DomainEvent.class);
      found.addAll(member.isSealed() ? records(member) : List.of(member));
    }
    return found.stream().distinct().toList();
  }
}
