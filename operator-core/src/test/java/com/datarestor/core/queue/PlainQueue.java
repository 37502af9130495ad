package com.datarestor.core.queue;

import com.datarestor.core.queue.QueueState.ConfigSettings;
import com.datarestor.core.queue.QueueState.Gate;
import com.datarestor.core.queue.QueueState.GateKey;
import com.datarestor.core.queue.QueueState.Place;
import com.datarestor.events.Limits;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationId;
import com.datarestor.events.OperationType;
import com.datarestor.events.QueueEvent;
import com.datarestor.events.QueueEvent.ConfigLimitsSet;
import com.datarestor.events.QueueEvent.GateClosed;
import com.datarestor.events.QueueEvent.GateOpened;
import com.datarestor.events.QueueEvent.GateRemoved;
import com.datarestor.events.QueueEvent.OperationAdmitted;
import com.datarestor.events.QueueEvent.OperationEvicted;
import com.datarestor.events.QueueEvent.OperationLeft;
import com.datarestor.events.QueueEvent.OperationQueued;
import com.datarestor.events.RepositoryId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The rule of the queue as one reads it aloud: to find who is next, everybody who waits is held
 * against everybody who runs. Too slow for a long queue, and plain enough to be believed.
 */
final class PlainQueue {

  private final Map<OperationId, Place> waiting = new LinkedHashMap<>();
  private final Map<OperationId, Place> running = new LinkedHashMap<>();
  private final Map<GateKey, Gate> gates = new HashMap<>();
  private final Map<String, ConfigSettings> settings = new HashMap<>();

  /** Config UIDs, the one served longest ago first. */
  private final List<String> served = new ArrayList<>();

  void apply(QueueEvent event) {
    switch (event) {
      case OperationQueued e ->
          waiting.put(e.operation().id(), new Place(e.operation(), e.repositories()));
      case OperationAdmitted e -> {
        Place place = Objects.requireNonNull(waiting.remove(e.operation().id()));
        running.put(e.operation().id(), place);
        served.remove(place.configUid());
        served.add(place.configUid());
      }
      case OperationEvicted ignored -> {}
      case OperationLeft e -> {
        waiting.remove(e.operation().id());
        running.remove(e.operation().id());
      }
      case ConfigLimitsSet e ->
          settings.put(e.config().uid(), new ConfigSettings(e.suspended(), e.limits()));
      case GateOpened e -> gates.put(key(e.config().uid(), e.repository().id()), new Gate.Open());
      case GateClosed e ->
          gates.put(key(e.config().uid(), e.repository().id()), new Gate.Closed(e.message()));
      case GateRemoved e ->
          gates.put(key(e.config().uid(), e.repository().id()), new Gate.Removed(e.message()));
    }
  }

  private static GateKey key(String configUid, RepositoryId repository) {
    return new GateKey(configUid, repository);
  }

  List<OperationId> waiting() {
    return List.copyOf(waiting.keySet());
  }

  List<Place> running() {
    return List.copyOf(running.values());
  }

  /** Everybody, those who wait first. */
  List<Operation> operations(Predicate<Operation> wanted) {
    List<Operation> all = new ArrayList<>();
    waiting.values().forEach(place -> all.add(place.operation()));
    running.values().forEach(place -> all.add(place.operation()));
    all.removeIf(wanted.negate());
    return all;
  }

  /** Admits everybody who may begin now, and tells whom, in order. */
  List<Operation> admitAll() {
    List<Operation> admitted = new ArrayList<>();
    Optional<Operation> next = next();
    while (next.isPresent()) {
      admitted.add(next.get());
      apply(new OperationAdmitted(next.get()));
      next = next();
    }
    return admitted;
  }

  private Optional<Operation> next() {
    @Nullable Place best = null;
    for (Place place : waiting.values()) {
      if (obstacle(place) == null && (best == null || compare(place, best) < 0)) {
        best = place;
      }
    }
    return Optional.ofNullable(best).map(Place::operation);
  }

  private int compare(Place one, Place other) {
    int byRunning = Long.compare(runningOf(one.configUid()), runningOf(other.configUid()));
    if (byRunning != 0) {
      return byRunning;
    }
    int byTurn =
        Integer.compare(served.indexOf(one.configUid()), served.indexOf(other.configUid()));
    return byTurn != 0 ? byTurn : Integer.compare(patience(one), patience(other));
  }

