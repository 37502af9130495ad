package com.datarestor.core.replay;

import com.datarestor.core.replay.Difference.Question;
import com.datarestor.events.DomainEvent;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Says in what a decision differs, and what of it comes from rules. */
final class DifferenceReason {

  private DifferenceReason() {}

  static String of(Difference difference) {
    List<DomainEvent> recorded = difference.recorded();
    List<DomainEvent> today = difference.today();
    if (difference.question() instanceof Question.NobodyAsks) {
      return "only a rule asks for this, and no rule of this release does";
    }
    if (recorded.isEmpty()) {
      return "a rule of this release asks for this, and what was known calls for it;"
          + " the log has no such decision";
    }
    if (today.isEmpty()) {
      return "this release is asked the same, and finds nothing to do in what was known";
    }
    if (!names(recorded).equals(names(today))) {
      return "this release records " + names(today) + " in place of " + names(recorded);
    }
    List<String> fields = new ArrayList<>();
    for (int i = 0; i < recorded.size(); i++) {
      fields.addAll(fields(recorded.get(i), today.get(i)));
    }
    return "same events, other contents: " + String.join("; ", fields);
  }

  private static String names(List<DomainEvent> events) {
    return events.stream()
        .map(event -> event.getClass().getSimpleName())
        .collect(Collectors.joining(", "));
  }

  /** The components in which two events of one type differ. */
  private static List<String> fields(DomainEvent then, DomainEvent now) {
    List<String> differ = new ArrayList<>();
    for (RecordComponent component : then.getClass().getRecordComponents()) {
      Object old = value(component, then);
      Object today = value(component, now);
      if (!old.equals(today)) {
        differ.add(
            "%s.%s was %s, is %s"
                .formatted(then.getClass().getSimpleName(), component.getName(), old, today));
      }
    }
    return differ;
  }

  private static Object value(RecordComponent component, DomainEvent event) {
    try {
      return component.getAccessor().invoke(event);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("an event hides its " + component.getName(), e);
    }
  }
}
