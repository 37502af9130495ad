package com.datarestor.core.queue;

import com.datarestor.events.Limits;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationId;
import com.datarestor.events.OperationType;
import com.datarestor.events.RepositoryId;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * Who waits, who runs, and what holds them. Never changes: what comes next is another state that
 * shares most of this one, so that a step costs the same however many wait.
 */
public final class QueueState {

  static final QueueState EMPTY =
      new QueueState(
          Waiting.NOBODY,
          Running.NOBODY,
          HashTreePMap.empty(),
          HashTreePMap.empty(),
          HashTreePMap.empty(),
          0);

  private final Waiting waiting;
  private final Running running;
  private final PMap<GateKey, Gate> gates;
  private final PMap<String, ConfigSettings> settings;

  /** When each Config was served last, by its UID, counted in admissions. */
  private final PMap<String, Long> served;

  private final long admissions;

  private QueueState(
      Waiting waiting,
      Running running,
      PMap<GateKey, Gate> gates,
      PMap<String, ConfigSettings> settings,
      PMap<String, Long> served,
      long admissions) {
    this.waiting = waiting;
    this.running = running;
    this.gates = gates;
    this.settings = settings;
    this.served = served;
    this.admissions = admissions;
  }

  /** An operation in the queue and the repositories it needs. */
  public record Place(Operation operation, List<RepositoryId> repositories) {
    String configUid() {
      return operation.config().uid();
    }

    String aboutUid() {
      return operation.about().uid();
    }

    GateKey gate() {
      return new GateKey(configUid(), operation.repository().id());
    }

    boolean exclusive() {
      return operation.type().isExclusive();
    }
  }

  /** A Config's way into a repository. */
  public record GateKey(String configUid, RepositoryId repository) {}

  /** Whether the repository opens with the Config's credentials. */
  public sealed interface Gate {
    /** Work may use it. */
    record Open() implements Gate {}

    /** Work waits, because of this. */
    record Closed(String message) implements Gate {}

    /** Work cannot be done any more, because of this. */
    record Removed(String message) implements Gate {}
  }

  /** What a Config allows. */
  public record ConfigSettings(boolean suspended, Limits limits) {
    static final ConfigSettings DEFAULT = new ConfigSettings(false, Limits.NONE);
  }

  /** Those who wait, in the order of arrival. */
  public Collection<Place> waiting() {
    return waiting.line().inOrder();
  }

  /** Those who were admitted and have not left, in the order of admission. */
  public Collection<Place> running() {
    return running.line().inOrder();
  }

  public boolean isWaiting(OperationId id) {
    return waiting.line().has(id);
  }

  public boolean isRunning(OperationId id) {
    return running.line().has(id);
  }

  /** How a Config's way into a repository is; empty while nobody has tried it. */
  public Optional<Gate> gate(GateKey key) {
    return Optional.ofNullable(gates.get(key));
  }

  /** What was said last of what a Config allows. */
  Optional<ConfigSettings> settings(String configUid) {
    return Optional.ofNullable(settings.get(configUid));
  }

  /** Why a waiting operation waits, as a sentence; empty when it is not waiting. */
  public Optional<String> explain(OperationId id) {
    return isWaiting(id)
        ? Optional.of(obstacleOf(id).orElse("waiting for its turn"))
        : Optional.empty();
  }

  /** What holds a waiting operation; empty when nothing does, or when it is not waiting. */
  public Optional<String> obstacleOf(OperationId id) {
    return waiting
        .line()
        .place(id)
        .flatMap(
            place ->
                Optional.ofNullable(
                    obstacle(place, waiting.line().number(id).orElse(0L), reservations())));
  }

  /** The operation to admit next, if any can be. */
  Optional<Place> next() {
    Map<RepositoryId, Long> reserved = reservations();
    return waiting.first().stream()
        .filter(head -> obstacle(head.getValue(), head.getKey(), reserved) == null)
        .min(turns())
        .map(Map.Entry::getValue);
  }

