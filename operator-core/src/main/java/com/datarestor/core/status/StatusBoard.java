package com.datarestor.core.status;

import com.datarestor.core.api.v1alpha1.TaskStatus;
import com.datarestor.core.queue.QueueDecider;
import com.datarestor.core.queue.QueueState;
import com.datarestor.events.ConfigEvent;
import com.datarestor.events.ConfigEvent.ConfigRemoved;
import com.datarestor.events.EventEnvelope;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.OperationEvent;
import com.datarestor.events.OperationId;
import com.datarestor.events.QueueEvent;
import com.datarestor.events.QueueEvent.ConfigLimitsSet;
import com.datarestor.events.QueueEvent.GateClosed;
import com.datarestor.events.QueueEvent.GateOpened;
import com.datarestor.events.QueueEvent.GateRemoved;
import com.datarestor.events.QueueEvent.OperationAdmitted;
import com.datarestor.events.QueueEvent.OperationEvicted;
import com.datarestor.events.QueueEvent.OperationLeft;
import com.datarestor.events.QueueEvent.OperationQueued;
import com.datarestor.events.RepositoryEvent;
import com.datarestor.events.Restated;
import com.datarestor.events.Selection;
import com.datarestor.events.StreamId;
import com.datarestor.events.VolumeEvent;
import com.datarestor.events.VolumeEvent.VolumeGone;
import com.datarestor.events.VolumeEvent.VolumeObserved;
import com.datarestor.events.bus.EventHandler;
import com.datarestor.events.bus.Reaction;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The read model of statuses: folds every event, and knows which statuses have to be written again.
 * An event that was folded before (from the log, then from the broker) changes nothing.
 * Thread-safe.
 */
public final class StatusBoard implements EventHandler {

  /** Ended operations that are remembered, so that a long log does not fill the memory. */
  private static final int ENDED_KEPT = 2_000;

  /**
   * Streams that are over and whose events are known to be folded, should the broker bring them
   * again; and objects that are gone, should somebody still speak of them.
   */
  private static final int OVER_KEPT = 10_000;

  private final Map<StreamId, Long> folded = new HashMap<>();
  private final LinkedHashSet<StreamId> over = new LinkedHashSet<>();
  private final LinkedHashSet<String> removed = new LinkedHashSet<>();
  private final Map<String, ConfigView> configs = new LinkedHashMap<>();
  private final Map<String, Sighting> volumes = new HashMap<>();
  private final Map<OperationId, TaskView> tasks = new LinkedHashMap<>();
  private final Map<OperationId, ProgressReport> progress = new HashMap<>();
  private final LinkedHashSet<OperationId> ended = new LinkedHashSet<>();
  private final Set<OperationId> changedTasks = new LinkedHashSet<>();
  private final Set<String> changedConfigs = new LinkedHashSet<>();
  private final QueueDecider queueDecider = new QueueDecider();
  private final Map<OperationId, String> told = new HashMap<>();
  private QueueState queue = queueDecider.initial();
  private boolean queueMoved;
  private String notice = "";
  private String noticeReason = "";

  @Override
  public Reaction handle(EventEnvelope event) {
    fold(event);
    return Reaction.NOTHING;
  }

  /** Applies an event; one that was applied before changes nothing. */
  public synchronized void fold(EventEnvelope envelope) {
    StreamId stream = envelope.metadata().stream();
    long sequence = envelope.metadata().sequence();
    if (envelope.event() instanceof Restated fact) {
      if (sequence > 0) {
        folded.merge(stream, sequence, Math::max);
      }
      recall(stream, fact);
      return;
    }
    if (sequence <= folded.getOrDefault(stream, 0L)) {
      return;
    }
    folded.put(stream, sequence);
    Instant time = envelope.metadata().time();
    switch (envelope.event()) {
      case ConfigEvent event -> config(event);
      case VolumeEvent event -> volume(event);
      case OperationEvent event -> operation(event, time);
      case RepositoryEvent event ->
          view(event.config()).ifPresent(view -> ConfigProjection.apply(view, event, time));
      case QueueEvent event -> queue(event, time);
      case Restated ignored -> {}
    }
  }

  private void recall(StreamId stream, Restated fact) {
    switch (fact) {
      case Restated.VolumeRestated volume -> {
        Sighting.of(volume).ifPresent(seen -> volumes.put(seen.volume().uid(), seen));
        if (volume.gone()) {
          over(stream, stream.identity());
        }
      }
      case Restated.ConfigRestated config -> {
        if (config.removed()) {
          over(stream, stream.identity());
        }
      }
      case Restated.QueueRestated ignored -> {
        queue = queueDecider.recall(fact).orElse(queue);
        queueMoved = true;
      }
      case Restated.StatusRestated status -> recall(status);
      case Restated.RepositoryRestated ignored -> {}
      case Restated.LogCompacted ignored -> {}
    }
  }

