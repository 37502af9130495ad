package com.datarestor.core.queue;

import static com.datarestor.core.decide.Examples.CONFIG;
import static com.datarestor.core.decide.Examples.OTHER_CONFIG;
import static com.datarestor.core.decide.Examples.OTHER_VOLUME;
import static com.datarestor.core.decide.Examples.PRIMARY;
import static com.datarestor.core.decide.Examples.SECONDARY;
import static com.datarestor.core.decide.Examples.VOLUME;
import static com.datarestor.core.decide.Examples.operation;
import static com.datarestor.events.OperationType.BACKUP_MANUAL;
import static com.datarestor.events.OperationType.BACKUP_SCHEDULED;
import static com.datarestor.events.OperationType.FORGET;
import static com.datarestor.events.OperationType.INIT;
import static com.datarestor.events.OperationType.RESTORE_MANUAL;
import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.decide.DeciderFixture;
import com.datarestor.events.Limits;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.Operation;
import com.datarestor.events.QueueCommand;
import com.datarestor.events.QueueCommand.CloseGate;
import com.datarestor.events.QueueCommand.Enqueue;
import com.datarestor.events.QueueCommand.Evict;
import com.datarestor.events.QueueCommand.Leave;
import com.datarestor.events.QueueCommand.OpenGate;
import com.datarestor.events.QueueCommand.RemoveGate;
import com.datarestor.events.QueueCommand.SetConfigLimits;
import com.datarestor.events.QueueEvent;
import com.datarestor.events.QueueEvent.ConfigLimitsSet;
import com.datarestor.events.QueueEvent.GateClosed;
import com.datarestor.events.QueueEvent.GateOpened;
import com.datarestor.events.QueueEvent.GateRemoved;
import com.datarestor.events.QueueEvent.OperationAdmitted;
import com.datarestor.events.QueueEvent.OperationEvicted;
import com.datarestor.events.QueueEvent.OperationLeft;
import com.datarestor.events.QueueEvent.OperationQueued;
import com.datarestor.events.RepositoryId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class QueueDeciderTest {

  private final DeciderFixture<QueueCommand, QueueEvent, QueueState> queue =
      DeciderFixture.of(new QueueDecider());

  private static Enqueue enqueue(Operation operation) {
    return new Enqueue(operation, List.of(operation.repository().id()));
  }

  private static OperationQueued queued(Operation operation) {
    return new OperationQueued(operation, List.of(operation.repository().id()));
  }

  private static Limits limits(int tasks, int perRepository) {
    return new Limits(tasks, perRepository, Duration.ofMinutes(1), Duration.ofHours(1));
  }

  @Test
  void admitsAtOnceWhatNothingHolds() {
    Operation backup = operation("a", BACKUP_MANUAL, VOLUME);
    queue
        .given(new GateOpened(CONFIG, PRIMARY))
        .when(enqueue(backup))
        .then(queued(backup), new OperationAdmitted(backup))
        .when(enqueue(backup))
        .thenNothing();
  }

  @Test
  void waitsForFirstContactAndSaysSo() {
    Operation backup = operation("a", BACKUP_MANUAL, VOLUME);
    queue.when(enqueue(backup)).then(queued(backup));
    assertThat(queue.state().explain(backup.id()))
        .hasValue("waiting for first contact with repository 1 (s3:host/primary)");
    queue.when(new CloseGate(CONFIG, PRIMARY, "wrong password"));
    assertThat(queue.state().explain(backup.id()))
        .hasValue("repository 1 (s3:host/primary): wrong password");
    queue
        .when(new OpenGate(CONFIG, PRIMARY))
        .then(new GateOpened(CONFIG, PRIMARY), new OperationAdmitted(backup));
  }

  @Test
  void aRestoreThatWaitsForItsFirstRepositoryIsToldTheWayOut() {
    Operation restore = operation("r", RESTORE_MANUAL, VOLUME);
    queue
        .given(new GateClosed(CONFIG, PRIMARY, "The host does not answer."))
        .when(new Enqueue(restore, List.of(PRIMARY.id(), SECONDARY.id())));
    assertThat(queue.state().explain(restore.id()))
        .hasValue(
            "repository 1 (s3:host/primary): The host does not answer. To restore from another"
                + " repository without waiting, delete this Task and write its priority in front,"
                + " as in 2||latest.");
  }

  @Test
  void whatWaitsForARepositoryThatTheConfigDropsIsCancelled() {
    Operation waiting = operation("a", BACKUP_MANUAL, VOLUME);
    Operation late = operation("b", BACKUP_MANUAL, OTHER_VOLUME);
    Operation contact = operation("i", INIT, CONFIG);
    queue
        .given(new GateClosed(CONFIG, PRIMARY, "down"))
        .when(enqueue(waiting))
        .when(new RemoveGate(CONFIG, PRIMARY, "not used any more"))
        .then(
            new GateRemoved(CONFIG, PRIMARY, "not used any more"),
            new OperationEvicted(waiting, "not used any more"))
        .when(new RemoveGate(CONFIG, PRIMARY, "not used any more"))
        .thenNothing()
        .when(enqueue(late))
        .then(queued(late), new OperationEvicted(late, "not used any more"))
        .when(enqueue(contact))
        .then(queued(contact), new OperationAdmitted(contact));
  }

  @Test
  void firstContactNeedsNoGate() {
    Operation init = operation("i", INIT, CONFIG);
    queue.when(enqueue(init)).then(queued(init), new OperationAdmitted(init));
  }

  @Test
  void oneOperationPerVolume() {
    Operation first = operation("a", BACKUP_MANUAL, VOLUME);
    Operation second = operation("b", RESTORE_MANUAL, VOLUME);
    Operation elsewhere = operation("c", BACKUP_MANUAL, OTHER_VOLUME);
    queue
        .given(new GateOpened(CONFIG, PRIMARY))
        .when(enqueue(first))
        .when(enqueue(second))
        .then(queued(second))
        .when(enqueue(elsewhere))
        .then(queued(elsewhere), new OperationAdmitted(elsewhere));
    assertThat(queue.state().explain(second.id()))
        .hasValue("waiting for " + first.taskName() + " on the same volume");
    queue
        .when(new Leave(first))
        .then(new OperationLeft(first), new OperationAdmitted(second))
        .when(new Leave(first))
        .thenNothing();
  }

  @Test
  void forgetIsAloneOnItsRepositoryAndIsNotStarved() {
    Operation running = operation("a", BACKUP_SCHEDULED, VOLUME);
    Operation forget = operation("f", FORGET, CONFIG);
    Operation later = operation("b", BACKUP_SCHEDULED, OTHER_VOLUME);
    Operation onTheOther = operation("c", BACKUP_SCHEDULED, OTHER_VOLUME, CONFIG, SECONDARY);
    queue
        .given(new GateOpened(CONFIG, PRIMARY), new GateOpened(CONFIG, SECONDARY))
        .when(enqueue(running))
        .when(enqueue(forget))
        .then(queued(forget))
        .when(enqueue(later))
        .then(queued(later))
        .when(enqueue(onTheOther))
        .then(queued(onTheOther), new OperationAdmitted(onTheOther))
        .when(new Leave(running))
        .then(new OperationLeft(running), new OperationAdmitted(forget))
        .when(new Leave(onTheOther))
        .then(new OperationLeft(onTheOther))
        .when(new Leave(forget))
        .then(new OperationLeft(forget), new OperationAdmitted(later));
  }

  @Test
  void keepsToTheLimitsOfTheConfig() {
    Operation first = operation("a", BACKUP_SCHEDULED, VOLUME);
    Operation second = operation("b", BACKUP_SCHEDULED, OTHER_VOLUME);
    queue
        .given(new GateOpened(CONFIG, PRIMARY), new ConfigLimitsSet(CONFIG, false, limits(1, 0)))
        .when(enqueue(first))
        .when(enqueue(second))
        .then(queued(second));
    assertThat(queue.state().explain(second.id()))
        .hasValue("spec.limits.maxConcurrentTasks (1) is reached");
    queue
        .when(new SetConfigLimits(CONFIG, false, limits(2, 1)))
        .then(new ConfigLimitsSet(CONFIG, false, limits(2, 1)))
        .when(new SetConfigLimits(CONFIG, false, limits(2, 2)))
        .then(new ConfigLimitsSet(CONFIG, false, limits(2, 2)), new OperationAdmitted(second))
        .when(new SetConfigLimits(CONFIG, false, limits(2, 2)))
        .thenNothing();
  }

  @Test
  void suspendedConfigStartsNothingNew() {
    Operation backup = operation("a", BACKUP_SCHEDULED, VOLUME);
    queue
        .given(new GateOpened(CONFIG, PRIMARY), new ConfigLimitsSet(CONFIG, true, limits(0, 0)))
        .when(enqueue(backup))
        .then(queued(backup))
        .when(new SetConfigLimits(CONFIG, false, limits(0, 0)))
        .then(new ConfigLimitsSet(CONFIG, false, limits(0, 0)), new OperationAdmitted(backup));
  }

  @Test
  void servesTheConfigThatWaitedLongest() {
    queue.given(
        new GateOpened(CONFIG, PRIMARY),
        new GateOpened(OTHER_CONFIG, PRIMARY),
        new ConfigLimitsSet(CONFIG, false, limits(1, 0)),
        new ConfigLimitsSet(OTHER_CONFIG, false, limits(1, 0)));
    Operation blocker = operation("f", FORGET, CONFIG);
    queue.when(enqueue(blocker));
    Operation[] greedy = new Operation[3];
    for (int i = 0; i < greedy.length; i++) {
      greedy[i] = operation("g" + i, BACKUP_SCHEDULED, ObjectRef.volume("shop", "v" + i, "v" + i));
      queue.when(enqueue(greedy[i]));
    }
    Operation modest = operation("m", BACKUP_SCHEDULED, OTHER_VOLUME, OTHER_CONFIG, PRIMARY);
    queue.when(enqueue(modest));
    queue.when(new Leave(blocker));
    assertThat(queue.decided())
        .containsExactly(
            new OperationLeft(blocker),
            new OperationAdmitted(modest),
            new OperationAdmitted(greedy[0]));
  }

  @Test
  void aPersonIsServedBeforeTheSchedule() {
    Operation blocker = operation("f", FORGET, CONFIG);
    Operation scheduled = operation("a", BACKUP_SCHEDULED, VOLUME);
    Operation restore = operation("r", RESTORE_MANUAL, VOLUME);
    queue
        .given(new GateOpened(CONFIG, PRIMARY))
        .when(enqueue(blocker))
        .when(enqueue(scheduled))
        .when(enqueue(restore))
        .when(new Leave(blocker))
        .then(new OperationLeft(blocker), new OperationAdmitted(restore));
  }

  @Test
  void evictsWhatNeedsADeletedObject() {
    Operation running = operation("a", BACKUP_SCHEDULED, VOLUME);
    Operation waiting = operation("b", RESTORE_MANUAL, VOLUME);
    queue
        .given(new GateOpened(CONFIG, PRIMARY))
        .when(enqueue(running))
        .when(enqueue(waiting))
        .when(new Evict(VOLUME, "gone"))
        .then(new OperationEvicted(waiting, "gone"), new OperationEvicted(running, "gone"))
        .when(new Evict(ObjectRef.task("shop", running.taskName(), "t"), "task gone"))
        .then(new OperationEvicted(running, "task gone"))
        .when(new Evict(OTHER_VOLUME, "gone"))
        .thenNothing();
  }

  @Test
  void aRestoreDoesNotWaitForContactWithARepositoryItMayNotNeed() {
    Operation init = operation("i", INIT, CONFIG, CONFIG, SECONDARY);
    Operation restore = operation("r", RESTORE_MANUAL, VOLUME);
    List<RepositoryId> both = List.of(PRIMARY.id(), SECONDARY.id());
    queue
        .given(
            new GateOpened(CONFIG, PRIMARY),
            new OperationQueued(init, List.of(SECONDARY.id())),
            new OperationAdmitted(init))
        .when(new Enqueue(restore, both))
        .then(new OperationQueued(restore, both), new OperationAdmitted(restore));
  }
}
