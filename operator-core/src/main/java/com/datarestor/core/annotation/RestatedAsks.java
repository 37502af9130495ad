package com.datarestor.core.annotation;

import com.datarestor.core.annotation.AskLedger.Entry;
import com.datarestor.events.Restated.Asks;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A ledger as it is said again when the events go that made it. */
public final class RestatedAsks {

  private RestatedAsks() {}

  public static Asks of(AskLedger ledger) {
    List<Asks.Written> spent = new ArrayList<>();
    List<Asks.Waiting> waiting = new ArrayList<>();
    List<Asks.Written> cleared = new ArrayList<>();
    ledger
        .entries()
        .forEach(
            (key, entry) -> {
              switch (entry) {
                case Entry.Spent e -> spent.add(new Asks.Written(key, e.value()));
                case Entry.Waiting e ->
                    waiting.add(new Asks.Waiting(key, e.value(), e.firstSeen()));
                case Entry.Cleared e -> cleared.add(new Asks.Written(key, e.value()));
              }
            });
    return new Asks(
        spent,
        waiting,
        cleared,
        ledger.answered().entrySet().stream()
            .map(values -> new Asks.Answered(values.getKey(), values.getValue()))
            .toList());
  }

  public static AskLedger ledger(Asks asks) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    asks.spent().forEach(ask -> entries.put(ask.key(), new Entry.Spent(ask.value())));
    asks.waiting()
        .forEach(ask -> entries.put(ask.key(), new Entry.Waiting(ask.value(), ask.firstSeen())));
    asks.cleared().forEach(ask -> entries.put(ask.key(), new Entry.Cleared(ask.value())));
    Map<String, List<String>> answered = new LinkedHashMap<>();
    asks.answered().forEach(values -> answered.put(values.key(), values.values()));
    return new AskLedger(
        Collections.unmodifiableMap(entries), Collections.unmodifiableMap(answered));
  }
}
