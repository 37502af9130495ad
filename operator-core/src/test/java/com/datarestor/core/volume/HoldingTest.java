package com.datarestor.core.volume;

import static com.datarestor.core.decide.DeciderFixture.NOON;
import static com.datarestor.core.decide.Examples.CONFIG;
import static com.datarestor.core.decide.Examples.OTHER_CONFIG;
import static com.datarestor.core.decide.Examples.PRIMARY;
import static com.datarestor.core.decide.Examples.VOLUME;
import static com.datarestor.core.decide.Examples.plan;
import static com.datarestor.core.decide.Examples.selection;
import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.decide.DeciderFixture;
import com.datarestor.events.AnnotationValue;
import com.datarestor.events.ClaimUse;
import com.datarestor.events.Failure;
import com.datarestor.events.FailureReason;
import com.datarestor.events.Hold;
import com.datarestor.events.Operation;
import com.datarestor.events.RepositoryPlan;
import com.datarestor.events.Selection;
import com.datarestor.events.Settlement;
import com.datarestor.events.VolumeCommand;
import com.datarestor.events.VolumeCommand.NoteRestoreFailed;
import com.datarestor.events.VolumeCommand.NoteSettled;
import com.datarestor.events.VolumeCommand.ObserveVolume;
import com.datarestor.events.VolumeCommand.WakeVolume;
import com.datarestor.events.VolumeEvent;
import com.datarestor.events.VolumeEvent.AutomatedRestoreDue;
import com.datarestor.events.VolumeEvent.AutomatedRestoreWaits;
import com.datarestor.events.VolumeEvent.BackupDue;
import com.datarestor.events.VolumeEvent.ClaimSettled;
import com.datarestor.events.VolumeEvent.VolumeAskWaits;
import com.datarestor.events.VolumeEvent.VolumeObserved;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a claim comes to be settled, and what waits until then. */
class HoldingTest {

  private static final Settlement RESTORED =
      new Settlement(Settlement.Kind.RESTORED, "4dc10912", "repository 1", "filled");
  private static final Settlement FRESH = Settlement.of(Settlement.Kind.FRESH, "nothing there");
  private static final Failure FAILURE =
      Failure.of(FailureReason.REPOSITORY_UNREACHABLE, "repository 1: no answer.");

  private final DeciderFixture<VolumeCommand, VolumeEvent, VolumeState> volume =
      DeciderFixture.of(new VolumeDecider());

  private static Hold hold(ClaimUse use, Settlement... exemption) {
    return new Hold(List.of(CONFIG.uid()), List.of(exemption), use, false);
  }

  private static Hold marked() {
    return new Hold(List.of(CONFIG.uid()), List.of(), ClaimUse.UNUSED, true);
  }

  private static ObserveVolume seen(boolean bound, Hold hold, AnnotationValue... annotations) {
    return new ObserveVolume(
        VOLUME, bound, false, List.of(selection()), "", hold, List.of(annotations));
  }

  private static VolumeObserved observed(boolean bound, Hold hold) {
    return new VolumeObserved(VOLUME, bound, false, List.of(selection()), "", List.of(), hold);
  }

  private static AutomatedRestoreDue due(int attempt, Instant since, Instant due) {
    return new AutomatedRestoreDue(
        VOLUME,
        CONFIG,
        plan().repositories().stream().map(RepositoryPlan::repository).toList(),
        attempt,
        since,
        due);
  }

  private static Operation operation(AutomatedRestoreDue due) {
    return WhenAutomatedRestoreDueThenRequestRestore.operationOf(due);
  }

  @Test
  void aClaimThatAPodWaitsForIsLookedForAtOnceAlsoUnbound() {
    volume
        .when(seen(false, hold(ClaimUse.HELD)))
        .then(observed(false, hold(ClaimUse.HELD)), due(1, NOON, NOON))
        .when(seen(false, hold(ClaimUse.HELD)))
        .thenNothing();
  }

  @Test
  void anUnboundClaimThatNobodyWaitsForIsLeftAlone() {
    volume
        .when(seen(false, hold(ClaimUse.UNUSED)))
        .then(observed(false, hold(ClaimUse.UNUSED)))
        .when(seen(true, hold(ClaimUse.UNUSED)))
        .then(observed(true, hold(ClaimUse.UNUSED)), due(1, NOON, NOON));
  }

