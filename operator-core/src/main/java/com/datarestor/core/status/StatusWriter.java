package com.datarestor.core.status;

import com.datarestor.core.annotation.Annotations;
import com.datarestor.core.api.v1alpha1.BackupConfig;
import com.datarestor.core.api.v1alpha1.BackupConfigStatus;
import com.datarestor.core.api.v1alpha1.Task;
import com.datarestor.core.api.v1alpha1.TaskStatus;
import com.datarestor.core.status.StatusBoard.Changes;
import com.datarestor.core.status.StatusBoard.ShownTask;
import com.datarestor.core.watch.WatchedKind;
import com.datarestor.events.Digests;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.OperationId;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings statuses into the cluster, each only when it differs from what stands there. What stands
 * there is known from the watch of Tasks and from what was written, so that nothing is read for a
 * status that stays as it is. A status that could not be written stays changed and is written with
 * the next round.
 */
public final class StatusWriter implements WatchedKind.Listener<Task> {

  private static final Logger log = LoggerFactory.getLogger(StatusWriter.class);

  private static final int UNPROCESSABLE = 422;

  private final StatusBoard board;
  private final KubernetesClient client;
  private final Schedules schedules;
  private final Clock clock;

  /** What stands on Tasks: a digest, because there may be thousands of them. */
  private final Map<OperationId, String> onTasks = new ConcurrentHashMap<>();

  private final Map<String, BackupConfigStatus> onConfigs = new ConcurrentHashMap<>();

  /** When a Config's schedules come due next. */
  @FunctionalInterface
  public interface Schedules {
    /** The next runs of the Config with this UID. */
    NextRuns nextRuns(String configUid);
  }

  public StatusWriter(
      StatusBoard board, KubernetesClient client, Schedules schedules, Clock clock) {
    this.board = board;
    this.client = client;
    this.schedules = schedules;
    this.clock = clock;
  }

  @Override
  public void seen(Task task) {
    operation(task)
        .ifPresent(
            id -> {
              String status = digest(task.getStatus());
              if (!status.equals(onTasks.put(id, status))) {
                board.lookAgain(id);
              }
            });
  }

  @Override
  public void gone(Task task) {
    operation(task).ifPresent(onTasks::remove);
  }

  @Override
  public void listed(Collection<Task> all) {
    onTasks.keySet().retainAll(all.stream().flatMap(task -> operation(task).stream()).toList());
  }

  /** The cluster has been seen: a Task that was published and is not there was deleted. */
  public void open() {
    Changes changes = board.takeChanges();
    board.putBack(
        new Changes(changes.tasks().stream().filter(this::mayBeThere).toList(), changes.configs()));
  }

  private boolean mayBeThere(OperationId id) {
    return onTasks.containsKey(id)
        || board.task(id).filter(shown -> shown.view().published()).isEmpty();
  }

  private static Optional<OperationId> operation(Task task) {
    Map<String, String> labels = task.getMetadata().getLabels();
    return labels == null
        ? Optional.empty()
        : Optional.ofNullable(labels.get(Annotations.OPERATION_LABEL)).map(OperationId::new);
  }

  private static String digest(TaskStatus status) {
    return Digests.of(16, "status", status.toString());
  }

  /** Writes what has changed since the last call. */
  public void writeChanges() {
    Changes changes = board.takeChanges();
    List<OperationId> failedTasks = new ArrayList<>();
    List<String> failedConfigs = new ArrayList<>();
    for (OperationId id : changes.tasks()) {
      if (!attempt(() -> board.task(id).ifPresent(this::write))) {
        failedTasks.add(id);
      }
    }
    for (String uid : changes.configs()) {
      if (!attempt(() -> writeConfig(uid))) {
        failedConfigs.add(uid);
      }
    }
    board.putBack(new Changes(failedTasks, failedConfigs));
  }

  private static boolean attempt(Runnable write) {
    try {
      write.run();
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return true;
      }
      if (e.getCode() == UNPROCESSABLE) {
        log.error("a status is refused and left as it is until it changes: {}", e.getMessage());
        return true;
      }
      log.warn("a status could not be written and will be written again: {}", e.getMessage());
      return false;
    }
  }

  /** Before its Task is published there is nothing to write on; that it is marks it as changed. */
  private void write(ShownTask shown) {
    OperationId id = shown.view().operation().id();
    String status = digest(shown.status());
    if (!shown.view().published() || status.equals(onTasks.get(id))) {
      return;
    }
    String namespace = shown.view().operation().about().namespace();
    String name = shown.view().operation().taskName();
    Task task = client.resources(Task.class).inNamespace(namespace).withName(name).get();
    if (task == null) {
      onTasks.remove(id);
      return;
    }
    if (!shown.status().equals(task.getStatus())) {
      task.setStatus(shown.status());
      replace(task);
    }
    onTasks.put(id, status);
  }

  private void writeConfig(String uid) {
    Optional<ObjectRef> ref = board.config(uid, view -> view.config);
    if (ref.isEmpty()) {
      return;
    }
    NextRuns next = schedules.nextRuns(uid);
    @Nullable BackupConfigStatus standing = onConfigs.get(uid);
    if (standing != null && render(uid, next, standing).filter(standing::equals).isPresent()) {
      return;
    }
    BackupConfig config =
        client
            .resources(BackupConfig.class)
            .inNamespace(ref.get().namespace())
            .withName(ref.get().name())
            .get();
    if (config == null || !config.getMetadata().getUid().equals(uid)) {
      onConfigs.remove(uid);
      return;
    }
    @Nullable BackupConfigStatus before = config.getStatus();
    Optional<BackupConfigStatus> status = render(uid, next, before);
    if (status.isPresent()) {
      if (!status.get().equals(before)) {
        config.setStatus(status.get());
        replace(config);
      }
      onConfigs.put(uid, status.get());
    }
  }

  private Optional<BackupConfigStatus> render(
      String uid, NextRuns next, @Nullable BackupConfigStatus before) {
    return board.config(
        uid,
        view ->
            ConfigStatuses.render(
                view, next, before == null ? List.of() : before.conditions(), clock.instant()));
  }

  /** The operator owns the status as a whole: nothing of an older one may stay. */
  private void replace(HasMetadata object) {
    object.getMetadata().setManagedFields(null);
    client.resource(object).updateStatus();
  }
}
