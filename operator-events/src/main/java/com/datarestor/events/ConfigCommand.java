package com.datarestor.events;

import java.time.Instant;
import java.util.List;

/** Commands to {@code config/<uid>}. */
public sealed interface ConfigCommand extends DecisionCommand {

  ObjectRef config();

  @Override
  default StreamId stream() {
    return StreamId.config(config());
  }

  /**
   * The Config as it stands now: a level, sent at start, on every relist and on every change.
   *
   * @param plan what the spec wants; meaningless when there are problems
   * @param problems what in the spec cannot be acted upon
   * @param volumes the volumes it selects at this moment
   */
  record ObserveConfig(
      ObjectRef config,
      long generation,
      ConfigPlan plan,
      List<Problem> problems,
      List<AnnotationValue> annotations,
      List<ObjectRef> volumes)
      implements ConfigCommand {
    public ObserveConfig {
      problems = List.copyOf(problems);
      annotations = List.copyOf(annotations);
      volumes = List.copyOf(volumes);
    }
  }

  /** The Config is not in the cluster any more. */
  record ConfigVanished(ObjectRef config) implements ConfigCommand {}

  /** A forget by schedule has ended. */
  record NoteForgetEnded(Operation operation) implements ConfigCommand {
    @Override
    public ObjectRef config() {
      return operation.config();
    }
  }

  /**
   * Tasks that the log does not know say that this was asked.
   *
   * @param stands whether the annotation is still on the Config
   */
  record RecallConfigAsk(ObjectRef config, Ask ask, boolean stands) implements ConfigCommand {}

  /**
   * A Task that the log does not know says that this occurrence of a schedule was asked for.
   *
   * @param ended whether its forget has ended
   */
  record RecallForgetRun(Operation operation, Instant due, boolean ended) implements ConfigCommand {
    @Override
    public ObjectRef config() {
      return operation.config();
    }
  }

  /** A moment that the Config waits for has come. */
  record WakeConfig(ObjectRef config) implements ConfigCommand {}
}
