package com.datarestor.e2e.parts;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.app.health.Metrics;
import com.datarestor.app.operator.DiskSpace;
import com.datarestor.app.operator.Operator;
import com.datarestor.app.operator.Settings;
import com.datarestor.app.operator.Transport;
import com.datarestor.core.api.v1alpha1.BackupConfig;
import com.datarestor.core.config.ConfigReading;
import com.datarestor.core.decide.CommandDispatcher;
import com.datarestor.core.decide.Policies;
import com.datarestor.e2e.sandbox.ApiWithoutNode;
import com.datarestor.events.ClusterCommand;
import com.datarestor.events.ClusterCommand.TellUser;
import com.datarestor.events.Command;
import com.datarestor.events.CommandEnvelope;
import com.datarestor.events.ConfigCommand;
import com.datarestor.events.DomainEvent;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.OperationCommand;
import com.datarestor.events.OperationCommand.StartOperation;
import com.datarestor.events.QueueCommand;
import com.datarestor.events.QueueCommand.Enqueue;
import com.datarestor.events.RepositoryCommand;
import com.datarestor.events.ResticCommand;
import com.datarestor.events.Selection;
import com.datarestor.events.VolumeCommand;
import com.datarestor.events.bus.InMemoryBus;
import com.datarestor.events.bus.Reaction;
import com.datarestor.events.bus.RetryPolicy;
import com.datarestor.events.store.InMemoryEventLog;
import com.datarestor.restic.handler.ResticCommandHandler;
import com.datarestor.restic.job.JobView;
import com.datarestor.restic.job.JobWatcher;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The operator's own composition, moved by hand: one message after another, without a broker and
 * without its queue, which admits everything at once here. Jobs end when a test says so.
 */
final class Pump implements AutoCloseable {

  static final String CONFIG =
      """
      apiVersion: backup.datarestor-operator.com/v1alpha1
      kind: Config
      metadata:
        name: my-backup-config
        namespace: backup-system
      spec:
        repositories:
          - target: "s3:s3.amazonaws.com/my-bucket/backups"
            priority: 1
            env:
              - {name: AWS_ACCESS_KEY_ID, value: your-access-key-here}
          - target: "s3:http://minio:9000/backup-bucket"
            priority: 2
          - target: "s3:http://minio:9000/pg"
            priority: 3
        env:
          - {name: RESTIC_PASSWORD, value: correct horse battery staple}
        selectors:
          - matchNamespaces: [shop]
      """;

  private final ApiWithoutNode api;
  private final Outbox outbox = new Outbox();
  private final Operator operator;
  private final Deque<CommandEnvelope> waiting = new ArrayDeque<>();
  private final List<DomainEvent> events = new ArrayList<>();
  private final List<ClusterCommand> told = new ArrayList<>();
  private int seen;

  Pump(ApiWithoutNode api) {
    this.api = api;
    InMemoryBus bus = new InMemoryBus(RetryPolicy.DEFAULT);
    operator =
        new Operator(
            api.client(),
            new Transport(
                bus, outbox, bus, new InMemoryEventLog(), new DiskSpace(Path.of("target"), 0)),
            new Settings(
                "test", Settings.DEFAULTS.resticImage(), 1, Settings.DEFAULTS.limits(), false),
            new Metrics(),
            Clock.fixed(Shop.NOON, ZoneOffset.UTC));
  }

  <T> T get(Class<T> part) {
    return operator.get(part);
  }

  /** Sends the command, and everything that comes of it. */
  void send(Command command) {
    waiting.add(envelope(command));
    while (!waiting.isEmpty()) {
      take(waiting.remove());
    }
  }

  CommandEnvelope envelope(Command command) {
    seen++;
    return CommandEnvelope.first("observation-" + seen, Shop.NOON, "test", command);
  }

  private void take(CommandEnvelope envelope) {
    switch (envelope.command()) {
      case Enqueue enqueue -> waiting.add(envelope(new StartOperation(enqueue.operation())));
      case QueueCommand ignored -> {}
      case RepositoryCommand ignored -> {}
      case OperationCommand ignored -> decide(envelope);
      case VolumeCommand ignored -> decide(envelope);
      case ConfigCommand ignored -> decide(envelope);
      case ResticCommand ignored ->
          waiting.addAll(get(ResticCommandHandler.class).handle(envelope).commands());
      case ClusterCommand command -> told.add(command);
    }
  }

  private void decide(CommandEnvelope envelope) {
    CommandDispatcher dispatcher = get(CommandDispatcher.class);
    Reaction reaction = dispatcher.handle(envelope);
    dispatcher.committed(envelope, reaction);
    reaction
        .events()
        .forEach(
            event -> {
              events.add(event.event());
              waiting.addAll(get(Policies.class).handle(event).commands());
            });
  }

  /** Ends a Job, and lets the watcher see it. */
  void end(Job job, int status, String said) {
    FinishedJob.end(api.client(), job, status, said);
    JobView view =
        api.client()
            .resources(JobView.class)
            .inNamespace(job.getMetadata().getNamespace())
            .withName(job.getMetadata().getName())
            .require();
    get(JobWatcher.class).seen(view);
    send(outbox.awaitOne(OperationCommand.class));
  }

  <E extends DomainEvent> List<E> events(Class<E> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** The sentences said to the user. */
  List<String> sentences() {
    return told.stream()
        .filter(TellUser.class::isInstance)
        .map(TellUser.class::cast)
        .map(
            tell ->
                (tell.warning() ? "Warning " : "Normal ") + tell.reason() + " " + tell.message())
        .toList();
  }

  List<ClusterCommand> told() {
    return List.copyOf(told);
  }

  /** The Jobs there are and have not ended, oldest first. */
  List<Job> jobs() {
    return api.client().batch().v1().jobs().inAnyNamespace().list().getItems().stream()
        .filter(job -> job.getStatus() == null || job.getStatus().getConditions().isEmpty())
        .toList();
  }

  /** Jobs as lines: the priority of the repository, and what would be typed. */
  List<String> lines() {
    Map<String, String> priorities =
        Map.of(
            "s3:s3.amazonaws.com/my-bucket/backups", "1",
            "s3:http://minio:9000/backup-bucket", "2",
            "s3:http://minio:9000/pg", "3");
    return jobs().stream()
        .map(
            job -> {
              String target =
                  new String(
                      Base64.getDecoder()
                          .decode(
                              api.client()
                                  .secrets()
                                  .inNamespace(job.getMetadata().getNamespace())
                                  .withName(job.getMetadata().getName())
                                  .require()
                                  .getData()
                                  .get("RESTIC_REPOSITORY")),
                      StandardCharsets.UTF_8);
              List<String> words =
                  job.getSpec().getTemplate().getSpec().getContainers().getFirst().getArgs();
              assertThat(words.getFirst()).isEqualTo("run");
              return Objects.requireNonNull(priorities.get(target))
                  + ": restic "
                  + String.join(" ", words.subList(1, words.size()));
            })
        .sorted()
        .toList();
  }

  /** The Config of the tests, as the API server has it. */
  static Selection selection(ApiWithoutNode api) {
    BackupConfig config =
        api.client()
            .resources(BackupConfig.class)
            .inNamespace("backup-system")
            .withName("my-backup-config")
            .require();
    ConfigReading reading = ConfigReading.of(config.getSpec());
    assertThat(reading.problems()).isEmpty();
    return new Selection(
        ObjectRef.config("backup-system", "my-backup-config", config.getMetadata().getUid()),
        reading.plan(),
        "selector 1 (any namespace)");
  }

  @Override
  public void close() {
    operator.close();
  }
}