  private void recall(Restated.StatusRestated status) {
    ConfigView view = RestatedStatus.view(status);
    view.notice = notice;
    view.noticeReason = noticeReason;
    volumes.values().forEach(volume -> ConfigProjection.apply(view, volume));
    configs.put(status.config().uid(), view);
    changedConfigs.add(status.config().uid());
  }

  /** What must be known of every Config's status when its events go. */
  public synchronized List<Restated.StatusRestated> restate() {
    return configs.values().stream().map(RestatedStatus::of).toList();
  }

  /** How many events of a stream were applied. */
  public synchronized long folded(StreamId stream) {
    return folded.getOrDefault(stream, 0L);
  }

  private void config(ConfigEvent event) {
    if (event instanceof ConfigRemoved) {
      String uid = event.config().uid();
      configs.remove(uid);
      changedConfigs.remove(uid);
      over(StreamId.config(event.config()), uid);
      return;
    }
    view(event.config()).ifPresent(view -> ConfigProjection.apply(view, event));
  }

  private void volume(VolumeEvent event) {
    String uid = event.volume().uid();
    selecting(uid).forEach(changedConfigs::add);
    if (event instanceof VolumeGone gone) {
      volumes.remove(uid);
      configs.values().forEach(view -> ConfigProjection.apply(view, gone));
      over(StreamId.volume(gone.volume()), uid);
      return;
    }
    Optional<Sighting> now = Sighting.after(volumes.get(uid), event);
    now.ifPresent(
        seen -> {
          selecting(uid)
              .flatMap(config -> Optional.ofNullable(configs.get(config)).stream())
              .forEach(view -> ConfigProjection.apply(view, seen));
          volumes.put(uid, seen);
        });
    if (event instanceof VolumeObserved observed) {
      for (Selection selection : observed.selections()) {
        view(selection.config())
            .ifPresent(view -> now.ifPresent(seen -> ConfigProjection.apply(view, seen)));
      }
    }
  }

  /** How many volumes no pod may start on yet. */
  public synchronized int unsettled() {
    return (int)
        volumes.values().stream()
            .filter(seen -> !seen.heldBy().isEmpty() && seen.stage().isUnsettled())
            .count();
  }

  /** The Configs that selected the volume when it was seen last. */
  private Stream<String> selecting(String volumeUid) {
    return Optional.ofNullable(volumes.get(volumeUid)).stream()
        .flatMap(seen -> seen.selectedBy().stream());
  }

  private void operation(OperationEvent event, Instant time) {
    if (event instanceof OperationEvent.EndRecalled recalled) {
      // its Task shows what it shows
      view(event.operation().config()).ifPresent(view -> ConfigProjection.recall(view, recalled));
      over(event.operation().stream());
      return;
    }
    OperationId id = event.operation().id();
    TaskView before = tasks.get(id);
    TaskView after =
        before == null
            ? TaskProjection.first(event, time)
            : TaskProjection.evolve(before, event, time);
    tasks.put(id, after);
    changedTasks.add(id);
    Instant begun = after.startedAt() == null ? time : after.startedAt();
    view(event.operation().config())
        .ifPresent(view -> ConfigProjection.apply(view, event, begun, time));
    if (event instanceof OperationEvent.Ended) {
      progress.remove(id);
      over(event.operation().stream());
      ended.add(id);
      if (ended.size() > ENDED_KEPT) {
        OperationId oldest = ended.removeFirst();
        tasks.remove(oldest);
        changedTasks.remove(oldest);
      }
    }
  }

  /** An object is gone and does not come back: another one has another UID. */
  private void over(StreamId stream, String uid) {
    over(stream);
    removed.add(uid);
    if (removed.size() > OVER_KEPT) {
      removed.removeFirst();
    }
  }

  private void over(StreamId stream) {
    over.add(stream);
    if (over.size() > OVER_KEPT) {
      folded.remove(over.removeFirst());
    }
  }

  private void queue(QueueEvent event, Instant time) {
    queue = queueDecider.evolve(queue, event, time);
    queueMoved = true;
    switch (event) {
      case OperationAdmitted e -> {
        notWaiting(e.operation().id());
        view(e.operation().config()).ifPresent(view -> view.running.add(e.operation().id()));
      }
      case OperationLeft e -> {
        notWaiting(e.operation().id());
        view(e.operation().config()).ifPresent(view -> view.running.remove(e.operation().id()));
      }
      case OperationQueued ignored -> {}
      case OperationEvicted ignored -> {}
      case ConfigLimitsSet ignored -> {}
      case GateOpened ignored -> {}
      case GateClosed ignored -> {}
      case GateRemoved ignored -> {}
    }
  }

  private void notWaiting(OperationId id) {
    told.remove(id);
    changedTasks.add(id);
  }

