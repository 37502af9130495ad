package com.datarestor.app.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.decide.CommandDispatcher;
import com.datarestor.core.decide.WakeUps;
import com.datarestor.core.operation.OperationDecider;
import com.datarestor.events.BackupSummary;
import com.datarestor.events.CommandEnvelope;
import com.datarestor.events.Failure;
import com.datarestor.events.FailureReason;
import com.datarestor.events.Identity;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationCommand;
import com.datarestor.events.OperationCommand.CancelOperation;
import com.datarestor.events.OperationCommand.ReportBackupSucceeded;
import com.datarestor.events.OperationCommand.ReportFailed;
import com.datarestor.events.OperationCommand.ReportJobLaunched;
import com.datarestor.events.OperationCommand.ReportListed;
import com.datarestor.events.OperationCommand.ReportSnapshotFound;
import com.datarestor.events.OperationCommand.ReportSnapshotMissing;
import com.datarestor.events.OperationCommand.RequestBackup;
import com.datarestor.events.OperationCommand.RequestForget;
import com.datarestor.events.OperationCommand.RequestRestore;
import com.datarestor.events.OperationCommand.StartOperation;
import com.datarestor.events.OperationId;
import com.datarestor.events.OperationType;
import com.datarestor.events.RepositoryId;
import com.datarestor.events.RepositoryRef;
import com.datarestor.events.SnapshotFacts;
import com.datarestor.events.Step;
import com.datarestor.events.Trigger;
import com.datarestor.events.bus.Reaction;
import com.datarestor.restic.job.WorkInHand.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OperationsInHandTest {

  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final RepositoryRef FIRST = repository(1);
  private static final RepositoryRef SECOND = repository(2);
  private static final Operation BACKUP = operation(OperationType.BACKUP_MANUAL);
  private static final Operation RESTORE = operation(OperationType.RESTORE_MANUAL);
  private static final Operation FORGET = operation(OperationType.FORGET);
  private static final SnapshotFacts SNAPSHOT =
      new SnapshotFacts("4dc109ab".repeat(8), NOON, 3, 100);

  private final OperationDecider decider = new OperationDecider();
  private final CommandDispatcher dispatcher =
      new CommandDispatcher(List.of(decider), new WakeUps());
  private final OperationsInHand directory = new OperationsInHand(dispatcher, decider);
  private int commands;

  @Test
  void aStepIsInHandFromItsStartUntilItsJobIsThere() {
    List<Turn> turns = new ArrayList<>();
    for (OperationCommand command :
        List.of(
            new RequestBackup(BACKUP, "pre-upgrade", true, List.of(), Trigger.UNKNOWN),
            new StartOperation(BACKUP),
            new ReportJobLaunched(BACKUP, Step.BACKUP, FIRST, job("backup")),
            new ReportBackupSucceeded(
                BACKUP, new BackupSummary(SNAPSHOT.id(), 3, 0, 0, 100, 50, Duration.ZERO)))) {
      decide(command);
      turns.add(directory.turn(BACKUP.id(), Step.BACKUP, FIRST));
    }

    assertThat(turns).containsExactly(Turn.NOT_YET, Turn.NOW, Turn.OVER, Turn.OVER);
  }

  @Test
  void aDecisionThatIsCommittedAndNotFoldedIsStillToCome() {
    decide(
        new RequestRestore(
            RESTORE, List.of(FIRST, SECOND), "shop-data", "latest", Trigger.UNKNOWN));
    decide(new StartOperation(RESTORE));
    CommandEnvelope found = envelope(new ReportSnapshotFound(RESTORE, FIRST, SNAPSHOT));

    Reaction committed = dispatcher.handle(found);
    assertThat(committed.events()).hasSize(1);
    assertThat(directory.turn(RESTORE.id(), Step.RESTORE, FIRST)).isEqualTo(Turn.NOT_YET);

    dispatcher.committed(found, committed);
    assertThat(directory.turn(RESTORE.id(), Step.RESTORE, FIRST)).isEqualTo(Turn.NOW);
  }

  @Test
  void theLookupsOfARestoreComeOneAfterAnother() {
    decide(
        new RequestRestore(
            RESTORE, List.of(FIRST, SECOND), "shop-data", "latest", Trigger.UNKNOWN));
    decide(new StartOperation(RESTORE));
    assertTurns(Turn.NOW, Turn.NOT_YET, Turn.NOT_YET);

    decide(new ReportJobLaunched(RESTORE, Step.LOOKUP, FIRST, job("lookup")));
    assertTurns(Turn.OVER, Turn.NOT_YET, Turn.NOT_YET);

    decide(new ReportSnapshotMissing(RESTORE, FIRST, "repository 1 has none"));
    assertTurns(Turn.OVER, Turn.NOW, Turn.NOT_YET);

    decide(new ReportSnapshotFound(RESTORE, SECOND, SNAPSHOT));
    assertTurns(Turn.OVER, Turn.OVER, Turn.NOW);

    decide(new ReportJobLaunched(RESTORE, Step.RESTORE, SECOND, job("restore")));
    assertTurns(Turn.OVER, Turn.OVER, Turn.OVER);
  }

  @Test
  void aForgetListsBeforeItForgets() {
    decide(new RequestForget(FORGET, List.of("--keep-last", "3"), Trigger.UNKNOWN));
    decide(new StartOperation(FORGET));
    assertThat(directory.turn(FORGET.id(), Step.LISTING, FIRST)).isEqualTo(Turn.NOW);
    assertThat(directory.turn(FORGET.id(), Step.FORGET, FIRST)).isEqualTo(Turn.NOT_YET);

    decide(new ReportListed(FORGET, List.of(new Identity("shop", "data", "shop-data"))));
    assertThat(directory.turn(FORGET.id(), Step.LISTING, FIRST)).isEqualTo(Turn.OVER);
    assertThat(directory.turn(FORGET.id(), Step.FORGET, FIRST)).isEqualTo(Turn.NOW);
  }

  @Test
  void nothingOfAnEndedOperationIsInHand() {
    decide(
        new RequestRestore(
            RESTORE, List.of(FIRST, SECOND), "shop-data", "latest", Trigger.UNKNOWN));
    decide(new StartOperation(RESTORE));
    decide(new ReportSnapshotFound(RESTORE, FIRST, SNAPSHOT));
    decide(
        new ReportFailed(
            RESTORE, Step.RESTORE, Failure.of(FailureReason.VOLUME_IN_USE, "mounted by web-0")));
    assertTurns(Turn.OVER, Turn.OVER, Turn.OVER);

    decide(new RequestBackup(BACKUP, "pre-upgrade", true, List.of(), Trigger.UNKNOWN));
    decide(new CancelOperation(BACKUP, "its Task was deleted"));
    assertThat(directory.turn(BACKUP.id(), Step.BACKUP, FIRST)).isEqualTo(Turn.OVER);
  }

  @Test
  void anOperationThatTheLogLostIsNotInHand() {
    assertThat(directory.turn(BACKUP.id(), Step.BACKUP, FIRST)).isEqualTo(Turn.OVER);
  }

  private void assertTurns(Turn firstLookup, Turn secondLookup, Turn restore) {
    assertThat(
            List.of(
                directory.turn(RESTORE.id(), Step.LOOKUP, FIRST),
                directory.turn(RESTORE.id(), Step.LOOKUP, SECOND),
                directory.turn(RESTORE.id(), Step.RESTORE, FIRST)))
        .containsExactly(firstLookup, secondLookup, restore);
  }

  private void decide(OperationCommand command) {
    CommandEnvelope envelope = envelope(command);
    Reaction reaction = dispatcher.handle(envelope);
    assertThat(reaction.events()).as("%s decides something", command).isNotEmpty();
    dispatcher.committed(envelope, reaction);
  }

  private CommandEnvelope envelope(OperationCommand command) {
    commands++;
    return CommandEnvelope.first("command-" + commands, NOON, "test", command);
  }

  private static ObjectRef job(String name) {
    return ObjectRef.job("shop", name, name + "-uid");
  }

  private static RepositoryRef repository(int priority) {
    String target = "/repositories/" + priority;
    return new RepositoryRef(RepositoryId.ofTarget(target), priority, target);
  }

  private static Operation operation(OperationType type) {
    ObjectRef config = ObjectRef.config("backup-system", "nightly", "config-1");
    ObjectRef volume = ObjectRef.volume("shop", "data", "volume-1");
    return Operation.at(
        NOON,
        OperationId.of("test", type.wireName()),
        type,
        type == OperationType.FORGET ? config : volume,
        config,
        FIRST);
  }
}