  /** It may start while the restore writes. */
  @Test
  void aClaimOfAPodWithoutTheGateIsNotWrittenInto() {
    volume
        .when(seen(true, hold(ClaimUse.UNGATED)))
        .then(observed(true, hold(ClaimUse.UNGATED)))
        .when(seen(true, hold(ClaimUse.STARTED)))
        .thenSatisfies(
            events ->
                assertThat(events)
                    .last()
                    .isInstanceOfSatisfying(
                        ClaimSettled.class,
                        settled ->
                            assertThat(settled.settlement().kind())
                                .isEqualTo(Settlement.Kind.ADOPTED)));
  }

  @Test
  void whatARestoreCameToSettlesTheClaim() {
    Operation restore = operation(due(1, NOON, NOON));
    volume
        .given(observed(true, hold(ClaimUse.HELD)), due(1, NOON, NOON))
        .when(new NoteSettled(restore, RESTORED))
        .then(new ClaimSettled(VOLUME, RESTORED, List.of()))
        .when(new NoteSettled(restore, RESTORED))
        .thenNothing();
  }

  @Test
  void aFailureIsNeverTheEnd() {
    Instant time = NOON;
    Instant since = NOON;
    volume.given(observed(true, hold(ClaimUse.HELD)), due(1, NOON, NOON));
    Instant due = NOON;
    for (int attempt = 1; attempt < 20; attempt++) {
      Instant retryAt = retry(attempt, since, due, time);
      assertThat(Duration.between(time, retryAt))
          .isBetween(Duration.ofSeconds(5), Duration.ofMinutes(7));
      volume.thenWakesAt(retryAt).at(retryAt).when(new WakeVolume(VOLUME));
      volume.then(due(attempt + 1, since, retryAt));
      time = retryAt;
      due = retryAt;
    }
  }

  /** The pod was deleted, and with it who waited: the next one is seen when it comes. */
  @Test
  void nobodyIsWokenForAClaimThatNobodyWaitsFor() {
    Instant retryAt = NOON.plusSeconds(5);
    volume
        .given(
            observed(false, hold(ClaimUse.HELD)),
            due(1, NOON, NOON),
            new AutomatedRestoreWaits(
                VOLUME, operation(due(1, NOON, NOON)).id(), FAILURE, 1, NOON, retryAt))
        .thenWakesAt(retryAt)
        .when(seen(false, hold(ClaimUse.UNUSED)))
        .then(observed(false, hold(ClaimUse.UNUSED)))
        .thenSleeps()
        .at(retryAt.plusSeconds(60))
        .when(seen(false, hold(ClaimUse.HELD)))
        .then(observed(false, hold(ClaimUse.HELD)), due(2, NOON, retryAt.plusSeconds(60)));
  }

  private Instant retry(int attempt, Instant since, Instant due, Instant time) {
    Operation restore = operation(due(attempt, since, due));
    Instant[] retryAt = {time};
    volume
        .when(new NoteRestoreFailed(restore, FAILURE))
        .thenSatisfies(
            events -> {
              assertThat(events).hasSize(1);
              AutomatedRestoreWaits waits = (AutomatedRestoreWaits) events.getFirst();
              assertThat(waits.since()).isEqualTo(since);
              assertThat(waits.failure()).isEqualTo(FAILURE);
              retryAt[0] = waits.retryAt();
            });
    return retryAt[0];
  }

  /** Fresh needs the word of every Config, whatever order they come in. */
  @Test
  void freshIsSaidOnlyWhenTheRepositoriesOfAllConfigsHaveNothing() {
    Selection other = new Selection(OTHER_CONFIG, plan(), "selector 1");
    Hold both =
        new Hold(List.of(CONFIG.uid(), OTHER_CONFIG.uid()), List.of(), ClaimUse.HELD, false);
    VolumeObserved facts =
        new VolumeObserved(VOLUME, true, false, List.of(selection(), other), "", List.of(), both);
    AutomatedRestoreDue second =
        new AutomatedRestoreDue(
            VOLUME, OTHER_CONFIG, due(1, NOON, NOON).repositories(), 2, NOON, NOON);
    volume
        .given(facts, due(1, NOON, NOON))
        .when(new NoteSettled(operation(due(1, NOON, NOON)), FRESH))
        .then(second)
        .when(new NoteSettled(operation(due(1, NOON, NOON)), FRESH))
        .thenNothing()
        .when(new NoteSettled(operation(second), FRESH))
        .then(new ClaimSettled(VOLUME, FRESH, List.of()));
  }

