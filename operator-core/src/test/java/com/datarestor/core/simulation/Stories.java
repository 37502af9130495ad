package com.datarestor.core.simulation;

import static com.datarestor.core.decide.DeciderFixture.NOON;
import static com.datarestor.core.decide.Examples.CONFIG;
import static com.datarestor.core.decide.Examples.OTHER_CONFIG;
import static com.datarestor.core.decide.Examples.OTHER_VOLUME;
import static com.datarestor.core.decide.Examples.SECONDARY;
import static com.datarestor.core.decide.Examples.VOLUME;
import static com.datarestor.core.decide.Examples.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;

/** Whole stories that more than one test looks at. Each begins on Sunday 2026-03-01 at noon. */
@SuppressWarnings("ImmutableEnumChecker") // the stories are lambdas without state
public enum Stories {

  /** A backup into the second repository, a restore that finds it there, a week, a forget. */
  BACKUP_RESTORE_FORGET(
      simulation -> {
        backUp(simulation);
        simulation.skipTo(NOON.plusSeconds(60));
        simulation.cluster().annotate(VOLUME, "manual-restore", "before");
        simulation.observe().run();
        return simulation.runUntil(Instant.parse("2026-03-08T05:00:00Z"));
      }),

  /** The operator was down for a week. */
  MISSED(
      simulation -> {
        backUp(simulation);
        simulation.skipTo(NOON.plus(Duration.ofDays(7)).minusSeconds(1)).run();
        return simulation.runFor(Duration.ofDays(1));
      }),

  /** The repository does not answer at first. */
  REPOSITORY_DOWN(
      simulation -> {
        simulation.restic().disconnect(SECONDARY);
        backUp(simulation);
        simulation.runFor(Duration.ofMinutes(10));
        simulation.restic().reconnect(SECONDARY);
        return simulation.runFor(Duration.ofMinutes(5));
      }),

  /** And it never does. */
  REPOSITORY_STAYS_DOWN(
      simulation -> {
        simulation.restic().disconnect(SECONDARY);
        backUp(simulation);
        return simulation.runFor(Duration.ofMinutes(10));
      }),

  /** A restore asks a repository that stops to answer, and fails. */
  RESTORE_FAILS(
      simulation -> {
        backUp(simulation);
        simulation.restic().disconnect(SECONDARY);
        simulation.skipTo(NOON.plusSeconds(60));
        simulation.cluster().annotate(VOLUME, "manual-restore", "2||before", "k9s");
        return simulation.observe().run();
      }),

  /** The Config is deleted while work waits. */
  CONFIG_DELETED(
      simulation -> {
        simulation.restic().disconnect(SECONDARY);
        backUp(simulation);
        simulation.send(simulation.cluster().delete(CONFIG)).observe().run();
        return simulation.runFor(Duration.ofDays(2));
      }),

  /** The claim is deleted while work waits. */
  CLAIM_DELETED(
      simulation -> {
        simulation.restic().disconnect(SECONDARY);
        simulation.cluster().add(OTHER_VOLUME);
        backUp(simulation);
        simulation.send(simulation.cluster().delete(VOLUME)).run();
        return simulation.runFor(Duration.ofMinutes(10));
      }),

  /** Argo CD puts back what was answered. */
  PUT_BACK(
      simulation -> {
        simulation.cluster().apply(CONFIG, plan());
        simulation.cluster().add(VOLUME);
        simulation.cluster().annotate(VOLUME, "manual-backup", "release-7", "argocd-controller");
        simulation.observe().run();
        simulation.cluster().annotate(VOLUME, "manual-backup", "release-7", "argocd-controller");
        return simulation.skipTo(NOON.plusSeconds(180)).observe().run();
      }),

  /** An annotation that cannot be understood, and one that names no repository. */
  REFUSED(
      simulation -> {
        simulation.cluster().apply(CONFIG, plan());
        simulation.cluster().add(VOLUME);
        simulation.cluster().annotate(VOLUME, "manual-backup", "9|before", "kubectl-edit");
        simulation.observe().run();
        simulation.skipTo(NOON.plusSeconds(60));
        simulation.cluster().annotate(VOLUME, "manual-restore", "a|b|c|d", "k9s");
        simulation.cluster().annotate(CONFIG, "manual-restore", "shop-data|latest");
        return simulation.observe().run();
      }),

  /** There is no Config at first; the annotation waits for one. */
  WAITING_FOR_A_CONFIG(
      simulation -> {
        simulation.cluster().add(VOLUME);
        simulation.cluster().annotate(VOLUME, "manual-backup", "early");
        simulation.observe().run();
        simulation.skipTo(NOON.plusSeconds(60));
        simulation.cluster().apply(CONFIG, plan());
        return simulation.observe().run();
      }),

  /** The whole Config is backed up, then restored. */
  WHOLE_CONFIG(
      simulation -> {
        simulation.cluster().apply(CONFIG, plan());
        simulation.cluster().add(VOLUME);
        simulation.cluster().add(OTHER_VOLUME);
        simulation.cluster().annotate(CONFIG, "manual-backup", "*|all", "kubectl-edit");
        simulation.observe().run();
        simulation.skipTo(NOON.plusSeconds(60));
        simulation.cluster().annotate(CONFIG, "manual-restore", "2||all");
        return simulation.observe().run();
      }),

  /** Suspended with work waiting, then not any more, and a second Config beside it. */
  SUSPENDED(
      simulation -> {
        simulation.cluster().apply(CONFIG, plan("0 2 * * *", "0 4 * * 0", true));
        simulation.cluster().apply(OTHER_CONFIG, plan("30 1 * * *", "", false));
        simulation.cluster().add(VOLUME);
        simulation.cluster().annotate(VOLUME, "manual-backup", "before", "kubectl-annotate");
        simulation.observe().run();
        simulation.runFor(Duration.ofDays(1));
        simulation.cluster().apply(CONFIG, plan());
        return simulation.observe().runFor(Duration.ofDays(1));
      });

  private final UnaryOperator<OperatorSimulation> story;

  Stories(UnaryOperator<OperatorSimulation> story) {
    this.story = story;
  }

  /** Tells the story from its beginning. */
  public OperatorSimulation told() {
    return in(new OperatorSimulation(NOON));
  }

  /** Tells the story in a simulation that has its own plans for it. */
  public OperatorSimulation in(OperatorSimulation simulation) {
    return story.apply(simulation);
  }

  private static void backUp(OperatorSimulation simulation) {
    simulation.cluster().apply(CONFIG, plan());
    simulation.cluster().add(VOLUME);
    simulation.cluster().annotate(VOLUME, "manual-backup", "2|before");
    simulation.observe().run();
  }
}
