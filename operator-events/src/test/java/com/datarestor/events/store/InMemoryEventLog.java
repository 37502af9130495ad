package com.datarestor.events.store;

import com.datarestor.events.StreamId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/** The log without a disk. */
public final class InMemoryEventLog implements EventLog {

  private final List<EventRecord> records = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();

  @Override
  public synchronized void append(List<EventRecord> appended) {
    for (EventRecord each : appended) {
      LogLine.requireOneLine(each.json());
    }
    for (EventRecord each : appended) {
      if (ids.add(each.metadata().id())) {
        records.add(each);
      }
    }
  }

  @Override
  public LogFindings read(Consumer<EventRecord> reader) {
    List<EventRecord> now = records();
    StreamSequences sequences = new StreamSequences(true);
    Damage damage = new Damage();
    for (EventRecord each : now) {
      sequences.check(each.metadata()).ifPresent(damage::say);
      reader.accept(each);
    }
    return new LogFindings(now.size(), damage.sentences());
  }

  @Override
  public boolean has(LogMark mark) {
    List<EventRecord> now = records();
    return mark.equals(LogMark.START)
        || (now.size() >= mark.next() && mark(now.subList(0, (int) mark.next())).equals(mark));
  }

  @Override
  public Optional<LogReading> readOn(
      LogMark from, ToLongFunction<StreamId> known, Consumer<EventRecord> reader) {
    if (!has(from)) {
      return Optional.empty();
    }
    List<EventRecord> now = records();
    StreamSequences sequences = new StreamSequences(known);
    Damage damage = new Damage();
    List<EventRecord> rest = now.subList((int) from.next(), now.size());
    for (EventRecord each : rest) {
      sequences.check(each.metadata()).ifPresent(damage::say);
      reader.accept(each);
    }
    return Optional.of(
        new LogReading(
            new LogFindings(rest.size(), damage.sentences()),
            now.isEmpty() ? Optional.empty() : Optional.of(mark(now))));
  }

  private static LogMark mark(List<EventRecord> records) {
    return new LogMark("memory", records.size(), records.getLast().metadata().id(), 0, 0);
  }

  /** Everything appended so far. */
  public synchronized List<EventRecord> records() {
    return List.copyOf(records);
  }
}