  @Test
  void aPersonMaySettleItWhileItIsLookedFor() {
    Settlement fresh = Settlement.of(Settlement.Kind.FRESH, "a person says so");
    volume
        .given(observed(true, hold(ClaimUse.HELD)), due(1, NOON, NOON))
        .when(seen(true, hold(ClaimUse.HELD, fresh)))
        .then(
            observed(true, hold(ClaimUse.HELD, fresh)),
            new ClaimSettled(VOLUME, fresh, List.of(operation(due(1, NOON, NOON)))));
  }

  /** The marker is what pods go by: it is written until it is seen. */
  @Test
  void aMarkerThatDoesNotAppearIsWrittenAgain() {
    volume
        .given(observed(true, hold(ClaimUse.HELD)), new ClaimSettled(VOLUME, RESTORED, List.of()))
        .thenWakesAt(NOON.plusSeconds(30))
        .when(seen(true, hold(ClaimUse.HELD)))
        .thenNothing()
        .at(NOON.plusSeconds(30))
        .when(new WakeVolume(VOLUME))
        .then(new ClaimSettled(VOLUME, RESTORED, List.of()))
        .when(seen(true, marked()))
        .then(observed(true, marked()))
        .after(Duration.ofHours(1))
        .when(new WakeVolume(VOLUME))
        .thenNothing();
  }

  @Test
  void aMarkerThatTheLogDoesNotKnowIsBelieved() {
    volume.when(seen(true, marked())).then(observed(true, marked()));
  }

  @Test
  void nothingIsBackedUpBeforeTheClaimIsSettled() {
    Instant backup = Instant.parse("2026-03-02T02:00:00Z");
    volume
        .given(observed(true, hold(ClaimUse.HELD)), due(1, NOON, NOON))
        .thenSleeps()
        .at(backup.plusSeconds(60))
        .when(new WakeVolume(VOLUME))
        .thenNothing()
        .when(seen(true, marked()))
        .then(observed(true, marked()), new BackupDue(VOLUME, CONFIG, PRIMARY, backup, List.of()));
  }

  @Test
  void anAnnotationWaitsUntilTheClaimIsSettled() {
    AnnotationValue asked = new AnnotationValue("manual-backup", "x", "kubectl-annotate", false);
    volume
        .given(observed(true, hold(ClaimUse.HELD)), due(1, NOON, NOON))
        .when(seen(true, hold(ClaimUse.HELD), asked))
        .thenSatisfies(
            events ->
                assertThat(events)
                    .singleElement()
                    .isInstanceOfSatisfying(
                        VolumeAskWaits.class,
                        waits -> assertThat(waits.message()).contains("not settled yet")))
        .when(seen(true, marked(), asked))
        .thenSatisfies(
            events ->
                assertThat(events).hasAtLeastOneElementOfType(VolumeEvent.ManualBackupAsked.class));
  }

  @Test
  void withoutAConfigThatRestoresNothingIsHeld() {
    volume
        .when(seen(true, Hold.NONE))
        .then(observed(true, Hold.NONE))
        .thenWakesAt(Instant.parse("2026-03-02T02:00:00Z"));
  }

  @Test
  void itIsKnownAgainAfterCompaction() {
    VolumeDecider decider = new VolumeDecider();
    VolumeState seen = decider.evolve(decider.initial(), observed(true, hold(ClaimUse.HELD)), NOON);
    VolumeState asking = decider.evolve(seen, due(1, NOON, NOON), NOON);
    VolumeState waiting =
        decider.evolve(
            asking,
            new AutomatedRestoreWaits(
                VOLUME, operation(due(1, NOON, NOON)).id(), FAILURE, 1, NOON, NOON.plusSeconds(5)),
            NOON);
    VolumeState settled =
        decider.evolve(asking, new ClaimSettled(VOLUME, RESTORED, List.of()), NOON);
    for (VolumeState state : List.of(seen, asking, waiting, settled)) {
      assertThat(decider.recall(decider.restate(state).orElseThrow()).orElseThrow().settling())
          .isEqualTo(state.settling());
    }
  }
}
