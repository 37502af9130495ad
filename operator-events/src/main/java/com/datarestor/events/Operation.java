package com.datarestor.events;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * One operation as every event about it repeats it, so that a reader of a single event needs no
 * other.
 *
 * @param taskName name of the Task, and the default name of a snapshot
 * @param about the volume it works on, or the Config for work on a whole repository; the Task lives
 *     in its namespace
 * @param repository the repository it starts with
 */
public record Operation(
    OperationId id,
    OperationType type,
    String taskName,
    ObjectRef about,
    ObjectRef config,
    RepositoryRef repository) {

  private static final DateTimeFormatter NAME_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd-HH-mm-ss").withZone(ZoneOffset.UTC);

  /** The operation of a trigger at a moment, with its deterministic Task name. */
  public static Operation at(
      Instant trigger,
      OperationId id,
      OperationType type,
      ObjectRef about,
      ObjectRef config,
      RepositoryRef repository) {
    String name = type.wireName() + "-" + NAME_TIME.format(trigger) + "-" + id.shortForm();
    return new Operation(id, type, name, about, config, repository);
  }

  public StreamId stream() {
    return StreamId.operation(id);
  }
}
