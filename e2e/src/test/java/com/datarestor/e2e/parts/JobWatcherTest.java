package com.datarestor.e2e.parts;

import static com.datarestor.e2e.parts.Shop.SNAPSHOT;
import static com.datarestor.e2e.parts.Shop.operation;
import static com.datarestor.e2e.parts.Shop.work;
import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.e2e.sandbox.ApiWithoutNode;
import com.datarestor.events.Command;
import com.datarestor.events.FailureReason;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationCommand.ReportBackupSucceeded;
import com.datarestor.events.OperationCommand.ReportFailed;
import com.datarestor.events.OperationType;
import com.datarestor.events.Step;
import com.datarestor.restic.job.JobFactory;
import com.datarestor.restic.job.JobLabels;
import com.datarestor.restic.job.JobLauncher;
import com.datarestor.restic.job.JobView;
import com.datarestor.restic.job.JobWatcher;
import com.datarestor.restic.job.WorkInHand;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JobWatcherTest {

  private static final String SUMMARY =
      "{\"message_type\":\"summary\",\"files_new\":6,\"data_added_packed\":9,\"snapshot_id\":\"%s\"}"
          .formatted(SNAPSHOT.id());

  private final Operation operation = operation(OperationType.BACKUP_MANUAL, "one");
  private final WorkInHand launched = work(operation, Step.BACKUP, true);
  private final InHand inHand = new InHand();
  private final Outbox outbox = new Outbox();
  private ApiWithoutNode api;
  private JobWatcher watcher;
  private Job job;

  @BeforeEach
  void launch() throws IOException {
    api = ApiWithoutNode.start();
    watcher =
        new JobWatcher(
            api.client(), inHand, List::of, outbox, Clock.fixed(Shop.NOON, ZoneOffset.UTC));
    inHand.put(launched);
    new JobLauncher(api.client(), new JobFactory())
        .launch(Shop.plan(operation, Step.BACKUP), Map.of(JobLabels.CORRELATION, "story"));
    job = api.client().batch().v1().jobs().inNamespace("shop").list().getItems().getFirst();
  }

  @AfterEach
  void stop() {
    watcher.close();
    api.close();
  }

  @Test
  void anEndIsReportedOnceHoweverOftenItIsSeen() {
    watcher.seen(view());
    FinishedJob.end(api.client(), job, 0, SUMMARY);
    watcher.seen(view());
    watcher.listed(List.of(view()));
    watcher.lookAgain();
    watcher.close();

    assertThat(outbox.commands()).singleElement().isInstanceOf(ReportBackupSucceeded.class);
    assertThat(outbox.envelopes().getFirst().correlation()).isEqualTo("story");
  }

  @Test
  void anEndThatNobodySawIsReportedAtStart() {
    FinishedJob.end(api.client(), job, 0, SUMMARY);

    watcher.listed(List.of(view()));

    assertThat(outbox.awaitOne(ReportBackupSucceeded.class).summary().snapshot())
        .isEqualTo(SNAPSHOT.id());
  }

  @Test
  void theExitStatusAndTheLastLinesOfAFailureAreReported() {
    FinishedJob.end(
        api.client(),
        job,
        12,
        "{\"message_type\":\"exit_error\",\"code\":12,\"message\":\"Fatal: wrong password\"}");

    watcher.seen(view());

    ReportFailed failed = outbox.awaitOne(ReportFailed.class);
    assertThat(failed.step()).isEqualTo(Step.BACKUP);
    assertThat(failed.failure().reason()).isEqualTo(FailureReason.WRONG_PASSWORD);
    assertThat(failed.failure().lastLines()).singleElement().asString().contains("wrong password");
  }

  @Test
  void aJobOfAnotherStepOrOfAnEndedOperationIsNobodysEnd() {
    FinishedJob.end(api.client(), job, 0, SUMMARY);
    inHand.put(work(operation, Step.RESTORE, true));
    watcher.seen(view());
    inHand.remove(launched);
    watcher.seen(view());
    watcher.close();

    assertThat(outbox.commands()).isEmpty();
  }

  @Test
  void aJobThatIsDeletedBeforeItsEndIsAFailure() {
    JobView before = view();
    watcher.seen(before);

    watcher.gone(before);

    assertGone("its Job was deleted before it ended; ask again, or wait for the next run");
  }

  @Test
  void aJobThatIsDeletedAfterItsEndIsNoFailure() {
    FinishedJob.end(api.client(), job, 0, SUMMARY);
    watcher.seen(view());
    outbox.awaitOne(ReportBackupSucceeded.class);
    inHand.remove(launched);

    watcher.gone(view());
    watcher.lookAgain();
    watcher.close();

    assertThat(outbox.commands()).isEmpty();
  }

  @Test
  void aJobThatWentWhileNobodyLookedIsMissed() {
    api.client().batch().v1().jobs().inNamespace("shop").delete();
    watcher.listed(List.of());

    watcher.lookAgain();

    assertGone("its Job was deleted before it ended; ask again, or wait for the next run");
  }

  @Test
  void aJobThatIsNotMadeYetIsNotMissed() {
    api.client().batch().v1().jobs().inNamespace("shop").delete();
    inHand.put(work(operation, Step.BACKUP, false));

    watcher.lookAgain();
    watcher.close();

    assertThat(outbox.commands()).isEmpty();
  }

  @Test
  void aJobThatTheWatchHasNotShownYetIsNotMissed() {
    watcher.lookAgain();
    watcher.close();

    assertThat(outbox.commands()).isEmpty();
  }

  @Test
  void nothingIsMissedWhileTheApiServerIsAway() {
    api.client().batch().v1().jobs().inNamespace("shop").delete();
    api.goAway();
    watcher.lookAgain();
    assertThat(outbox.commands()).isEmpty();

    api.comeBack();
    watcher.lookAgain();

    assertGone("its Job was deleted before it ended; ask again, or wait for the next run");
  }

  @Test
  void aPodThatWentWithItsResultIsAFailure() {
    FinishedJob.condition(api.client(), job, "Complete", "");

    watcher.seen(view());

    assertGone(
        "its pod was deleted before its result could be read; ask again, or wait for the next run");
  }

  @Test
  void aRunThatTookTooLongIsAFailureWithoutItsPod() {
    FinishedJob.condition(api.client(), job, "Failed", "DeadlineExceeded");

    watcher.seen(view());

    ReportFailed failed = outbox.awaitOne(ReportFailed.class);
    assertThat(failed.failure().reason()).isEqualTo(FailureReason.RUN_DEADLINE_EXCEEDED);
    assertThat(failed.failure().message()).contains("spec.limits.runDeadline");
  }

  @Test
  void aResultThatCannotBeReadNowIsReadAgain() {
    FinishedJob.end(api.client(), job, 0, SUMMARY);
    api.failOnce(500, (method, path) -> path.endsWith("/pods"));
    api.failOnce(500, (method, path) -> path.endsWith("/log"));

    watcher.seen(view());

    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              watcher.lookAgain();
              return !outbox.commands().isEmpty();
            });
    watcher.close();
    assertThat(outbox.commands()).singleElement().isInstanceOf(ReportBackupSucceeded.class);
    assertThat(requests("/pods")).isGreaterThanOrEqualTo(3);
  }

  private long requests(String path) {
    return api.sent().stream().filter(sent -> sent.path().endsWith(path)).count();
  }

  @Test
  void aLogThatWentWithItsNodeIsNotNeededForAResult() {
    FinishedJob.end(api.client(), job, 0, SUMMARY);
    api.failOnce(502, (method, path) -> path.endsWith("/log"));

    watcher.seen(view());

    assertThat(outbox.awaitOne(ReportBackupSucceeded.class).summary().snapshot())
        .isEqualTo(SNAPSHOT.id());
  }

  private void assertGone(String sentence) {
    Command command = outbox.awaitOne(ReportFailed.class);
    assertThat(((ReportFailed) command).failure().reason()).isEqualTo(FailureReason.JOB_GONE);
    assertThat(((ReportFailed) command).failure().message()).isEqualTo(sentence);
  }

  private JobView view() {
    return api.client()
        .resources(JobView.class)
        .inNamespace("shop")
        .withName(job.getMetadata().getName())
        .require();
  }
}
