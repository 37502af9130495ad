package com.datarestor.core.volume;

import static com.datarestor.core.decide.DeciderFixture.NOON;
import static com.datarestor.core.decide.Examples.CONFIG;
import static com.datarestor.core.decide.Examples.OTHER_CONFIG;
import static com.datarestor.core.decide.Examples.PRIMARY;
import static com.datarestor.core.decide.Examples.SECONDARY;
import static com.datarestor.core.decide.Examples.VOLUME;
import static com.datarestor.core.decide.Examples.operation;
import static com.datarestor.core.decide.Examples.plan;
import static com.datarestor.core.decide.Examples.selection;
import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.decide.DeciderFixture;
import com.datarestor.events.AnnotationValue;
import com.datarestor.events.Ask;
import com.datarestor.events.ConfigPlan;
import com.datarestor.events.Limits;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationId;
import com.datarestor.events.OperationType;
import com.datarestor.events.RepositoryPlan;
import com.datarestor.events.Selection;
import com.datarestor.events.VolumeCommand;
import com.datarestor.events.VolumeCommand.NoteBackupEnded;
import com.datarestor.events.VolumeCommand.ObserveVolume;
import com.datarestor.events.VolumeCommand.VolumeVanished;
import com.datarestor.events.VolumeCommand.WakeVolume;
import com.datarestor.events.VolumeEvent;
import com.datarestor.events.VolumeEvent.BackupDue;
import com.datarestor.events.VolumeEvent.BackupEnded;
import com.datarestor.events.VolumeEvent.VolumeAskRefused;
import com.datarestor.events.VolumeEvent.VolumeAskWaits;
import com.datarestor.events.VolumeEvent.VolumeGone;
import com.datarestor.events.VolumeEvent.VolumeObserved;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sight and schedules; annotations are in {@link VolumeAsksTest}. */
class VolumeDeciderTest {

  private static final Instant DUE = Instant.parse("2026-03-02T02:00:00Z");

  private final DeciderFixture<VolumeCommand, VolumeEvent, VolumeState> volume =
      DeciderFixture.of(new VolumeDecider());

  private static ObserveVolume seen(List<Selection> selections, AnnotationValue... annotations) {
    return new ObserveVolume(
        VOLUME, true, false, selections, unselected(selections), List.of(annotations));
  }

  private static ObserveVolume selected(ConfigPlan plan) {
    return seen(List.of(new Selection(CONFIG, plan, "selector 1 (matchNamespaces: shop)")));
  }

  private static VolumeObserved observed(List<Selection> selections, String... arguments) {
    return new VolumeObserved(
        VOLUME, true, false, selections, unselected(selections), List.of(arguments));
  }

  private static String unselected(List<Selection> selections) {
    return selections.isEmpty() ? "there is no Config in the cluster" : "";
  }

  private static BackupDue due(Instant moment) {
    return new BackupDue(VOLUME, CONFIG, PRIMARY, moment, List.of());
  }

  private static NoteBackupEnded ended(Instant moment) {
    return new NoteBackupEnded(scheduled(moment));
  }

  private static Operation scheduled(Instant moment) {
    return Operation.at(
        moment,
        OperationId.of(
            "backup", VOLUME.uid(), CONFIG.uid(), PRIMARY.id().value(), moment.toString()),
        OperationType.BACKUP_SCHEDULED,
        VOLUME,
        CONFIG,
        PRIMARY);
  }

  private static BackupEnded noted(Instant moment) {
    return new BackupEnded(VOLUME, CONFIG, PRIMARY, scheduled(moment).id());
  }

  @Test
  void theSamePictureTwiceIsNothingNew() {
    volume
        .when(selected(plan()))
        .then(observed(List.of(selection())))
        .when(selected(plan()))
        .thenNothing()
        .when(seen(List.of()))
        .then(observed(List.of()))
        .thenSleeps()
        .when(seen(List.of()))
        .thenNothing();
  }

  @Test
  void nothingIsDueBecauseAConfigWasApplied() {
    volume
        .when(selected(plan()))
        .then(observed(List.of(selection())))
        .thenWakesAt(DUE)
        .when(new WakeVolume(VOLUME))
        .thenNothing();
  }

