package com.datarestor.events;

import java.time.Instant;

/**
 * What made an operation be asked for, so that the same is known again where it is seen again.
 *
 * @param time when the schedule came due, the annotation was first seen, the Task was made, or the
 *     claim was first held
 * @param value the annotation's value as it may be told; empty when no annotation asked
 * @param manager who wrote the annotation, see {@link AnnotationValue#manager}
 */
public record Trigger(Kind kind, Instant time, String value, String manager) {

  /** Nobody says. */
  public static final Trigger UNKNOWN = new Trigger();

  /** What nobody says: an older release did not, or there is nothing to say. */
  public Trigger() {
    this(Kind.UNKNOWN, Instant.EPOCH, "", "");
  }

  /** Where it was asked. */
  public enum Kind implements Named {
    UNKNOWN("unknown"),
    SCHEDULE("schedule"),
    ON_VOLUME("annotation-of-volume"),
    ON_CONFIG("annotation-of-config"),
    HOLD("hold"),
    TASK("task");

    private final String wireName;

    Kind(String wireName) {
      this.wireName = wireName;
    }

    @Override
    public String wireName() {
      return wireName;
    }
  }

  /** An occurrence of a schedule. */
  public static Trigger schedule(Instant due) {
    return new Trigger(Kind.SCHEDULE, due, "", "");
  }

  /** An annotation on this object. */
  public static Trigger annotation(ObjectRef object, Ask ask) {
    return new Trigger(
        object.isVolume() ? Kind.ON_VOLUME : Kind.ON_CONFIG,
        ask.firstSeen(),
        ask.value(),
        ask.manager());
  }

  /**
   * A claim that waits to be settled.
   *
   * @param since when it was first asked for
   */
  public static Trigger hold(Instant since) {
    return new Trigger(Kind.HOLD, since, "", "");
  }

  /** A Task that somebody made by hand. */
  public static Trigger task(Instant made) {
    return new Trigger(Kind.TASK, made, "", "");
  }
}
