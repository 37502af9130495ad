package com.datarestor.app.health;

import com.datarestor.events.DomainEvent;
import com.datarestor.events.EventEnvelope;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationEvent.BackupSucceeded;
import com.datarestor.events.OperationEvent.Ended;
import com.datarestor.events.OperationEvent.ForgetSucceeded;
import com.datarestor.events.OperationEvent.InitSucceeded;
import com.datarestor.events.OperationEvent.OperationCancelled;
import com.datarestor.events.OperationEvent.OperationFailed;
import com.datarestor.events.OperationEvent.RestoreSucceeded;
import com.datarestor.events.OperationEvent.RestoreUnneeded;
import com.datarestor.events.OperationEvent.ScanSucceeded;
import com.datarestor.events.RepositoryEvent.RepositoryOpened;
import com.datarestor.events.RepositoryEvent.RepositoryUnavailable;
import com.datarestor.events.RepositoryRef;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** What Prometheus scrapes; counted from events, so that a restart counts from the log's truth. */
public final class Metrics {

  private static final String[] OF_A_BACKUP = {"namespace", "pvc", "repository"};
  private static final String[] OF_A_REPOSITORY = {"config_namespace", "config", "repository"};

  private final PrometheusRegistry registry = new PrometheusRegistry();

  private final Counter operations =
      Counter.builder()
          .name("datarestor_operations_total")
          .help("Operations that ended since the operator started, by type and outcome.")
          .labelNames("type", "outcome")
          .register(registry);

  private final Counter bytesAdded =
      Counter.builder()
          .name("datarestor_backup_added_bytes_total")
          .help("Bytes that backups added to repositories since the operator started.")
          .labelNames("repository")
          .register(registry);

  private final Gauge lastSuccess =
      Gauge.builder()
          .name("datarestor_backup_last_success_timestamp_seconds")
          .help("When the last backup of a volume succeeded.")
          .labelNames(OF_A_BACKUP)
          .register(registry);

  private final Gauge lastDuration =
      Gauge.builder()
          .name("datarestor_backup_last_duration_seconds")
          .help("How long restic took for the last backup of a volume.")
          .labelNames(OF_A_BACKUP)
          .register(registry);

  private final Gauge repositoryOpen =
      Gauge.builder()
          .name("datarestor_repository_open")
          .help("1 when the repository opens with the Config's credentials, 0 when it does not.")
          .labelNames(OF_A_REPOSITORY)
          .register(registry);

  private final Counter events =
      Counter.builder()
          .name("datarestor_events_total")
          .help("Domain events handled since the operator started.")
          .register(registry);

  /** A value that is read when it is asked for. */
  public void gauge(String name, String help, LongSupplier value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(callback -> callback.call((double) value.getAsLong()))
        .register(registry);
  }

  /** Something happened just now. */
  public void happened(EventEnvelope envelope) {
    events.inc();
    remember(envelope);
    if (envelope.event() instanceof Ended ended) {
      operations.labelValues(ended.operation().type().wireName(), outcome(ended)).inc();
      if (ended instanceof BackupSucceeded backup) {
        bytesAdded
            .labelValues(Integer.toString(backup.operation().repository().priority()))
            .inc(backup.summary().bytesAdded());
      }
    }
  }

  /** Something that happened before the operator started: it moves gauges, not counters. */
  public void remember(EventEnvelope envelope) {
    if (envelope.event() instanceof BackupSucceeded backup) {
      String[] labels = labels(backup.operation());
      lastSuccess.labelValues(labels).set(envelope.metadata().time().toEpochMilli() / 1000.0);
      lastDuration.labelValues(labels).set(backup.summary().duration().toMillis() / 1000.0);
    } else if (envelope.event() instanceof RepositoryOpened opened) {
      repository(opened.config(), opened.repository(), 1);
    } else if (envelope.event() instanceof RepositoryUnavailable down) {
      repository(down.config(), down.repository(), 0);
    }
  }

  /** Which gauge this event sets, so that of several only the newest matters. */
  public static Optional<String> gauge(DomainEvent event) {
    return switch (event) {
      case BackupSucceeded backup ->
          Optional.of("backup of " + String.join("/", labels(backup.operation())));
      case RepositoryOpened opened -> Optional.of(gauge(opened.config(), opened.repository()));
      case RepositoryUnavailable down -> Optional.of(gauge(down.config(), down.repository()));
      default -> Optional.empty();
    };
  }

  private static String gauge(ObjectRef config, RepositoryRef repository) {
    return "repository " + config.path() + "/" + repository.priority();
  }

  /** What {@link #remember} moved, at one moment. */
  public record Memory(
      Set<Point> lastSuccess, Set<Point> lastDuration, Set<Point> repositoryOpen) {}

  /** The value of a gauge for these labels. */
  public record Point(List<String> labels, double value) {}

  /** What is remembered now. */
  public Memory memory() {
    return new Memory(
        points(lastSuccess, OF_A_BACKUP),
        points(lastDuration, OF_A_BACKUP),
        points(repositoryOpen, OF_A_REPOSITORY));
  }

  /** Takes what {@link #memory} gave, instead of the events it was taken from. */
  public void recall(Memory memory) {
    recall(lastSuccess, memory.lastSuccess());
    recall(lastDuration, memory.lastDuration());
    recall(repositoryOpen, memory.repositoryOpen());
  }

  private static Set<Point> points(Gauge gauge, String[] names) {
    return gauge.collect().getDataPoints().stream()
        .map(
            point ->
                new Point(
                    Arrays.stream(names).map(name -> point.getLabels().get(name)).toList(),
                    point.getValue()))
        .collect(Collectors.toSet());
  }

  private static void recall(Gauge gauge, Set<Point> points) {
    for (Point point : points) {
      gauge.labelValues(point.labels().toArray(String[]::new)).set(point.value());
    }
  }

  private void repository(ObjectRef config, RepositoryRef repository, int open) {
    repositoryOpen
        .labelValues(config.namespace(), config.name(), Integer.toString(repository.priority()))
        .set(open);
  }

  private static String[] labels(Operation operation) {
    return new String[] {
      operation.about().namespace(),
      operation.about().name(),
      Integer.toString(operation.repository().priority())
    };
  }

  private static String outcome(Ended ended) {
    return switch (ended) {
      case BackupSucceeded ignored -> "succeeded";
      case RestoreSucceeded ignored -> "succeeded";
      case RestoreUnneeded ignored -> "succeeded";
      case ForgetSucceeded ignored -> "succeeded";
      case InitSucceeded ignored -> "succeeded";
      case ScanSucceeded ignored -> "succeeded";
      case OperationFailed ignored -> "failed";
      case OperationCancelled ignored -> "cancelled";
    };
  }

  /** The Prometheus text format, version 0.0.4. */
  byte[] text() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      PrometheusTextFormatWriter.create().write(out, registry.scrape());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
