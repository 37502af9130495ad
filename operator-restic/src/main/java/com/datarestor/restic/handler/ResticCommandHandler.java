package com.datarestor.restic.handler;

import com.datarestor.events.CommandEnvelope;
import com.datarestor.events.Failure;
import com.datarestor.events.FailureReason;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationCommand;
import com.datarestor.events.OperationCommand.ReportFailed;
import com.datarestor.events.OperationCommand.ReportJobLaunched;
import com.datarestor.events.OperationType;
import com.datarestor.events.RepositoryRef;
import com.datarestor.events.ResticCommand;
import com.datarestor.events.ResticCommand.CleanUp;
import com.datarestor.events.ResticCommand.RunBackup;
import com.datarestor.events.ResticCommand.RunForget;
import com.datarestor.events.ResticCommand.RunInit;
import com.datarestor.events.ResticCommand.RunListing;
import com.datarestor.events.ResticCommand.RunLookup;
import com.datarestor.events.ResticCommand.RunRestore;
import com.datarestor.events.ResticCommand.RunScan;
import com.datarestor.events.Step;
import com.datarestor.events.bus.CommandHandler;
import com.datarestor.events.bus.PermanentFailure;
import com.datarestor.events.bus.Reaction;
import com.datarestor.events.bus.RetryLater;
import com.datarestor.restic.command.InvalidArguments;
import com.datarestor.restic.job.JobCleaner;
import com.datarestor.restic.job.JobLabels;
import com.datarestor.restic.job.JobLauncher;
import com.datarestor.restic.job.JobMark;
import com.datarestor.restic.job.JobPlan;
import com.datarestor.restic.job.JobSettings;
import com.datarestor.restic.job.KeptWhole;
import com.datarestor.restic.job.VolumeUsage;
import com.datarestor.restic.job.WorkInHand;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Launches the Job of each step. Doing it twice is once: the same step is the same Job, and a step
 * that is not in hand any more gets none.
 */
public final class ResticCommandHandler implements CommandHandler {

  private static final Logger log = LoggerFactory.getLogger(ResticCommandHandler.class);

  /** A pod's grace period is half a minute, and a kubelet takes its time besides. */
  private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(90);

  private final WorkInHand.Directory directory;
  private final JobSettings.Source settings;
  private final KeptWhole.Source keeping;
  private final JobLauncher launcher;
  private final JobCleaner cleaner;
  private final VolumeUsage usage;
  private final Clock clock;

  public ResticCommandHandler(
      WorkInHand.Directory directory,
      JobSettings.Source settings,
      KeptWhole.Source keeping,
      JobLauncher launcher,
      JobCleaner cleaner,
      VolumeUsage usage,
      Clock clock) {
    this.directory = directory;
    this.settings = settings;
    this.keeping = keeping;
    this.launcher = launcher;
    this.cleaner = cleaner;
    this.usage = usage;
    this.clock = clock;
  }

  @Override
  public Reaction handle(CommandEnvelope envelope) {
    if (!(envelope.command() instanceof ResticCommand command)) {
      throw new PermanentFailure("not-for-restic", envelope.command().toString());
    }
    Operation operation = command.operation();
    RepositoryRef first = operation.repository();
    if (stepOf(command).filter(step -> isOver(command, step)).isPresent()) {
      return Reaction.NOTHING;
    }
    try {
      return switch (command) {
        case RunInit c -> launch(envelope, Step.INIT, first, found -> StepPlans.init(c, found));
        case RunBackup c ->
            alone(
                envelope,
                operation,
                Step.BACKUP,
                () ->
                    launch(
                        envelope,
                        Step.BACKUP,
                        first,
                        found -> StepPlans.backup(c, found, node(operation))));
        case RunLookup c ->
            launch(
                envelope,
                Step.LOOKUP,
                c.repository(),
                found -> StepPlans.lookup(operation, c.repository(), c.host(), found));
        case RunRestore c -> alone(envelope, operation, Step.RESTORE, () -> restore(envelope, c));
        case RunListing ignored ->
            launch(envelope, Step.LISTING, first, found -> StepPlans.listing(operation, found));
        case RunForget c -> forget(envelope, c);
        case RunScan ignored ->
            launch(envelope, Step.SCAN, first, found -> StepPlans.scan(operation, found));
        case CleanUp c -> {
          cleaner.clean(c.operation(), c.stopJobs());
          yield Reaction.NOTHING;
        }
      };
    } catch (KubernetesClientException e) {
      return notLaunched(envelope, command, e);
    }
  }

