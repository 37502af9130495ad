package com.datarestor.core.watch;

import com.datarestor.core.annotation.Annotations;
import com.datarestor.core.api.v1alpha1.Task;
import com.datarestor.core.api.v1alpha1.TaskSpec;
import com.datarestor.core.api.v1alpha1.TaskState;
import com.datarestor.core.api.v1alpha1.TaskType;
import com.datarestor.core.watch.Observations.KnownConfig;
import com.datarestor.events.Ask;
import com.datarestor.events.ConfigPlan;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationCommand;
import com.datarestor.events.OperationCommand.RequestBackup;
import com.datarestor.events.OperationCommand.RequestForget;
import com.datarestor.events.OperationCommand.RequestInit;
import com.datarestor.events.OperationCommand.RequestRestore;
import com.datarestor.events.OperationCommand.RequestScan;
import com.datarestor.events.OperationId;
import com.datarestor.events.OperationType;
import com.datarestor.events.RepositoryId;
import com.datarestor.events.RepositoryPlan;
import com.datarestor.events.RepositoryRef;
import com.datarestor.events.TaskEnd;
import com.datarestor.events.Trigger;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A Task that an operation has, with all that it tells of the operation.
 *
 * @param repositories those that are asked, as the Config names them now, in their order
 */
record OwnTask(Task task, Operation operation, Trigger trigger, List<RepositoryRef> repositories) {

  OwnTask {
    repositories = List.copyOf(repositories);
  }

  /** Empty when the Task was made by hand and not accepted yet, or by a newer release. */
  static Optional<OwnTask> of(Task task, ClusterPicture picture) {
    Map<String, String> labels = orEmpty(task.getMetadata().getLabels());
    String id = labels.getOrDefault(Annotations.OPERATION_LABEL, "");
    Optional<OperationType> type = task.getSpec().knownType().map(OwnTask::type);
    if (id.isEmpty() || type.isEmpty()) {
      return Optional.empty();
    }
    ObjectRef config = config(task.getSpec(), labels);
    RepositoryRef repository =
        repository(
            new RepositoryId(labels.getOrDefault(Annotations.REPOSITORY_LABEL, "")),
            task.getSpec(),
            plan(config, picture));
    ObjectRef about =
        task.getSpec()
            .claim()
            .map(
                claim ->
                    ObjectRef.volume(
                        task.getMetadata().getNamespace(),
                        claim,
                        labels.getOrDefault(Annotations.ABOUT_LABEL, "")))
            .orElse(config);
    Operation operation =
        new Operation(
            new OperationId(id),
            type.get(),
            task.getMetadata().getName(),
            about,
            config,
            repository);
    return Optional.of(
        new OwnTask(task, operation, trigger(task), asked(task, repository, config, picture)));
  }

  static boolean isAccepted(Task task) {
    return orEmpty(task.getMetadata().getLabels()).containsKey(Annotations.OPERATION_LABEL);
  }

  static OperationType type(TaskType type) {
    return switch (type) {
      case BACKUP_SCHEDULED -> OperationType.BACKUP_SCHEDULED;
      case BACKUP_MANUAL -> OperationType.BACKUP_MANUAL;
      case RESTORE_MANUAL -> OperationType.RESTORE_MANUAL;
      case RESTORE_AUTOMATED -> OperationType.RESTORE_AUTOMATED;
      case FORGET -> OperationType.FORGET;
      case INIT -> OperationType.INIT;
      case SCAN -> OperationType.SCAN;
    };
  }

  private static ObjectRef config(TaskSpec spec, Map<String, String> labels) {
    return ObjectRef.config(
        spec.config().namespace(),
        spec.config().name(),
        labels.getOrDefault(Annotations.CONFIG_LABEL, ""));
  }

  /** The plan of this very Config, when it has one that can be acted upon. */
  private static Optional<ConfigPlan> plan(ObjectRef config, ClusterPicture picture) {
    return picture
        .config(config.namespace(), config.name())
        .filter(known -> known.ref().uid().equals(config.uid()))
        .flatMap(KnownConfig::plan);
  }

  private static Optional<RepositoryRef> find(RepositoryId id, Optional<ConfigPlan> plan) {
    return plan.stream()
        .flatMap(each -> each.repositories().stream())
        .map(RepositoryPlan::repository)
        .filter(repository -> repository.id().equals(id))
        .findFirst();
  }

  private static RepositoryRef repository(
      RepositoryId id, TaskSpec spec, Optional<ConfigPlan> plan) {
    return find(id, plan)
        .orElseGet(
            () ->
                new RepositoryRef(
                    id, priority(spec.repositoryAsked().orElse("")), "not in the Config"));
  }

  private static int priority(String written) {
    return written.matches("[0-9]{1,9}") ? Integer.parseInt(written) : 0;
  }

  private static List<RepositoryRef> asked(
      Task task, RepositoryRef first, ObjectRef config, ClusterPicture picture) {
    List<RepositoryRef> named =
        Arrays.stream(annotation(task, Annotations.REPOSITORIES).split(" "))
            .flatMap(id -> find(new RepositoryId(id), plan(config, picture)).stream())
            .toList();
    return named.contains(first) ? named : List.of(first);
  }

