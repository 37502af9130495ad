package com.datarestor.core.watch;

import com.datarestor.core.annotation.BackupDirective;
import com.datarestor.core.annotation.Parsed;
import com.datarestor.core.annotation.RepositorySelector;
import com.datarestor.core.annotation.RestoreDirective;
import com.datarestor.core.api.v1alpha1.Task;
import com.datarestor.core.api.v1alpha1.TaskSpec;
import com.datarestor.core.repository.ForgetPolicy;
import com.datarestor.core.volume.Repositories;
import com.datarestor.core.watch.Observations.KnownConfig;
import com.datarestor.events.ConfigPlan;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationCommand;
import com.datarestor.events.OperationCommand.RefuseTask;
import com.datarestor.events.OperationCommand.RequestBackup;
import com.datarestor.events.OperationCommand.RequestForget;
import com.datarestor.events.OperationCommand.RequestRestore;
import com.datarestor.events.OperationId;
import com.datarestor.events.OperationType;
import com.datarestor.events.RepositoryId;
import com.datarestor.events.RepositoryPlan;
import com.datarestor.events.RepositoryRef;
import com.datarestor.events.Trigger;
import com.datarestor.events.VolumeCommand.ObserveVolume;
import java.util.List;
import java.util.Optional;

/** What a Task means that somebody made by hand. Pure. */
final class HandMade {

  private final Task task;
  private final TaskSpec spec;
  private final ClusterPicture picture;

  /** What is to be done about it. */
  sealed interface Verdict {

    /** It is clear what it asks for, or why it cannot be done. */
    record Clear(OperationCommand command) implements Verdict {}

    /**
     * Something that it names is not there; it may be on its way.
     *
     * @param refusal what to say when it does not come
     */
    record Wanting(OperationCommand refusal) implements Verdict {}
  }

  private HandMade(Task task, ClusterPicture picture) {
    this.task = task;
    this.spec = task.getSpec();
    this.picture = picture;
  }

  static Verdict judge(Task task, ClusterPicture picture) {
    return new HandMade(task, picture).judge();
  }

  /** The operation of a Task that somebody made: each Task is one. */
  static OperationId idOf(Task task) {
    return OperationId.of("task", task.getMetadata().getUid());
  }

  private Verdict judge() {
    if (spec.knownType().isEmpty()) {
      return refused("this release does not know its spec.type; write " + TYPES);
    }
    return switch (spec.knownType().get()) {
      case BACKUP_MANUAL, RESTORE_MANUAL -> withVolume();
      case FORGET -> withConfig(this::forget);
      case BACKUP_SCHEDULED, RESTORE_AUTOMATED, INIT, SCAN ->
          refused(
              "a Task of type "
                  + spec.knownType().get().wireName()
                  + " is made by the operator alone; write "
                  + TYPES);
    };
  }

  private static final String TYPES = "backup-manual, restore-manual or forget";

  /** A Config that can be acted upon. */
  private record Usable(ObjectRef ref, ConfigPlan plan) {}

  @FunctionalInterface
  private interface Next {
    Verdict with(Usable config);
  }

  private Verdict withConfig(Next next) {
    String path = spec.config().namespace() + "/" + spec.config().name();
    Optional<KnownConfig> found = picture.config(spec.config().namespace(), spec.config().name());
    if (found.isEmpty()) {
      return wanting(
          "there is no Config " + path + "; create it, or correct spec.config in a new Task");
    }
    if (found.get().plan().isEmpty()) {
      return wanting(
          "the spec of Config " + path + " cannot be acted upon; its conditions say why");
    }
    return next.with(new Usable(found.get().ref(), found.get().plan().get()));
  }

  private Verdict withVolume() {
    String namespace = task.getMetadata().getNamespace();
    String claim = spec.claim().orElse("");
    Optional<VolumeView> found = picture.volume(namespace, claim);
    if (found.isEmpty()) {
      return wanting(
          "there is no PersistentVolumeClaim "
              + namespace
              + "/"
              + claim
              + "; create it, or correct spec.pvc in a new Task");
    }
    ObserveVolume volume =
        Observations.volume(
            found.get(), picture.configs(), picture.labelsOf(namespace), Optional.empty());
    if (volume.block()) {
      return refused(
          "the volume is a block device (volumeMode: Block); only file systems can be backed up"
              + " and restored");
    }
    if (!volume.bound()) {
      return wanting("the volume is not bound yet; wait until its status is Bound");
    }
    return withConfig(config -> withSelected(config, volume));
  }

  private Verdict withSelected(Usable config, ObserveVolume volume) {
    boolean selected =
        volume.selections().stream().anyMatch(each -> each.config().equals(config.ref()));
    if (!selected) {
      return refused(
          "Config "
              + config.ref().path()
              + " does not select the claim"
              + (volume.unselectedBecause().isEmpty()
                  ? "; name one that does in a new Task"
                  : " (" + volume.unselectedBecause() + ")"));
    }
    return spec.knownType().filter(type -> type.wireName().startsWith("backup")).isPresent()
        ? backup(config, volume)
        : restore(config, volume);
  }

