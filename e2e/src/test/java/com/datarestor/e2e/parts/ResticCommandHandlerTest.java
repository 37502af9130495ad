package com.datarestor.e2e.parts;

import static com.datarestor.e2e.parts.Shop.SNAPSHOT;
import static com.datarestor.e2e.parts.Shop.work;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datarestor.e2e.sandbox.ApiWithoutNode;
import com.datarestor.e2e.sandbox.Sandbox;
import com.datarestor.events.ClusterCommand.TellUser;
import com.datarestor.events.Command;
import com.datarestor.events.CommandEnvelope;
import com.datarestor.events.Failure;
import com.datarestor.events.FailureReason;
import com.datarestor.events.Identity;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationCommand.ReportFailed;
import com.datarestor.events.OperationCommand.ReportJobLaunched;
import com.datarestor.events.OperationType;
import com.datarestor.events.ResticCommand.CleanUp;
import com.datarestor.events.ResticCommand.RunBackup;
import com.datarestor.events.ResticCommand.RunForget;
import com.datarestor.events.ResticCommand.RunRestore;
import com.datarestor.events.Step;
import com.datarestor.events.bus.PermanentFailure;
import com.datarestor.events.bus.Reaction;
import com.datarestor.events.bus.RetryLater;
import com.datarestor.restic.handler.ResticCommandHandler;
import com.datarestor.restic.job.JobCleaner;
import com.datarestor.restic.job.JobFactory;
import com.datarestor.restic.job.JobLabels;
import com.datarestor.restic.job.JobLauncher;
import com.datarestor.restic.job.JobSettings;
import com.datarestor.restic.job.KeptWhole;
import com.datarestor.restic.job.VolumeUsage;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResticCommandHandlerTest {

  private final Operation backup = Shop.operation(OperationType.BACKUP_MANUAL, "backup");
  private final Operation restore = Shop.operation(OperationType.RESTORE_MANUAL, "restore");
  private final RunBackup runBackup = new RunBackup(backup, "pre-upgrade", true, List.of());
  private final RunRestore runRestore = new RunRestore(restore, Shop.REPOSITORY, SNAPSHOT);
  private final InHand inHand = new InHand();
  private ApiWithoutNode api;
  private JobSettings settings = Shop.settings();
  private List<KeptWhole> kept = List.of();

  @BeforeEach
  void start() throws IOException {
    api = ApiWithoutNode.start();
    inHand.put(work(backup, Step.BACKUP, false));
    inHand.put(work(restore, Step.RESTORE, false));
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void aJobThatIsMadeIsReported() {
    Command report = handle(runBackup).commands().getFirst().command();

    assertThat(report).isInstanceOf(ReportJobLaunched.class);
    assertThat(((ReportJobLaunched) report).job().uid())
        .isEqualTo(jobs().getFirst().getMetadata().getUid());
    assertThat(jobs().getFirst().getMetadata().getAnnotations()).containsValue("story");
  }

  @Test
  void aForgetKeepsWholeWhatItMustAndSaysSo() {
    Operation forget = Shop.operation(OperationType.FORGET, "forget");
    Identity volume = new Identity("shop", "data", "shop-data");
    inHand.put(work(forget, Step.FORGET, false));
    kept = List.of(new KeptWhole(volume, "until it is settled"));

    ReportJobLaunched report =
        (ReportJobLaunched)
            handle(new RunForget(forget, List.of(volume), List.of("--keep-last", "1")))
                .commands()
                .getFirst()
                .command();

    assertThat(report.note()).isEqualTo("keeps every snapshot of shop/data (until it is settled)");
    assertThat(jobs().getFirst().getSpec().getTemplate().getSpec().getContainers().toString())
        .contains("--keep-tag=ns=shop,pvc=data");
  }

  @Test
  void aBackupOfAVolumeInUseRunsWhereItIsInUse() {
    user("web-0");

    handle(runBackup);

    assertThat(jobs().getFirst().getSpec().getTemplate().getSpec().getAffinity().toString())
        .contains("worker-2");
  }

  @Test
  void aVolumeInUseIsNotRestoredInto() {
    user("web-0");
    user("web-1");

    Failure failure = failed(handle(runRestore), Step.RESTORE);

    assertThat(failure.reason()).isEqualTo(FailureReason.VOLUME_IN_USE);
    assertThat(failure.message())
        .isEqualTo(
            "the volume is mounted by web-0, web-1: scale the workload to 0, wait until its pods are"
                + " gone, then annotate again");
    assertThat(jobs()).isEmpty();
    assertThat(secrets()).isEmpty();
  }

  /** The Job of an operation that was stopped is gone before its pod. */
  @Test
  void thePodOfAnotherOperationIsWaitedForAndNotForEver() {
    pod("gone", own(restore));
    pod("elsewhere", own(backup), "other");
    assertThat(handle(runRestore).commands()).hasSize(1);

    assertThatThrownBy(() -> handle(runBackup))
        .isInstanceOf(RetryLater.class)
        .hasMessage("the volume is still mounted by gone, which is to end");
    CommandEnvelope old =
        CommandEnvelope.first("story", Shop.NOON.minusSeconds(90), "test", runBackup);
    Failure failure =
        failed(handler(api.client(), new VolumeUsage(api.client())).handle(old), Step.BACKUP);

    assertThat(failure.reason()).isEqualTo(FailureReason.VOLUME_IN_USE);
    assertThat(failure.message())
        .startsWith("the volume is still mounted by gone of an operation that was stopped")
        .contains("kubectl delete pod --force");

    end("gone");
    assertThat(handle(runBackup).commands().getFirst().command())
        .isInstanceOf(ReportJobLaunched.class);
  }

  /** A Config's annotation means all its volumes, and a claim can change while its turn comes. */
  @ParameterizedTest
  @CsvSource({
    "Filesystem, WaitForFirstConsumer, VOLUME_NOT_BOUND",
    "Block, Immediate, VOLUME_UNSUPPORTED"
  })
  void aVolumeThatNoJobCanUseGetsNone(String mode, String binding, FailureReason reason) {
    claim(mode, binding);

    assertThat(failed(handle(runBackup), Step.BACKUP).reason()).isEqualTo(reason);
    assertThat(failed(handle(runRestore), Step.RESTORE).reason()).isEqualTo(reason);
    assertThat(jobs()).isEmpty();
  }

  @Test
  void aVolumeThatIsBoundIsUsed() {
    claim("Filesystem", "Immediate");

    assertThat(handle(runBackup).commands().getFirst().command())
        .isInstanceOf(ReportJobLaunched.class);
  }

  private void claim(String mode, String binding) {
    api.client()
        .resource(
            new StorageClassBuilder()
                .withNewMetadata()
                .withName("disks")
                .endMetadata()
                .withProvisioner("example.org/disks")
                .withVolumeBindingMode(binding)
                .build())
        .create();
    api.client()
        .resource(
            new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName("data")
                .endMetadata()
                .withNewSpec()
                .withStorageClassName("disks")
                .withAccessModes("ReadWriteOnce")
                .withVolumeMode(mode)
                .withNewResources()
                .addToRequests("storage", new Quantity("1Mi"))
                .endResources()
                .endSpec()
                .build())
        .create();
  }

  private static Map<String, String> own(Operation operation) {
    Map<String, String> labels = new HashMap<>(JobLabels.OWN);
    labels.put(JobLabels.OPERATION, operation.id().value());
    return labels;
  }

  private void end(String pod) {
    api.client()
        .pods()
        .inNamespace("shop")
        .withName(pod)
        .editStatus(
            running -> {
              running.setStatus(new PodStatusBuilder().withPhase("Succeeded").build());
              return running;
            });
  }

  @Test
  void whatTheConfigLacksIsAFailureWithItsSentence() {
    Failure missing = Failure.of(FailureReason.NO_PASSWORD, "set RESTIC_PASSWORD in spec.env");
    settings = new JobSettings.Missing(missing);

    assertThat(failed(handle(runBackup), Step.BACKUP)).isEqualTo(missing);
    assertThat(jobs()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 404, 422})
  void aJobThatIsRefusedIsAFailure(int status) {
    api.failOnce(status, (method, path) -> method.equals("POST") && path.endsWith("/jobs"));

    Failure failure = failed(handle(runBackup), Step.BACKUP);

    assertThat(failure.reason()).isEqualTo(FailureReason.JOB_REFUSED);
    assertThat(failure.message())
        .isEqualTo("the API server refused the Job: an error that a test asked for");
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503, 504})
  void anApiServerInTroubleIsWaitedFor(int status) {
    api.failOnce(status, (method, path) -> method.equals("POST") && path.endsWith("/jobs"));

    assertThatThrownBy(() -> handle(runBackup)).isInstanceOf(RetryLater.class);
    assertThat(handle(runBackup).commands()).hasSize(1);
    assertThat(jobs()).hasSize(1);
  }

  @Test
  void anApiServerThatIsAwayIsWaitedFor() {
    api.goAway();
    for (Command command : List.of(runBackup, runRestore, new CleanUp(backup, true))) {
      assertThatThrownBy(() -> handle(command)).isInstanceOf(RetryLater.class);
    }
    api.comeBack();

    assertThat(handle(runBackup).commands()).hasSize(1);
  }

  @Test
  void aRefusedCleanUpIsSeenBecauseCredentialsStay() {
    handle(runBackup);
    api.failOnce(403, (method, path) -> method.equals("DELETE") && path.contains("/secrets"));

    assertThatThrownBy(() -> handle(new CleanUp(backup, false)))
        .isInstanceOfSatisfying(
            PermanentFailure.class,
            failure -> assertThat(failure.code()).isEqualTo("clean-up-refused"))
        .hasMessageContaining(backup.taskName());
    assertThat(secrets()).hasSize(1);

    handle(new CleanUp(backup, false));
    assertThat(secrets()).isEmpty();
  }

  @Test
  void aCommandForSomebodyElseIsNotHandled() {
    assertThatThrownBy(() -> handle(new TellUser(Shop.VOLUME, true, "Reason", "a sentence")))
        .isInstanceOf(PermanentFailure.class);
  }

  @Test
  void aSecretThatIsRefusedInItsOwnWordsIsReportedWithoutThem() throws IOException {
    try (EchoingApi echoing = new EchoingApi();
        KubernetesClient client = Sandbox.client(echoing.url())) {
      ResticCommandHandler handler = handler(client, new VolumeUsage(api.client()));

      Failure failure = failed(handler.handle(envelope(runRestore)), Step.RESTORE);

      assertThat(failure.reason()).isEqualTo(FailureReason.JOB_REFUSED);
      assertThat(failure.message())
          .contains("was refused with status 403 Forbidden; the words of the refusal repeat")
          .doesNotContain(
              new JobFactory()
                  .secret(Shop.plan(restore, Step.RESTORE), ObjectRef.job("shop", "job", "1"))
                  .getData()
                  .values());
    }
  }

  private void user(String name) {
    pod(name, Map.of());
  }

  private void pod(String name, Map<String, String> labels) {
    pod(name, labels, "data");
  }

  private void pod(String name, Map<String, String> labels, String claim) {
    api.client()
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName(name)
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .withNodeName("worker-2")
                .addNewVolume()
                .withName("data")
                .withNewPersistentVolumeClaim(claim, false)
                .endVolume()
                .endSpec()
                .build())
        .create();
  }

  private static Failure failed(Reaction reaction, Step step) {
    assertThat(reaction.commands()).hasSize(1);
    assertThat(reaction.commands().getFirst().command()).isInstanceOf(ReportFailed.class);
    ReportFailed failed = (ReportFailed) reaction.commands().getFirst().command();
    assertThat(failed.step()).isEqualTo(step);
    return failed.failure();
  }

  private Reaction handle(Command command) {
    return handler(api.client(), new VolumeUsage(api.client())).handle(envelope(command));
  }

  private ResticCommandHandler handler(KubernetesClient client, VolumeUsage usage) {
    return new ResticCommandHandler(
        inHand,
        (config, repository) -> settings,
        identities -> kept,
        new JobLauncher(client, new JobFactory()),
        new JobCleaner(client),
        usage,
        Clock.fixed(Shop.NOON, ZoneOffset.UTC));
  }

  private static CommandEnvelope envelope(Command command) {
    return CommandEnvelope.first("story", Shop.NOON, "test", command);
  }

  private List<Job> jobs() {
    return api.client().batch().v1().jobs().inNamespace("shop").list().getItems();
  }

  private List<Secret> secrets() {
    return api.client().secrets().inNamespace("shop").list().getItems();
  }
}
