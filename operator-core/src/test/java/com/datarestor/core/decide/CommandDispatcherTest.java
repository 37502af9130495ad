package com.datarestor.core.decide;

import static com.datarestor.core.decide.DeciderFixture.NOON;
import static com.datarestor.core.decide.Examples.CONFIG;
import static com.datarestor.core.decide.Examples.OTHER_VOLUME;
import static com.datarestor.core.decide.Examples.VOLUME;
import static com.datarestor.core.decide.Examples.operation;
import static com.datarestor.core.decide.Examples.selection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datarestor.core.config.ConfigDecider;
import com.datarestor.core.operation.OperationDecider;
import com.datarestor.core.volume.VolumeDecider;
import com.datarestor.core.volume.VolumeState;
import com.datarestor.events.ClusterCommand.RemoveAnnotation;
import com.datarestor.events.Command;
import com.datarestor.events.CommandEnvelope;
import com.datarestor.events.ConfigCommand.ConfigVanished;
import com.datarestor.events.EventEnvelope;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationCommand.CancelOperation;
import com.datarestor.events.OperationCommand.RequestBackup;
import com.datarestor.events.OperationType;
import com.datarestor.events.StreamId;
import com.datarestor.events.Trigger;
import com.datarestor.events.VolumeCommand.ObserveVolume;
import com.datarestor.events.VolumeCommand.VolumeVanished;
import com.datarestor.events.VolumeCommand.WakeVolume;
import com.datarestor.events.VolumeEvent.BackupDue;
import com.datarestor.events.VolumeEvent.VolumeObserved;
import com.datarestor.events.bus.PermanentFailure;
import com.datarestor.events.bus.Reaction;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandDispatcherTest {

  private static final Instant DUE = Instant.parse("2026-03-02T02:00:00Z");
  private static final StreamId STREAM = StreamId.volume(VOLUME);

  private final VolumeDecider volumes = new VolumeDecider();
  private final WakeUps wakeUps = new WakeUps();
  private final CommandDispatcher dispatcher = new CommandDispatcher(List.of(volumes), wakeUps);

  private static CommandEnvelope envelope(String id, Instant time, Command command) {
    return CommandEnvelope.first(id, time, "watch", command);
  }

  private static CommandEnvelope observe(String id) {
    return envelope(id, NOON, seen(VOLUME));
  }

  private static ObserveVolume seen(ObjectRef volume) {
    return new ObserveVolume(volume, true, false, List.of(selection()), "", List.of());
  }

  private List<EventEnvelope> done(CommandEnvelope command) {
    Reaction reaction = dispatcher.handle(command);
    dispatcher.committed(command, reaction);
    return reaction.events();
  }

  private VolumeState state() {
    return dispatcher.read(volumes, STREAM);
  }

  @Test
  void eventsCarryWhereTheyComeFrom() {
    assertThat(done(observe("command-1")))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.event()).isInstanceOf(VolumeObserved.class);
              assertThat(event.metadata().stream()).isEqualTo(STREAM);
              assertThat(event.metadata().sequence()).isEqualTo(1);
              assertThat(event.metadata().time()).isEqualTo(NOON);
              assertThat(event.metadata().actor()).isEqualTo("watch");
              assertThat(event.metadata().correlation()).isEqualTo("command-1");
              assertThat(event.metadata().causation()).isEqualTo("command-1");
            });
  }

  @Test
  void sequencesHaveNoGapAndIdsAreUnique() {
    List<EventEnvelope> first = done(observe("command-1"));
    List<EventEnvelope> second = done(envelope("command-2", DUE, new WakeVolume(VOLUME)));
    assertThat(second)
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.event()).isInstanceOf(BackupDue.class);
              assertThat(event.metadata().sequence()).isEqualTo(2);
              assertThat(event.metadata().id()).isNotEqualTo(first.getFirst().metadata().id());
            });
  }

  /** The transaction failed: it has not happened, and when it comes again it is the same. */
  @Test
  void aDecisionThatIsNotCommittedHasNotHappened() {
    List<EventEnvelope> lost = dispatcher.handle(observe("command-1")).events();
    assertThat(state()).isEqualTo(volumes.initial());
    assertThat(wakeUps.next()).isEmpty();
    assertThat(done(observe("command-1"))).isEqualTo(lost);
    assertThat(state()).isNotEqualTo(volumes.initial());
  }

  @Test
  void aCommittedDecisionThatComesAgainIsNothing() {
    done(observe("command-1"));
    VolumeState before = state();
    assertThat(done(observe("command-1"))).isEmpty();
    assertThat(state()).isEqualTo(before);
  }

  @Test
  void foldingTheLogGivesTheSameStateAndTheSameWakeUp() {
    List<EventEnvelope> events = done(observe("command-1"));
    WakeUps restarted = new WakeUps();
    CommandDispatcher folded = new CommandDispatcher(List.of(volumes), restarted);
    events.forEach(folded::fold);
    events.forEach(folded::fold);
    assertThat(folded.read(volumes, STREAM)).isEqualTo(state());
    assertThat(folded.states(volumes)).isEqualTo(dispatcher.states(volumes));
    assertThat(restarted.next()).hasValue(DUE).isEqualTo(wakeUps.next());
  }

  @Test
  void aStreamThatWasWokenForNothingIsArmedAgain() {
    done(observe("command-1"));
    assertThat(wakeUps.takeDue(DUE)).hasSize(1);
    assertThat(wakeUps.next()).isEmpty();
    assertThat(done(envelope("early", NOON, new WakeVolume(VOLUME)))).isEmpty();
    assertThat(wakeUps.next()).hasValue(DUE);
  }

  @Test
  void aStreamThatWaitsForNothingIsDisarmed() {
    done(observe("command-1"));
    done(envelope("command-2", DUE, new WakeVolume(VOLUME)));
    assertThat(wakeUps.next()).as("an outstanding backup is waited for").isEmpty();
  }

  @Test
  void streamsDoNotKnowEachOther() {
    done(observe("command-1"));
    done(envelope("command-2", NOON, seen(OTHER_VOLUME)));
    assertThat(dispatcher.states(volumes).keySet())
        .containsExactlyInAnyOrder(STREAM, StreamId.volume(OTHER_VOLUME));
    assertThat(dispatcher.read(volumes, StreamId.volume(OTHER_VOLUME))).isNotEqualTo(state());
  }

  private static final OperationDecider OPERATIONS = new OperationDecider();

  private static CommandDispatcher remembering(int most) {
    return new CommandDispatcher(List.of(OPERATIONS), new WakeUps(), most);
  }

  private static Operation backup(int n) {
    return operation("backup-" + n, OperationType.BACKUP_MANUAL, VOLUME);
  }

  private static CommandEnvelope request(int n) {
    return envelope(
        "request-" + n,
        NOON.plusSeconds(n),
        new RequestBackup(backup(n), "", false, List.of(), Trigger.UNKNOWN));
  }

  private static int handle(CommandDispatcher dispatcher, CommandEnvelope command) {
    Reaction reaction = dispatcher.handle(command);
    dispatcher.committed(command, reaction);
    return reaction.events().size();
  }

  /** Each ends an hour after it was asked for. */
  private static CommandDispatcher withEnded(int number, int remembered) {
    CommandDispatcher dispatcher = remembering(remembered);
    for (int n = 1; n <= number; n++) {
      handle(dispatcher, request(n));
      handle(
          dispatcher,
          envelope(
              "cancel-" + n,
              NOON.plusSeconds(3600 + n),
              new CancelOperation(backup(n), "not wanted")));
    }
    return dispatcher;
  }

  private static ObjectRef passing(int n) {
    return ObjectRef.volume("shop", "passing-" + n, "passing-" + n);
  }

  @Test
  void ofDeletedVolumesAndConfigsTheNewestAreKnown() {
    ConfigDecider configs = new ConfigDecider();
    CommandDispatcher remembering =
        new CommandDispatcher(List.of(volumes, configs), new WakeUps(), 3);
    for (int n = 1; n <= 5; n++) {
      ObjectRef config = ObjectRef.config("shop", "config-" + n, "config-" + n);
      handle(remembering, envelope("see-" + n, NOON, seen(passing(n))));
      handle(remembering, envelope("vanish-" + n, NOON, new VolumeVanished(passing(n))));
      handle(remembering, envelope("config-gone-" + n, NOON, new ConfigVanished(config)));
    }

    assertThat(remembering.states(volumes).keySet())
        .containsExactlyInAnyOrder(
            StreamId.volume(passing(3)), StreamId.volume(passing(4)), StreamId.volume(passing(5)));
    assertThat(remembering.states(configs)).hasSize(3);
    assertThat(handle(remembering, envelope("late", NOON, seen(passing(3)))))
        .as("an observation that comes after the deletion")
        .isZero();
  }

  @Test
  void ofEndedOperationsTheNewestAreKnown() {
    CommandDispatcher dispatcher = withEnded(5, 3);

    assertThat(dispatcher.states(OPERATIONS).keySet())
        .containsExactlyInAnyOrder(
            StreamId.operation(backup(3).id()),
            StreamId.operation(backup(4).id()),
            StreamId.operation(backup(5).id()));
    assertThat(handle(dispatcher, request(3))).isZero();
    assertThat(dispatcher.forgottenUntil(OPERATIONS)).hasValue(NOON.plusSeconds(3600 + 2));
  }

  @Test
  void nothingIsForgottenWhileThereIsRoom() {
    assertThat(withEnded(3, 3).forgottenUntil(OPERATIONS)).isEmpty();
  }

  @Test
  void anOperationThatHasNotEndedIsNeverForgotten() {
    CommandDispatcher dispatcher = remembering(1);
    for (int n = 1; n <= 5; n++) {
      assertThat(handle(dispatcher, request(n))).isOne();
    }
    for (int n = 1; n <= 5; n++) {
      assertThat(handle(dispatcher, request(n))).isZero();
    }
  }

  @Test
  void whatIsRecalledIsForgottenInTheSameOrder() {
    CommandDispatcher dispatcher = withEnded(5, 3);
    handle(dispatcher, request(9));
    CommandDispatcher recalled = remembering(3);
    recalled.recall(OPERATIONS, dispatcher.memory(OPERATIONS));

    assertThat(recalled.memory(OPERATIONS)).isEqualTo(dispatcher.memory(OPERATIONS));
    CommandEnvelope end =
        envelope("cancel-9", NOON.plusSeconds(9000), new CancelOperation(backup(9), "no"));
    handle(dispatcher, end);
    handle(recalled, end);
    assertThat(recalled.memory(OPERATIONS)).isEqualTo(dispatcher.memory(OPERATIONS));
    assertThat(recalled.states(OPERATIONS))
        .hasSize(3)
        .doesNotContainKey(StreamId.operation(backup(3).id()));
  }

  @Test
  void oneFamilyHasOneDecider() {
    assertThatThrownBy(() -> new CommandDispatcher(List.of(volumes, new VolumeDecider()), wakeUps))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("two deciders for VolumeCommand: a command has one owner");
  }

  @Test
  void whatNobodyDecidesIsGivenUp() {
    assertThatThrownBy(() -> dispatcher.handle(envelope("c", NOON, new ConfigVanished(CONFIG))))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining("nobody decides for ConfigVanished");
    assertThatThrownBy(
            () ->
                dispatcher.handle(
                    envelope(
                        "c", NOON, new RemoveAnnotation(VOLUME, "manual-backup", "", List.of()))))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining("RemoveAnnotation needs no decision");
  }
}
