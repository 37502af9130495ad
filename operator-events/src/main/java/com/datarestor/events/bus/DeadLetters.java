package com.datarestor.events.bus;

import java.time.Instant;
import java.util.List;

/** Messages that were given up: visible, and redeliverable once the cause is gone. */
public interface DeadLetters {

  /** What was given up, oldest first. */
  List<DeadLetter> list();

  /** Number of dead letters; cheap enough for a metric. */
  int count();

  /**
   * Puts the message back where it came from.
   *
   * @return false when there is no such dead letter
   */
  boolean redeliver(String id);

  /**
   * A message that was given up.
   *
   * @param id id of the event or command
   * @param from consumer group or route it was given up by
   * @param type wire type of the event or command
   * @param key its stream or key
   * @param reason why, with the code of the failure first
   * @param attempts how often it was tried
   */
  record DeadLetter(
      String id, String from, String type, String key, String reason, int attempts, Instant time) {}
}
