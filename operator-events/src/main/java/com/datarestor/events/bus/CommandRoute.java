package com.datarestor.events.bus;

import com.datarestor.events.ClusterCommand;
import com.datarestor.events.Command;
import com.datarestor.events.DecisionCommand;
import com.datarestor.events.Named;
import com.datarestor.events.ResticCommand;

/** Queues of commands; each has one owner. The names are persisted. */
public enum CommandRoute implements Named {
  DECISIONS("decisions"),
  RESTIC("restic"),
  CLUSTER("cluster");

  private final String wireName;

  CommandRoute(String wireName) {
    this.wireName = wireName;
  }

  /** Where this command goes. */
  public static CommandRoute of(Command command) {
    return switch (command) {
      case DecisionCommand ignored -> DECISIONS;
      case ResticCommand ignored -> RESTIC;
      case ClusterCommand ignored -> CLUSTER;
    };
  }

  @Override
  public String wireName() {
    return wireName;
  }
}
