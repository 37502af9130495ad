package com.datarestor.e2e.parts;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.api.v1alpha1.BackupConfig;
import com.datarestor.core.api.v1alpha1.Task;
import com.datarestor.core.api.v1alpha1.TaskState;
import com.datarestor.core.status.ClusterCommandHandler;
import com.datarestor.core.status.NextRuns;
import com.datarestor.core.status.StatusBoard;
import com.datarestor.core.status.StatusWriter;
import com.datarestor.e2e.sandbox.ApiWithoutNode;
import com.datarestor.events.ClusterCommand.PublishTask;
import com.datarestor.events.CommandEnvelope;
import com.datarestor.events.ConfigEvent.ConfigAccepted;
import com.datarestor.events.DomainEvent;
import com.datarestor.events.EventEnvelope;
import com.datarestor.events.EventMetadata;
import com.datarestor.events.Failure;
import com.datarestor.events.FailureReason;
import com.datarestor.events.Limits;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationEvent.BackupRequested;
import com.datarestor.events.OperationEvent.BackupStarted;
import com.datarestor.events.OperationEvent.OperationFailed;
import com.datarestor.events.OperationEvent.TaskPublished;
import com.datarestor.events.OperationType;
import com.datarestor.events.QueueEvent.ConfigLimitsSet;
import com.datarestor.events.QueueEvent.GateOpened;
import com.datarestor.events.QueueEvent.OperationAdmitted;
import com.datarestor.events.QueueEvent.OperationLeft;
import com.datarestor.events.QueueEvent.OperationQueued;
import com.datarestor.events.RepositoryEvent.ScanDue;
import com.datarestor.events.Selection;
import com.datarestor.events.StreamId;
import com.datarestor.events.Trigger;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatusWriterTest {

  private final Operation operation =
      Shop.operation(OperationType.BACKUP_MANUAL, Shop.VOLUME, "one", Shop.NOON);
  private final Map<StreamId, Long> sequences = new HashMap<>();
  private final List<EventEnvelope> history = new ArrayList<>();
  private final StatusBoard board = new StatusBoard();
  private ApiWithoutNode api;
  private StatusWriter writer;

  @BeforeEach
  void publish() throws IOException {
    api = ApiWithoutNode.start();
    writer = writer(board, Duration.ZERO);
    new ClusterCommandHandler(
            api.client(), (operation, asked) -> true, Clock.fixed(Shop.NOON, ZoneOffset.UTC))
        .handle(
            CommandEnvelope.first(
                "publish",
                Shop.NOON,
                "test",
                new PublishTask(
                    operation, "", "", "pre-upgrade", List.of(), List.of(), Trigger.UNKNOWN)));
    happened(
        operation.stream(),
        new BackupRequested(operation, "pre-upgrade", true, List.of(), Trigger.UNKNOWN));
    happened(
        operation.stream(),
        new TaskPublished(
            operation,
            ObjectRef.task("shop", operation.taskName(), task().getMetadata().getUid())));
    happened(operation.stream(), new BackupStarted(operation, "pre-upgrade", true, List.of()));
    api.forgetWhatWasSent();
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void aStatusIsWrittenOnceAndNotAgain() {
    writer.writeChanges();
    assertThat(puts()).isEqualTo(1);
    assertThat(task().getStatus().state()).isEqualTo(TaskState.STARTING);
    String version = task().getMetadata().getResourceVersion();
    api.forgetWhatWasSent();

    writer.writeChanges();

    assertThat(api.sent()).isEmpty();
    assertThat(task().getMetadata().getResourceVersion()).isEqualTo(version);
  }

  @Test
  void afterARestartWhatStandsThereAlreadyIsNotWritten() {
    writer.writeChanges();
    api.forgetWhatWasSent();
    StatusBoard fresh = new StatusBoard();
    history.forEach(fresh::fold);

    writer(fresh, Duration.ofHours(1)).writeChanges();

    assertThat(api.sent()).as("it looked").isNotEmpty();
    assertThat(api.writes()).isEmpty();
  }

  @Test
  void whatTheWatchShowsIsNotReadAgainAfterARestart() {
    writer.writeChanges();
    StatusBoard fresh = new StatusBoard();
    history.forEach(fresh::fold);
    StatusWriter restarted = writer(fresh, Duration.ofHours(1));
    Task standing = task();
    restarted.seen(standing);
    restarted.listed(List.of(standing));
    restarted.open();
    api.forgetWhatWasSent();

    restarted.writeChanges();

    assertThat(api.sent()).isEmpty();
  }

  @Test
  void aTaskThatIsNotInTheFirstListIsNotLookedFor() {
    StatusBoard fresh = new StatusBoard();
    history.forEach(fresh::fold);
    StatusWriter restarted = writer(fresh, Duration.ofHours(1));
    restarted.listed(List.of());
    restarted.open();
    api.forgetWhatWasSent();

    restarted.writeChanges();

    assertThat(api.sent()).isEmpty();
  }

  /** Two requests for a status that is another one, none for one that is not. */
  @Test
  void requestsAreMadeOnlyForWhatChanged() {
    List<Operation> waiting = new ArrayList<>();
    happened(
        StreamId.QUEUE,
        new ConfigLimitsSet(
            Shop.CONFIG, false, new Limits(1, 0, Duration.ofMinutes(1), Duration.ofHours(1))));
    happened(StreamId.QUEUE, new GateOpened(Shop.CONFIG, operation.repository()));
    for (int n = 0; n < 20; n++) {
      waiting.add(published("w" + n));
    }
    happened(StreamId.QUEUE, new OperationAdmitted(waiting.getFirst()));
    writer.writeChanges();
    api.forgetWhatWasSent();

    writer.writeChanges();
    assertThat(api.sent()).isEmpty();

    happened(StreamId.QUEUE, new OperationLeft(waiting.get(0)));
    happened(StreamId.QUEUE, new OperationAdmitted(waiting.get(1)));
    writer.writeChanges();
    assertThat(api.sent().stream().filter(sent -> sent.path().contains("/tasks/")))
        .as("one status is another one: it is read and written")
        .hasSize(2);
  }

  private Operation published(String name) {
    ObjectRef volume = ObjectRef.volume("shop", name, name);
    Operation next = Shop.operation(OperationType.BACKUP_MANUAL, volume, name, Shop.NOON);
    new ClusterCommandHandler(
            api.client(), (id, asked) -> true, Clock.fixed(Shop.NOON, ZoneOffset.UTC))
        .handle(
            CommandEnvelope.first(
                "publish",
                Shop.NOON,
                "test",
                new PublishTask(next, "", "", "", List.of(), List.of(), Trigger.UNKNOWN)));
    happened(next.stream(), new BackupRequested(next, name, true, List.of(), Trigger.UNKNOWN));
    happened(next.stream(), new TaskPublished(next, ObjectRef.task("shop", next.taskName(), "")));
    happened(StreamId.QUEUE, new OperationQueued(next, List.of(next.repository().id())));
    return next;
  }

  @Test
  void whatSomebodyChangedInTheMeantimeIsWrittenWithTheNextRound() {
    api.justBefore(
        (method, path) -> method.equals("PUT"),
        () ->
            api.client()
                .resources(Task.class)
                .inNamespace("shop")
                .withName(operation.taskName())
                .edit(
                    task -> {
                      task.getMetadata().setAnnotations(Map.of("reviewed", "yes"));
                      return task;
                    }));

    writer.writeChanges();
    assertThat(task().getStatus().knownState()).isEmpty();

    writer.writeChanges();
    assertThat(task().getStatus().state()).isEqualTo(TaskState.STARTING);
    assertThat(task().getMetadata().getAnnotations()).containsEntry("reviewed", "yes");
  }

  @Test
  void anApiServerThatIsAwayCostsNoStatus() {
    api.goAway();
    writer.writeChanges();
    writer.writeChanges();
    api.comeBack();

    writer.writeChanges();

    assertThat(task().getStatus().state()).isEqualTo(TaskState.STARTING);
  }

  @Test
  void aTaskThatWasDeletedIsForgotten() {
    api.client().resources(Task.class).inNamespace("shop").delete();
    api.forgetWhatWasSent();

    writer.writeChanges();
    writer.writeChanges();

    assertThat(api.sent()).hasSize(1);
    assertThat(api.writes()).isEmpty();
  }

  @Test
  void theLongestFailureIsAStatusThatTheSchemaTakes() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      lines.add("x".repeat(501));
    }
    happened(
        operation.stream(),
        new OperationFailed(
            operation,
            new Failure(FailureReason.SOURCE_UNREADABLE, "y".repeat(100_000), 3, lines)));

    writer.writeChanges();

    assertThat(task().getStatus().state()).isEqualTo(TaskState.FAILED);
    assertThat(task().getStatus().message()).hasSize(Failure.LONGEST_MESSAGE);
    assertThat(task().getStatus().lastLines()).hasSize(20);
  }

  @Test
  void aConfigIsWrittenOnlyWhenItLooksDifferent() {
    api.client()
        .load(new ByteArrayInputStream(Pump.CONFIG.getBytes(StandardCharsets.UTF_8)))
        .create();
    Selection selection = Pump.selection(api);
    happened(
        StreamId.config(selection.config()),
        new ConfigAccepted(selection.config(), 1, selection.plan(), List.of()));
    writer.writeChanges();
    String version = config().getMetadata().getResourceVersion();
    assertThat(config().getStatus().conditions()).isNotEmpty();
    api.forgetWhatWasSent();

    happened(
        StreamId.repository(Shop.REPOSITORY.id()),
        new ScanDue(selection.config(), Shop.REPOSITORY, Shop.NOON));
    writer(board, Duration.ofMinutes(5)).writeChanges();

    assertThat(api.sent()).as("it looked").isNotEmpty();
    assertThat(api.writes()).isEmpty();
    assertThat(config().getMetadata().getResourceVersion()).isEqualTo(version);
  }

  @Test
  void anotherConfigOfTheSameNameGetsNoForeignStatus() {
    api.client()
        .load(new ByteArrayInputStream(Pump.CONFIG.getBytes(StandardCharsets.UTF_8)))
        .create();
    Selection selection = Pump.selection(api);
    ObjectRef before = ObjectRef.config("backup-system", "my-backup-config", "deleted-before");
    happened(StreamId.config(before), new ConfigAccepted(before, 1, selection.plan(), List.of()));
    writer.writeChanges();

    assertThat(api.writes().stream().filter(sent -> sent.path().contains("/configs/"))).isEmpty();
  }

  private StatusWriter writer(StatusBoard shown, Duration later) {
    return new StatusWriter(
        shown,
        api.client(),
        uid -> new NextRuns(Map.of(), Map.of()),
        Clock.fixed(Shop.NOON.plus(later), ZoneOffset.UTC));
  }

  private void happened(StreamId stream, DomainEvent event) {
    long sequence = sequences.merge(stream, 1L, Long::sum);
    EventEnvelope envelope =
        new EventEnvelope(
            new EventMetadata(
                stream.value() + sequence, stream, sequence, Shop.NOON, "test", "story", "cause"),
            event);
    history.add(envelope);
    board.fold(envelope);
  }

  private long puts() {
    return api.writes().stream().filter(sent -> sent.method().equals("PUT")).count();
  }

  private Task task() {
    return api.client()
        .resources(Task.class)
        .inNamespace("shop")
        .withName(operation.taskName())
        .require();
  }

  private BackupConfig config() {
    return api.client()
        .resources(BackupConfig.class)
        .inNamespace("backup-system")
        .withName("my-backup-config")
        .require();
  }
}
