package com.datarestor.events;

import java.time.Instant;

/**
 * A command on its way.
 *
 * @param id derived from what caused it, so that a redelivered cause repeats the same command
 * @param time when it was caused; deciders take the time from here, never from a clock
 * @param actor who caused it
 * @param correlation the first cause of the story
 * @param causation id of the event that caused it, or empty for an observation
 */
public record CommandEnvelope(
    String id, Instant time, String actor, String correlation, String causation, Command command) {

  public static final String OPERATOR = "operator";

  /** A command that starts a story: an observation, or a moment that has come. */
  public static CommandEnvelope first(String id, Instant time, String actor, Command command) {
    return new CommandEnvelope(id, time, actor, id, "", command);
  }

  /** The n-th command that this event causes. */
  public static CommandEnvelope causedBy(EventEnvelope cause, int n, Command command) {
    EventMetadata metadata = cause.metadata();
    return new CommandEnvelope(
        Digests.of(32, "command", metadata.id(), Integer.toString(n)),
        metadata.time(),
        metadata.actor(),
        metadata.correlation(),
        metadata.id(),
        command);
  }

  /** The n-th command that handling this command causes, at a moment. */
  public static CommandEnvelope causedBy(
      CommandEnvelope cause, int n, Instant time, Command command) {
    return new CommandEnvelope(
        Digests.of(32, "report", cause.id(), Integer.toString(n)),
        time,
        cause.actor(),
        cause.correlation(),
        cause.id(),
        command);
  }
}