  /** Why somebody waits changes with what others do: whose sentence is another one now? */
  private void compareSentences() {
    if (!queueMoved) {
      return;
    }
    queueMoved = false;
    for (QueueState.Place place : queue.waiting()) {
      OperationId id = place.operation().id();
      String sentence = queue.explain(id).orElse("");
      if (!sentence.equals(told.put(id, sentence))) {
        changedTasks.add(id);
      }
    }
  }

  /** What is shown of a Config, to be changed; empty when it was deleted. */
  private Optional<ConfigView> view(ObjectRef config) {
    if (removed.contains(config.uid())) {
      return Optional.empty();
    }
    changedConfigs.add(config.uid());
    return Optional.of(
        configs.computeIfAbsent(
            config.uid(),
            uid -> {
              ConfigView fresh = new ConfigView(config);
              fresh.notice = notice;
              fresh.noticeReason = noticeReason;
              volumes.values().forEach(volume -> ConfigProjection.apply(fresh, volume));
              return fresh;
            }));
  }

  /** The Configs that have a status. */
  public synchronized List<ObjectRef> configs() {
    return configs.values().stream().map(view -> view.config).toList();
  }

  /**
   * Shows on every Config what concerns the operator itself; shown and forgotten, never an event.
   *
   * @param reason one word for it
   * @param sentence empty to show nothing any more
   */
  public synchronized void notice(String reason, String sentence) {
    if (sentence.equals(notice)) {
      return;
    }
    notice = sentence;
    noticeReason = reason;
    for (ConfigView view : configs.values()) {
      view.notice = sentence;
      view.noticeReason = reason;
      changedConfigs.add(view.config.uid());
    }
  }

  /** What is remembered now. */
  public synchronized BoardMemory memory() {
    Map<String, BoardMemory.ConfigLine> lines = new LinkedHashMap<>();
    configs.forEach((uid, view) -> lines.put(uid, BoardMemory.ConfigLine.of(view)));
    return new BoardMemory(
        new HashMap<>(folded),
        List.copyOf(over),
        List.copyOf(removed),
        lines,
        new HashMap<>(volumes),
        List.copyOf(tasks.values()),
        List.copyOf(ended),
        queue.memory());
  }

  /**
   * Takes what {@link #memory} gave, instead of folding what it was folded from. As after folding,
   * every status is to be written again.
   */
  public synchronized void recall(BoardMemory memory) {
    folded.putAll(memory.folded());
    over.addAll(memory.over());
    removed.addAll(memory.removed());
    volumes.putAll(memory.volumes());
    memory.configs().forEach((uid, line) -> configs.put(uid, line.view()));
    for (ConfigView view : configs.values()) {
      volumes.values().forEach(volume -> ConfigProjection.apply(view, volume));
    }
    memory.tasks().forEach(task -> tasks.put(task.operation().id(), task));
    ended.addAll(memory.ended());
    queue = QueueState.of(memory.queue());
    queueMoved = true;
    changedTasks.addAll(tasks.keySet());
    changedConfigs.addAll(configs.keySet());
  }

  /** Shows how far a running Job is. */
  public synchronized void progressed(ProgressReport report) {
    TaskView view = tasks.get(report.operation());
    if (view != null && view.endedAt().isEmpty()) {
      progress.put(report.operation(), report);
      changedTasks.add(report.operation());
    }
  }

  /** The Task was changed by somebody: what stands there may be another status now. */
  synchronized void lookAgain(OperationId id) {
    if (tasks.containsKey(id)) {
      changedTasks.add(id);
    }
  }

  /** The statuses that have to be written again; the caller writes them, or puts them back. */
  synchronized Changes takeChanges() {
    compareSentences();
    Changes changes =
        new Changes(
            List.copyOf(changedTasks),
            changedConfigs.stream()
                .filter(uid -> config(uid, ConfigView::isSeen).orElse(false))
                .toList());
    changedTasks.clear();
    changedConfigs.clear();
    return changes;
  }

  synchronized void putBack(Changes changes) {
    changedTasks.addAll(changes.tasks());
    changedConfigs.addAll(changes.configs());
  }

  synchronized Optional<ShownTask> task(OperationId id) {
    return Optional.ofNullable(tasks.get(id))
        .map(
            view ->
                new ShownTask(
                    view,
                    TaskStatuses.render(
                        view, queue.explain(id), Optional.ofNullable(progress.get(id)))));
  }

  /** Renders under the lock: views change in place. */
  synchronized <T> Optional<T> config(String uid, Function<ConfigView, T> render) {
    return Optional.ofNullable(configs.get(uid)).map(render);
  }

  /** Operations that have not ended, as the log tells. */
  public synchronized List<TaskView> open() {
    return tasks.values().stream().filter(view -> view.endedAt().isEmpty()).toList();
  }

  /** What has to be written again. */
  record Changes(List<OperationId> tasks, List<String> configs) {
    boolean isEmpty() {
      return tasks.isEmpty() && configs.isEmpty();
    }
  }

  /** A Task and what its status is to be. */
  record ShownTask(TaskView view, TaskStatus status) {}
}
