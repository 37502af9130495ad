package com.datarestor.e2e.parts;

import static com.datarestor.e2e.parts.Shop.operation;
import static com.datarestor.e2e.parts.Shop.work;
import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.e2e.sandbox.ApiWithoutNode;
import com.datarestor.events.FailureReason;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationCommand.ReportFailed;
import com.datarestor.events.OperationType;
import com.datarestor.events.Step;
import com.datarestor.restic.job.JobFactory;
import com.datarestor.restic.job.JobLauncher;
import com.datarestor.restic.job.JobView;
import com.datarestor.restic.job.JobWatcher;
import com.datarestor.restic.job.RunningJobs;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RunningJobsTest {

  private static final Duration ALLOWED = Duration.ofMinutes(10);

  private final Operation operation = operation(OperationType.BACKUP_MANUAL, "one");
  private final InHand inHand = new InHand();
  private final Outbox outbox = new Outbox();
  private ApiWithoutNode api;
  private JobWatcher watcher;
  private Job job;

  @BeforeEach
  void launch() throws IOException {
    api = ApiWithoutNode.start();
    inHand.put(work(operation, Step.BACKUP, true));
    new JobLauncher(api.client(), new JobFactory())
        .launch(Shop.plan(operation, Step.BACKUP), Map.of());
    job = api.client().batch().v1().jobs().inNamespace("shop").list().getItems().getFirst();
    watcher = new JobWatcher(api.client(), inHand, List::of, outbox, Clock.systemUTC());
    watcher.seen(
        api.client()
            .resources(JobView.class)
            .inNamespace("shop")
            .withName(job.getMetadata().getName())
            .require());
  }

  @AfterEach
  void stop() {
    watcher.close();
    api.close();
  }

  static Stream<Arguments> obstacles() {
    return Stream.of(
        Arguments.of(
            waiting("ImagePullBackOff", "Back-off pulling image \"restic:nope\""),
            "ImagePullBackOff: Back-off pulling image \"restic:nope\""),
        Arguments.of(waiting("ContainerCreating", null), "ContainerCreating"),
        Arguments.of(
            new PodStatusBuilder()
                .withPhase("Pending")
                .addNewCondition()
                .withType("PodScheduled")
                .withStatus("False")
                .withReason("Unschedulable")
                .withMessage("0/3 nodes are available: 3 Insufficient memory.")
                .endCondition()
                .build(),
            "0/3 nodes are available: 3 Insufficient memory."),
        Arguments.of(new PodStatusBuilder().withPhase("Pending").build(), "the pod waits"));
  }

  private static PodStatus waiting(String reason, @Nullable String message) {
    return new PodStatusBuilder()
        .withPhase("Pending")
        .withContainerStatuses(
            new ContainerStatusBuilder()
                .withName("restic")
                .withState(new ContainerStateBuilder().withNewWaiting(message, reason).build())
                .build())
        .build();
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("obstacles")
  void aPodThatCannotStartFreesItsPlaceAndSaysWhy(PodStatus status, String obstacle) {
    pod(status);

    look(ALLOWED.plusSeconds(2));

    ReportFailed failed = outbox.awaitOne(ReportFailed.class);
    assertThat(failed.failure().reason()).isEqualTo(FailureReason.START_DEADLINE_EXCEEDED);
    assertThat(failed.failure().message())
        .isEqualTo("its pod did not start within 600 s (spec.limits.startDeadline): " + obstacle);
    assertThat(jobs()).isEmpty();
  }

  @Test
  void aJobWithoutAPodIsGivenUpToo() {
    look(ALLOWED.plusSeconds(2));

    assertThat(outbox.awaitOne(ReportFailed.class).failure().message())
        .endsWith("(spec.limits.startDeadline): no pod was made for the Job");
    assertThat(jobs()).isEmpty();
  }

  @Test
  void aPodHasTimeToStart() {
    pod(waiting("ContainerCreating", null));

    look(ALLOWED.minusSeconds(30));

    assertThat(outbox.commands()).isEmpty();
    assertThat(jobs()).hasSize(1);
  }

  @Test
  void aPodThatRunsIsLeftAloneHoweverLong() {
    pod(
        new PodStatusBuilder()
            .withPhase("Running")
            .withContainerStatuses(
                new ContainerStatusBuilder()
                    .withName("restic")
                    .withNewState()
                    .withNewRunning("2026-11-24T12:00:00Z")
                    .endState()
                    .build())
            .build());

    look(ALLOWED.multipliedBy(100));

    assertThat(outbox.commands()).isEmpty();
    assertThat(jobs()).hasSize(1);
  }

  @Test
  void anApiServerThatDoesNotAnswerIsNoDeadline() {
    api.failOnce(500, (method, path) -> path.endsWith("/pods"));

    look(ALLOWED.plusSeconds(2));
    assertThat(outbox.commands()).isEmpty();

    look(ALLOWED.plusSeconds(2));
    outbox.awaitOne(ReportFailed.class);
  }

  @Test
  void whatIsNotInHandIsNotLookedAt() {
    inHand.remove(work(operation, Step.BACKUP, true));
    api.forgetWhatWasSent();

    look(ALLOWED.plusSeconds(2));

    assertThat(api.sent()).isEmpty();
  }

  private void look(Duration later) {
    Instant now = Instant.parse(job.getMetadata().getCreationTimestamp()).plus(later);
    new RunningJobs(
            api.client(),
            watcher,
            (config, repository) -> ALLOWED,
            (id, percent, secondsLeft) -> {
              throw new AssertionError("nobody has said how far it is");
            },
            outbox,
            Clock.fixed(now, ZoneOffset.UTC))
        .look();
  }

  private void pod(PodStatus status) {
    api.place(
        new PodBuilder()
            .withNewMetadata()
            .withNamespace("shop")
            .withName(job.getMetadata().getName() + "-x7k2p")
            .addToLabels("batch.kubernetes.io/job-name", job.getMetadata().getName())
            .endMetadata()
            .withSpec(job.getSpec().getTemplate().getSpec())
            .withStatus(status)
            .build());
  }

  private List<Job> jobs() {
    return api.client().batch().v1().jobs().inNamespace("shop").list().getItems();
  }
}
