package com.datarestor.e2e.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.datarestor.core.watch.WatchedKind;
import com.datarestor.e2e.sandbox.ApiFaults.Fault;
import com.datarestor.events.FailureReason;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationCommand.ReportFailed;
import com.datarestor.events.OperationId;
import com.datarestor.events.OperationType;
import com.datarestor.events.RepositoryId;
import com.datarestor.events.RepositoryRef;
import com.datarestor.events.Step;
import com.datarestor.restic.job.JobLabels;
import com.datarestor.restic.job.JobView;
import com.datarestor.restic.job.JobWatcher;
import com.datarestor.restic.job.WorkInHand;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The end of a Job is reported once it can be read, however long that takes. */
@SuppressWarnings("try") // a fault lasts for a block, which does not speak of it
class JobWatcherTest {

  private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
  private static final Operation BACKUP =
      Operation.at(
          NOON,
          OperationId.of("volume-uid", "manual-backup", "before-upgrade"),
          OperationType.BACKUP_MANUAL,
          ObjectRef.volume(WatchedSandbox.NAMESPACE, "data", "volume-uid"),
          ObjectRef.config("backup-system", "nightly", "config-uid"),
          new RepositoryRef(RepositoryId.ofTarget("/r"), 1, "/r"));

  @TempDir private Path directory;

  private WatchedSandbox sandbox;
  private JobWatcher watcher;
  private WatchedKind<JobView> kind;
  private final RecordingCommands commands = new RecordingCommands();

  @BeforeEach
  void start() throws IOException {
    sandbox = new WatchedSandbox(directory);
    watcher =
        new JobWatcher(sandbox.client(), new OneBackup(), List::of, commands, Clock.systemUTC());
    kind =
        new WatchedKind<>(
            sandbox.client(),
            JobView.class,
            JobLabels.OWN,
            new WatchedKind.Listener<>() {
              @Override
              public void seen(JobView job) {
                watcher.seen(job);
              }

              @Override
              public void gone(JobView job) {
                watcher.gone(job);
              }

              @Override
              public void listed(Collection<JobView> all) {
                watcher.listed(all);
              }
            });
  }

  @AfterEach
  void stop() {
    kind.close();
    watcher.close();
    sandbox.close();
  }

  /** One backup, whose Job was launched. */
  private static final class OneBackup implements WorkInHand.Directory {

    @Override
    public Optional<WorkInHand> of(OperationId operation) {
      return all().stream().filter(work -> work.operation().id().equals(operation)).findFirst();
    }

    @Override
    public WorkInHand.Turn turn(OperationId operation, Step step, RepositoryRef repository) {
      return WorkInHand.Turn.OVER;
    }

    @Override
    public List<WorkInHand> all() {
      return List.of(
          new WorkInHand(BACKUP, Step.BACKUP, BACKUP.repository(), "", "", Optional.empty(), true));
    }
  }

  private void watching() {
    kind.start(NOON);
    WatchedSandbox.awaitSynced(kind);
  }

  /** A Job of the backup; its program ends like one that cannot find the repository. */
  private void job(String script) {
    Map<String, String> labels =
        Map.of(
            JobLabels.MANAGED_BY,
            JobLabels.OPERATOR,
            JobLabels.OPERATION,
            BACKUP.id().value(),
            JobLabels.STEP,
            Step.BACKUP.wireName(),
            JobLabels.REPOSITORY,
            BACKUP.repository().id().value());
    sandbox
        .client()
        .resource(
            new JobBuilder()
                .withNewMetadata()
                .withNamespace(WatchedSandbox.NAMESPACE)
                .withName("backup-1")
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .withBackoffLimit(0)
                .withNewTemplate()
                .withNewSpec()
                .withRestartPolicy("Never")
                .withTerminationGracePeriodSeconds(1L)
                .addNewContainer()
                .withName("restic")
                .withImage("restic/restic:0.18.0")
                .withCommand("sh", "-c", script)
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build())
        .create();
  }

  private void awaitEnd() {
    await()
        .atMost(WatchedSandbox.PATIENCE)
        .until(
            () ->
                sandbox
                    .client()
                    .batch()
                    .v1()
                    .jobs()
                    .inNamespace(WatchedSandbox.NAMESPACE)
                    .withName("backup-1")
                    .get()
                    .getStatus()
                    .getConditions()
                    .stream()
                    .anyMatch(condition -> condition.getType().equals("Failed")));
  }

  private void awaitReport(FailureReason reason) {
    await()
        .atMost(WatchedSandbox.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(commands.of(ReportFailed.class))
                    .isNotEmpty()
                    .allSatisfy(report -> assertThat(report.failure().reason()).isEqualTo(reason)));
  }

  @Test
  void an_end_during_a_gap_is_reported_after_it() {
    watching();

    sandbox.whileCutOff(
        "jobs",
        () -> {
          job("exit 12");
          awaitEnd();
          sandbox.faults().forgetHistory();
        });

    awaitReport(FailureReason.WRONG_PASSWORD);
  }

  @Test
  void an_end_that_cannot_be_read_is_read_at_the_next_look() {
    watching();
    try (Fault fault = sandbox.faults().fail(500, request -> request.isOf("pods"))) {
      job("exit 12");
      awaitEnd();
      assertThat(commands.of(ReportFailed.class)).isEmpty();
    }

    await()
        .atMost(WatchedSandbox.PATIENCE)
        .until(
            () -> {
              watcher.lookAgain();
              return !commands.of(ReportFailed.class).isEmpty();
            });
    awaitReport(FailureReason.WRONG_PASSWORD);
  }

  @Test
  void a_job_deleted_during_a_gap_is_reported_as_gone() {
    job("sleep 300");
    watching();
    await().atMost(WatchedSandbox.PATIENCE).until(() -> kind.objects().size() == 1);

    sandbox.whileCutOff(
        "jobs",
        () -> {
          sandbox
              .client()
              .batch()
              .v1()
              .jobs()
              .inNamespace(WatchedSandbox.NAMESPACE)
              .withName("backup-1")
              .withPropagationPolicy(DeletionPropagation.BACKGROUND)
              .delete();
          sandbox.faults().forgetHistory();
        });

    awaitReport(FailureReason.JOB_GONE);
  }

  @Test
  void an_end_that_the_watch_lost_is_found_by_listing_again() {
    watching();
    kind.check(NOON);
    sandbox.silence("jobs");
    job("exit 12");
    awaitEnd();
    assertThat(commands.of(ReportFailed.class)).isEmpty();

    kind.check(NOON.plus(WatchedKind.SILENCE).plusSeconds(1));

    awaitReport(FailureReason.WRONG_PASSWORD);
  }
}
