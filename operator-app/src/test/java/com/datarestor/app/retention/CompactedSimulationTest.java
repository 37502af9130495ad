package com.datarestor.app.retention;

import static com.datarestor.core.decide.DeciderFixture.NOON;
import static com.datarestor.core.decide.Examples.PRIMARY;
import static com.datarestor.core.decide.Examples.SECONDARY;
import static com.datarestor.core.decide.Examples.VOLUME;
import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.queue.QueueDecider;
import com.datarestor.core.retention.Remains.Margin;
import com.datarestor.core.simulation.OperatorSimulation;
import com.datarestor.core.simulation.Stories;
import com.datarestor.events.ClusterCommand.TellUser;
import com.datarestor.events.EventEnvelope;
import com.datarestor.events.StreamId;
import com.datarestor.events.codec.Decoded;
import com.datarestor.events.codec.EventCodec;
import com.datarestor.events.store.EventRecord;
import com.datarestor.events.store.LogFindings;
import com.datarestor.events.store.LoggedRecord;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A start that finds nothing but what was kept of the log goes on as if it had all of it. */
class CompactedSimulationTest {

  private static final EventCodec CODEC = new EventCodec();

  /** Operations that run beside each other here, and what a start tells again. */
  private static final Margin NARROW = new Margin(6, 60);

  /** What must be kept when everything goes that happened so far. */
  private static List<EventEnvelope> compacted(List<EventEnvelope> log) {
    if (log.isEmpty()) {
      return log;
    }
    List<EventRecord> past = log.stream().map(CODEC::encode).toList();
    WhatIsKept kept =
        WhatIsKept.of(
            past.size(),
            reader -> {
              past.forEach(record -> reader.accept(new LoggedRecord(0, record)));
              return new LogFindings(past.size(), List.of());
            },
            NARROW);
    assertThat(kept.problem()).isEmpty();
    return kept.records().stream()
        .map(logged -> ((Decoded.Known) CODEC.decode(logged.record())).envelope())
        .toList();
  }

  private static OperatorSimulation tell(OperatorSimulation simulation) {
    return Stories.BACKUP_RESTORE_FORGET.in(simulation);
  }

  private static Map<String, Object> outcome(OperatorSimulation simulation) {
    Map<String, Object> outcome = new TreeMap<>();
    outcome.put("tasks", simulation.cluster().tasks());
    outcome.put(
        "jobs",
        simulation.restic().jobs().stream()
            .map(job -> job.getClass().getSimpleName() + " " + job.operation().taskName())
            .sorted()
            .toList());
    outcome.put("primary", simulation.restic().snapshots(PRIMARY));
    outcome.put("secondary", simulation.restic().snapshots(SECONDARY));
    outcome.put("last-backup", simulation.cluster().outcome(VOLUME, "last-backup"));
    outcome.put("last-restore", simulation.cluster().outcome(VOLUME, "last-restore"));
    outcome.put("annotated", simulation.cluster().isAnnotated(VOLUME, "manual-backup"));
    outcome.put(
        "queue",
        simulation.dispatcher().read(new QueueDecider(), StreamId.QUEUE).operations().toList());
    outcome.put(
        "told", simulation.cluster().told().stream().map(TellUser::message).sorted().toList());
    return outcome;
  }

  @Test
  void aStartFromWhatWasKeptChangesNothing_BeforeAnyStep() {
    OperatorSimulation undisturbed = tell(new OperatorSimulation(NOON));
    Map<String, Object> expected = outcome(undisturbed);
    for (int step = 0; step < undisturbed.steps(); step++) {
      assertThat(outcome(tell(compacting().restartBefore(step, 4))))
          .as("before step %d", step)
          .isEqualTo(expected);
    }
    assertThat(undisturbed.steps()).isGreaterThan(250);
  }

  @Test
  void whatWasDecidedHappensWithoutTheJournal_WithinAnyStep() {
    OperatorSimulation undisturbed = tell(new OperatorSimulation(NOON));
    Map<String, Object> expected = outcome(undisturbed);
    for (int step = 0; step < undisturbed.steps(); step++) {
      assertThat(outcome(tell(compacting().loseJournalWithin(step, 0))))
          .as("within step %d", step)
          .isEqualTo(expected);
    }
  }

  private static OperatorSimulation compacting() {
    return new OperatorSimulation(NOON).archivedAs(CompactedSimulationTest::compacted);
  }
}
