package com.datarestor.app.operator;

import com.datarestor.app.health.Metrics;
import com.datarestor.app.retention.Retention;
import com.datarestor.app.snapshot.Snapshots;
import com.datarestor.events.artemis.ArtemisBroker;
import com.datarestor.events.artemis.ArtemisSettings;
import com.datarestor.events.bus.DeadLetters;
import com.datarestor.events.store.FileEventLog;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/** The operator with its own broker and log, in one directory. */
public final class LeadingOperator implements AutoCloseable {

  private final FileEventLog log;
  private final ArtemisBroker broker;
  private final Operator operator;

  private LeadingOperator(FileEventLog log, ArtemisBroker broker, Operator operator) {
    this.log = log;
    this.broker = broker;
    this.operator = operator;
  }

  /** Where the event log is, below the data directory. */
  public static Path log(Path dataDirectory) {
    return dataDirectory.resolve("log");
  }

  /**
   * Prepares everything and starts nothing but the broker.
   *
   * @param dataDirectory for the journal, the log and its snapshots; for this process alone
   */
  public static LeadingOperator prepare(
      KubernetesClient client,
      Path dataDirectory,
      Settings settings,
      Metrics metrics,
      Clock clock) {
    try {
      Files.createDirectories(dataDirectory);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the data directory " + dataDirectory + " cannot be made: " + e.getMessage(), e);
    }
    FileEventLog log = FileEventLog.open(log(dataDirectory));
    ArtemisSettings journal = ArtemisSettings.in(dataDirectory.resolve("journal"));
    ArtemisBroker broker = ArtemisBroker.start(journal);
    Transport transport =
        new Transport(
            broker.events(),
            broker.commands(),
            broker.deadLetters(),
            log,
            new DiskSpace(dataDirectory, journal.minDiskFree()),
            Snapshots.in(dataDirectory.resolve("snapshots"), log),
            new Retention(log, settings.limits(), clock));
    metrics.gauge("datarestor_log_size_bytes", "Bytes of the event log's files.", log::bytes);
    return new LeadingOperator(
        log, broker, new Operator(client, transport, settings, metrics, clock));
  }

  /** Opens the doors; returns when they are open. */
  public LeadingOperator start() throws InterruptedException {
    operator.start();
    return this;
  }

  public Operator operator() {
    return operator;
  }

  public DeadLetters deadLetters() {
    return broker.deadLetters();
  }

  /** What only another start of the process mends; empty when there is no such thing. */
  public Optional<String> broken() {
    return broker.broken().or(log::broken).or(operator::stuck);
  }

  /** Why it does not do its work now; empty when it does. */
  public Optional<String> trouble() {
    return broken().or(broker::trouble).or(operator::trouble);
  }

  @Override
  public void close() {
    operator.close();
    broker.close();
    log.close();
  }
}
