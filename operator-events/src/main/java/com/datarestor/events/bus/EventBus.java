package com.datarestor.events.bus;

import com.datarestor.events.store.EventRecord;
import java.util.List;

/**
 * Delivers every event to every consumer group: durable, in order per stream, at least once.
 * Messages of one stream are never handled at the same time within a group.
 */
public interface EventBus {

  /**
   * Starts the group's one consumer.
   *
   * @throws IllegalStateException when the group already has one
   */
  Subscription subscribe(ConsumerGroup group, EventHandler handler);

  /**
   * Starts a consumer that takes events in batches, as they were encoded, also those of a type this
   * release does not know. The batch is acknowledged when the handler returns.
   *
   * @param most the most events in one batch
   */
  Subscription subscribeBatches(ConsumerGroup group, int most, BatchHandler handler);

  /**
   * Hands everything that waits for the group to the handler and returns when nothing waits any
   * more; for use at start, before anything is published.
   *
   * @return the number of events handed over
   */
  int drain(ConsumerGroup group, int most, BatchHandler handler);

  /** Takes a batch; returning normally means it is stored. */
  @FunctionalInterface
  interface BatchHandler {
    void handle(List<EventRecord> batch);
  }
}
