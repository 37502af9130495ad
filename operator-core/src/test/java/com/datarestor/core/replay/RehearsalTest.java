package com.datarestor.core.replay;

import static com.datarestor.core.decide.DeciderFixture.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.decide.Policies;
import com.datarestor.core.decide.Policy;
import com.datarestor.core.replay.Difference.Question.NobodyAsks;
import com.datarestor.core.simulation.OperatorSimulation;
import com.datarestor.core.simulation.Stories;
import com.datarestor.core.volume.WhenManualBackupAskedThenRequestBackup;
import com.datarestor.events.DomainEvent;
import com.datarestor.events.EventEnvelope;
import com.datarestor.events.OperationEvent.BackupRequested;
import com.datarestor.events.OperationEvent.OperationCancelled;
import com.datarestor.events.VolumeEvent.ManualBackupAsked;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whether this release decides as was recorded. */
class RehearsalTest {

  private static Rehearsal.Report rehearse(Policies policies, List<EventEnvelope> log) {
    Rehearsal rehearsal = new Rehearsal(policies);
    log.forEach(rehearsal::take);
    return rehearsal.finish();
  }

  private static Rehearsal.Report rehearse(List<EventEnvelope> log) {
    return rehearse(AllPolicies.inOrder(), log);
  }

  @ParameterizedTest
  @EnumSource
  void whatThisReleaseRecordedItWouldDecideAgain(Stories story) {
    Rehearsal.Report report = rehearse(story.told().log());

    assertThat(report.differences()).isEmpty();
    assertThat(report.decisions()).isGreaterThan(5);
  }

