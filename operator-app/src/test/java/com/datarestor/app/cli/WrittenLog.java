package com.datarestor.app.cli;

import com.datarestor.events.Ask;
import com.datarestor.events.BackupSummary;
import com.datarestor.events.DomainEvent;
import com.datarestor.events.EventEnvelope;
import com.datarestor.events.EventMetadata;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationEvent.BackupRequested;
import com.datarestor.events.OperationEvent.BackupSucceeded;
import com.datarestor.events.OperationId;
import com.datarestor.events.OperationType;
import com.datarestor.events.RepositoryId;
import com.datarestor.events.RepositoryRef;
import com.datarestor.events.StreamId;
import com.datarestor.events.Trigger;
import com.datarestor.events.VolumeEvent.ManualBackupAsked;
import com.datarestor.events.VolumeEvent.VolumeGone;
import com.datarestor.events.codec.EventCodec;
import com.datarestor.events.store.EventRecord;
import com.datarestor.events.store.FileEventLog;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A log with the story of one manual backup, an event from a newer release, and another volume. */
final class WrittenLog {

  static final Operation BACKUP;

  private static final EventCodec CODEC = new EventCodec();
  private static final Instant ASKED = Instant.parse("2026-03-28T09:15:00.250Z");
  private static final ObjectRef DATABASE = ObjectRef.volume("shop", "database", "uid-database");
  private static final ObjectRef CONFIG = ObjectRef.config("backup-system", "daily", "uid-daily");
  private static final RepositoryRef REPOSITORY =
      new RepositoryRef(RepositoryId.ofTarget("/repositories/one"), 1, "/repositories/one");

  static {
    BACKUP =
        Operation.at(
            ASKED,
            new OperationId("402b8500112233445566778899aabbcc"),
            OperationType.BACKUP_MANUAL,
            DATABASE,
            CONFIG,
            REPOSITORY);
  }

  private WrittenLog() {}

  /** Writes it below the data directory. */
  static void write(Path dataDirectory) {
    Ask ask = new Ask("ask-1", "manual-backup", "pre-upgrade", ASKED, "kubectl-annotate");
    EventRecord newer =
        CODEC.record(
            """
            {"id":"77aa","type":"volume-admired","version":1,"stream":"volume/uid-database",\
            "sequence":2,"time":"2026-03-28T09:16:00Z","actor":"operator","correlation":"s-1",\
            "causation":"0a11","data":{}}""");
    try (FileEventLog log = FileEventLog.open(dataDirectory.resolve("log"))) {
      log.append(
          List.of(
              record("0a11", StreamId.volume(DATABASE), 1, ASKED, "s-1", asked(ask)),
              record(
                  "0b22",
                  BACKUP.stream(),
                  1,
                  ASKED.plusSeconds(1),
                  "s-1",
                  new BackupRequested(BACKUP, "pre-upgrade", true, List.of(), Trigger.UNKNOWN)),
              newer,
              record(
                  "0c33",
                  BACKUP.stream(),
                  2,
                  ASKED.plusSeconds(90),
                  "s-1",
                  new BackupSucceeded(
                      BACKUP,
                      new BackupSummary(
                          "4dc1097e55aa", 3, 2, 40, 9_000, 1_500, Duration.ofMillis(2_250)))),
              record(
                  "0d44",
                  new StreamId("volume/uid-cache"),
                  1,
                  Instant.parse("2026-03-29T02:00:00Z"),
                  "s-2",
                  new VolumeGone(ObjectRef.volume("shop", "cache", "uid-cache")))));
    }
  }

  private static ManualBackupAsked asked(Ask ask) {
    return new ManualBackupAsked(
        DATABASE, ask, CONFIG, List.of(REPOSITORY), "pre-upgrade", List.of());
  }

  private static EventRecord record(
      String id, StreamId stream, long sequence, Instant time, String story, DomainEvent event) {
    return CODEC.encode(
        new EventEnvelope(
            new EventMetadata(id, stream, sequence, time, "operator", story, "cause"), event));
  }
}
