package com.datarestor.core.watch;

import com.datarestor.core.api.v1alpha1.Task;
import com.datarestor.core.operation.OperationState.Life;
import com.datarestor.core.recovery.Known;
import com.datarestor.events.CommandEnvelope;
import com.datarestor.events.DecisionCommand;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.OperationCommand;
import com.datarestor.events.QueueCommand.Evict;
import com.datarestor.events.bus.CommandBus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Sees Tasks. One that somebody made by hand is asked for; one that is deleted cancels its
 * operation; one that the log does not know is told to the deciders with what it says.
 */
public final class TaskWatcher implements WatchedKind.Listener<Task> {

  /** How long what a Task names may still be on its way. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private final CommandBus commands;
  private final Clock clock;
  private final ClusterObserver observer;
  private final Known log;
  private final Map<String, Task> present = new ConcurrentHashMap<>();
  private volatile Supplier<Collection<FoundJob>> jobs = List::of;
  private volatile boolean open;

  public TaskWatcher(CommandBus commands, Clock clock, ClusterObserver observer, Known log) {
    this.commands = commands;
    this.clock = clock;
    this.observer = observer;
    this.log = log;
  }

  /**
   * The watch of all Tasks.
   *
   * @param listener who is told of them
   */
  public static WatchedKind<Task> kind(
      KubernetesClient client, WatchedKind.Listener<Task> listener) {
    return new WatchedKind<>(client, Task.class, Map.of(), listener);
  }

  /**
   * Tells what Tasks and Jobs say and the log does not know. Everything that is there has been
   * seen, and nothing was asked of the deciders yet.
   */
  public void recall(Supplier<Collection<FoundJob>> seenJobs) {
    jobs = seenJobs;
    recall();
  }

  /**
   * From now on Tasks that are made by hand are asked for.
   *
   * @param published Tasks of operations that have not ended; those not in the cluster were deleted
   */
  public void open(Collection<ObjectRef> published) {
    for (ObjectRef task : published) {
      if (!present.containsKey(task.path())) {
        deleted(task);
      }
    }
    open = true;
    lookAgain();
  }

  private void recall() {
    send(Recalled.of(present.values(), jobs.get(), observer.picture(), log));
  }

  /**
   * Notices Tasks that were made and deleted while the watch lost changes: it never saw them, so
   * that no list can tell it that they are gone.
   *
   * @param published Tasks of operations that have not ended
   * @param client asks the cluster itself; who does not answer is asked again the next time
   */
  public void miss(Collection<ObjectRef> published, KubernetesClient client) {
    for (ObjectRef task : published) {
      if (!present.containsKey(task.path()) && !exists(task, client)) {
        deleted(task);
      }
    }
  }

  private static boolean exists(ObjectRef task, KubernetesClient client) {
    try {
      return client.resources(Task.class).inNamespace(task.namespace()).withName(task.name()).get()
          != null;
    } catch (KubernetesClientException e) {
      return true;
    }
  }

  /** Looks again at Tasks that named something that was not there. */
  public void lookAgain() {
    present.values().forEach(this::ask);
  }

  private void ask(Task task) {
    if (!open || !isToBeAsked(task)) {
      return;
    }
    switch (HandMade.judge(task, observer.picture())) {
      case HandMade.Verdict.Clear clear -> send(List.of(clear.command()));
      case HandMade.Verdict.Wanting wanting -> refuseLater(task, wanting.refusal());
    }
  }

  private boolean isToBeAsked(Task task) {
    return !OwnTask.isAccepted(task)
        && task.getStatus().knownState().flatMap(OwnTask::outcome).isEmpty()
        && log.operation(HandMade.idOf(task)).life() instanceof Life.Unknown;
  }

  private void refuseLater(Task task, OperationCommand refusal) {
    if (OwnTask.created(task).plus(PATIENCE).isBefore(clock.instant())) {
      send(List.of(refusal));
    }
  }

  @Override
  public void seen(Task task) {
    ObjectRef ref = Observations.ref(ObjectRef.TASK, task);
    if (task.getMetadata().getDeletionTimestamp() != null) {
      deleted(ref);
      return;
    }
    present.put(ref.path(), task);
    ask(task);
  }

  @Override
  public void gone(Task task) {
    deleted(Observations.ref(ObjectRef.TASK, task));
  }

  @Override
  public void listed(Collection<Task> all) {
    Set<String> there =
        all.stream()
            .map(task -> Observations.ref(ObjectRef.TASK, task).path())
            .collect(Collectors.toSet());
    for (String path : List.copyOf(present.keySet())) {
      if (!there.contains(path)) {
        int slash = path.indexOf('/');
        deleted(ObjectRef.task(path.substring(0, slash), path.substring(slash + 1), ""));
      }
    }
    if (open) {
      recall();
    }
  }

  private void deleted(ObjectRef task) {
    present.remove(task.path());
    send(List.of(new Evict(task, "Task " + task.path() + " was deleted")));
  }

  private void send(List<? extends DecisionCommand> told) {
    if (told.isEmpty()) {
      return;
    }
    commands.send(
        told.stream()
            .map(
                command ->
                    CommandEnvelope.first(
                        UUID.randomUUID().toString(), clock.instant(), "watch", command))
            .toList());
  }
}
