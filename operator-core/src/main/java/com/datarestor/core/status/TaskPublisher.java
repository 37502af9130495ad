package com.datarestor.core.status;

import com.datarestor.core.annotation.Annotations;
import com.datarestor.core.api.v1alpha1.ConfigReference;
import com.datarestor.core.api.v1alpha1.Task;
import com.datarestor.core.api.v1alpha1.TaskSpec;
import com.datarestor.core.api.v1alpha1.TaskState;
import com.datarestor.core.api.v1alpha1.TaskType;
import com.datarestor.events.ClusterCommand.PublishTask;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationType;
import com.datarestor.events.RepositoryId;
import com.datarestor.events.Trigger;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.HttpURLConnection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Creates Tasks, and takes away those of the same kind of work that are old news. */
final class TaskPublisher {

  /** How many ended Tasks of one type, about one object, on one repository are kept. */
  private static final int HISTORY = 10;

  private static final Set<TaskState> ENDED =
      Set.of(TaskState.COMPLETED, TaskState.FAILED, TaskState.CANCELLED);

  private final KubernetesClient client;

  TaskPublisher(KubernetesClient client) {
    this.client = client;
  }

  /**
   * The Task of the operation: created now, or as it was found. Empty when it was made by hand and
   * is gone: then it is not wanted any more.
   */
  Optional<Task> publish(PublishTask command) {
    Operation operation = command.operation();
    Resource<Task> resource =
        client
            .resources(Task.class)
            .inNamespace(operation.about().namespace())
            .withName(operation.taskName());
    Task found = resource.get();
    if (found != null) {
      return Optional.of(isMarked(found) ? found : mark(resource, command));
    }
    if (command.trigger().kind() == Trigger.Kind.TASK) {
      return Optional.empty();
    }
    Task created = create(resource, command);
    removeOldNews(operation);
    return Optional.of(created);
  }

  private Task create(Resource<Task> resource, PublishTask command) {
    try {
      return client.resource(task(command)).create();
    } catch (KubernetesClientException e) {
      Task found = e.getCode() == HttpURLConnection.HTTP_CONFLICT ? resource.get() : null;
      if (found == null) {
        throw e;
      }
      return found; // made at the same time, by the command that removes the annotation
    }
  }

  private static boolean isMarked(Task task) {
    Map<String, String> labels = task.getMetadata().getLabels();
    return labels != null && labels.containsKey(Annotations.OPERATION_LABEL);
  }

  /** A Task that somebody made by hand is from now on found like the operator's own. */
  private static Task mark(Resource<Task> resource, PublishTask command) {
    return resource.edit(
        task -> {
          ObjectMeta metadata = task.getMetadata();
          Map<String, String> labels = new TreeMap<>(orEmpty(metadata.getLabels()));
          labels.putAll(labels(command.operation()));
          metadata.setLabels(labels);
          Map<String, String> annotations = new TreeMap<>(orEmpty(metadata.getAnnotations()));
          annotations.putAll(annotations(command));
          metadata.setAnnotations(annotations);
          return task;
        });
  }

  private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
    return map == null ? Map.of() : map;
  }

  static Task task(PublishTask command) {
    Operation operation = command.operation();
    Map<String, String> labels = new TreeMap<>(labels(operation));
    labels.put(Annotations.MANAGED_BY, Annotations.OPERATOR);
    Task task = new Task();
    task.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(operation.about().namespace())
            .withName(operation.taskName())
            .withLabels(labels)
            .withAnnotations(annotations(command))
            .build());
    task.setSpec(
        new TaskSpec(
            type(operation.type()),
            operation.about().isVolume() ? operation.about().name() : null,
            new ConfigReference(operation.config().namespace(), operation.config().name()),
            Integer.toString(operation.repository().priority()),
            orNull(command.snapshot()),
            orNull(command.host()),
            orNull(command.name()),
            command.arguments()));
    return task;
  }

  private static Map<String, String> labels(Operation operation) {
    Map<String, String> labels = new TreeMap<>(sameWork(operation));
    labels.put(Annotations.OPERATION_LABEL, operation.id().value());
    labels.put(Annotations.CONFIG_LABEL, operation.config().uid());
    return labels;
  }

  /** What the spec does not say and who takes the Task up again has to know. */
  private static Map<String, String> annotations(PublishTask command) {
    Map<String, String> annotations = new TreeMap<>();
    Trigger trigger = command.trigger();
    if (trigger.kind() != Trigger.Kind.UNKNOWN) {
      annotations.put(Annotations.TRIGGER, trigger.kind().wireName());
      annotations.put(Annotations.TRIGGER_TIME, trigger.time().toString());
    }
    if (trigger.kind() == Trigger.Kind.ON_VOLUME || trigger.kind() == Trigger.Kind.ON_CONFIG) {
      annotations.put(Annotations.TRIGGER_VALUE, trigger.value());
      annotations.put(Annotations.TRIGGER_MANAGER, trigger.manager());
    }
    if (command.operation().type().isRestore()) {
      annotations.put(
          Annotations.REPOSITORIES,
          command.repositories().stream()
              .map(RepositoryId::value)
              .collect(Collectors.joining(" ")));
    }
    return annotations;
  }

  private static Map<String, String> sameWork(Operation operation) {
    return Map.of(
        Annotations.TYPE_LABEL,
        operation.type().wireName(),
        Annotations.REPOSITORY_LABEL,
        operation.repository().id().value(),
        Annotations.ABOUT_LABEL,
        operation.about().uid());
  }

  private void removeOldNews(Operation operation) {
    List<Task> old =
        client
            .resources(Task.class)
            .inNamespace(operation.about().namespace())
            .withLabels(sameWork(operation))
            .list()
            .getItems()
            .stream()
            .filter(task -> task.getStatus().knownState().filter(ENDED::contains).isPresent())
            .sorted(
                // Names begin alike and go on with the time of the trigger.
                Comparator.comparing((Task task) -> task.getMetadata().getCreationTimestamp())
                    .thenComparing(task -> task.getMetadata().getName())
                    .reversed())
            .skip(HISTORY)
            .toList();
    old.forEach(task -> client.resource(task).delete());
  }

  private static TaskType type(OperationType type) {
    return switch (type) {
      case BACKUP_SCHEDULED -> TaskType.BACKUP_SCHEDULED;
      case BACKUP_MANUAL -> TaskType.BACKUP_MANUAL;
      case RESTORE_MANUAL -> TaskType.RESTORE_MANUAL;
      case RESTORE_AUTOMATED -> TaskType.RESTORE_AUTOMATED;
      case FORGET -> TaskType.FORGET;
      case INIT -> TaskType.INIT;
      case SCAN -> TaskType.SCAN;
    };
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
