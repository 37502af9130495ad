package com.datarestor.e2e.parts;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.api.v1alpha1.Task;
import com.datarestor.core.api.v1alpha1.TaskState;
import com.datarestor.core.api.v1alpha1.TaskStatus;
import com.datarestor.core.status.ClusterCommandHandler;
import com.datarestor.e2e.sandbox.ApiWithoutNode;
import com.datarestor.events.ClusterCommand;
import com.datarestor.events.ClusterCommand.PublishTask;
import com.datarestor.events.ClusterCommand.TellUser;
import com.datarestor.events.CommandEnvelope;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationCommand.ReportTaskPublished;
import com.datarestor.events.OperationType;
import com.datarestor.events.Trigger;
import com.datarestor.events.bus.Reaction;
import io.fabric8.kubernetes.api.model.Event;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TasksAndEventsTest {

  private ApiWithoutNode api;
  private ClusterCommandHandler handler;

  @BeforeEach
  void start() throws IOException {
    api = ApiWithoutNode.start();
    handler =
        new ClusterCommandHandler(
            api.client(), (operation, asked) -> true, Clock.fixed(Shop.NOON, ZoneOffset.UTC));
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @ParameterizedTest
  @EnumSource
  void aTaskIsSentAsItIsCommitted(OperationType type) throws IOException {
    boolean whole =
        type == OperationType.FORGET || type == OperationType.INIT || type == OperationType.SCAN;
    Operation operation =
        Shop.operation(type, whole ? Shop.CONFIG : Shop.VOLUME, type.wireName(), Shop.NOON);
    PublishTask publish =
        type == OperationType.RESTORE_MANUAL
            ? new PublishTask(
                operation,
                "pre-upgrade",
                "crm-files",
                "",
                List.of(operation.repository().id()),
                List.of(),
                new Trigger(Trigger.Kind.ON_VOLUME, Shop.NOON, "crm-files|pre-upgrade", "k9s"))
            : new PublishTask(
                operation,
                "",
                "",
                whole ? "" : "pre-upgrade",
                List.of(),
                List.of(),
                Trigger.UNKNOWN);

    handle("one", publish);

    SentFiles.assertAsCommitted("task-" + type.wireName(), api.writes());
  }

  @Test
  void publishingAgainIsTheSameTask() {
    PublishTask publish = task("one", Shop.NOON);
    Reaction first = handle("one", publish);
    api.forgetWhatWasSent();

    Reaction again = handle("one", publish);

    assertThat(again).isEqualTo(first);
    assertThat(api.writes()).isEmpty();
    String uid = tasks().getFirst().getMetadata().getUid();
    assertThat(first.commands())
        .singleElement()
        .satisfies(
            report ->
                assertThat(report.command())
                    .isEqualTo(
                        new ReportTaskPublished(
                            publish.operation(),
                            ObjectRef.task("shop", publish.operation().taskName(), uid))));
  }

  @Test
  void tenTasksThatEndedAreKeptOfTheSameWorkAndAllThatHaveNot() {
    List<String> ended = new ArrayList<>();
    for (int hour = 0; hour < 12; hour++) {
      PublishTask publish = task("hour " + hour, Shop.NOON.plus(Duration.ofHours(hour)));
      handle("publish " + hour, publish);
      ended.add(publish.operation().taskName());
      state(publish, hour % 2 == 0 ? TaskState.COMPLETED : TaskState.FAILED);
    }
    PublishTask running = task("running", Shop.NOON.minusSeconds(10));
    PublishTask silent = task("silent", Shop.NOON.minusSeconds(20));
    PublishTask otherVolume =
        new PublishTask(
            Shop.operation(
                OperationType.BACKUP_SCHEDULED,
                ObjectRef.volume("shop", "logs", "volume-2"),
                "other",
                Shop.NOON.minusSeconds(30)),
            "",
            "",
            "",
            List.of(),
            List.of(),
            Trigger.UNKNOWN);
    for (PublishTask each : List.of(running, silent, otherVolume)) {
      handle(each.operation().taskName(), each);
    }
    state(running, TaskState.RUNNING);
    state(otherVolume, TaskState.COMPLETED);

    PublishTask newest = task("newest", Shop.NOON.plus(Duration.ofDays(1)));
    handle("newest", newest);

    List<String> kept = new ArrayList<>(ended.subList(2, 12));
    for (PublishTask each : List.of(running, silent, otherVolume, newest)) {
      kept.add(each.operation().taskName());
    }
    assertThat(tasks())
        .extracting(task -> task.getMetadata().getName())
        .containsExactlyInAnyOrderElementsOf(kept);
  }

  @Test
  void anEventIsSentAsItIsCommitted() throws IOException {
    handle("one", new TellUser(Shop.VOLUME, true, "BackupFailed", "repository 1 is away"));
    handle("two", new TellUser(Shop.CONFIG, false, "ConfigAccepted", "two repositories"));

    SentFiles.assertAsCommitted("events", api.writes());
  }

  @Test
  void theSameSentenceIsOneEventThatCounts() {
    TellUser tell = new TellUser(Shop.VOLUME, true, "BackupFailed", "repository 1 is away");
    handle("one", tell);
    handle("two", tell, Shop.NOON.plusSeconds(60));
    handle("three", tell, Shop.NOON.plusSeconds(120));

    assertThat(events())
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getCount()).isEqualTo(3);
              assertThat(event.getFirstTimestamp()).isEqualTo("2026-11-24T12:00:00Z");
              assertThat(event.getLastTimestamp()).isEqualTo("2026-11-24T12:02:00Z");
              assertThat(event.getType()).isEqualTo("Warning");
            });
  }

  @Test
  void aRedeliveredCommandCountsOnce() {
    TellUser tell = new TellUser(Shop.VOLUME, true, "BackupFailed", "repository 1 is away");
    handle("one", tell);
    handle("one", tell);
    handle("two", tell);
    handle("two", tell);

    assertThat(events()).extracting(Event::getCount).containsExactly(2);
  }

  @Test
  void anotherSentenceReasonOrObjectIsAnotherEvent() {
    handle("one", new TellUser(Shop.VOLUME, true, "BackupFailed", "repository 1 is away"));
    handle("two", new TellUser(Shop.VOLUME, true, "BackupFailed", "repository 2 is away"));
    handle("three", new TellUser(Shop.VOLUME, true, "RestoreFailed", "repository 1 is away"));
    handle(
        "four",
        new TellUser(
            ObjectRef.volume("shop", "data", "recreated"),
            true,
            "BackupFailed",
            "repository 1 is away"));

    assertThat(events()).hasSize(4).extracting(Event::getCount).containsOnly(1);
  }

  @Test
  void theLongestNameAndSentenceMakeAnEventThatKubernetesTakes() {
    String name = "c".repeat(235) + "." + "d".repeat(17);

    handle(
        "one", new TellUser(ObjectRef.volume("shop", name, "x"), true, "Reason", "m".repeat(5000)));

    Event event = events().getFirst();
    assertThat(event.getMetadata().getName())
        .hasSizeLessThanOrEqualTo(253)
        .matches("c{235}\\.[0-9a-f]{16}");
    assertThat(event.getInvolvedObject().getName()).isEqualTo(name);
    assertThat(event.getMessage()).hasSize(1024).endsWith("m…");
  }

  private PublishTask task(String trigger, Instant time) {
    return new PublishTask(
        Shop.operation(OperationType.BACKUP_SCHEDULED, Shop.VOLUME, trigger, time),
        "",
        "",
        "",
        List.of(),
        List.of(),
        Trigger.UNKNOWN);
  }

  private void state(PublishTask publish, TaskState state) {
    Task task =
        api.client()
            .resources(Task.class)
            .inNamespace("shop")
            .withName(publish.operation().taskName())
            .require();
    TaskStatus none = TaskStatus.EMPTY;
    task.setStatus(
        new TaskStatus(
            1L,
            List.of(),
            state,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            none.lastLines()));
    api.client().resource(task).updateStatus();
  }

  private List<Task> tasks() {
    return api.client().resources(Task.class).inNamespace("shop").list().getItems();
  }

  private List<Event> events() {
    return api.client().v1().events().inNamespace("shop").list().getItems();
  }

  private Reaction handle(String id, ClusterCommand command) {
    return handle(id, command, Shop.NOON);
  }

  private Reaction handle(String id, ClusterCommand command, Instant time) {
    return handler.handle(CommandEnvelope.first(id, time, "test", command));
  }
}