  /**
   * From which number on each repository is kept for work that needs it alone, also when that could
   * start now: what came later would start first and keep it waiting. Such work is never about a
   * volume, so that the head of its lane is the first.
   */
  private Map<RepositoryId, Long> reservations() {
    Map<RepositoryId, Long> reserved = new HashMap<>();
    for (Map.Entry<Long, Place> head : waiting.first()) {
      if (head.getValue().exclusive() && ownObstacle(head.getValue()) == null) {
        for (RepositoryId repository : head.getValue().repositories()) {
          reserved.merge(repository, head.getKey(), Math::min);
        }
      }
    }
    return reserved;
  }

  /**
   * Fewest running first, then the Config served longest ago, then what a person waits for. What
   * nobody waits for goes in the order of arrival, or a busy Config would never come to forget.
   */
  private Comparator<Map.Entry<Long, Place>> turns() {
    return Comparator.comparingInt(
            (Map.Entry<Long, Place> head) -> running.of(head.getValue().configUid()))
        .thenComparingLong(head -> served.getOrDefault(head.getValue().configUid(), 0L))
        .thenComparingInt(head -> patience(head.getValue().operation().type()))
        .thenComparing(Map.Entry.comparingByKey());
  }

  private static int patience(OperationType type) {
    return switch (type) {
      case INIT -> 0;
      case RESTORE_MANUAL, RESTORE_AUTOMATED -> 1;
      case BACKUP_MANUAL -> 2;
      case BACKUP_SCHEDULED, SCAN, FORGET -> 3;
    };
  }

  private @Nullable String obstacle(Place place, long number, Map<RepositoryId, Long> reserved) {
    String own = ownObstacle(place);
    if (own != null) {
      return own;
    }
    Optional<Place> other = running.hindering(place);
    if (other.isPresent()) {
      return waitingFor(other.get(), place);
    }
    boolean behind =
        place.repositories().stream()
            .anyMatch(repository -> reserved.getOrDefault(repository, number) < number);
    return behind ? "waiting behind work that needs the repository alone" : null;
  }

  private static String waitingFor(Place other, Place place) {
    String task = "waiting for " + other.operation().taskName();
    if (place.operation().about().isVolume()
        && other.operation().about().equals(place.operation().about())) {
      return task + " on the same volume";
    }
    return place.exclusive()
        ? task + ": it needs the repository alone"
        : task + ", which has the repository alone";
  }

  /** What holds it whoever else runs: its Config, its limits, its gate. */
  private @Nullable String ownObstacle(Place place) {
    Operation operation = place.operation();
    ConfigSettings allowed = settings(place.configUid()).orElse(ConfigSettings.DEFAULT);
    if (allowed.suspended()) {
      return "Config " + operation.config().path() + " is suspended (spec.suspend)";
    }
    if (operation.type() == OperationType.INIT) {
      // one that hangs must not take another's turn
      return null;
    }
    Gate gate = gate(place);
    if (gate == null) {
      return "waiting for first contact with " + operation.repository().spoken();
    }
    if (gate instanceof Gate.Closed closed) {
      return operation.repository().spoken() + ": " + closed.message() + elsewhere(place);
    }
    if (gate instanceof Gate.Removed removed) {
      return removed.message();
    }
    Limits limits = allowed.limits();
    if (limits.tasks() > 0 && running.of(place.configUid()) >= limits.tasks()) {
      return "spec.limits.maxConcurrentTasks (" + limits.tasks() + ") is reached";
    }
    if (limits.tasksPerRepository() > 0
        && running.at(place.gate()) >= limits.tasksPerRepository()) {
      return "spec.limits.maxConcurrentTasksPerRepository ("
          + limits.tasksPerRepository()
          + ") is reached";
    }
    return null;
  }

  /**
   * The gate that an operation has to pass: that of its first repository. An automated restore asks
   * all of its repositories, and can begin as soon as one of them opens.
   */
  private @Nullable Gate gate(Place place) {
    boolean anyOpen =
        place.operation().type() == OperationType.RESTORE_AUTOMATED
            && place.repositories().stream()
                .map(repository -> gates.get(new GateKey(place.configUid(), repository)))
                .anyMatch(Gate.Open.class::isInstance);
    return anyOpen ? new Gate.Open() : gates.get(place.gate());
  }