  @Test
  void missedRunsAreOneTheNewest() {
    volume
        .when(selected(plan()))
        .after(Duration.ofDays(5))
        .when(new WakeVolume(VOLUME))
        .then(due(Instant.parse("2026-03-06T02:00:00Z")))
        .when(new WakeVolume(VOLUME))
        .thenNothing();
  }

  /** The picture is told again at start: what was missed comes with it. */
  @Test
  void anObservationFindsWhatIsDueToo() {
    volume.when(selected(plan())).at(DUE.plusSeconds(3600)).when(selected(plan())).then(due(DUE));
  }

  @Test
  void anOutstandingRunIsNotDoubledAndTheNextWaitsForItsEnd() {
    volume
        .when(selected(plan()))
        .at(DUE)
        .when(new WakeVolume(VOLUME))
        .then(due(DUE))
        .thenSleeps()
        .after(Duration.ofDays(3))
        .when(new WakeVolume(VOLUME))
        .thenNothing()
        .when(ended(DUE))
        .then(noted(DUE), due(DUE.plus(Duration.ofDays(3))))
        .thenSleeps();
  }

  @Test
  void theEndOfAnEarlierRunIsNotTheEndOfTheOneUnderWay() {
    Instant next = DUE.plus(Duration.ofDays(1));
    volume
        .when(selected(plan()))
        .at(DUE)
        .when(new WakeVolume(VOLUME))
        .when(ended(DUE))
        .then(noted(DUE))
        .thenWakesAt(next)
        .when(ended(DUE))
        .thenNothing()
        .at(next)
        .when(new WakeVolume(VOLUME))
        .then(due(next))
        .when(ended(DUE))
        .thenNothing()
        .when(ended(next))
        .then(noted(next));
  }

  @Test
  void anEndThatNobodyWaitsForIsNothing() {
    volume
        .when(ended(DUE))
        .thenNothing()
        .when(selected(plan()))
        .when(new NoteBackupEnded(operation("x", OperationType.BACKUP_SCHEDULED, VOLUME)))
        .thenNothing();
  }

  @Test
  void whatBecomesDueWhileSuspendedRunsOnceAfterwards() {
    ConfigPlan suspended = plan("0 2 * * *", "", true);
    ConfigPlan resumed = plan("0 2 * * *", "", false);
    volume
        .when(selected(suspended))
        .thenSleeps()
        .after(Duration.ofDays(4))
        .when(new WakeVolume(VOLUME))
        .thenNothing()
        .when(selected(resumed))
        .then(
            observed(List.of(new Selection(CONFIG, resumed, "selector 1 (matchNamespaces: shop)"))),
            due(Instant.parse("2026-03-05T02:00:00Z")));
  }

  @Test
  void aNewExpressionBeginsAnewAndForgetsNoRunUnderWay() {
    ConfigPlan hourly = plan("0 * * * *", "", false);
    volume
        .when(selected(plan()))
        .at(DUE)
        .when(new WakeVolume(VOLUME))
        .then(due(DUE))
        .after(Duration.ofMinutes(30))
        .when(selected(hourly))
        .then(
            observed(List.of(new Selection(CONFIG, hourly, "selector 1 (matchNamespaces: shop)"))))
        .after(Duration.ofHours(1))
        .when(new WakeVolume(VOLUME))
        .thenNothing()
        .when(ended(DUE))
        .then(noted(DUE), due(DUE.plus(Duration.ofHours(1))));
  }

  @Test
  void anotherZoneBeginsAnew() {
    ConfigPlan berlin =
        new ConfigPlan(
            plan().repositories(), "Europe/Berlin", Duration.ZERO, false, Limits.NONE, List.of());
    volume
        .when(selected(plan()))
        .when(selected(berlin))
        .thenWakesAt(Instant.parse("2026-03-02T01:00:00Z"));
  }

