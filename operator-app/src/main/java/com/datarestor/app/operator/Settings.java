package com.datarestor.app.operator;

import com.datarestor.core.api.v1alpha1.ResticOptions;
import com.datarestor.events.store.Compaction;
import java.time.Duration;

/**
 * What the composition root needs to know.
 *
 * @param clusterName what tells this cluster's snapshots from another's; empty for the default
 * @param resticImage of Jobs, where no Config names another
 * @param lanes how many Jobs are launched, and objects written, at a time
 * @param limits how much of the past the event log keeps
 * @param hold whether claims are to be settled before pods start on them
 */
public record Settings(
    String clusterName, String resticImage, int lanes, Compaction.Limits limits, boolean hold) {

  public static final Settings DEFAULTS =
      new Settings(
          "",
          ResticOptions.DEFAULT_IMAGE,
          4,
          new Compaction.Limits(Duration.ofDays(90), 1L << 30),
          false);
}