  /**
   * A command can come long after what it was sent for, from the dead letters above all; by then
   * the volume may be another operation's, or a running workload's.
   */
  private boolean isOver(ResticCommand command, Step step) {
    Operation operation = command.operation();
    return switch (directory.turn(operation.id(), step, repositoryOf(command))) {
      case NOW -> false;
      case OVER -> {
        log.info(
            "the {} of {} is not in hand any more: no Job is made",
            step.wireName(),
            operation.taskName());
        yield true;
      }
      // The decision is committed before it is folded, so its command may be here first.
      case NOT_YET ->
          throw new RetryLater(
              "the %s of %s is not in hand yet".formatted(step.wireName(), operation.taskName()));
    };
  }

  private static RepositoryRef repositoryOf(ResticCommand command) {
    return switch (command) {
      case RunLookup c -> c.repository();
      case RunRestore c -> c.repository();
      case RunInit c -> c.operation().repository();
      case RunBackup c -> c.operation().repository();
      case RunListing c -> c.operation().repository();
      case RunForget c -> c.operation().repository();
      case RunScan c -> c.operation().repository();
      case CleanUp c -> c.operation().repository();
    };
  }

  private Optional<String> node(Operation operation) {
    return usage.node(operation.about().namespace(), operation.about().name());
  }

  /**
   * Works on a volume that can be used, once no pod of another operation has it any more; it does
   * not wait for ever.
   */
  private Reaction alone(
      CommandEnvelope envelope, Operation operation, Step step, Supplier<Reaction> work) {
    Optional<Failure> unusable = usage.unusable(operation);
    if (unusable.isPresent()) {
      return failed(envelope, operation, step, unusable.get());
    }
    List<String> leftBehind = usage.leftBehind(operation);
    if (leftBehind.isEmpty()) {
      return work.get();
    }
    String pods = String.join(", ", leftBehind);
    if (clock.instant().isBefore(envelope.time().plus(LONGEST_GOODBYE))) {
      throw new RetryLater("the volume is still mounted by %s, which is to end".formatted(pods));
    }
    return failed(
        envelope,
        operation,
        step,
        Failure.of(
            FailureReason.VOLUME_IN_USE,
            "the volume is still mounted by "
                + pods
                + " of an operation that was stopped: if its node is down and does not come back,"
                + " remove the pod with kubectl delete pod --force; then ask again"));
  }

  /** Nothing is written into a volume that somebody has open. */
  private Reaction restore(CommandEnvelope envelope, RunRestore command) {
    ObjectRef volume = command.operation().about();
    boolean automated = command.operation().type() == OperationType.RESTORE_AUTOMATED;
    List<String> users =
        automated
            ? usage.startable(volume.namespace(), volume.name())
            : usage.users(volume.namespace(), volume.name());
    if (!users.isEmpty()) {
      return failed(
          envelope,
          command.operation(),
          Step.RESTORE,
          Failure.of(
              FailureReason.VOLUME_IN_USE,
              "the volume is mounted by "
                  + String.join(", ", users)
                  + ": scale the workload to 0, wait until its pods are gone, then annotate again"));
    }
    return launch(
        envelope,
        Step.RESTORE,
        command.repository(),
        Map.of(JobLabels.SNAPSHOT, JobMark.text(command.snapshot())),
        "",
        found ->
            automated
                ? StepPlans.fill(command, found).at(usage.seat(volume.namespace(), volume.name()))
                : StepPlans.restore(command, found));
  }

