package com.datarestor.events.artemis;

import com.datarestor.events.bus.CommandRoute;
import com.datarestor.events.bus.ConsumerGroup;

/** Addresses and queues; the names are persisted in the journal. */
final class Destinations {

  /** Where events are sent; each group has a queue there. */
  static final String EVENTS = "events";

  static final String DEAD_LETTERS = "dead-letters";

  /** Where Artemis itself puts what expires; nothing does, but without one it warns. */
  static final String EXPIRED = "expired";

  private Destinations() {}

  static String queue(ConsumerGroup group) {
    return "events." + group.wireName();
  }

  static String queue(CommandRoute route) {
    return "commands." + route.wireName();
  }

  /** The group's queue as a consumer names it. */
  static String subscription(ConsumerGroup group) {
    return EVENTS + "::" + queue(group);
  }
}
