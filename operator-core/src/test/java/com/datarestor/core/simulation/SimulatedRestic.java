package com.datarestor.core.simulation;

import com.datarestor.core.watch.FoundJob;
import com.datarestor.events.BackupSummary;
import com.datarestor.events.Catalogue;
import com.datarestor.events.CatalogueEntry;
import com.datarestor.events.Digests;
import com.datarestor.events.Failure;
import com.datarestor.events.FailureReason;
import com.datarestor.events.Identity;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationCommand;
import com.datarestor.events.OperationCommand.ReportBackupSucceeded;
import com.datarestor.events.OperationCommand.ReportFailed;
import com.datarestor.events.OperationCommand.ReportForgetSucceeded;
import com.datarestor.events.OperationCommand.ReportInitSucceeded;
import com.datarestor.events.OperationCommand.ReportJobLaunched;
import com.datarestor.events.OperationCommand.ReportListed;
import com.datarestor.events.OperationCommand.ReportRestoreSucceeded;
import com.datarestor.events.OperationCommand.ReportScanSucceeded;
import com.datarestor.events.OperationCommand.ReportSnapshotFound;
import com.datarestor.events.OperationCommand.ReportSnapshotMissing;
import com.datarestor.events.RepositoryId;
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
import com.datarestor.events.RestoreSummary;
import com.datarestor.events.SnapshotFacts;
import com.datarestor.events.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Repositories and the Jobs that work on them. A command that comes again finds the Job it made
 * before and reports the same; every step ends at once.
 */
public final class SimulatedRestic {

  /** A snapshot that somebody made. */
  private record Stored(Identity identity, String name, SnapshotFacts facts) {}

  private final Map<RepositoryId, List<Stored>> repositories = new HashMap<>();
  private final Set<RepositoryId> unreachable = new HashSet<>();
  private final Map<String, OperationCommand> ended = new LinkedHashMap<>();
  private final Set<ResticCommand> jobs = new LinkedHashSet<>();

  /** The repository does not answer from now on. */
  public void disconnect(RepositoryRef repository) {
    unreachable.add(repository.id());
  }

  /** The repository answers again. */
  public void reconnect(RepositoryRef repository) {
    unreachable.remove(repository.id());
  }

  /** The steps that ran, each once however often it was asked for. */
  public Set<ResticCommand> jobs() {
    return Set.copyOf(jobs);
  }

  /** The Jobs as objects in the cluster. */
  List<FoundJob> found() {
    return jobs.stream().map(SimulatedRestic::found).toList();
  }

  private static FoundJob found(ResticCommand command) {
    return switch (command) {
      case RunInit run -> found(run, Step.INIT, run.operation().repository());
      case RunBackup run -> found(run, Step.BACKUP, run.operation().repository());
      case RunLookup run -> found(run, Step.LOOKUP, run.repository());
      case RunRestore run -> {
        FoundJob job = found(run, Step.RESTORE, run.repository());
        yield new FoundJob(
            job.operation(), job.step(), job.repository(), job.job(), run.snapshot());
      }
      case RunListing run -> found(run, Step.LISTING, run.operation().repository());
      case RunForget run -> found(run, Step.FORGET, run.operation().repository());
      case RunScan run -> found(run, Step.SCAN, run.operation().repository());
      case CleanUp ignored -> throw new IllegalStateException("a clean-up is no step");
    };
  }

  private static FoundJob found(ResticCommand run, Step step, RepositoryRef repository) {
    return new FoundJob(
        run.operation().id(),
        step,
        repository.id(),
        job(run.operation(), step, repository),
        SnapshotFacts.UNKNOWN);
  }

  private static ObjectRef job(Operation operation, Step step, RepositoryRef repository) {
    String name = operation.taskName() + "-" + step.wireName() + "-" + repository.priority();
    return ObjectRef.job(operation.about().namespace(), name, "uid-of-" + name);
  }

  /** Number of snapshots in a repository. */
  public int snapshots(RepositoryRef repository) {
    return repositories.getOrDefault(repository.id(), List.of()).size();
  }

  /** The ends of all Jobs, as the watch of Jobs tells them at start. */
  List<OperationCommand> levels() {
    return List.copyOf(ended.values());
  }

