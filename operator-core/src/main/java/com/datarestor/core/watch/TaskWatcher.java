package com.datarestor.core.watch;

import com.datarestor.core.annotation.Annotations;
import com.datarestor.core.api.v1alpha1.Task;
import com.datarestor.events.CommandEnvelope;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.QueueCommand.Evict;
import com.datarestor.events.bus.CommandBus;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Sees Tasks go: deleting a Task cancels its operation. */
public final class TaskWatcher implements WatchedKind.Listener<Task> {

  private final CommandBus commands;
  private final Clock clock;
  private final Set<String> present = ConcurrentHashMap.newKeySet();

  public TaskWatcher(CommandBus commands, Clock clock) {
    this.commands = commands;
    this.clock = clock;
  }

  /**
   * The watch of the operator's own Tasks.
   *
   * @param listener who is told of them
   */
  public static WatchedKind<Task> kind(
      KubernetesClient client, WatchedKind.Listener<Task> listener) {
    return new WatchedKind<>(
        client, Task.class, Map.of(Annotations.MANAGED_BY, Annotations.OPERATOR), listener);
  }

  /**
   * Everything that is there has been seen.
   *
   * @param published Tasks of operations that have not ended; those not in the cluster were deleted
   */
  public void open(Collection<ObjectRef> published) {
    for (ObjectRef task : published) {
      if (!present.contains(task.path())) {
        deleted(task);
      }
    }
  }

  @Override
  public void seen(Task task) {
    ObjectRef ref = Observations.ref(ObjectRef.TASK, task);
    if (task.getMetadata().getDeletionTimestamp() != null) {
      deleted(ref);
      return;
    }
    present.add(ref.path());
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
    for (String path : List.copyOf(present)) {
      if (!there.contains(path)) {
        int slash = path.indexOf('/');
        deleted(ObjectRef.task(path.substring(0, slash), path.substring(slash + 1), ""));
      }
    }
  }

  private void deleted(ObjectRef task) {
    present.remove(task.path());
    commands.send(
        List.of(
            CommandEnvelope.first(
                UUID.randomUUID().toString(),
                clock.instant(),
                "watch",
                new Evict(task, "Task " + task.path() + " was deleted"))));
  }
}
