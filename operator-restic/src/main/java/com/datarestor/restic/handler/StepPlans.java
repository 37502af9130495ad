package com.datarestor.restic.handler;

import com.datarestor.events.Operation;
import com.datarestor.events.OperationType;
import com.datarestor.events.RepositoryRef;
import com.datarestor.events.ResticCommand.RunBackup;
import com.datarestor.events.ResticCommand.RunForget;
import com.datarestor.events.ResticCommand.RunInit;
import com.datarestor.events.ResticCommand.RunRestore;
import com.datarestor.events.Step;
import com.datarestor.restic.command.InvalidArguments;
import com.datarestor.restic.command.JobScript;
import com.datarestor.restic.command.ResticCommandLine.Backup;
import com.datarestor.restic.command.ResticCommandLine.Forget;
import com.datarestor.restic.command.ResticCommandLine.Restore;
import com.datarestor.restic.command.ResticCommandLine.Snapshots;
import com.datarestor.restic.command.ResticOptions;
import com.datarestor.restic.command.SnapshotTags;
import com.datarestor.restic.command.UserArguments;
import com.datarestor.restic.job.JobPlan;
import com.datarestor.restic.job.JobPlan.Mount;
import com.datarestor.restic.job.JobSettings;
import com.datarestor.restic.job.KeptWhole;
import com.datarestor.restic.job.ResticSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Turns each step into the plan of its Job. Pure. */
final class StepPlans {

  private StepPlans() {}

  /** A repository that opened before is only looked at: an empty new one would hide the loss. */
  static JobPlan init(RunInit command, JobSettings.Found settings) {
    return whole(
        command.operation(),
        Step.INIT,
        command.operation().repository(),
        settings,
        command.known() ? JobScript.open(options(settings)) : JobScript.contact(options(settings)));
  }

  /**
   * @param node where the claim is in use
   * @throws InvalidArguments when an argument of the user cannot be passed on
   */
  static JobPlan backup(RunBackup command, JobSettings.Found settings, Optional<String> node) {
    Operation operation = command.operation();
    ResticSettings restic = settings.restic();
    List<String> problems =
        UserArguments.problems(
            UserArguments.Command.BACKUP, UserArguments.Author.VOLUME, command.arguments());
    if (!problems.isEmpty()) {
      throw new InvalidArguments(problems);
    }
    List<String> arguments = new ArrayList<>(restic.backupArguments());
    arguments.addAll(command.arguments());
    Backup line =
        new Backup(
            operation.about().host(),
            tags(command, settings),
            restic.excludes(),
            restic.excludeCaches(),
            restic.oneFileSystem(),
            options(settings),
            arguments);
    return new JobPlan(
        operation,
        Step.BACKUP,
        operation.repository(),
        settings,
        JobScript.run(line),
        Optional.of(new Mount(operation.about().name(), true)),
        node);
  }

  private static List<String> tags(RunBackup command, JobSettings.Found settings) {
    Operation operation = command.operation();
    List<String> tags =
        new ArrayList<>(
            SnapshotTags.identity(operation.about().namespace(), operation.about().name()));
    tags.add(SnapshotTags.of(SnapshotTags.NAME, command.name()));
    tags.add(SnapshotTags.of(SnapshotTags.TASK, operation.taskName()));
    tags.addAll(ownership(operation, settings));
    if (command.named()) {
      tags.add(SnapshotTags.KEEP_NAMED);
    }
    return tags;
  }

  /** Whose snapshots forget may touch: this cluster's and this Config's. */
  private static List<String> ownership(Operation operation, JobSettings.Found settings) {
    return List.of(
        SnapshotTags.of(SnapshotTags.CONFIG, operation.config().path()),
        SnapshotTags.of(SnapshotTags.CLUSTER, settings.clusterName()));
  }

  /** Only the host's snapshots: a whole repository's list may be longer than a log can hold. */
  static JobPlan lookup(
      Operation operation, RepositoryRef repository, String host, JobSettings.Found settings) {
    return whole(
        operation,
        Step.LOOKUP,
        repository,
        settings,
        operation.type() == OperationType.RESTORE_AUTOMATED
            ? JobScript.ask(new Snapshots(List.of(host), List.of(), options(settings)))
            : JobScript.run(new Snapshots(List.of(host), List.of(), options(settings))));
  }

  static JobPlan restore(RunRestore command, JobSettings.Found settings) {
    return restore(command, settings, JobScript.run(line(command, settings)));
  }

  /** Writes into the volume only when it is empty, or has been left by an earlier try like this. */
  static JobPlan fill(RunRestore command, JobSettings.Found settings) {
    return restore(
        command,
        settings,
        JobScript.fill(command.operation().about().uid(), line(command, settings)));
  }

  private static Restore line(RunRestore command, JobSettings.Found settings) {
    return new Restore(
        command.snapshot().id(), options(settings), settings.restic().restoreArguments());
  }

  private static JobPlan restore(
      RunRestore command, JobSettings.Found settings, List<String> arguments) {
    return new JobPlan(
        command.operation(),
        Step.RESTORE,
        command.repository(),
        settings,
        arguments,
        Optional.of(new Mount(command.operation().about().name(), false)),
        Optional.empty());
  }

  static JobPlan listing(Operation operation, JobSettings.Found settings) {
    return whole(
        operation,
        Step.LISTING,
        operation.repository(),
        settings,
        JobScript.run(new Snapshots(List.of(), ownership(operation, settings), options(settings))));
  }

  /**
   * @param kept of these everything stays
   */
  static JobPlan forget(RunForget command, JobSettings.Found settings, List<KeptWhole> kept) {
    List<String> arguments = new ArrayList<>(command.arguments());
    arguments.addAll(settings.restic().forgetArguments());
    return whole(
        command.operation(),
        Step.FORGET,
        command.operation().repository(),
        settings,
        JobScript.each(
            Forget.together(
                command.identities(),
                ownership(command.operation(), settings),
                List.of(SnapshotTags.KEEP_NAMED),
                kept.stream().map(KeptWhole::identity).collect(Collectors.toSet()),
                options(settings),
                arguments)));
  }

  static JobPlan scan(Operation operation, JobSettings.Found settings) {
    return whole(
        operation,
        Step.SCAN,
        operation.repository(),
        settings,
        JobScript.run(new Snapshots(List.of(), List.of(), options(settings))));
  }

  private static JobPlan whole(
      Operation operation,
      Step step,
      RepositoryRef repository,
      JobSettings.Found settings,
      List<String> arguments) {
    return new JobPlan(
        operation, step, repository, settings, arguments, Optional.empty(), Optional.empty());
  }

  private static ResticOptions options(JobSettings.Found settings) {
    ResticSettings restic = settings.restic();
    return new ResticOptions(
        restic.compression(),
        restic.packSize().orElse(0),
        restic.limitUpload().orElse(0),
        restic.limitDownload().orElse(0));
  }
}