  @ParameterizedTest
  @EnumSource
  void soItWouldAfterAKillAnywhere(Stories story) {
    int steps = story.told().steps();
    for (int step = 0; step < steps; step += 1 + steps / 20) {
      assertThat(
              rehearse(story.in(new OperatorSimulation(NOON).restartBefore(step, 4)).log())
                  .differences())
          .as("restarted before step %d", step)
          .isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void soItWouldInWhateverOrderMessagesCame(Stories story) {
    for (long seed = 0; seed < 10; seed++) {
      assertThat(
              rehearse(story.in(new OperatorSimulation(NOON).shuffled(seed)).log()).differences())
          .as("shuffled by seed %d", seed)
          .isEmpty();
    }
  }

  /** Only a Config's refusal does not tell how many volumes it selected. */
  @Test
  void whatCannotBeDecidedAgainIsCounted() {
    assertThat(rehearse(Stories.BACKUP_RESTORE_FORGET.told().log()).unexplained()).isZero();
    assertThat(rehearse(Stories.REFUSED.told().log()).unexplained()).isEqualTo(1);
  }

  @Test
  void aReleaseWithoutAPolicyDecidesSomethingElse() {
    List<Policy<?>> fewer = new ArrayList<>(AllPolicies.list());
    fewer.removeIf(WhenManualBackupAskedThenRequestBackup.class::isInstance);

    Rehearsal.Report report =
        rehearse(new Policies(fewer), Stories.BACKUP_RESTORE_FORGET.told().log());

    assertThat(report.differences())
        .isNotEmpty()
        .allSatisfy(
            difference -> {
              assertThat(difference.question()).isInstanceOf(NobodyAsks.class);
              assertThat(difference.today()).isEmpty();
              assertThat(difference.reason()).contains("no rule of this release");
            })
        .first()
        .satisfies(
            difference ->
                assertThat(difference.recorded()).hasOnlyElementsOfType(BackupRequested.class));
  }

  /** What came before may have called for it, or be what it was decided from. */
  @Test
  void nothingDiffersBecauseTheBeginningIsMissing() {
    List<EventEnvelope> log = Stories.BACKUP_RESTORE_FORGET.told().log();
    for (int cut = 1; cut < log.size(); cut++) {
      assertThat(rehearse(log.subList(cut, log.size())).differences())
          .as("without the first %d events", cut)
          .isEmpty();
    }
  }

  /** The restore of another host than was asked for, as a mistaken release may have recorded it. */
  @Test
  void aDecisionThatThisReleaseWouldNotMakeIsReported() {
    List<EventEnvelope> log = new ArrayList<>(Stories.BACKUP_RESTORE_FORGET.told().log());
    EventEnvelope asked = replace(log, ManualBackupAsked.class, RehearsalTest::underAnotherName);

    Rehearsal.Report report = rehearse(log);

    assertThat(report.differences())
        .first()
        .satisfies(
            difference -> {
              assertThat(difference.event()).isEqualTo(first(asked, log));
              assertThat(difference.time()).isEqualTo(asked.metadata().time());
              assertThat(names(difference.recorded())).contains("mistaken");
              assertThat(names(difference.today())).contains("before").doesNotContain("mistaken");
              assertThat(difference.reason())
                  .contains("ManualBackupAsked.name was mistaken, is before");
            });
  }

  private static DomainEvent underAnotherName(DomainEvent event) {
    ManualBackupAsked e = (ManualBackupAsked) event;
    return new ManualBackupAsked(
        e.volume(), e.ask(), e.config(), e.repositories(), "mistaken", e.arguments());
  }

  private static List<String> names(List<DomainEvent> events) {
    return events.stream()
        .filter(ManualBackupAsked.class::isInstance)
        .map(event -> ((ManualBackupAsked) event).name())
        .toList();
  }

  /** The id of the first event of the same decision. */
  private static String first(EventEnvelope event, List<EventEnvelope> log) {
    return log.stream()
        .map(EventEnvelope::metadata)
        .filter(metadata -> metadata.causation().equals(event.metadata().causation()))
        .findFirst()
        .orElseThrow()
        .id();
  }

  /** It was cancelled then; this release would begin it. */
  @Test
  void anEventThatThisReleaseWouldNotRecordIsReported() {
    List<EventEnvelope> log = new ArrayList<>(Stories.BACKUP_RESTORE_FORGET.told().log());
    EventEnvelope requested =
        replace(
            log,
            BackupRequested.class,
            event -> new OperationCancelled(((BackupRequested) event).operation(), "deleted"));

    assertThat(rehearse(log).differences())
        .first()
        .satisfies(
            difference -> {
              assertThat(difference.event()).isEqualTo(requested.metadata().id());
              assertThat(difference.recorded()).hasOnlyElementsOfType(OperationCancelled.class);
              assertThat(difference.today()).containsExactly(requested.event());
            });
  }

  /** The policy asks for a backup; the log has none. */
  @Test
  void aDecisionThatWasNotRecordedIsReported() {
    List<EventEnvelope> log = new ArrayList<>(Stories.BACKUP_RESTORE_FORGET.told().log());
    EventEnvelope requested = find(log, BackupRequested.class).orElseThrow();
    log.removeIf(event -> event.metadata().stream().equals(requested.metadata().stream()));

    assertThat(rehearse(log).differences())
        .anySatisfy(
            difference -> {
              assertThat(difference.event()).isEmpty();
              assertThat(difference.recorded()).isEmpty();
              assertThat(difference.today()).containsExactly(requested.event());
            });
  }

  private static EventEnvelope replace(
      List<EventEnvelope> log,
      Class<? extends DomainEvent> type,
      UnaryOperator<DomainEvent> change) {
    EventEnvelope found = find(log, type).orElseThrow();
    log.set(log.indexOf(found), with(found, change.apply(found.event())));
    return found;
  }

  private static EventEnvelope with(EventEnvelope envelope, DomainEvent event) {
    return new EventEnvelope(envelope.metadata(), event);
  }

  private static Optional<EventEnvelope> find(
      List<EventEnvelope> log, Class<? extends DomainEvent> type) {
    return log.stream().filter(event -> type.isInstance(event.event())).findFirst();
  }
}
