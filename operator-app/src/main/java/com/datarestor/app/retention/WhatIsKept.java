package com.datarestor.app.retention;

import com.datarestor.app.snapshot.FoldedPast;
import com.datarestor.core.retention.Remains;
import com.datarestor.events.EventEnvelope;
import com.datarestor.events.Restated.LogCompacted;
import com.datarestor.events.StreamId;
import com.datarestor.events.codec.EventCodec;
import com.datarestor.events.store.LogFindings;
import com.datarestor.events.store.LoggedRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What is kept of a log's first events when they go.
 *
 * @param records in the order in which they are to be folded
 * @param until when the newest of the events happened
 * @param sound whether nothing was wrong with the events
 * @param problem why these records must not take the place of the events; empty when they may
 */
record WhatIsKept(
    List<LoggedRecord> records, Instant until, boolean sound, Optional<String> problem) {

  /** Sentences about damage that are carried on. */
  private static final int DAMAGE_KEPT = 100;

  private static final EventCodec CODEC = new EventCodec();

  /**
   * @param events how many there are
   * @param source hands them out, more than once
   */
  static WhatIsKept of(
      long events, Function<Consumer<LoggedRecord>, LogFindings> source, Remains.Margin margin) {
    FoldedPast past = new FoldedPast();
    LogFindings findings =
        past.fold(reader -> source.apply(logged -> reader.accept(logged.record())));
    Remains remains = past.remains(margin);
    List<LoggedRecord> records = new ArrayList<>();
    remains.facts().forEach(fact -> records.add(fact(events, fact)));
    LogFindings again =
        source.apply(
            logged -> {
              if (remains.keeps(logged.record().metadata())) {
                records.add(logged);
              }
            });
    remains.statuses().forEach(status -> records.add(fact(events, status)));
    records.addFirst(
        fact(
            events,
            Remains.envelope(
                StreamId.LOG,
                0,
                past.until(),
                new LogCompacted(
                    events,
                    records.size(),
                    past.until(),
                    remains.forgotten(),
                    newest(past.damage())))));
    return new WhatIsKept(
        records,
        past.until(),
        findings.sound() && again.sound(),
        problem(past, List.copyOf(records)));
  }

  /** A fact takes the offset of the newest event that it stands for. */
  private static LoggedRecord fact(long events, EventEnvelope fact) {
    return new LoggedRecord(events - 1, CODEC.encode(fact));
  }

  private static List<String> newest(List<String> damage) {
    return damage.subList(Math.max(0, damage.size() - DAMAGE_KEPT), damage.size());
  }

  private static Optional<String> problem(FoldedPast past, List<LoggedRecord> kept) {
    List<String> unknown = past.passedOver();
    if (!unknown.isEmpty()) {
      return Optional.of("it has events of another release (" + unknown.getFirst() + ")");
    }
    FoldedPast again = new FoldedPast();
    again.fold(
        reader -> {
          kept.forEach(logged -> reader.accept(logged.record()));
          return new LogFindings(kept.size(), List.of());
        });
    return past.differenceTo(again);
  }
}
