package com.datarestor.core.watch;

import com.datarestor.core.annotation.AnnotationOwner;
import com.datarestor.core.annotation.AnnotationWriter;
import com.datarestor.core.annotation.Annotations;
import com.datarestor.core.api.v1alpha1.Task;
import com.datarestor.core.operation.OperationState.Life;
import com.datarestor.core.recovery.Known;
import com.datarestor.core.watch.Observations.KnownConfig;
import com.datarestor.events.Ask;
import com.datarestor.events.ConfigCommand.RecallConfigAsk;
import com.datarestor.events.ConfigCommand.RecallForgetRun;
import com.datarestor.events.DecisionCommand;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationCommand.CancelOperation;
import com.datarestor.events.OperationCommand.RecallEnd;
import com.datarestor.events.OperationCommand.ResumeStep;
import com.datarestor.events.OperationId;
import com.datarestor.events.OperationType;
import com.datarestor.events.QueueCommand.KeepPlace;
import com.datarestor.events.RepositoryCommand.RecallRepository;
import com.datarestor.events.RepositoryId;
import com.datarestor.events.RepositoryRef;
import com.datarestor.events.Step;
import com.datarestor.events.TaskEnd;
import com.datarestor.events.Trigger;
import com.datarestor.events.VolumeCommand.RecallBackupRun;
import com.datarestor.events.VolumeCommand.RecallVolumeAsk;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What Tasks and Jobs tell and the log does not know, as commands to the deciders: after the log
 * was lost, whole or its end. With a log that is whole it is nothing. Pure.
 */
final class Recalled {

  private final ClusterPicture picture;
  private final Known log;
  private final Map<OperationId, List<FoundJob>> jobs;
  private final List<OwnTask> own;
  private final List<OwnTask> unknown;

  private Recalled(
      Collection<Task> tasks, Collection<FoundJob> jobs, ClusterPicture picture, Known log) {
    this.picture = picture;
    this.log = log;
    this.jobs = jobs.stream().collect(Collectors.groupingBy(FoundJob::operation));
    this.own =
        tasks.stream()
            .flatMap(task -> OwnTask.of(task, picture).stream())
            .sorted(
                Comparator.comparing((OwnTask task) -> task.created())
                    .thenComparing(task -> task.operation().taskName()))
            .toList();
    this.unknown = own.stream().filter(this::isUnknown).toList();
  }

  /**
   * The commands, in the order in which they are to be sent, and before any other: what is asked of
   * a stream later must find there what was recalled.
   */
  static List<DecisionCommand> of(
      Collection<Task> tasks, Collection<FoundJob> jobs, ClusterPicture picture, Known log) {
    Recalled recalled = new Recalled(tasks, jobs, picture, log);
    List<DecisionCommand> commands = new ArrayList<>();
    recalled.repositories(commands);
    recalled.ends(commands);
    recalled.places(commands);
    recalled.requests(commands);
    recalled.asks(commands);
    recalled.runs(commands);
    return commands;
  }

  /** Of what ended long ago the log itself remembers no more than when that was. */
  private boolean isUnknown(OwnTask task) {
    return log.operation(task.operation().id()).life() instanceof Life.Unknown
        && log.operationsForgottenUntil().filter(until -> !task.last().isAfter(until)).isEmpty();
  }

  private static boolean isCompleted(OwnTask task) {
    return task.outcome().filter(TaskEnd.Outcome.COMPLETED::equals).isPresent();
  }

  private void repositories(List<DecisionCommand> commands) {
    Map<RepositoryId, RecallRepository> opened = new LinkedHashMap<>();
    unknown.stream()
        .filter(Recalled::isCompleted)
        .map(OwnTask::operation)
        .forEach(
            operation ->
                opened.put(
                    operation.repository().id(),
                    new RecallRepository(operation.config(), operation.repository())));
    opened.values().stream()
        .filter(each -> !log.repository(each.repository().id()).known())
        .forEach(commands::add);
  }

  /** Contacts and readings are not asked for again by anything that still stands. */
  private void ends(List<DecisionCommand> commands) {
    Map<String, OwnTask> newest = new HashMap<>();
    own.stream()
        .filter(task -> task.outcome().isPresent())
        .sorted(Comparator.comparing(task -> task.last()))
        .forEach(task -> newest.put(kindOf(task.operation()), task));
    for (OwnTask task : unknown) {
      Operation operation = task.operation();
      if (!isOfRepository(operation.type())) {
        boolean last = task.equals(newest.get(kindOf(operation)));
        boolean left = jobs.containsKey(operation.id());
        task.outcome()
            .map(outcome -> new RecallEnd(operation, task.end(outcome, last, left)))
            .ifPresent(commands::add);
      }
    }
  }

  private static String kindOf(Operation operation) {
    return operation.about().uid() + operation.type().isRestore();
  }

  private static boolean isOfRepository(OperationType type) {
    return switch (type) {
      case INIT, SCAN -> true;
      case BACKUP_SCHEDULED, BACKUP_MANUAL, RESTORE_MANUAL, RESTORE_AUTOMATED, FORGET -> false;
    };
  }

