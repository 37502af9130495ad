package com.datarestor.core.operation;

import com.datarestor.core.operation.OperationState.Life;
import com.datarestor.core.operation.OperationState.Lookups;
import com.datarestor.events.Failure;
import com.datarestor.events.FailureReason;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationCommand.ReportFailed;
import com.datarestor.events.OperationCommand.ReportSnapshotFound;
import com.datarestor.events.OperationCommand.ReportSnapshotMissing;
import com.datarestor.events.OperationEvent;
import com.datarestor.events.OperationEvent.LookupStarted;
import com.datarestor.events.OperationEvent.OperationFailed;
import com.datarestor.events.OperationEvent.RepositoryPassedOver;
import com.datarestor.events.OperationEvent.RepositoryUnanswered;
import com.datarestor.events.OperationEvent.RestoreRequested;
import com.datarestor.events.OperationEvent.RestoreStarted;
import com.datarestor.events.OperationEvent.RestoreUnneeded;
import com.datarestor.events.OperationType;
import com.datarestor.events.RepositoryRef;
import com.datarestor.events.Settlement;
import com.datarestor.events.Step;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides what follows from each repository's answer: it has a snapshot, it has none, or nobody
 * knows. Pure.
 *
 * <p>A restore that a person asked for ends at the first repository that gives no answer, since
 * what comes later may not be what was meant. An automated one asks the others too. The first
 * snapshot found is taken, after a time also when a repository before it gave no answer; and only
 * when every repository says that it has none, nothing is restored.
 */
final class Lookup {

  /** How long a held claim waits for a repository that comes before one that has its snapshot. */
  static final Duration GRACE = Duration.ofMinutes(10);

  private Lookup() {}

  static boolean goesOn(Life.Working working) {
    return working.step() == Step.LOOKUP && isAutomated(working);
  }

  private static boolean isAutomated(Life.Working working) {
    return working.request().operation().type() == OperationType.RESTORE_AUTOMATED;
  }

  static OperationEvent found(ReportSnapshotFound report, Life.Working working, Instant now) {
    List<Failure> unanswered = working.lookups().unanswered();
    if (unanswered.isEmpty() || !(working.request() instanceof RestoreRequested request)) {
      return new RestoreStarted(report.operation(), report.repository(), report.snapshot());
    }
    Instant until = request.trigger().time().plus(GRACE);
    if (!now.isBefore(until)) {
      return new RestoreStarted(report.operation(), report.repository(), report.snapshot());
    }
    Failure first = unanswered.getFirst();
    return new OperationFailed(
        report.operation(),
        Failure.of(
            first.reason(),
            sentence(first.message())
                + report.repository().spoken()
                + " has a snapshot of "
                + report.snapshot().time()
                + ", which is taken if that is still so at "
                + until.truncatedTo(ChronoUnit.SECONDS)
                + "."));
  }

  static List<OperationEvent> missing(ReportSnapshotMissing report, Life.Working working) {
    if (!(working.request() instanceof RestoreRequested request)) {
      return List.of();
    }
    RepositoryPassedOver passedOver =
        new RepositoryPassedOver(report.operation(), report.repository(), report.message());
    Lookups lookups = working.lookups().passedOver(report.message());
    return List.of(passedOver, next(request, working, lookups));
  }

  static List<OperationEvent> unanswered(ReportFailed report, Life.Working working) {
    Failure failure =
        new Failure(
            report.failure().reason(),
            working.repository().spoken() + ": " + report.failure().message(),
            report.failure().exitCode(),
            report.failure().lastLines());
    RepositoryUnanswered unanswered =
        new RepositoryUnanswered(report.operation(), working.repository(), failure);
    return working.request() instanceof RestoreRequested request
        ? List.of(unanswered, next(request, working, working.lookups().unanswered(failure)))
        : List.of(new OperationFailed(report.operation(), failure));
  }

  /** The next repository is asked, or all answers together are judged. */
  private static OperationEvent next(
      RestoreRequested request, Life.Working working, Lookups lookups) {
    Operation operation = request.operation();
    return after(request, working.repository())
        .<OperationEvent>map(
            repository ->
                new LookupStarted(operation, repository, request.host(), request.snapshot()))
        .orElseGet(() -> judged(operation, lookups, isAutomated(working)));
  }

  private static Optional<RepositoryRef> after(RestoreRequested request, RepositoryRef repository) {
    int next = request.repositories().indexOf(repository) + 1;
    return next < request.repositories().size()
        ? Optional.of(request.repositories().get(next))
        : Optional.empty();
  }

  private static OperationEvent judged(Operation operation, Lookups lookups, boolean automated) {
    if (!lookups.unanswered().isEmpty()) {
      return new OperationFailed(operation, lookups.unanswered().getFirst());
    }
    if (automated) {
      return new RestoreUnneeded(
          operation,
          Settlement.of(
              Settlement.Kind.FRESH, "no repository has a snapshot of it, so it starts empty"));
    }
    List<String> sentences = new ArrayList<>();
    List<String> all = lookups.passedOver();
    all.subList(0, all.size() - 1)
        .forEach(sentence -> sentences.add(sentence.replaceFirst("\\.$", "")));
    sentences.add(all.getLast());
    return new OperationFailed(
        operation, Failure.of(FailureReason.SNAPSHOT_NOT_FOUND, String.join("; ", sentences)));
  }

  private static String sentence(String message) {
    return message.endsWith(".") ? message + " " : message + ". ";
  }
}