  /** The way out for somebody who cannot wait for the first repository. */
  private static String elsewhere(Place place) {
    return place.operation().type() == OperationType.RESTORE_MANUAL
            && place.repositories().size() > 1
        ? " To restore from another repository without waiting, delete this Task and write its"
            + " priority in front, as in 2||latest."
        : "";
  }

  QueueState queued(Place place) {
    OperationId id = place.operation().id();
    return isWaiting(id) || isRunning(id)
        ? this
        : with(waiting.plus(place, running.isBusy(place)), running);
  }

  QueueState admitted(OperationId id) {
    return waiting.line().place(id).map(this::admitted).orElse(this);
  }

  private QueueState admitted(Place place) {
    Running after = running.plus(place);
    long now = admissions + 1;
    return new QueueState(
        waiting.minus(place.operation().id(), after.isBusy(place)),
        after,
        gates,
        settings,
        served.plus(place.configUid(), now),
        now);
  }

  QueueState left(OperationId id) {
    Optional<Place> waited = waiting.line().place(id);
    if (waited.isPresent()) {
      return with(waiting.minus(id, running.isBusy(waited.get())), running);
    }
    Optional<Place> ran = running.line().place(id);
    if (ran.isEmpty()) {
      return this;
    }
    Running after = running.minus(id);
    boolean freed = running.isBusy(ran.get()) && !after.isBusy(ran.get());
    return with(freed ? waiting.free(ran.get().aboutUid()) : waiting, after);
  }

  QueueState gate(GateKey key, Gate gate) {
    return new QueueState(waiting, running, gates.plus(key, gate), settings, served, admissions);
  }

  QueueState allow(String configUid, ConfigSettings allowed) {
    return new QueueState(
        waiting, running, gates, settings.plus(configUid, allowed), served, admissions);
  }

  private QueueState with(Waiting nextWaiting, Running nextRunning) {
    return new QueueState(nextWaiting, nextRunning, gates, settings, served, admissions);
  }

  /** The operations that have to do with a volume, a Task or a Config; waiting ones first. */
  public List<Operation> touching(ObjectRef object) {
    return switch (object.kind()) {
      case ObjectRef.TASK ->
          operations()
              .filter(operation -> operation.about().namespace().equals(object.namespace()))
              .filter(operation -> operation.taskName().equals(object.name()))
              .toList();
      case ObjectRef.CONFIG ->
          operations().filter(operation -> operation.config().uid().equals(object.uid())).toList();
      default ->
          Stream.concat(waiting.about(object.uid()), running.about(object.uid()))
              .map(Place::operation)
              .toList();
    };
  }

  /** What the Config wants of the repository first. */
  List<Operation> wanting(GateKey key) {
    return Stream.concat(waiting().stream(), running().stream())
        .filter(place -> place.gate().equals(key))
        .map(Place::operation)
        .toList();
  }

  /** Everybody who is in the queue; those who wait come first. */
  public Stream<Operation> operations() {
    return Stream.concat(waiting().stream(), running().stream()).map(Place::operation);
  }

  /** What is remembered now. */
  public QueueMemory memory() {
    return new QueueMemory(
        List.copyOf(waiting()),
        List.copyOf(running()),
        Map.copyOf(gates),
        Map.copyOf(settings),
        served.entrySet().stream()
            .sorted(Map.Entry.comparingByValue())
            .map(Map.Entry::getKey)
            .toList());
  }

  /** The state that remembers this. */
  public static QueueState of(QueueMemory memory) {
    PMap<String, Long> served = HashTreePMap.empty();
    for (String configUid : memory.served()) {
      served = served.plus(configUid, served.size() + 1L);
    }
    Running running = Running.NOBODY;
    for (Place place : memory.running()) {
      running = running.plus(place);
    }
    Waiting waiting = Waiting.NOBODY;
    for (Place place : memory.waiting()) {
      waiting = waiting.plus(place, running.isBusy(place));
    }
    return new QueueState(
        waiting,
        running,
        HashTreePMap.from(memory.gates()),
        HashTreePMap.from(memory.settings()),
        served,
        served.size());
  }

  /** Whether it remembers the same, however it came to that. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof QueueState that && memory().equals(that.memory());
  }

  @Override
  public int hashCode() {
    return memory().hashCode();
  }

  @Override
  public String toString() {
    return memory().toString();
  }
}
