package com.datarestor.core.simulation;

import com.datarestor.core.annotation.FieldManagers;
import com.datarestor.core.operation.Outcomes;
import com.datarestor.core.recovery.Known;
import com.datarestor.core.status.PublishedTasks;
import com.datarestor.core.watch.FoundJob;
import com.datarestor.core.watch.PicturedCluster;
import com.datarestor.events.AnnotationValue;
import com.datarestor.events.ClusterCommand;
import com.datarestor.events.ClusterCommand.PublishTask;
import com.datarestor.events.ClusterCommand.RemoveAnnotation;
import com.datarestor.events.ClusterCommand.TellUser;
import com.datarestor.events.ClusterCommand.WriteAnnotation;
import com.datarestor.events.Command;
import com.datarestor.events.ConfigCommand.ConfigVanished;
import com.datarestor.events.ConfigCommand.ObserveConfig;
import com.datarestor.events.ConfigPlan;
import com.datarestor.events.DecisionCommand;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.OperationCommand.ReportTaskPublished;
import com.datarestor.events.Selection;
import com.datarestor.events.VolumeCommand.ObserveVolume;
import com.datarestor.events.VolumeCommand.VolumeVanished;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Configs, volumes, Tasks and annotations, as far as decisions see and change them. It outlives the
 * operator's restarts. Every Config selects every volume.
 */
public final class SimulatedCluster {

  private record Seen(ConfigPlan plan, long generation) {}

  private final Map<ObjectRef, Seen> configs = new LinkedHashMap<>();
  private final Set<ObjectRef> volumes = new LinkedHashSet<>();
  private final Map<ObjectRef, Map<String, AnnotationValue>> annotations = new LinkedHashMap<>();
  private final Map<ObjectRef, Map<String, String>> outcomes = new LinkedHashMap<>();
  private final Map<ObjectRef, Map<String, Instant>> written = new LinkedHashMap<>();
  private final PublishedTasks tasks = new PublishedTasks();
  private Instant now = Instant.EPOCH;
  private final Set<TellUser> told = new LinkedHashSet<>();

  /** The clock of the API server. */
  void isNow(Instant moment) {
    now = moment;
  }

  /** The Tasks as objects. */
  PublishedTasks published() {
    return tasks;
  }

  /** What Tasks and these Jobs tell a log that knows no more than this. */
  List<DecisionCommand> recalled(Collection<FoundJob> jobs, Known log) {
    PicturedCluster picture = new PicturedCluster();
    volumes.forEach(volume -> picture.volume(volume, written(volume)));
    configs.forEach((config, seen) -> picture.config(config, seen.plan(), written(config)));
    return picture.recalled(tasks.all(), jobs, log);
  }

  private List<PicturedCluster.Written> written(ObjectRef object) {
    return annotations.getOrDefault(object, Map.of()).values().stream()
        .map(
            value ->
                new PicturedCluster.Written(
                    value, written.getOrDefault(object, Map.of()).getOrDefault(value.key(), now)))
        .toList();
  }

  /** Applies a Config; a plan that differs is a new generation. */
  public void apply(ObjectRef config, ConfigPlan plan) {
    Seen before = configs.get(config);
    if (before == null || !before.plan().equals(plan)) {
      configs.put(config, new Seen(plan, before == null ? 1 : before.generation() + 1));
    }
  }

  public void add(ObjectRef volume) {
    volumes.add(volume);
  }

  /** A person annotates the object. */
  public void annotate(ObjectRef object, String key, String value) {
    annotate(object, key, value, "kubectl-annotate");
  }

  /** Somebody annotates the object, under this name. */
  public void annotate(ObjectRef object, String key, String value, String manager) {
    written.computeIfAbsent(object, ref -> new LinkedHashMap<>()).put(key, now);
    annotations
        .computeIfAbsent(object, ref -> new LinkedHashMap<>())
        .put(
            key,
            new AnnotationValue(
                key, value, manager, FieldManagers.isDeclarative(manager, "Update")));
  }

  /** Deletes the object and says what a watch would say. */
  public DecisionCommand delete(ObjectRef object) {
    annotations.remove(object);
    if (volumes.remove(object)) {
      return new VolumeVanished(object);
    }
    configs.remove(object);
    return new ConfigVanished(object);
  }

  /** Everything that is there, as the observer tells it at start. */
  public List<DecisionCommand> levels() {
    List<DecisionCommand> levels = new ArrayList<>();
    configs.keySet().forEach(config -> levels.add(level(config)));
    volumes.forEach(volume -> levels.add(level(volume)));
    return levels;
  }

  private DecisionCommand level(ObjectRef object) {
    List<AnnotationValue> present =
        List.copyOf(annotations.getOrDefault(object, Map.of()).values());
    Seen config = configs.get(object);
    if (config != null) {
      return new ObserveConfig(
          object,
          config.generation(),
          config.plan(),
          List.of(),
          present,
          present.isEmpty() ? List.of() : List.copyOf(volumes));
    }
    List<Selection> selections =
        configs.entrySet().stream()
            .map(
                entry ->
                    new Selection(
                        entry.getKey(), entry.getValue().plan(), "selector 1 (any namespace)"))
            .toList();
    return new ObserveVolume(
        object,
        true,
        false,
        selections,
        selections.isEmpty() ? "there is no Config in the cluster" : "",
        present);
  }

  /** Does what the command says, once however often it comes; returns what is reported. */
  List<Command> handle(ClusterCommand command, Known log, Instant asked) {
    return switch (command) {
      case PublishTask publish -> {
        ObjectRef task = publish.object();
        tasks.publish(publish, now);
        yield List.of(
            new ReportTaskPublished(
                publish.operation(),
                ObjectRef.task(task.namespace(), task.name(), "uid-of-" + task.name())));
      }
      case RemoveAnnotation remove -> {
        remove.tasks().stream()
            .filter(publish -> !log.isPublished(publish.operation().id(), asked))
            .forEach(publish -> tasks.publish(publish, now));
        yield removed(remove);
      }
      case WriteAnnotation write -> {
        outcomes
            .computeIfAbsent(write.object(), ref -> new LinkedHashMap<>())
            .merge(
                write.key(),
                write.value(),
                (present, next) -> Outcomes.isOlder(next, present) ? present : next);
        yield List.of();
      }
      case ClusterCommand.ReleasePod ignored -> List.of();
      case ClusterCommand.ListSettledClaims ignored -> List.of();
      case TellUser tell -> {
        told.add(tell);
        yield List.of();
      }
    };
  }

  private List<Command> removed(RemoveAnnotation remove) {
    Map<String, AnnotationValue> present = annotations.getOrDefault(remove.object(), Map.of());
    AnnotationValue value = present.get(remove.key());
    if (value == null || !value.value().equals(remove.value())) {
      return List.of();
    }
    present.remove(remove.key());
    return List.of(level(remove.object()));
  }

  /** The Tasks that were made, as {@code namespace/name}. */
  public Set<String> tasks() {
    return tasks.names();
  }

  /** What was said to people, each once. */
  public Set<TellUser> told() {
    return Set.copyOf(told);
  }

  /** The outcome that is written on the object; empty when there is none. */
  public String outcome(ObjectRef object, String key) {
    return outcomes.getOrDefault(object, Map.of()).getOrDefault(key, "");
  }

  /** Whether the annotation still stands on the object. */
  public boolean isAnnotated(ObjectRef object, String key) {
    return annotations.getOrDefault(object, Map.of()).containsKey(key);
  }
}