  private Verdict backup(Usable config, ObserveVolume volume) {
    String value = spec.repositoryAsked().orElse("") + "|" + spec.nameAsked().orElse("");
    return switch (BackupDirective.parse(value)) {
      case Parsed.Refused<BackupDirective> refused -> refused(refused.message());
      case Parsed.Understood<BackupDirective> understood -> {
        BackupDirective directive = understood.value();
        List<RepositoryRef> repositories =
            Repositories.written(config.plan(), directive.repository());
        if (directive.repository() instanceof RepositorySelector.All) {
          yield refused("a Task goes to one repository; make one for each");
        }
        if (repositories.isEmpty()) {
          yield unknown(config, directive.repository());
        }
        Operation operation =
            operation(
                OperationType.BACKUP_MANUAL,
                volume.volume(),
                config.ref(),
                repositories.getFirst());
        boolean named = !directive.name().isEmpty();
        yield new Verdict.Clear(
            new RequestBackup(
                operation,
                named ? directive.name() : operation.taskName(),
                named,
                spec.arguments(),
                trigger()));
      }
    };
  }

  private Verdict restore(Usable config, ObserveVolume volume) {
    String value =
        spec.repositoryAsked().orElse("")
            + "|"
            + spec.hostAsked().orElse("")
            + "|"
            + spec.snapshotAsked().orElse("");
    return switch (RestoreDirective.parse(value)) {
      case Parsed.Refused<RestoreDirective> refused -> refused(refused.message());
      case Parsed.Understood<RestoreDirective> understood -> {
        RestoreDirective directive = understood.value();
        List<RepositoryRef> repositories =
            Repositories.searched(config.plan(), directive.repository());
        if (repositories.isEmpty()) {
          yield unknown(config, directive.repository());
        }
        yield new Verdict.Clear(
            new RequestRestore(
                operation(
                    OperationType.RESTORE_MANUAL,
                    volume.volume(),
                    config.ref(),
                    repositories.getFirst()),
                repositories,
                directive.host().isEmpty() ? volume.volume().host() : directive.host(),
                directive.snapshot().text(),
                trigger()));
      }
    };
  }

  private Verdict forget(Usable config) {
    if (!config.ref().namespace().equals(task.getMetadata().getNamespace())) {
      return refused(
          "a forget belongs into the namespace of its Config, " + config.ref().namespace());
    }
    String value = spec.repositoryAsked().orElse("") + "|";
    if (!(BackupDirective.parse(value) instanceof Parsed.Understood<BackupDirective> directive)) {
      return refused("spec.repository is no priority and no target");
    }
    List<RepositoryRef> repositories =
        Repositories.written(config.plan(), directive.value().repository());
    if (repositories.size() != 1) {
      return repositories.isEmpty()
          ? unknown(config, directive.value().repository())
          : refused("a Task goes to one repository; make one for each");
    }
    List<String> arguments =
        spec.arguments().isEmpty()
            ? configured(config.plan(), repositories.getFirst().id())
            : spec.arguments();
    List<String> problems = ForgetPolicy.problems(arguments);
    return problems.isEmpty()
        ? new Verdict.Clear(
            new RequestForget(
                operation(
                    OperationType.FORGET, config.ref(), config.ref(), repositories.getFirst()),
                arguments,
                trigger()))
        : refused("the arguments of forget: " + String.join("; ", problems));
  }

  private static List<String> configured(ConfigPlan plan, RepositoryId repository) {
    return plan.repositories().stream()
        .filter(each -> each.repository().id().equals(repository))
        .map(RepositoryPlan::forgetArguments)
        .findFirst()
        .orElse(List.of());
  }

  private Verdict unknown(Usable config, RepositorySelector selector) {
    return refused(Repositories.unknown(selector, List.of(config.plan())));
  }

  private Operation operation(
      OperationType type, ObjectRef about, ObjectRef config, RepositoryRef repository) {
    return new Operation(idOf(task), type, task.getMetadata().getName(), about, config, repository);
  }

  private Trigger trigger() {
    return Trigger.task(OwnTask.created(task));
  }

  private Verdict refused(String message) {
    return new Verdict.Clear(refusal(message));
  }

  private Verdict wanting(String message) {
    return new Verdict.Wanting(refusal(message));
  }

  /** What it is about may not exist: only the Task itself is sure. */
  private RefuseTask refusal(String message) {
    ObjectRef about =
        ObjectRef.volume(task.getMetadata().getNamespace(), spec.claim().orElse(""), "");
    ObjectRef config = ObjectRef.config(spec.config().namespace(), spec.config().name(), "");
    OperationType type =
        spec.knownType().isPresent() ? OwnTask.type(spec.knownType().get()) : OperationType.SCAN;
    return new RefuseTask(
        operation(type, about, config, new RepositoryRef(new RepositoryId(""), 0, "unknown")),
        message);
  }
}
