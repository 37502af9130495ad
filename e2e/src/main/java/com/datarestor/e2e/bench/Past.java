package com.datarestor.e2e.bench;

import com.datarestor.events.BackupSummary;
import com.datarestor.events.ConfigEvent.ConfigAccepted;
import com.datarestor.events.ConfigPlan;
import com.datarestor.events.Digests;
import com.datarestor.events.DomainEvent;
import com.datarestor.events.EventEnvelope;
import com.datarestor.events.EventMetadata;
import com.datarestor.events.Limits;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationEvent.BackupRequested;
import com.datarestor.events.OperationEvent.BackupStarted;
import com.datarestor.events.OperationEvent.BackupSucceeded;
import com.datarestor.events.OperationEvent.JobLaunched;
import com.datarestor.events.OperationEvent.TaskPublished;
import com.datarestor.events.OperationId;
import com.datarestor.events.OperationType;
import com.datarestor.events.QueueEvent.GateOpened;
import com.datarestor.events.QueueEvent.OperationAdmitted;
import com.datarestor.events.QueueEvent.OperationLeft;
import com.datarestor.events.QueueEvent.OperationQueued;
import com.datarestor.events.RepositoryId;
import com.datarestor.events.RepositoryPlan;
import com.datarestor.events.RepositoryRef;
import com.datarestor.events.Selection;
import com.datarestor.events.Step;
import com.datarestor.events.StreamId;
import com.datarestor.events.Trigger;
import com.datarestor.events.VolumeEvent.BackupDue;
import com.datarestor.events.VolumeEvent.BackupEnded;
import com.datarestor.events.VolumeEvent.VolumeObserved;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The events of volumes that were backed up again and again: ten for each scheduled backup. */
final class Past {

  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  private static final ObjectRef CONFIG =
      ObjectRef.config("backup-system", "everything", "3c9a1f52-52a4-4f43-9d0c-6c4e5b2f7a10");
  private static final RepositoryRef REPOSITORY =
      new RepositoryRef(
          RepositoryId.ofTarget("s3:https://store.example/backups"),
          1,
          "s3:https://store.example/backups");
  private static final ConfigPlan PLAN =
      new ConfigPlan(
          List.of(
              new RepositoryPlan(
                  REPOSITORY, "0 2 * * *", "0 4 * * 0", List.of("--keep-last", "10"))),
          "Europe/Berlin",
          Duration.ofMinutes(5),
          false,
          Limits.NONE,
          List.of());

  private final List<ObjectRef> volumes = new ArrayList<>();
  private final Map<StreamId, Long> sequences = new HashMap<>();
  private final Consumer<EventEnvelope> out;
  private long written;

  private Past(int volumes, Consumer<EventEnvelope> out) {
    this.out = out;
    for (int i = 0; i < volumes; i++) {
      String uid = Digests.of(32, "volume", Integer.toString(i));
      this.volumes.add(ObjectRef.volume("team-" + i % 50, "data-" + i, uid));
    }
  }

  /** Hands at least so many events to the consumer, as if they had happened. */
  static void tell(int volumes, long events, Consumer<EventEnvelope> out) {
    Past past = new Past(volumes, out);
    past.begin();
    for (int day = 0; past.written < events; day++) {
      for (ObjectRef volume : past.volumes) {
        if (past.written >= events) {
          break;
        }
        past.backup(volume, BEGIN.plus(Duration.ofDays(day)));
      }
    }
  }

  private void begin() {
    add(StreamId.config(CONFIG), BEGIN, new ConfigAccepted(CONFIG, 1, PLAN, List.of()));
    add(StreamId.QUEUE, BEGIN, new GateOpened(CONFIG, REPOSITORY));
    for (ObjectRef volume : volumes) {
      add(
          StreamId.volume(volume),
          BEGIN,
          new VolumeObserved(
              volume,
              true,
              false,
              List.of(new Selection(CONFIG, PLAN, "selector 1 (any namespace)")),
              "",
              List.of()));
    }
  }

  private void backup(ObjectRef volume, Instant due) {
    StreamId own = StreamId.volume(volume);
    OperationId id = OperationId.of("bench", volume.uid(), due.toString());
    Operation operation =
        Operation.at(due, id, OperationType.BACKUP_SCHEDULED, volume, CONFIG, REPOSITORY);
    ObjectRef task = ObjectRef.task(volume.namespace(), operation.taskName(), "t-" + id.value());
    ObjectRef job = ObjectRef.job(volume.namespace(), "datarestor-backup-" + id.shortForm(), "j");
    StreamId stream = operation.stream();
    String name = operation.taskName();
    add(own, due, new BackupDue(volume, CONFIG, REPOSITORY, due, List.of()));
    add(stream, due, new BackupRequested(operation, name, false, List.of(), Trigger.UNKNOWN));
    add(StreamId.QUEUE, due, new OperationQueued(operation, List.of(REPOSITORY.id())));
    add(StreamId.QUEUE, due, new OperationAdmitted(operation));
    add(stream, due, new TaskPublished(operation, task));
    add(stream, due, new BackupStarted(operation, name, false, List.of()));
    add(stream, due, new JobLaunched(operation, Step.BACKUP, job));
    Instant end = due.plusSeconds(40);
    add(
        stream,
        end,
        new BackupSucceeded(
            operation,
            new BackupSummary(
                Digests.of(64, "snapshot", id.value()),
                12,
                3,
                4_000,
                900_000_000,
                1_200_000,
                Duration.ofSeconds(31))));
    add(StreamId.QUEUE, end, new OperationLeft(operation));
    add(own, end, new BackupEnded(volume, CONFIG, REPOSITORY, id));
  }

  private void add(StreamId stream, Instant time, DomainEvent event) {
    long sequence = sequences.merge(stream, 1L, Long::sum);
    String id = Digests.of(32, "bench", stream.value(), Long.toString(sequence));
    out.accept(
        new EventEnvelope(
            new EventMetadata(id, stream, sequence, time, "operator", id, "c-" + id), event));
    written++;
    if (stream.kind().equals("operation") && event instanceof BackupSucceeded) {
      sequences.remove(stream);
    }
  }
}
