package com.datarestor.events;

/**
 * A request in the imperative. It is delivered at least once, and handled so that once is enough.
 */
public sealed interface Command permits DecisionCommand, ResticCommand, ClusterCommand {

  /** Commands of one key are handled one after another, in the order they were sent. */
  String key();
}
