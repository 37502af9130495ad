package com.datarestor.e2e.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datarestor.core.annotation.Annotations;
import com.datarestor.core.api.v1alpha1.BackupConfig;
import com.datarestor.core.api.v1alpha1.Task;
import com.datarestor.core.status.ClusterCommandHandler;
import com.datarestor.e2e.sandbox.ApiWithoutNode;
import com.datarestor.events.ClusterCommand;
import com.datarestor.events.ClusterCommand.PublishTask;
import com.datarestor.events.ClusterCommand.RemoveAnnotation;
import com.datarestor.events.ClusterCommand.TellUser;
import com.datarestor.events.ClusterCommand.WriteAnnotation;
import com.datarestor.events.CommandEnvelope;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.OperationType;
import com.datarestor.events.ResticCommand.RunScan;
import com.datarestor.events.Trigger;
import com.datarestor.events.bus.PermanentFailure;
import com.datarestor.events.bus.Reaction;
import com.datarestor.events.bus.RetryLater;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ClusterCommandHandlerTest {

  private static final String BACKUP = Annotations.key("manual-backup");
  private static final String LAST = Annotations.key("last-backup");

  private ApiWithoutNode api;
  private ClusterCommandHandler handler;
  private ObjectRef volume;

  @BeforeEach
  void start() throws IOException {
    api = ApiWithoutNode.start();
    handler =
        new ClusterCommandHandler(
            api.client(), (operation, asked) -> false, Clock.fixed(Shop.NOON, ZoneOffset.UTC));
    volume = claim(Map.of(BACKUP, "pre-upgrade", "team", "shop"));
    api.forgetWhatWasSent();
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void theValueThatWasActedUponIsRemovedAndNothingElse() throws IOException {
    handle(new RemoveAnnotation(volume, "manual-backup", "pre-upgrade", List.of()));

    assertThat(annotations()).isEqualTo(Map.of("team", "shop"));
    SentFiles.assertAsCommitted("remove-annotation", api.writes());
    api.forgetWhatWasSent();

    handle(new RemoveAnnotation(volume, "manual-backup", "pre-upgrade", List.of()));
    assertThat(api.writes()).isEmpty();
  }

  private PublishTask task(ObjectRef about, String word) {
    return new PublishTask(
        Shop.operation(OperationType.BACKUP_MANUAL, about, word, Shop.NOON),
        "",
        "",
        "x",
        List.of(),
        List.of(),
        Trigger.UNKNOWN);
  }

  private ClusterCommand removeAnnotationOf(PublishTask... tasks) {
    return new RemoveAnnotation(volume, "manual-backup", "pre-upgrade", List.of(tasks));
  }

  private List<String> written() {
    return api.writes().stream()
        .map(sent -> sent.method() + " " + sent.path().replaceFirst(".*/", ""))
        .toList();
  }

  @Test
  void whatWasAskedForIsInTheClusterBeforeTheAnnotationGoes() {
    handle(removeAnnotationOf(task(volume, "first"), task(volume, "second")));

    assertThat(written()).containsExactly("POST tasks", "POST tasks", "PATCH data");
    assertThat(annotations()).isEqualTo(Map.of("team", "shop"));
  }

  @Test
  void aTaskThatWasThereIsNotMadeAgain() {
    handler =
        new ClusterCommandHandler(
            api.client(), (operation, asked) -> true, Clock.fixed(Shop.NOON, ZoneOffset.UTC));

    handle(removeAnnotationOf(task(volume, "first")));

    assertThat(written()).containsExactly("PATCH data");
  }

  @Test
  void aTaskThatAppearsAfterTheLookIsTheOne() {
    PublishTask task = task(volume, "first");
    api.justBefore((method, path) -> method.equals("POST"), () -> handle(task));

    handle(removeAnnotationOf(task));

    assertThat(annotations()).isEqualTo(Map.of("team", "shop"));
    assertThat(api.client().resources(Task.class).inNamespace("shop").list().getItems()).hasSize(1);
  }

  @Test
  void anAnnotationStaysAsLongAsItsTaskCannotBeMade() {
    api.failOnce(500, (method, path) -> method.equals("POST"));
    assertThatThrownBy(() -> handle(removeAnnotationOf(task(volume, "first"))))
        .isInstanceOf(RetryLater.class);
    assertThat(annotations()).containsEntry(BACKUP, "pre-upgrade");

    handle(removeAnnotationOf(task(volume, "first")));
    assertThat(annotations()).isEqualTo(Map.of("team", "shop"));
  }

  @Test
  void aTaskInANamespaceThatIsGoneKeepsNoAnnotation() {
    ObjectRef away = ObjectRef.volume("no-such-namespace", "data", "gone");

    handle(removeAnnotationOf(task(away, "first"), task(volume, "second")));

    assertThat(written()).contains("PATCH data");
    assertThat(api.client().resources(Task.class).inNamespace("shop").list().getItems()).hasSize(1);
  }

  @Test
  void anEmptyValueIsAValue() {
    annotate(BACKUP, "");

    handle(new RemoveAnnotation(volume, "manual-backup", "", List.of()));

    assertThat(annotations()).isEqualTo(Map.of("team", "shop"));
  }

  @Test
  void aNewerValueIsAnotherCommandAndStays() {
    handle(new RemoveAnnotation(volume, "manual-backup", "an-earlier-one", List.of()));

    assertThat(annotations()).containsEntry(BACKUP, "pre-upgrade");
    assertThat(api.writes()).isEmpty();
  }

  @Test
  void aValueThatChangesAfterTheLookStays() {
    api.justBefore(
        (method, path) -> method.equals("PATCH"), () -> annotate(BACKUP, "in-the-meantime"));

    handle(new RemoveAnnotation(volume, "manual-backup", "pre-upgrade", List.of()));

    assertThat(annotations()).containsEntry(BACKUP, "in-the-meantime");
  }

  @Test
  void aValueThatIsTakenAwayAfterTheLookIsGone() {
    api.justBefore(
        (method, path) -> method.equals("PATCH"),
        () ->
            api.client()
                .persistentVolumeClaims()
                .inNamespace("shop")
                .withName("data")
                .edit(
                    claim ->
                        new PersistentVolumeClaimBuilder(claim)
                            .editMetadata()
                            .removeFromAnnotations(BACKUP)
                            .endMetadata()
                            .build()));

    handle(new RemoveAnnotation(volume, "manual-backup", "pre-upgrade", List.of()));

    assertThat(annotations()).isEqualTo(Map.of("team", "shop"));
  }

  @Test
  void aValueThatWasCutBeforeItWasReadIsRemovedAsAWhole() {
    String huge = "x".repeat(200_000);
    annotate(BACKUP, huge);

    handle(new RemoveAnnotation(volume, "manual-backup", Annotations.told(huge), List.of()));

    assertThat(annotations()).isEqualTo(Map.of("team", "shop"));
  }

  @Test
  void anOutcomeIsWrittenBesideWhatIsThere() throws IOException {
    String outcome = "Failed time=2026-11-24T12:00:00Z task=x message=say \"yes\"\\no, {ö}";

    handle(new WriteAnnotation(volume, "last-backup", outcome));
    SentFiles.assertAsCommitted("write-annotation", api.writes());
    handle(new WriteAnnotation(volume, "last-backup", outcome));

    assertThat(annotations())
        .isEqualTo(Map.of(BACKUP, "pre-upgrade", "team", "shop", LAST, outcome));
  }

  @Test
  void anotherObjectOfTheSameNameIsNotTouched() {
    ObjectRef before = ObjectRef.volume("shop", "data", "the-claim-that-was-deleted");

    handle(new RemoveAnnotation(before, "manual-backup", "pre-upgrade", List.of()));
    handle(new WriteAnnotation(before, "last-backup", "Completed"));

    assertThat(annotations()).isEqualTo(Map.of(BACKUP, "pre-upgrade", "team", "shop"));
    assertThat(api.writes()).isEmpty();
  }

  @Test
  void anObjectThatIsGoneNeedsNothing() {
    ObjectRef gone = ObjectRef.volume("shop", "gone", "gone");
    ObjectRef away = ObjectRef.volume("no-such-namespace", "data", "gone");

    for (ObjectRef ref : List.of(gone, away)) {
      assertThat(handle(new RemoveAnnotation(ref, "manual-backup", "x", List.of())))
          .isEqualTo(Reaction.NOTHING);
      assertThat(handle(new WriteAnnotation(ref, "last-backup", "x"))).isEqualTo(Reaction.NOTHING);
    }
    assertThat(handle(new TellUser(away, true, "Reason", "a sentence")))
        .isEqualTo(Reaction.NOTHING);
    assertThat(
            handle(
                new PublishTask(
                    Shop.operation(OperationType.BACKUP_MANUAL, away, "x", Shop.NOON),
                    "",
                    "",
                    "",
                    List.of(),
                    List.of(),
                    Trigger.UNKNOWN)))
        .isEqualTo(Reaction.NOTHING);
  }

  @Test
  void anObjectThatGoesAfterTheLookNeedsNothing() {
    api.justBefore(
        (method, path) -> method.equals("PATCH"),
        () -> api.client().persistentVolumeClaims().inNamespace("shop").withName("data").delete());

    assertThat(handle(new WriteAnnotation(volume, "last-backup", "x"))).isEqualTo(Reaction.NOTHING);
  }

  @Test
  void aConfigIsWrittenLikeAVolume() {
    api.client()
        .load(new ByteArrayInputStream(Pump.CONFIG.getBytes(StandardCharsets.UTF_8)))
        .create();
    BackupConfig config = config();
    ObjectRef ref =
        ObjectRef.config("backup-system", "my-backup-config", config.getMetadata().getUid());

    handle(new WriteAnnotation(ref, "manual-backup", "all"));
    assertThat(config().getMetadata().getAnnotations()).containsEntry(BACKUP, "all");
    handle(new RemoveAnnotation(ref, "manual-backup", "all", List.of()));

    Map<String, String> left = config().getMetadata().getAnnotations();
    assertThat(left == null ? Map.of() : left).isEmpty();
  }

  static Stream<Arguments> errors() {
    return Stream.of("write", "tell", "publish", "remove")
        .flatMap(
            command ->
                Stream.of(
                    Arguments.of(command, 400, PermanentFailure.class),
                    Arguments.of(command, 403, PermanentFailure.class),
                    Arguments.of(
                        command, 409, command.equals("tell") ? Void.class : RetryLater.class),
                    Arguments.of(
                        command,
                        422,
                        command.equals("remove") ? Void.class : PermanentFailure.class),
                    Arguments.of(command, 429, RetryLater.class),
                    Arguments.of(command, 500, RetryLater.class),
                    Arguments.of(command, 503, RetryLater.class)));
  }

  /** {@code Void} stands for: somebody else did it, or has changed what would have been done. */
  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("errors")
  void anErrorOfTheApiServerIsForEverOrForNow(String name, int status, Class<?> thrown) {
    api.failOnce(status, (method, path) -> !method.equals("GET"));

    if (thrown.equals(Void.class)) {
      assertThat(handle(command(name))).isEqualTo(Reaction.NOTHING);
    } else {
      assertThatThrownBy(() -> handle(command(name))).isInstanceOf(thrown);
    }
    handle(command(name));
  }

  @Test
  void aRefusalNamesTheObjectAndTheStatus() {
    api.failOnce(403, (method, path) -> !method.equals("GET"));

    assertThatThrownBy(() -> handle(command("write")))
        .isInstanceOfSatisfying(
            PermanentFailure.class,
            failure -> assertThat(failure.code()).isEqualTo("api-server-403"))
        .hasMessageStartingWith("PersistentVolumeClaim shop/data: ");
  }

  @Test
  void anApiServerThatIsAwayIsWaitedFor() {
    api.goAway();
    for (String name : List.of("write", "tell", "publish", "remove")) {
      assertThatThrownBy(() -> handle(command(name))).isInstanceOf(RetryLater.class);
    }

    api.comeBack();
    handle(command("remove"));

    assertThat(annotations()).isEqualTo(Map.of("team", "shop"));
  }

  @Test
  void aCommandForSomebodyElseIsNotHandled() {
    CommandEnvelope envelope =
        CommandEnvelope.first(
            "x", Shop.NOON, "test", new RunScan(Shop.operation(OperationType.SCAN, "x")));

    assertThatThrownBy(() -> handler.handle(envelope))
        .isInstanceOfSatisfying(
            PermanentFailure.class,
            failure -> assertThat(failure.code()).isEqualTo("not-for-the-cluster"));
  }

  private ClusterCommand command(String name) {
    return switch (name) {
      case "write" -> new WriteAnnotation(volume, "last-backup", "Completed");
      case "tell" -> new TellUser(volume, true, "BackupFailed", "restic gave up");
      case "publish" -> task(volume, "x");
      default -> new RemoveAnnotation(volume, "manual-backup", "pre-upgrade", List.of());
    };
  }

  private Reaction handle(ClusterCommand command) {
    return handler.handle(CommandEnvelope.first("command-1", Shop.NOON, "test", command));
  }

  private ObjectRef claim(Map<String, String> annotations) {
    PersistentVolumeClaim claim =
        api.client()
            .resource(
                new PersistentVolumeClaimBuilder()
                    .withNewMetadata()
                    .withNamespace("shop")
                    .withName("data")
                    .withAnnotations(annotations)
                    .endMetadata()
                    .withNewSpec()
                    .withAccessModes("ReadWriteOnce")
                    .endSpec()
                    .build())
            .create();
    return ObjectRef.volume("shop", "data", claim.getMetadata().getUid());
  }

  private void annotate(String key, String value) {
    api.client()
        .persistentVolumeClaims()
        .inNamespace("shop")
        .withName("data")
        .edit(
            claim ->
                new PersistentVolumeClaimBuilder(claim)
                    .editMetadata()
                    .addToAnnotations(key, value)
                    .endMetadata()
                    .build());
  }

  private Map<String, String> annotations() {
    return Objects.requireNonNull(
        api.client()
            .persistentVolumeClaims()
            .inNamespace("shop")
            .withName("data")
            .require()
            .getMetadata()
            .getAnnotations());
  }

  private BackupConfig config() {
    return api.client()
        .resources(BackupConfig.class)
        .inNamespace("backup-system")
        .withName("my-backup-config")
        .require();
  }
}
