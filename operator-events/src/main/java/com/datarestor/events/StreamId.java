package com.datarestor.events;

/**
 * Names one aggregate's stream; also the key of the lane on which its commands are decided in
 * order.
 *
 * @param value {@code kind/identity}
 */
public record StreamId(String value) {

  /** The one stream that decides what may start. */
  public static final StreamId QUEUE = new StreamId("queue/admission");

  /** What the log says of itself. */
  public static final StreamId LOG = new StreamId("log/compaction");

  public static StreamId config(ObjectRef config) {
    return new StreamId("config/" + config.uid());
  }

  public static StreamId volume(ObjectRef volume) {
    return new StreamId("volume/" + volume.uid());
  }

  public static StreamId operation(OperationId id) {
    return new StreamId("operation/" + id.value());
  }

  public static StreamId repository(RepositoryId id) {
    return new StreamId("repository/" + id.value());
  }

  /** The part before the slash: {@code config}, {@code volume}, {@code operation}, … */
  public String kind() {
    return value.substring(0, value.indexOf('/'));
  }

  /** The part after the slash, such as a UID. */
  public String identity() {
    return value.substring(value.indexOf('/') + 1);
  }

  @Override
  public String toString() {
    return value;
  }
}
