package com.datarestor.app.operator;

import com.datarestor.app.retention.Retention;
import com.datarestor.app.snapshot.Snapshots;
import com.datarestor.events.bus.CommandBus;
import com.datarestor.events.bus.DeadLetters;
import com.datarestor.events.bus.EventBus;
import com.datarestor.events.store.EventLog;

/** What carries and keeps events: the broker's ports, the log, and snapshots of what it tells. */
public record Transport(
    EventBus events,
    CommandBus commands,
    DeadLetters deadLetters,
    EventLog log,
    DiskSpace disk,
    Snapshots snapshots,
    Retention retention) {

  /** Without snapshots, and with the whole past. */
  public Transport(
      EventBus events, CommandBus commands, DeadLetters deadLetters, EventLog log, DiskSpace disk) {
    this(events, commands, deadLetters, log, disk, Snapshots.none(log), Retention.none());
  }
}
