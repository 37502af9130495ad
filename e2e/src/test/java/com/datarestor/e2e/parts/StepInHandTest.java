package com.datarestor.e2e.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datarestor.core.decide.CommandDispatcher;
import com.datarestor.core.decide.Policies;
import com.datarestor.e2e.sandbox.ApiWithoutNode;
import com.datarestor.events.CommandEnvelope;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationCommand.CancelOperation;
import com.datarestor.events.OperationCommand.ReportJobLaunched;
import com.datarestor.events.OperationCommand.ReportSnapshotFound;
import com.datarestor.events.OperationCommand.RequestRestore;
import com.datarestor.events.OperationId;
import com.datarestor.events.OperationType;
import com.datarestor.events.RepositoryRef;
import com.datarestor.events.ResticCommand.RunRestore;
import com.datarestor.events.Selection;
import com.datarestor.events.Step;
import com.datarestor.events.Trigger;
import com.datarestor.events.bus.CommandRoute;
import com.datarestor.events.bus.InMemoryBus;
import com.datarestor.events.bus.Reaction;
import com.datarestor.events.bus.RetryLater;
import com.datarestor.events.bus.RetryPolicy;
import com.datarestor.restic.handler.ResticCommandHandler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A restore's Job is made when the restore is in hand: never before, never after. */
class StepInHandTest {

  private ApiWithoutNode api;
  private Pump pump;
  private InMemoryBus bus;
  private Operation operation;
  private RepositoryRef repository;
  private CommandEnvelope found;
  private Reaction committed;
  private CommandEnvelope run;

  /** The decision to restore is committed, and its command is on its way; it is not folded yet. */
  @BeforeEach
  void decideToRestore() throws IOException {
    api = ApiWithoutNode.start();
    api.client()
        .load(new ByteArrayInputStream(Pump.CONFIG.getBytes(StandardCharsets.UTF_8)))
        .create();
    pump = new Pump(api);
    bus = new InMemoryBus(new RetryPolicy(Duration.ofMillis(5), Duration.ofMillis(5), 2));
    Selection selection = Pump.selection(api);
    repository = selection.plan().repositories().getFirst().repository();
    operation =
        Operation.at(
            Shop.NOON,
            OperationId.of("restore"),
            OperationType.RESTORE_MANUAL,
            ObjectRef.volume("shop", "data", "volume-1"),
            selection.config(),
            repository);
    pump.send(
        new RequestRestore(operation, List.of(repository), "shop-data", "latest", Trigger.UNKNOWN));
    found = pump.envelope(new ReportSnapshotFound(operation, repository, Shop.SNAPSHOT));
    committed = pump.get(CommandDispatcher.class).handle(found);
    run = pump.get(Policies.class).handle(committed.events().getFirst()).commands().getFirst();
    assertThat(run.command()).isInstanceOf(RunRestore.class);
  }

  @AfterEach
  void stop() {
    bus.stop();
    pump.close();
    api.close();
  }

  @Test
  void aCommandThatIsFasterThanTheFoldIsTriedAgain() {
    assertThatThrownBy(() -> restic().handle(run))
        .isInstanceOf(RetryLater.class)
        .hasMessage("the restore of " + operation.taskName() + " is not in hand yet");
    assertThat(restores()).isEmpty();

    fold();

    assertThat(restic().handle(run).commands())
        .singleElement()
        .satisfies(report -> assertThat(report.command()).isInstanceOf(ReportJobLaunched.class));
    assertThat(restores()).hasSize(1);
  }

  @Test
  void onTheBusItWaitsForTheFoldAndIsNotLost() {
    AtomicInteger attempts = new AtomicInteger();
    bus.send(List.of(run));
    bus.serve(
        CommandRoute.RESTIC,
        1,
        command -> {
          attempts.incrementAndGet();
          return restic().handle(command);
        });
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> attempts.get() > 5);
    assertThat(restores()).isEmpty();

    fold();

    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> restores().size() == 1);
    assertThat(bus.list()).isEmpty();
  }

  @Test
  void aRestoreThatIsRedeliveredBeforeItsJobIsReportedIsTheSameJob() {
    fold();
    restic().handle(run);
    restic().handle(run);

    assertThat(restores()).hasSize(1);
  }

  @Test
  void aRestoreWhoseJobIsReportedIsNotLaunchedAgain() {
    fold();
    restic().handle(run).commands().forEach(report -> pump.send(report.command()));
    api.client().batch().v1().jobs().inNamespace("shop").delete();

    assertThat(restic().handle(run)).isEqualTo(Reaction.NOTHING);
    assertThat(restores()).isEmpty();
  }

  @Test
  void aRestoreFromTheDeadLettersWritesNothingOnceItsOperationHasEnded() {
    fold();
    AtomicInteger attempts = new AtomicInteger();
    bus.serve(
        CommandRoute.RESTIC,
        1,
        command -> {
          if (attempts.incrementAndGet() <= 2) {
            throw new IllegalStateException("a bug that the next release mends");
          }
          return restic().handle(command);
        });
    bus.send(List.of(run));
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> bus.count() == 1);
    pump.send(new CancelOperation(operation, "its Task was deleted"));

    assertThat(bus.redeliver(run.id())).isTrue();

    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> attempts.get() == 3);
    bus.stop();
    assertThat(bus.list()).isEmpty();
    assertThat(restores()).isEmpty();
    assertThat(api.client().secrets().inNamespace("shop").list().getItems()).isEmpty();
  }

  private void fold() {
    pump.get(CommandDispatcher.class).committed(found, committed);
  }

  private ResticCommandHandler restic() {
    return pump.get(ResticCommandHandler.class);
  }

  private List<Job> restores() {
    return api.client()
        .batch()
        .v1()
        .jobs()
        .inNamespace("shop")
        .withLabel("backup.datarestor-operator.com/step", Step.RESTORE.wireName())
        .list()
        .getItems();
  }
}
