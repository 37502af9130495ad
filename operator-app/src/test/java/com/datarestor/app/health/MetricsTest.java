package com.datarestor.app.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.events.BackupSummary;
import com.datarestor.events.DomainEvent;
import com.datarestor.events.EventEnvelope;
import com.datarestor.events.Failure;
import com.datarestor.events.FailureReason;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationEvent.BackupSucceeded;
import com.datarestor.events.OperationEvent.OperationCancelled;
import com.datarestor.events.OperationEvent.OperationFailed;
import com.datarestor.events.OperationId;
import com.datarestor.events.OperationType;
import com.datarestor.events.RepositoryEvent.RepositoryOpened;
import com.datarestor.events.RepositoryEvent.RepositoryUnavailable;
import com.datarestor.events.RepositoryId;
import com.datarestor.events.RepositoryRef;
import com.datarestor.events.codec.Examples;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MetricsTest {

  private static final String TARGET = "s3:https://store.example/backups";
  private static final RepositoryRef REPOSITORY =
      new RepositoryRef(RepositoryId.ofTarget(TARGET), 1, TARGET);
  private static final ObjectRef CONFIG = ObjectRef.config("backup-system", "daily", "uid-c");
  private static final Operation BACKUP =
      Operation.at(
          Instant.parse("2026-03-29T01:00:00Z"),
          OperationId.of("daily", "database"),
          OperationType.BACKUP_SCHEDULED,
          ObjectRef.volume("shop", "database", "uid-v"),
          CONFIG,
          REPOSITORY);
  private static final BackupSucceeded SUCCEEDED =
      new BackupSucceeded(
          BACKUP,
          new BackupSummary("4dc1097e", 3, 2, 40, 9_000_000, 1_500_000, Duration.ofMillis(2_250)));

  private final Metrics metrics = new Metrics();

  @Test
  void aBackupThatSucceededIsCountedAndDated() {
    metrics.happened(event(SUCCEEDED));
    metrics.happened(event(SUCCEEDED));

    assertThat(text())
        .contains(
            "datarestor_operations_total{outcome=\"succeeded\",type=\"backup-scheduled\"} 2.0\n",
            "datarestor_backup_added_bytes_total{repository=\"1\"} 3000000.0\n",
            "datarestor_backup_last_duration_seconds{namespace=\"shop\",pvc=\"database\",repository=\"1\"} 2.25\n",
            "datarestor_events_total 2.0\n");
    assertThat(text())
        .containsPattern(
            "datarestor_backup_last_success_timestamp_seconds"
                + "\\{namespace=\"shop\",pvc=\"database\",repository=\"1\"} 1\\.7747478\\d*E9\\n");
  }

  @Test
  void whatFailedOrWasCancelledIsCountedAsThat() {
    metrics.happened(
        event(
            new OperationFailed(
                BACKUP, Failure.of(FailureReason.CONFIG_GONE, "the Config is gone"))));
    metrics.happened(event(new OperationCancelled(BACKUP, "the volume was deleted")));

    assertThat(text())
        .contains(
            "datarestor_operations_total{outcome=\"cancelled\",type=\"backup-scheduled\"} 1.0\n",
            "datarestor_operations_total{outcome=\"failed\",type=\"backup-scheduled\"} 1.0\n")
        .doesNotContain("datarestor_backup_last_success_timestamp_seconds{");
  }

  @Test
  void theLogMovesGaugesAndNoCounters() {
    metrics.remember(event(SUCCEEDED));
    metrics.remember(event(new RepositoryOpened(CONFIG, REPOSITORY, false)));

    assertThat(text())
        .contains(
            "datarestor_backup_last_duration_seconds{namespace=\"shop\",pvc=\"database\",repository=\"1\"} 2.25\n",
            "datarestor_repository_open{config=\"daily\",config_namespace=\"backup-system\",repository=\"1\"} 1.0\n",
            "datarestor_events_total 0.0\n")
        .doesNotContain("datarestor_operations_total{");
  }

  @Test
  void aRepositoryIsOpenUntilItIsNot() {
    metrics.happened(event(new RepositoryOpened(CONFIG, REPOSITORY, true)));
    metrics.happened(
        event(
            new RepositoryUnavailable(
                CONFIG,
                REPOSITORY,
                Failure.of(FailureReason.CONFIG_GONE, "wrong password"),
                1,
                Instant.parse("2026-03-29T02:00:00Z"))));

    assertThat(text())
        .contains(
            "datarestor_repository_open{config=\"daily\",config_namespace=\"backup-system\",repository=\"1\"} 0.0\n");
  }

  @Test
  void aGaugeIsReadWhenItIsAskedFor() {
    AtomicInteger open = new AtomicInteger(3);
    metrics.gauge("datarestor_operations_open", "Operations that wait or run.", open::get);
    assertThat(text()).contains("datarestor_operations_open 3.0\n");

    open.set(1);
    assertThat(text())
        .contains("# HELP datarestor_operations_open Operations that wait or run.\n")
        .contains("datarestor_operations_open 1.0\n");
  }

  private static EventEnvelope event(DomainEvent event) {
    return Examples.event(event);
  }

  private String text() {
    return new String(metrics.text(), StandardCharsets.UTF_8);
  }
}
