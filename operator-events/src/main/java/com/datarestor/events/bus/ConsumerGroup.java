package com.datarestor.events.bus;

import com.datarestor.events.Named;

/** Durable subscriptions to all events. Each group sees every event; its name is persisted. */
public enum ConsumerGroup implements Named {
  /** Appends every event to the log. */
  ARCHIVE("archive"),
  /** Turns events into commands. */
  POLICIES("policies"),
  /** Folds events into what statuses show. */
  STATUS("status");

  private final String wireName;

  ConsumerGroup(String wireName) {
    this.wireName = wireName;
  }

  @Override
  public String wireName() {
    return wireName;
  }
}
