package com.datarestor.app.explain;

import static com.datarestor.core.decide.DeciderFixture.NOON;
import static com.datarestor.core.decide.Examples.CONFIG;
import static com.datarestor.core.decide.Examples.VOLUME;
import static com.datarestor.core.decide.Examples.plan;
import static com.datarestor.core.decide.Examples.selection;

import com.datarestor.core.simulation.OperatorSimulation;
import com.datarestor.events.DomainEvent;
import com.datarestor.events.EventEnvelope;
import com.datarestor.events.Failure;
import com.datarestor.events.FailureReason;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationCommand.ReportFailed;
import com.datarestor.events.OperationCommand.ReportJobLaunched;
import com.datarestor.events.OperationEvent.BackupStarted;
import com.datarestor.events.OperationEvent.InitStarted;
import com.datarestor.events.OperationEvent.JobLaunched;
import com.datarestor.events.OperationEvent.StepStarted;
import com.datarestor.events.Step;
import com.datarestor.events.VolumeCommand.ObserveVolume;
import java.time.Duration;
import java.util.List;

/** Stories in which something is wrong. */
final class Scenes {

  static final String PASSWORD_IS_WRONG =
      "the password is not the one of this repository; correct RESTIC_PASSWORD in the Config's"
          + " env.";

  private Scenes() {}

  private static OperatorSimulation begun() {
    OperatorSimulation simulation = new OperatorSimulation(NOON);
    simulation.cluster().apply(CONFIG, plan());
    simulation.cluster().add(VOLUME);
    return simulation;
  }

  static OperatorSimulation wrongPassword() {
    OperatorSimulation simulation = begun();
    simulation.cluster().annotate(VOLUME, "manual-backup", "pre-upgrade");
    simulation.observe();
    fails(
        simulation,
        InitStarted.class,
        Step.INIT,
        new Failure(FailureReason.WRONG_PASSWORD, PASSWORD_IS_WRONG, 12, List.of()));
    return simulation.run();
  }

  static OperatorSimulation failedBackup() {
    OperatorSimulation simulation = begun();
    simulation.cluster().annotate(VOLUME, "manual-backup", "pre-upgrade", "k9s");
    simulation.observe();
    fails(
        simulation,
        BackupStarted.class,
        Step.BACKUP,
        new Failure(
            FailureReason.SOURCE_UNREADABLE,
            "2 files could not be read: /data/a, /data/b; run the Job as a user that may.",
            3,
            List.of(
                "error: /data/a: permission denied",
                "error: /data/b: permission denied",
                "Warning: at least one source file could not be read")));
    return simulation.run();
  }

  /** Up to where its Job runs. */
  static OperatorSimulation runningBackup() {
    OperatorSimulation simulation = begun();
    simulation.cluster().annotate(VOLUME, "manual-backup", "pre-upgrade");
    simulation.observe();
    until(simulation, BackupStarted.class);
    Operation operation = operation(simulation, BackupStarted.class);
    launched(simulation, operation, Step.BACKUP);
    until(simulation, JobLaunched.class, operation);
    return simulation;
  }

  static OperatorSimulation observed(boolean bound, boolean block, String unselected) {
    OperatorSimulation simulation = new OperatorSimulation(NOON);
    simulation.cluster().apply(CONFIG, plan());
    simulation.observe().run();
    simulation.send(
        new ObserveVolume(
            VOLUME,
            bound,
            block,
            unselected.isEmpty() ? List.of(selection()) : List.of(),
            unselected,
            List.of()));
    return simulation.run().runFor(Duration.ofMinutes(1));
  }

  private static void fails(
      OperatorSimulation simulation,
      Class<? extends StepStarted> started,
      Step step,
      Failure failure) {
    until(simulation, started);
    Operation operation = operation(simulation, started);
    launched(simulation, operation, step);
    simulation.send(new ReportFailed(operation, step, failure));
  }

  private static void launched(OperatorSimulation simulation, Operation operation, Step step) {
    simulation.send(
        new ReportJobLaunched(
            operation,
            step,
            operation.repository(),
            ObjectRef.job(operation.about().namespace(), operation.taskName(), "j")));
  }

  private static Operation operation(
      OperatorSimulation simulation, Class<? extends StepStarted> type) {
    return simulation.log().stream()
        .map(EventEnvelope::event)
        .filter(type::isInstance)
        .map(event -> ((StepStarted) event).operation())
        .findFirst()
        .orElseThrow();
  }

  private static void until(OperatorSimulation simulation, Class<? extends DomainEvent> type) {
    while (simulation.log().stream().noneMatch(event -> type.isInstance(event.event()))) {
      simulation.step();
    }
  }

  private static void until(
      OperatorSimulation simulation, Class<? extends JobLaunched> type, Operation operation) {
    while (simulation.log().stream()
        .noneMatch(
            event ->
                type.isInstance(event.event())
                    && ((JobLaunched) event.event()).operation().equals(operation))) {
      simulation.step();
    }
  }
}