  /** Also of operations that the log knows: the end of the log may be lost. */
  private void places(List<DecisionCommand> commands) {
    for (OwnTask task : own) {
      Operation operation = task.operation();
      boolean goesOn =
          switch (log.operation(operation.id()).life()) {
            case Life.Unknown ignored -> unknown.contains(task) && task.outcome().isEmpty();
            case Life.Waiting ignored -> true;
            case Life.Working ignored -> true;
            case Life.Restoring ignored -> true;
            case Life.Ended ignored -> false;
          };
      boolean hasPlace = log.queue().isRunning(operation.id());
      if (goesOn && !hasPlace && jobs.containsKey(operation.id())) {
        commands.add(
            new KeepPlace(operation, task.repositories().stream().map(RepositoryRef::id).toList()));
      }
    }
  }

  private void requests(List<DecisionCommand> commands) {
    Set<RepositoryId> opened =
        own.stream()
            .filter(Recalled::isCompleted)
            .map(task -> task.operation().repository().id())
            .collect(Collectors.toSet());
    for (OwnTask task : unknown) {
      if (task.outcome().isPresent()) {
        continue;
      }
      commands.add(task.request(opened.contains(task.operation().repository().id())));
      Optional<String> obstacle = task.obstacle(picture);
      if (obstacle.isPresent()) {
        commands.add(new CancelOperation(task.operation(), obstacle.get()));
      } else {
        furthest(task).ifPresent(job -> commands.add(resume(task, job)));
      }
    }
  }

  private static ResumeStep resume(OwnTask task, FoundJob job) {
    return new ResumeStep(
        task.operation(), job.step(), repository(task, job), job.job(), job.snapshot());
  }

  private static RepositoryRef repository(OwnTask task, FoundJob job) {
    return task.repositories().stream()
        .filter(each -> each.id().equals(job.repository()))
        .findFirst()
        .orElse(task.operation().repository());
  }

  /** The Job of the latest step: the steps of an operation have one order. */
  private Optional<FoundJob> furthest(OwnTask task) {
    return jobs.getOrDefault(task.operation().id(), List.of()).stream()
        .max(
            Comparator.comparing((FoundJob job) -> isSecond(job.step()))
                .thenComparing(job -> task.repositories().indexOf(repository(task, job))));
  }

  private static boolean isSecond(Step step) {
    return switch (step) {
      case RESTORE, FORGET -> true;
      case INIT, BACKUP, LOOKUP, LISTING, SCAN -> false;
    };
  }

  /** The newest of a key last: it is the one that may still stand. */
  private void asks(List<DecisionCommand> commands) {
    Map<String, OwnTask> first = new LinkedHashMap<>();
    for (OwnTask task : unknown) {
      task.ask().ifPresent(ask -> first.putIfAbsent(ask.getValue().id(), task));
    }
    first.values().stream()
        .sorted(Comparator.comparing(task -> task.trigger().time()))
        .flatMap(task -> recall(task).stream())
        .forEach(commands::add);
  }

  private Optional<DecisionCommand> recall(OwnTask task) {
    return task.ask()
        .flatMap(
            asked -> {
              ObjectRef object = asked.getKey();
              Ask ask = asked.getValue();
              if (task.trigger().kind() == Trigger.Kind.ON_VOLUME) {
                return picture
                    .volume(object.namespace(), object.name())
                    .filter(volume -> volume.getMetadata().getUid().equals(object.uid()))
                    .map(
                        volume ->
                            new RecallVolumeAsk(
                                object,
                                ask,
                                stands(task, ask, volume, volume.annotationWriters())));
              }
              return picture
                  .config(object.namespace(), object.name())
                  .map(KnownConfig::object)
                  .filter(config -> config.getMetadata().getUid().equals(object.uid()))
                  .map(
                      config ->
                          new RecallConfigAsk(
                              object,
                              ask,
                              stands(
                                  task,
                                  ask,
                                  config,
                                  AnnotationOwner.writers(config.getMetadata()))));
            });
  }

  /**
   * An annotation is not removed before its Tasks are there. One that was written later, by the
   * same clock, is another one.
   */
  private static boolean stands(
      OwnTask task, Ask ask, HasMetadata object, Map<String, AnnotationWriter> writers) {
    Map<String, String> annotations = object.getMetadata().getAnnotations();
    String value = annotations == null ? null : annotations.get(Annotations.key(ask.key()));
    Instant written = writers.getOrDefault(ask.key(), AnnotationWriter.UNKNOWN).time();
    return value != null
        && Annotations.told(value).equals(ask.value())
        && !written.isAfter(task.created());
  }

  private void runs(List<DecisionCommand> commands) {
    Map<String, OwnTask> newest = new LinkedHashMap<>();
    for (OwnTask task : unknown) {
      if (task.trigger().kind() == Trigger.Kind.SCHEDULE) {
        Operation operation = task.operation();
        newest.merge(
            operation.type()
                + operation.about().uid()
                + operation.config().uid()
                + operation.repository().id(),
            task,
            (a, b) -> a.trigger().time().isAfter(b.trigger().time()) ? a : b);
      }
    }
    for (OwnTask task : newest.values()) {
      Instant due = task.trigger().time();
      boolean ended = task.outcome().isPresent();
      commands.add(
          task.operation().about().isVolume()
              ? new RecallBackupRun(task.operation(), due, ended)
              : new RecallForgetRun(task.operation(), due, ended));
    }
  }
}