  private Reaction launch(
      CommandEnvelope envelope,
      Step step,
      RepositoryRef repository,
      Function<JobSettings.Found, JobPlan> planning) {
    return launch(envelope, step, repository, Map.of(), "", planning);
  }

  /** Which volumes are kept whole is looked up now: between asking and running hours may pass. */
  private Reaction forget(CommandEnvelope envelope, RunForget command) {
    List<KeptWhole> kept = keeping.among(command.identities());
    String note = KeptWhole.note(kept);
    if (!note.isEmpty()) {
      log.info("{} {}", command.operation().taskName(), note);
    }
    return launch(
        envelope,
        Step.FORGET,
        command.operation().repository(),
        Map.of(),
        note,
        found -> StepPlans.forget(command, found, kept));
  }

  private Reaction launch(
      CommandEnvelope envelope,
      Step step,
      RepositoryRef repository,
      Map<String, String> marks,
      String note,
      Function<JobSettings.Found, JobPlan> planning) {
    Map<String, String> annotations = new TreeMap<>(marks);
    annotations.put(JobLabels.CORRELATION, envelope.correlation());
    Operation operation = ((ResticCommand) envelope.command()).operation();
    return switch (settings.of(operation.config(), repository)) {
      case JobSettings.Missing missing -> failed(envelope, operation, step, missing.failure());
      case JobSettings.Found found -> {
        try {
          ObjectRef job = launcher.launch(planning.apply(found), annotations);
          yield report(envelope, new ReportJobLaunched(operation, step, repository, job, note));
        } catch (InvalidArguments e) {
          yield failed(
              envelope,
              operation,
              step,
              Failure.of(FailureReason.INVALID_ARGUMENTS, String.valueOf(e.getMessage())));
        }
      }
    };
  }

  private Reaction notLaunched(
      CommandEnvelope envelope, ResticCommand command, KubernetesClientException e) {
    if (!JobLauncher.isFinal(e)) {
      throw new RetryLater("the API server did not answer: " + e.getMessage(), e);
    }
    return stepOf(command)
        .map(
            step ->
                failed(
                    envelope,
                    command.operation(),
                    step,
                    Failure.of(
                        FailureReason.JOB_REFUSED, "the API server refused the Job: " + reason(e))))
        .orElseGet(() -> notCleaned(command, e));
  }

  /** Credentials that stay behind must be seen by somebody. */
  private static Reaction notCleaned(ResticCommand command, KubernetesClientException e) {
    if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
      return Reaction.NOTHING;
    }
    throw new PermanentFailure(
        "clean-up-refused",
        "the Jobs and Secrets of %s in namespace %s are not taken away: %s"
            .formatted(
                command.operation().taskName(),
                command.operation().about().namespace(),
                reason(e)));
  }

  private static String reason(KubernetesClientException e) {
    return e.getStatus() == null || e.getStatus().getMessage() == null
        ? String.valueOf(e.getMessage())
        : e.getStatus().getMessage();
  }

  private static Optional<Step> stepOf(ResticCommand command) {
    return switch (command) {
      case RunInit ignored -> Optional.of(Step.INIT);
      case RunBackup ignored -> Optional.of(Step.BACKUP);
      case RunLookup ignored -> Optional.of(Step.LOOKUP);
      case RunRestore ignored -> Optional.of(Step.RESTORE);
      case RunListing ignored -> Optional.of(Step.LISTING);
      case RunForget ignored -> Optional.of(Step.FORGET);
      case RunScan ignored -> Optional.of(Step.SCAN);
      case CleanUp ignored -> Optional.empty();
    };
  }

  private Reaction failed(
      CommandEnvelope envelope, Operation operation, Step step, Failure failure) {
    return report(envelope, new ReportFailed(operation, step, failure));
  }

  private Reaction report(CommandEnvelope envelope, OperationCommand report) {
    return Reaction.commands(
        List.of(CommandEnvelope.causedBy(envelope, 0, clock.instant(), report)));
  }
}