  List<OperationCommand> handle(ResticCommand command, Instant now) {
    return switch (command) {
      case CleanUp ignored -> List.of();
      case RunInit run -> job(run, Step.INIT, run.operation().repository(), now);
      case RunBackup run -> job(run, Step.BACKUP, run.operation().repository(), now);
      case RunLookup run -> job(run, Step.LOOKUP, run.repository(), now);
      case RunRestore run -> job(run, Step.RESTORE, run.repository(), now);
      case RunListing run -> job(run, Step.LISTING, run.operation().repository(), now);
      case RunForget run -> job(run, Step.FORGET, run.operation().repository(), now);
      case RunScan run -> job(run, Step.SCAN, run.operation().repository(), now);
    };
  }

  private List<OperationCommand> job(
      ResticCommand command, Step step, RepositoryRef repository, Instant now) {
    Operation operation = command.operation();
    jobs.add(command);
    ObjectRef job = job(operation, step, repository);
    String name = job.name();
    if (!ended.containsKey(name)) {
      ended.put(name, end(command, step, repository, now));
    }
    return List.of(new ReportJobLaunched(operation, step, repository, job), ended.get(name));
  }

  private OperationCommand end(
      ResticCommand command, Step step, RepositoryRef repository, Instant now) {
    Operation operation = command.operation();
    if (unreachable.contains(repository.id())) {
      return new ReportFailed(
          operation,
          step,
          Failure.of(FailureReason.REPOSITORY_UNREACHABLE, "the host does not answer"));
    }
    boolean created = !repositories.containsKey(repository.id());
    List<Stored> stored = repositories.computeIfAbsent(repository.id(), id -> new ArrayList<>());
    return switch (command) {
      case RunInit ignored -> new ReportInitSucceeded(operation, created);
      case RunBackup run -> new ReportBackupSucceeded(operation, backup(run, stored, now));
      case RunLookup run -> lookup(run, stored);
      case RunRestore run ->
          new ReportRestoreSucceeded(
              operation,
              new RestoreSummary(
                  run.snapshot().id(),
                  run.snapshot().files(),
                  run.snapshot().bytes(),
                  Duration.ofSeconds(1)));
      case RunListing ignored ->
          new ReportListed(operation, stored.stream().map(Stored::identity).distinct().toList());
      case RunForget run -> forget(run, stored);
      case RunScan ignored -> new ReportScanSucceeded(operation, catalogue(stored));
      case CleanUp ignored -> throw new IllegalStateException("a clean-up is no step");
    };
  }

  private static BackupSummary backup(RunBackup run, List<Stored> stored, Instant now) {
    ObjectRef volume = run.operation().about();
    String id = Digests.of(64, "snapshot", run.operation().id().value());
    Identity identity = new Identity(volume.namespace(), volume.name(), volume.host());
    stored.add(new Stored(identity, run.name(), new SnapshotFacts(id, now, 3, 300)));
    return new BackupSummary(id, 1, 0, 2, 300, 100, Duration.ofSeconds(2));
  }

  /** Understands {@code latest} and names, which is enough for a story. */
  private static OperationCommand lookup(RunLookup run, List<Stored> stored) {
    for (Stored snapshot : stored.reversed()) {
      boolean wanted = run.snapshot().equals("latest") || run.snapshot().equals(snapshot.name());
      if (wanted && snapshot.identity().host().equals(run.host())) {
        return new ReportSnapshotFound(run.operation(), run.repository(), snapshot.facts());
      }
    }
    return new ReportSnapshotMissing(
        run.operation(),
        run.repository(),
        run.repository().spoken() + " has no snapshot " + run.snapshot() + " of " + run.host());
  }

  /** Keeps the newest snapshot of each identity. */
  private static OperationCommand forget(RunForget run, List<Stored> stored) {
    int before = stored.size();
    Map<Identity, Stored> newest = new LinkedHashMap<>();
    stored.forEach(snapshot -> newest.put(snapshot.identity(), snapshot));
    stored.removeIf(
        snapshot ->
            run.identities().contains(snapshot.identity())
                && !snapshot.equals(newest.get(snapshot.identity())));
    return new ReportForgetSucceeded(run.operation(), stored.size(), before - stored.size());
  }

  private static Catalogue catalogue(List<Stored> stored) {
    Map<Identity, List<Stored>> byIdentity = new LinkedHashMap<>();
    stored.forEach(
        snapshot ->
            byIdentity.computeIfAbsent(snapshot.identity(), i -> new ArrayList<>()).add(snapshot));
    List<CatalogueEntry> entries = new ArrayList<>();
    byIdentity.forEach(
        (identity, snapshots) -> {
          SnapshotFacts newest = snapshots.getLast().facts();
          entries.add(
              new CatalogueEntry(
                  identity, snapshots.size(), newest.id(), newest.time(), newest.bytes()));
        });
    return new Catalogue(stored.size(), 100L * stored.size(), entries);
  }
}