  private static Trigger trigger(Task task) {
    String kind = annotation(task, Annotations.TRIGGER);
    for (Trigger.Kind each : Trigger.Kind.values()) {
      if (each.wireName().equals(kind)) {
        return new Trigger(
            each,
            time(annotation(task, Annotations.TRIGGER_TIME)),
            annotation(task, Annotations.TRIGGER_VALUE),
            annotation(task, Annotations.TRIGGER_MANAGER));
      }
    }
    return Trigger.UNKNOWN;
  }

  private static Instant time(String text) {
    try {
      return text.isEmpty() ? Instant.EPOCH : Instant.parse(text);
    } catch (DateTimeParseException e) {
      return Instant.EPOCH; // somebody edited it: it is like nothing that stands anywhere
    }
  }

  private static String annotation(Task task, String key) {
    return orEmpty(task.getMetadata().getAnnotations()).getOrDefault(key, "");
  }

  private static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
    return map == null ? Map.of() : map;
  }

  Instant created() {
    return created(task);
  }

  static Instant created(Task task) {
    return time(Objects.requireNonNullElse(task.getMetadata().getCreationTimestamp(), ""));
  }

  /** How it ended; empty when it has not. */
  Optional<TaskEnd.Outcome> outcome() {
    return task.getStatus().knownState().flatMap(OwnTask::outcome);
  }

  /** When it ended, or was made when it has not. */
  Instant last() {
    return outcome().isEmpty()
        ? created()
        : Objects.requireNonNullElse(task.getStatus().completedAt(), created());
  }

  /** Its end, see {@link TaskEnd}. */
  TaskEnd end(TaskEnd.Outcome outcome, boolean newest, boolean left) {
    return new TaskEnd(
        outcome,
        last(),
        Objects.requireNonNullElse(task.getStatus().snapshot(), ""),
        Objects.requireNonNullElse(task.getStatus().message(), ""),
        newest,
        left);
  }

  static Optional<TaskEnd.Outcome> outcome(TaskState state) {
    return switch (state) {
      case COMPLETED -> Optional.of(TaskEnd.Outcome.COMPLETED);
      case FAILED -> Optional.of(TaskEnd.Outcome.FAILED);
      case CANCELLED -> Optional.of(TaskEnd.Outcome.CANCELLED);
      case PENDING, SCALING_DOWN, STARTING, RUNNING, SCALING_UP -> Optional.empty();
    };
  }

  /** The object whose annotation asked, and the ask; empty when no annotation did. */
  Optional<Map.Entry<ObjectRef, Ask>> ask() {
    String key =
        operation.type().isRestore() ? Annotations.MANUAL_RESTORE : Annotations.MANUAL_BACKUP;
    return switch (trigger.kind()) {
      case ON_VOLUME -> Optional.of(Map.entry(operation.about(), ask(operation.about(), key)));
      case ON_CONFIG -> Optional.of(Map.entry(operation.config(), ask(operation.config(), key)));
      case SCHEDULE, HOLD, TASK, UNKNOWN -> Optional.empty();
    };
  }

  private Ask ask(ObjectRef object, String key) {
    return Ask.seen(object, key, trigger.value(), trigger.time()).by(trigger.manager());
  }

  /**
   * What was asked, once more, under the same id.
   *
   * @param known whether the repository is known to have opened before
   */
  OperationCommand request(boolean known) {
    TaskSpec spec = task.getSpec();
    return switch (operation.type()) {
      case BACKUP_SCHEDULED, BACKUP_MANUAL ->
          new RequestBackup(
              operation,
              spec.nameAsked().orElse(operation.taskName()),
              spec.nameAsked().isPresent(),
              spec.arguments(),
              trigger);
      case RESTORE_MANUAL, RESTORE_AUTOMATED ->
          new RequestRestore(
              operation,
              repositories,
              spec.hostAsked().orElse(operation.about().host()),
              spec.snapshotAsked().orElse("latest"),
              trigger);
      case FORGET -> new RequestForget(operation, spec.arguments(), trigger);
      case INIT -> new RequestInit(operation, known);
      case SCAN -> new RequestScan(operation);
    };
  }

  /** Why it cannot be done any more, in the words in which it would have been cancelled. */
  Optional<String> obstacle(ClusterPicture picture) {
    ObjectRef about = operation.about();
    ObjectRef config = operation.config();
    if (about.isVolume()
        && picture
            .volume(about.namespace(), about.name())
            .filter(volume -> volume.getMetadata().getUid().equals(about.uid()))
            .isEmpty()) {
      return Optional.of("PersistentVolumeClaim " + about.path() + " was deleted");
    }
    Optional<KnownConfig> found =
        picture
            .config(config.namespace(), config.name())
            .filter(each -> each.ref().uid().equals(config.uid()));
    if (found.isEmpty()) {
      return Optional.of("Config " + config.path() + " was deleted");
    }
    return found.get().plan().isPresent()
            && find(operation.repository().id(), found.get().plan()).isEmpty()
        ? Optional.of("Config " + config.path() + " does not use this repository any more")
        : Optional.empty();
  }
}