  private static int patience(Place place) {
    return switch (place.operation().type()) {
      case INIT -> 0;
      case RESTORE_MANUAL, RESTORE_AUTOMATED -> 1;
      case BACKUP_MANUAL -> 2;
      case BACKUP_SCHEDULED, SCAN, FORGET -> 3;
    };
  }

  private long runningOf(String configUid) {
    return count(place -> place.configUid().equals(configUid));
  }

  private long count(Predicate<Place> counted) {
    return running.values().stream().filter(place -> !isContact(place)).filter(counted).count();
  }

  /** What holds a waiting operation; null when nothing does. */
  @Nullable String obstacle(OperationId id) {
    return obstacle(Objects.requireNonNull(waiting.get(id)));
  }

  private @Nullable String obstacle(Place place) {
    String own = ownObstacle(place);
    if (own != null) {
      return own;
    }
    Operation operation = place.operation();
    for (Place other : running.values()) {
      String task = "waiting for " + other.operation().taskName();
      if (operation.about().isVolume() && other.operation().about().equals(operation.about())) {
        return task + " on the same volume";
      }
      boolean shared = other.repositories().stream().anyMatch(place.repositories()::contains);
      if (shared
          && (place.exclusive() || other.exclusive() || (isContact(place) && isContact(other)))) {
        return place.exclusive()
            ? task + ": it needs the repository alone"
            : task + ", which has the repository alone";
      }
    }
    return place.repositories().stream().anyMatch(reservedBefore(place)::contains)
        ? "waiting behind work that needs the repository alone"
        : null;
  }

  private Set<RepositoryId> reservedBefore(Place place) {
    Set<RepositoryId> reserved = new HashSet<>();
    for (Place before : waiting.values()) {
      if (before.equals(place)) {
        break;
      }
      if (before.exclusive() && ownObstacle(before) == null) {
        reserved.addAll(before.repositories());
      }
    }
    return reserved;
  }

  private static boolean isContact(Place place) {
    return place.operation().type() == OperationType.INIT;
  }

  private @Nullable String ownObstacle(Place place) {
    Operation operation = place.operation();
    ConfigSettings allowed =
        settings.getOrDefault(place.configUid(), new ConfigSettings(false, Limits.NONE));
    if (allowed.suspended()) {
      return "Config " + operation.config().path() + " is suspended (spec.suspend)";
    }
    if (isContact(place)) {
      return null;
    }
    String gate = atGate(place, operation);
    if (gate != null) {
      return gate;
    }
    Limits limits = allowed.limits();
    if (limits.tasks() > 0 && runningOf(place.configUid()) >= limits.tasks()) {
      return "spec.limits.maxConcurrentTasks (" + limits.tasks() + ") is reached";
    }
    long there = count(other -> other.gate().equals(place.gate()));
    return limits.tasksPerRepository() > 0 && there >= limits.tasksPerRepository()
        ? "spec.limits.maxConcurrentTasksPerRepository ("
            + limits.tasksPerRepository()
            + ") is reached"
        : null;
  }

  private @Nullable String atGate(Place place, Operation operation) {
    String repository = operation.repository().spoken();
    Gate gate = gates.get(place.gate());
    boolean anyWillDo = operation.type() == OperationType.RESTORE_AUTOMATED;
    for (RepositoryId each : anyWillDo ? place.repositories() : List.<RepositoryId>of()) {
      if (gates.get(new GateKey(place.configUid(), each)) instanceof Gate.Open) {
        return null;
      }
    }
    if (gate == null) {
      return "waiting for first contact with " + repository;
    }
    return switch (gate) {
      case Gate.Open ignored -> null;
      case Gate.Closed closed ->
          repository
              + ": "
              + closed.message()
              + (operation.type() == OperationType.RESTORE_MANUAL && place.repositories().size() > 1
                  ? " To restore from another repository without waiting, delete this Task and"
                      + " write its priority in front, as in 2||latest."
                  : "");
      case Gate.Removed removed -> removed.message();
    };
  }
}
