package com.datarestor.restic.job;

import com.datarestor.events.Digests;
import com.datarestor.events.Operation;
import com.datarestor.events.RepositoryRef;
import com.datarestor.events.Step;
import java.util.List;
import java.util.Optional;

/**
 * One Job to be launched.
 *
 * @param repository the one it works on; a restore may ask several, one after another
 * @param arguments of the wrapper script
 * @param mount the claim that restic works on
 * @param node the node that it has to run on, because the claim is in use there
 * @param seat the pod that waits for the claim, and in whose place the Job runs
 */
public record JobPlan(
    Operation operation,
    Step step,
    RepositoryRef repository,
    JobSettings.Found settings,
    List<String> arguments,
    Optional<Mount> mount,
    Optional<String> node,
    Optional<Seat> seat) {

  public JobPlan {
    arguments = List.copyOf(arguments);
  }

  /** One that may run wherever its claim and its settings let it. */
  public JobPlan(
      Operation operation,
      Step step,
      RepositoryRef repository,
      JobSettings.Found settings,
      List<String> arguments,
      Optional<Mount> mount,
      Optional<String> node) {
    this(operation, step, repository, settings, arguments, mount, node, Optional.empty());
  }

  /** The same, where this pod is to run. */
  public JobPlan at(Optional<Seat> where) {
    return new JobPlan(operation, step, repository, settings, arguments, mount, node, where);
  }

  /** A claim, mounted at {@code /data}. */
  public record Mount(String claim, boolean readOnly) {}

  /** The Job lives where its claim is; work on a whole repository lives with its Config. */
  public String namespace() {
    return operation.about().namespace();
  }

  /** The same operation, step and repository is the same Job, also after a restart. */
  public String jobName() {
    return "datarestor-"
        + step.wireName()
        + "-"
        + Digests.of(16, "job", operation.id().value(), step.wireName(), repository.id().value());
  }
}
