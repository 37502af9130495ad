package com.datarestor.restic.job;

import com.datarestor.events.Failure;
import com.datarestor.events.FailureReason;
import com.datarestor.events.Identity;
import com.datarestor.events.OperationId;
import com.datarestor.events.bus.CommandBus;
import com.datarestor.restic.command.ResticOutput;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees the end of each own Job, reads what restic said, and reports it. What it sees are levels: a
 * Job that ended while nobody looked is judged when it is seen next. A report that cannot be made
 * now (the API server is away) is made at the next look, see {@link #lookAgain}.
 */
public final class JobWatcher implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(JobWatcher.class);
  private static final String JOB_NAME = "batch.kubernetes.io/job-name";

  /** How restic's own words of how it ended begin; lists of snapshots have none. */
  private static final String RESULT = "\"message_type\":";

  private final KubernetesClient client;
  private final WorkInHand.Directory directory;
  private final Supplier<Collection<Identity>> volumes;
  private final JobReports reports;
  private final ExecutorService readers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("job-end-", 0).factory());
  private final Map<String, JobView> jobs = new ConcurrentHashMap<>();
  private final Map<String, Boolean> inHand = new ConcurrentHashMap<>();

  /**
   * @param volumes the volumes there are, to tell apart those that share a host
   */
  public JobWatcher(
      KubernetesClient client,
      WorkInHand.Directory directory,
      Supplier<Collection<Identity>> volumes,
      CommandBus commands,
      Clock clock) {
    this.client = client;
    this.directory = directory;
    this.volumes = volumes;
    this.reports = new JobReports(commands, clock);
  }

  /** The Job is there, and like this. */
  public void seen(JobView job) {
    jobs.put(uid(job), job);
    judge(job);
  }

  /** The Job is not there any more. */
  public void gone(JobView job) {
    jobs.remove(uid(job));
    workOf(job)
        .filter(work -> !job.hasEnded())
        .ifPresent(work -> reportGone(uid(job), correlation(job), work));
  }

  /** These are all Jobs there are. */
  public void listed(Collection<JobView> all) {
    jobs.clear();
    all.forEach(this::seen);
  }

  /** Judges again what could not be judged, and notices Jobs that went without a word. */
  public void lookAgain() {
    jobs.values().forEach(this::judge);
    for (WorkInHand work : directory.all()) {
      boolean known = jobs.values().stream().anyMatch(job -> belongs(job, work));
      if (work.launched() && !known && !exists(work)) {
        reportGone(work.operation().id().value() + work.step(), "", work);
      }
    }
  }

  private void reportGone(String job, String correlation, WorkInHand work) {
    reports.failed(
        job,
        correlation,
        work,
        Failure.of(
            FailureReason.JOB_GONE,
            "its Job was deleted before it ended; ask again, or wait for the next run"));
  }

  private boolean exists(WorkInHand work) {
    try {
      return !client
          .batch()
          .v1()
          .jobs()
          .inNamespace(work.operation().about().namespace())
          .withLabel(JobLabels.OPERATION, work.operation().id().value())
          .withLabel(JobLabels.STEP, work.step().wireName())
          .withLabel(JobLabels.REPOSITORY, work.repository().id().value())
          .list()
          .getItems()
          .isEmpty();
    } catch (KubernetesClientException e) {
      return true;
    }
  }

  private void judge(JobView job) {
    if (!job.hasEnded()
        || workOf(job).isEmpty()
        || inHand.putIfAbsent(uid(job), Boolean.TRUE) != null) {
      return;
    }
    readers.execute(
        () -> {
          try {
            workOf(job).ifPresent(work -> judge(job, work));
          } catch (KubernetesClientException e) {
            log.warn(
                "the end of Job {}/{} cannot be read yet and is read again: {}",
                job.getMetadata().getNamespace(),
                job.getMetadata().getName(),
                e.getMessage());
          } finally {
            inHand.remove(uid(job));
          }
        });
  }

  private void judge(JobView job, WorkInHand work) {
    if (job.failedBecause().filter("DeadlineExceeded"::equals).isPresent()) {
      reports.failed(
          uid(job),
          correlation(job),
          work,
          Failure.of(
              FailureReason.RUN_DEADLINE_EXCEEDED,
              "restic did not end in time (spec.limits.runDeadline); raise it if the volume is"
                  + " large"));
      return;
    }
    Optional<Pod> pod = pod(job);
    Optional<ContainerStateTerminated> end = pod.flatMap(JobWatcher::terminated);
    if (end.isEmpty()) {
      reports.failed(
          uid(job),
          correlation(job),
          work,
          Failure.of(
              FailureReason.JOB_GONE,
              "its pod was deleted before its result could be read; ask again, or wait for the"
                  + " next run"));
      return;
    }
    String message = end.get().getMessage() == null ? "" : end.get().getMessage();
    String text = log(pod.get(), end.get().getExitCode(), message) + "\n" + message;
    JobEnd judged = new JobEnd(end.get().getExitCode(), ResticOutput.read(text));
    reports.send(uid(job), correlation(job), judged.report(work, volumes.get()));
  }

  private Optional<Pod> pod(JobView job) {
    List<Pod> pods =
        client
            .pods()
            .inNamespace(job.getMetadata().getNamespace())
            .withLabel(JOB_NAME, job.getMetadata().getName())
            .list()
            .getItems();
    return pods.stream().filter(pod -> terminated(pod).isPresent()).findFirst();
  }

  private static Optional<ContainerStateTerminated> terminated(Pod pod) {
    if (pod.getStatus() == null) {
      return Optional.empty();
    }
    return pod.getStatus().getContainerStatuses().stream()
        .map(ContainerStatus::getState)
        .filter(state -> state != null && state.getTerminated() != null)
        .map(state -> state.getTerminated())
        .findFirst();
  }

  /**
   * A log goes with its node. A success is told by the termination message, a failure by the log.
   */
  private String log(Pod pod, int exitCode, String message) {
    try {
      String text =
          client
              .pods()
              .inNamespace(pod.getMetadata().getNamespace())
              .withName(pod.getMetadata().getName())
              .getLog();
      return text == null ? "" : text;
    } catch (KubernetesClientException e) {
      boolean answered = e.getCode() > 0;
      if (answered && exitCode == 0 && message.contains(RESULT)) {
        log.warn(
            "the log of pod {}/{} cannot be read, its result is known without it: {}",
            pod.getMetadata().getNamespace(),
            pod.getMetadata().getName(),
            e.getMessage());
        return "";
      }
      throw e;
    }
  }

  private Optional<WorkInHand> workOf(JobView job) {
    return directory
        .of(new OperationId(job.label(JobLabels.OPERATION)))
        .filter(work -> belongs(job, work));
  }

  private static boolean belongs(JobView job, WorkInHand work) {
    return job.label(JobLabels.OPERATION).equals(work.operation().id().value())
        && job.label(JobLabels.STEP).equals(work.step().wireName())
        && job.label(JobLabels.REPOSITORY).equals(work.repository().id().value());
  }

  private static String uid(JobView job) {
    return job.getMetadata().getUid();
  }

  private static String correlation(JobView job) {
    return job.annotation(JobLabels.CORRELATION);
  }

  /** What each Job that is there says of itself. */
  public List<JobMark> all() {
    return jobs.values().stream().flatMap(job -> JobMark.of(job).stream()).toList();
  }

  /** The Jobs that run now, for those who watch their progress. */
  Collection<JobView> running() {
    return jobs.values().stream().filter(job -> !job.hasEnded()).toList();
  }

  /** The Jobs that have ended, and nobody asks how. */
  Collection<JobView> settled() {
    return jobs.values().stream()
        .filter(JobView::hasEnded)
        .filter(job -> workOf(job).isEmpty())
        .toList();
  }

  Optional<WorkInHand> work(JobView job) {
    return workOf(job);
  }

  @Override
  public void close() {
    readers.close();
  }
}