  @Test
  void everyScheduleOfEveryConfigHasItsOwnRun() {
    ConfigPlan both =
        new ConfigPlan(
            List.of(
                new RepositoryPlan(PRIMARY, "0 2 * * *", "", List.of()),
                new RepositoryPlan(SECONDARY, "0 3 * * *", "", List.of())),
            "UTC",
            Duration.ZERO,
            false,
            Limits.NONE,
            List.of());
    volume
        .when(
            seen(
                List.of(
                    new Selection(CONFIG, both, "selector 1 (matchNamespaces: shop)"),
                    new Selection(OTHER_CONFIG, plan(), "selector 1 (matchNamespaces: shop)"))))
        .at(Instant.parse("2026-03-02T03:00:00Z"))
        .when(new WakeVolume(VOLUME))
        .then(
            due(DUE),
            new BackupDue(
                VOLUME, CONFIG, SECONDARY, Instant.parse("2026-03-02T03:00:00Z"), List.of()),
            new BackupDue(VOLUME, OTHER_CONFIG, PRIMARY, DUE, List.of()));
  }

  @Test
  void anUnboundVolumeStaysDueUntilItIsBound() {
    volume
        .when(new ObserveVolume(VOLUME, false, false, List.of(selection()), "", List.of()))
        .thenSleeps()
        .at(DUE)
        .when(new WakeVolume(VOLUME))
        .thenNothing()
        .after(Duration.ofMinutes(1))
        .when(selected(plan()))
        .then(observed(List.of(selection())), due(DUE));
  }

  @Test
  void aBlockDeviceIsNeverDue() {
    volume
        .when(new ObserveVolume(VOLUME, true, true, List.of(selection()), "", List.of()))
        .thenSleeps()
        .after(Duration.ofDays(9))
        .when(new WakeVolume(VOLUME))
        .thenNothing();
  }

  @Test
  void aVolumeThatIsNotSelectedAnyMoreIsNotDue() {
    volume
        .when(selected(plan()))
        .when(seen(List.of()))
        .after(Duration.ofDays(2))
        .when(new WakeVolume(VOLUME))
        .thenNothing()
        .when(selected(plan()))
        .then(observed(List.of(selection())));
  }

  @Test
  void aDeletedVolumeIsOver() {
    volume
        .when(new VolumeVanished(VOLUME))
        .thenNothing()
        .when(selected(plan()))
        .when(new VolumeVanished(VOLUME))
        .then(new VolumeGone(VOLUME))
        .thenSleeps()
        .when(new VolumeVanished(VOLUME))
        .thenNothing()
        .when(selected(plan()))
        .thenNothing()
        .when(new WakeVolume(VOLUME))
        .thenNothing()
        .when(ended(DUE))
        .thenNothing();
  }

  @Test
  void backupArgumentsGoWithEveryScheduledBackup() {
    AnnotationValue arguments =
        new AnnotationValue("backup-args", "--exclude *.tmp --exclude cache", "", false);
    String[] words = {"--exclude", "*.tmp", "--exclude", "cache"};
    volume
        .when(seen(List.of(selection()), arguments))
        .then(observed(List.of(selection()), words))
        .at(DUE)
        .when(new WakeVolume(VOLUME))
        .then(new BackupDue(VOLUME, CONFIG, PRIMARY, DUE, List.of(words)));
  }

  @Test
  void nextBackupsAreShownAlsoWhileOneRuns() {
    volume.when(selected(plan())).at(DUE).when(new WakeVolume(VOLUME));
    assertThat(VolumeDecider.nextBackups(volume.state()).values())
        .containsExactly(DUE.plus(Duration.ofDays(1)));
  }

  @Test
  void aVolumeThatNothingSelectsLetsItsAskWait() {
    AnnotationValue now = new AnnotationValue("manual-backup", "now", "", false);
    Ask ask = Ask.seen(VOLUME, "manual-backup", "now", NOON);
    volume
        .when(seen(List.of(), now))
        .then(
            observed(List.of()),
            new VolumeAskWaits(
                VOLUME,
                ask,
                "manual-backup waits: no Config selects this volume (there is no Config in the"
                    + " cluster)"))
        .after(Duration.ofHours(1))
        .when(seen(List.of(), now))
        .thenNothing();
    volume.when(seen(List.of(selection()), now));
    assertThat(volume.decided()).hasSize(2).noneMatch(VolumeAskRefused.class::isInstance);
  }
}
