package com.datarestor.app.retention;

import com.datarestor.core.retention.Remains;
import com.datarestor.events.store.Compaction;
import com.datarestor.events.store.FileEventLog;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets old segments go when the log is older or larger than it may be. What they still say is said
 * again first, and folded for a check: when that comes to something else, nothing goes.
 */
public final class Retention {

  private static final Logger log = LoggerFactory.getLogger(Retention.class);

  private final Supplier<Optional<Compaction>> due;
  private final Remains.Margin margin;
  private String obstacle = "";

  /** Keeps a log within its limits. */
  public Retention(FileEventLog events, Compaction.Limits limits, Clock clock) {
    this(() -> events.compaction(limits, clock.instant()), Remains.Margin.DEFAULT);
  }

  Retention(Supplier<Optional<Compaction>> due, Remains.Margin margin) {
    this.due = due;
    this.margin = margin;
  }

  /** Keeps everything. */
  public static Retention none() {
    return new Retention(Optional::empty, Remains.Margin.DEFAULT);
  }

  /** Compacts what is due, if anything is. */
  public void keepWithinLimits() {
    due.get().ifPresent(this::compact);
  }

  private void compact(Compaction compaction) {
    WhatIsKept kept = WhatIsKept.of(compaction.events(), compaction::read, margin);
    if (kept.problem().isPresent()) {
      say(compaction, kept.problem().get());
      return;
    }
    compaction.replaceBy(kept.records());
    log.info(
        "the event log is compacted: of its first {} events, up to {}, {} records are kept{}",
        compaction.events(),
        kept.until(),
        kept.records().size(),
        kept.sound() ? "" : "; it was damaged there, which is said at every start");
  }

  private void say(Compaction compaction, String problem) {
    if (!problem.equals(obstacle)) {
      log.error(
          "the event log is not compacted, its first {} events stay: {}; tell the developers, with"
              + " the file of datarestor events export",
          compaction.events(),
          problem);
      obstacle = problem;
    }
  }
}
