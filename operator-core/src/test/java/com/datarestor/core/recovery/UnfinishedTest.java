package com.datarestor.core.recovery;

import static com.datarestor.core.decide.DeciderFixture.NOON;
import static com.datarestor.core.decide.Examples.CONFIG;
import static com.datarestor.core.decide.Examples.OTHER_VOLUME;
import static com.datarestor.core.decide.Examples.PRIMARY;
import static com.datarestor.core.decide.Examples.VOLUME;
import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.config.ConfigDecider;
import com.datarestor.core.decide.CommandDispatcher;
import com.datarestor.core.decide.WakeUps;
import com.datarestor.core.operation.OperationDecider;
import com.datarestor.core.queue.QueueDecider;
import com.datarestor.core.replay.AllPolicies;
import com.datarestor.core.repository.RepositoryDecider;
import com.datarestor.core.simulation.KnownOfDispatcher;
import com.datarestor.core.volume.VolumeDecider;
import com.datarestor.events.Command;
import com.datarestor.events.CommandEnvelope;
import com.datarestor.events.DomainEvent;
import com.datarestor.events.EventEnvelope;
import com.datarestor.events.EventMetadata;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.OperationCommand.RequestBackup;
import com.datarestor.events.OperationEvent.BackupRequested;
import com.datarestor.events.OperationEvent.OperationCancelled;
import com.datarestor.events.QueueCommand.Evict;
import com.datarestor.events.StreamId;
import com.datarestor.events.Trigger;
import com.datarestor.events.VolumeEvent.BackupDue;
import com.datarestor.events.VolumeEvent.VolumeGone;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UnfinishedTest {

  private final OperationDecider operations = new OperationDecider();
  private final CommandDispatcher dispatcher =
      new CommandDispatcher(
          List.of(
              new ConfigDecider(),
              new VolumeDecider(),
              operations,
              new RepositoryDecider(),
              new QueueDecider()),
          new WakeUps(),
          1);
  private final Unfinished unfinished = new Unfinished(AllPolicies.inOrder());
  private final Map<StreamId, Long> sequences = new HashMap<>();

  private void happened(StreamId stream, Instant time, DomainEvent event) {
    long sequence = sequences.merge(stream, 1L, Long::sum);
    EventEnvelope envelope =
        new EventEnvelope(
            new EventMetadata(
                stream + "#" + sequence, stream, sequence, time, "operator", "story", "cause"),
            event);
    dispatcher.fold(envelope);
    unfinished.take(envelope);
  }

  private static BackupDue due(ObjectRef volume, Instant due) {
    return new BackupDue(volume, CONFIG, PRIMARY, due, List.of());
  }

  private void fallDue(ObjectRef volume, Instant due) {
    happened(StreamId.volume(volume), due, due(volume, due));
  }

  private RequestBackup request(ObjectRef volume, Instant due) {
    EventMetadata metadata =
        new EventMetadata("due", StreamId.volume(volume), 1, due, "operator", "story", "cause");
    return AllPolicies.inOrder()
        .handle(new EventEnvelope(metadata, due(volume, due)))
        .commands()
        .stream()
        .map(CommandEnvelope::command)
        .map(RequestBackup.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private void request(RequestBackup request, Instant time) {
    happened(
        request.stream(),
        time,
        new BackupRequested(
            request.operation(), request.name(), false, List.of(), Trigger.UNKNOWN));
  }

  private void end(RequestBackup request, Instant time) {
    happened(request.stream(), time, new OperationCancelled(request.operation(), "not wanted"));
  }

  private List<Command> missing() {
    return unfinished.missing(new KnownOfDispatcher(dispatcher)).stream()
        .map(CommandEnvelope::command)
        .toList();
  }

  @Test
  void aBackupThatFellDueAndWasNeverRequestedIsRequested() {
    fallDue(VOLUME, NOON);
    assertThat(missing()).containsExactly(request(VOLUME, NOON));
  }

  /** One operation is remembered here: the first one is forgotten when the second has ended. */
  @Test
  void whatEndedSoLongAgoThatItIsForgottenIsNotRequestedAgain() {
    fallDue(VOLUME, NOON);
    request(request(VOLUME, NOON), NOON);
    end(request(VOLUME, NOON), NOON.plusSeconds(60));
    fallDue(OTHER_VOLUME, NOON.plusSeconds(70));
    request(request(OTHER_VOLUME, NOON.plusSeconds(70)), NOON.plusSeconds(70));
    end(request(OTHER_VOLUME, NOON.plusSeconds(70)), NOON.plusSeconds(80));

    assertThat(dispatcher.forgottenUntil(operations)).hasValue(NOON.plusSeconds(60));
    assertThat(missing()).doesNotHaveAnyElementsOfTypes(RequestBackup.class);
  }

  @Test
  void whatFellDueAfterEverythingForgottenIsRequested() {
    whatEndedSoLongAgoThatItIsForgottenIsNotRequestedAgain();
    fallDue(VOLUME, NOON.plusSeconds(61));
    assertThat(missing()).contains(request(VOLUME, NOON.plusSeconds(61)));
  }

  @Test
  void aVolumeThatIsGoneIsAskedForNothingMore() {
    fallDue(VOLUME, NOON);
    happened(StreamId.volume(VOLUME), NOON.plusSeconds(5), new VolumeGone(VOLUME));
    assertThat(missing()).isEmpty();
  }

  @Test
  void workOnAVolumeThatIsGoneIsStopped() {
    fallDue(VOLUME, NOON);
    request(request(VOLUME, NOON), NOON);
    happened(StreamId.volume(VOLUME), NOON.plusSeconds(5), new VolumeGone(VOLUME));
    assertThat(missing())
        .filteredOn(Evict.class::isInstance)
        .map(Evict.class::cast)
        .extracting(Evict::object)
        .containsExactly(VOLUME);
  }

  @Test
  void whatIsRecalledIsWhatWasRemembered() {
    workOnAVolumeThatIsGoneIsStopped();
    fallDue(OTHER_VOLUME, NOON.plusSeconds(70));
    Unfinished recalled = new Unfinished(AllPolicies.inOrder());
    recalled.recall(unfinished.memory());
    assertThat(recalled.memory()).isEqualTo(unfinished.memory());
    assertThat(recalled.missing(new KnownOfDispatcher(dispatcher)))
        .isEqualTo(unfinished.missing(new KnownOfDispatcher(dispatcher)));
  }
}
