package com.datarestor.restic.job;

import com.datarestor.events.Failure;
import com.datarestor.events.FailureReason;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.OperationId;
import com.datarestor.events.RepositoryRef;
import com.datarestor.events.bus.CommandBus;
import com.datarestor.restic.command.ResticMessage.Progress;
import com.datarestor.restic.command.ResticOutput;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks after Jobs while they run: shows their progress, and ends those whose pod cannot start. */
public final class RunningJobs {

  private static final Logger log = LoggerFactory.getLogger(RunningJobs.class);
  private static final String JOB_NAME = "batch.kubernetes.io/job-name";
  private static final int LAST_LINES = 5;

  private final KubernetesClient client;
  private final JobWatcher watcher;
  private final Deadlines deadlines;
  private final ProgressSink progress;
  private final JobReports reports;
  private final Clock clock;

  /** How long a pod of this Config may take to start. */
  @FunctionalInterface
  public interface Deadlines {
    Duration startDeadline(ObjectRef config, RepositoryRef repository);
  }

  /** Where progress is shown. */
  @FunctionalInterface
  public interface ProgressSink {
    /**
     * @param percent 0 to 100
     * @param secondsLeft restic's estimate, or -1 when it has none
     */
    void progressed(OperationId operation, int percent, long secondsLeft);
  }

  public RunningJobs(
      KubernetesClient client,
      JobWatcher watcher,
      Deadlines deadlines,
      ProgressSink progress,
      CommandBus commands,
      Clock clock) {
    this.client = client;
    this.watcher = watcher;
    this.deadlines = deadlines;
    this.progress = progress;
    this.reports = new JobReports(commands, clock);
    this.clock = clock;
  }

  /** One look at everything that runs; to be called every few seconds. */
  public void look() {
    for (JobView job : watcher.running()) {
      watcher.work(job).ifPresent(work -> look(job, work));
    }
  }

  private void look(JobView job, WorkInHand work) {
    try {
      Optional<Pod> pod =
          client
              .pods()
              .inNamespace(job.getMetadata().getNamespace())
              .withLabel(JOB_NAME, job.getMetadata().getName())
              .list()
              .getItems()
              .stream()
              .findFirst();
      if (pod.filter(RunningJobs::started).isPresent()) {
        showProgress(pod.get(), work);
      } else {
        checkStart(job, pod, work);
      }
    } catch (KubernetesClientException e) {
      log.debug("cannot look at {}: {}", job.getMetadata().getName(), e.getMessage());
    }
  }

  private void showProgress(Pod pod, WorkInHand work) {
    String lines =
        client
            .pods()
            .inNamespace(pod.getMetadata().getNamespace())
            .withName(pod.getMetadata().getName())
            .tailingLines(LAST_LINES)
            .getLog();
    Optional<Progress> seen = ResticOutput.read(lines == null ? "" : lines).progress();
    seen.ifPresent(
        now ->
            progress.progressed(
                work.operation().id(),
                (int) Math.min(100, now.percent()),
                now.secondsRemaining() == 0 ? -1 : now.secondsRemaining()));
  }

  /** A pod that cannot start must not hold its place in the queue for ever. */
  private void checkStart(JobView job, Optional<Pod> pod, WorkInHand work) {
    Instant created = Instant.parse(job.getMetadata().getCreationTimestamp());
    Duration allowed = deadlines.startDeadline(work.operation().config(), work.repository());
    if (Duration.between(created, clock.instant()).compareTo(allowed) <= 0) {
      return;
    }
    reports.failed(
        job.getMetadata().getUid(),
        job.annotation(JobLabels.CORRELATION),
        work,
        Failure.of(
            FailureReason.START_DEADLINE_EXCEEDED,
            "its pod did not start within "
                + allowed.toSeconds()
                + " s (spec.limits.startDeadline): "
                + pod.map(RunningJobs::obstacle)
                    .orElseGet(() -> "no pod was made for the Job" + refusal(job))));
    JobCleaner.delete(client, job.getMetadata());
  }

  /**
   * A quota or a security profile refuses the pod to the Job's controller, which says so in an
   * Event only.
   */
  private String refusal(JobView job) {
    return client
        .v1()
        .events()
        .inNamespace(job.getMetadata().getNamespace())
        .withField("involvedObject.uid", job.getMetadata().getUid())
        .list()
        .getItems()
        .stream()
        .filter(event -> "FailedCreate".equals(event.getReason()))
        .findFirst()
        .map(event -> ": " + event.getMessage())
        .orElse("");
  }

  private static boolean started(Pod pod) {
    return statuses(pod)
        .anyMatch(
            status ->
                status.getState() != null
                    && (status.getState().getRunning() != null
                        || status.getState().getTerminated() != null));
  }

  /** What the kubelet or the scheduler says. */
  private static String obstacle(Pod pod) {
    Optional<ContainerStateWaiting> waiting =
        statuses(pod)
            .filter(status -> status.getState() != null)
            .flatMap(status -> Stream.ofNullable(status.getState().getWaiting()))
            .findFirst();
    if (waiting.isPresent()) {
      return waiting.get().getReason()
          + (waiting.get().getMessage() == null ? "" : ": " + waiting.get().getMessage());
    }
    return pod.getStatus() == null
        ? "the pod waits"
        : pod.getStatus().getConditions().stream()
            .filter(condition -> "False".equals(condition.getStatus()))
            .filter(condition -> condition.getMessage() != null)
            .map(PodCondition::getMessage)
            .findFirst()
            .orElse("the pod waits");
  }

  private static Stream<ContainerStatus> statuses(Pod pod) {
    return pod.getStatus() == null
        ? Stream.empty()
        : pod.getStatus().getContainerStatuses().stream();
  }
}
