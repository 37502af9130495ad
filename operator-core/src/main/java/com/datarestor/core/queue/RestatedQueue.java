package com.datarestor.core.queue;

import com.datarestor.core.queue.QueueState.ConfigSettings;
import com.datarestor.core.queue.QueueState.Gate;
import com.datarestor.core.queue.QueueState.GateKey;
import com.datarestor.core.queue.QueueState.Place;
import com.datarestor.events.Restated;
import com.datarestor.events.Restated.QueueRestated;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The queue's state as it is said again when the events go that made it. */
final class RestatedQueue {

  private RestatedQueue() {}

  static QueueRestated of(QueueState state) {
    QueueMemory memory = state.memory();
    return new QueueRestated(
        places(memory.waiting()),
        places(memory.running()),
        memory.gates().entrySet().stream()
            .map(gate -> gate(gate.getKey(), gate.getValue()))
            .sorted(
                Comparator.comparing(Restated.Gate::config)
                    .thenComparing(gate -> gate.repository().value()))
            .toList(),
        memory.settings().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(
                allowed ->
                    new Restated.Allowance(
                        allowed.getKey(),
                        allowed.getValue().suspended(),
                        allowed.getValue().limits()))
            .toList(),
        memory.served());
  }

  private static List<Restated.Place> places(List<Place> places) {
    return places.stream()
        .map(place -> new Restated.Place(place.operation(), place.repositories()))
        .toList();
  }

  private static Restated.Gate gate(GateKey key, Gate gate) {
    return switch (gate) {
      case Gate.Open ignored -> gate(key, Restated.Way.OPEN, "");
      case Gate.Closed closed -> gate(key, Restated.Way.CLOSED, closed.message());
      case Gate.Removed removed -> gate(key, Restated.Way.REMOVED, removed.message());
    };
  }

  private static Restated.Gate gate(GateKey key, Restated.Way way, String message) {
    return new Restated.Gate(key.configUid(), key.repository(), way, message);
  }

  static QueueState state(QueueRestated fact) {
    Map<GateKey, Gate> gates = new LinkedHashMap<>();
    for (Restated.Gate gate : fact.gates()) {
      gates.put(
          new GateKey(gate.config(), gate.repository()),
          switch (gate.way()) {
            case OPEN -> new Gate.Open();
            case CLOSED -> new Gate.Closed(gate.message());
            case REMOVED -> new Gate.Removed(gate.message());
          });
    }
    Map<String, ConfigSettings> settings = new LinkedHashMap<>();
    for (Restated.Allowance allowed : fact.allowances()) {
      settings.put(allowed.config(), new ConfigSettings(allowed.suspended(), allowed.limits()));
    }
    return QueueState.of(
        new QueueMemory(
            recalled(fact.waiting()),
            recalled(fact.running()),
            gates,
            settings,
            fact.lastAdmitted()));
  }

  private static List<Place> recalled(List<Restated.Place> facts) {
    return facts.stream().map(fact -> new Place(fact.operation(), fact.repositories())).toList();
  }
}
