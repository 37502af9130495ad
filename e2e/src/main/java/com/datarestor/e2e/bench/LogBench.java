package com.datarestor.e2e.bench;

import com.datarestor.app.health.Metrics;
import com.datarestor.app.snapshot.FoldedState;
import com.datarestor.app.snapshot.Snapshots;
import com.datarestor.core.config.ConfigDecider;
import com.datarestor.core.decide.CommandDispatcher;
import com.datarestor.core.decide.WakeUps;
import com.datarestor.core.operation.OperationDecider;
import com.datarestor.core.queue.QueueDecider;
import com.datarestor.core.recovery.Unfinished;
import com.datarestor.core.replay.AllPolicies;
import com.datarestor.core.repository.RepositoryDecider;
import com.datarestor.core.status.StatusBoard;
import com.datarestor.core.volume.VolumeDecider;
import com.datarestor.events.codec.EventCodec;
import com.datarestor.events.store.EventLogReader;
import com.datarestor.events.store.EventRecord;
import com.datarestor.events.store.FileEventLog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The log: reading it back, and starting with it. */
final class LogBench {

  private static final long EVENTS = Long.getLong("bench.events", 1_000_000);
  private static final int VOLUMES = 1_000;

  private LogBench() {}

  static void run(Path directory, Table table) {
    Path log = directory.resolve("log");
    write(log);
    replay(log, table);
    start(directory, log, table);
  }

  private static void write(Path log) {
    EventCodec codec = new EventCodec();
    try (FileEventLog writing = FileEventLog.open(log)) {
      List<EventRecord> batch = new ArrayList<>();
      Past.tell(
          VOLUMES,
          EVENTS,
          event -> {
            batch.add(codec.encode(event));
            if (batch.size() == 5_000) {
              writing.append(batch);
              batch.clear();
            }
          });
      writing.append(batch);
    }
  }

  /** Read, checked, decoded and folded into everything that an operator remembers. */
  private static void replay(Path log, Table table) {
    for (int round = 0; round < 2; round++) {
      long begun = System.nanoTime();
      long[] read = {0};
      EventLogReader.read(log, 0, logged -> read[0]++);
      double reading = read[0] / seconds(begun);
      try (FileEventLog events = FileEventLog.open(log)) {
        begun = System.nanoTime();
        Snapshots.none(events).fold(blank());
      }
      double folding = read[0] / seconds(begun);
      table.row(
          "replay of " + read[0] + " events, round " + (round + 1),
          Table.perSecond(folding),
          "read and checked only " + Table.perSecond(reading),
          Table.times(folding / reading),
          "≥ 200,000/s");
    }
  }

  /** What the age of the log adds to a start: opening it, and folding it. */
  private static void start(Path directory, Path log, Table table) {
    Path snapshots = directory.resolve("snapshots");
    double first = opened(log, snapshots);
    for (int round = 0; round < 3; round++) {
      double empty = opened(directory.resolve("empty-" + round), directory.resolve("none"));
      double full = opened(log, snapshots);
      table.row(
          "open and fold at start, %,d events, round %d".formatted(EVENTS, round + 1),
          Table.millis(full),
          "empty log "
              + Table.millis(empty)
              + ", without a snapshot (it is written, too) "
              + Table.millis(first),
          "+ " + Table.millis(full - empty),
          "≤ 20 % of start to ready");
    }
  }

  private static double opened(Path log, Path snapshots) {
    long begun = System.nanoTime();
    try (FileEventLog events = FileEventLog.open(log)) {
      Snapshots.in(snapshots, events).fold(blank());
      return System.nanoTime() - begun;
    }
  }

  private static FoldedState blank() {
    return new FoldedState(
        new CommandDispatcher(
            List.of(
                new ConfigDecider(),
                new VolumeDecider(),
                new OperationDecider(),
                new RepositoryDecider(),
                new QueueDecider()),
            new WakeUps()),
        new StatusBoard(),
        new Unfinished(AllPolicies.inOrder()),
        new Metrics());
  }

  private static double seconds(long begun) {
    return (System.nanoTime() - begun) / 1e9;
  }
}
