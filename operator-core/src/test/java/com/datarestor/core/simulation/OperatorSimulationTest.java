package com.datarestor.core.simulation;

import static com.datarestor.core.decide.DeciderFixture.NOON;
import static com.datarestor.core.decide.Examples.CONFIG;
import static com.datarestor.core.decide.Examples.OTHER_VOLUME;
import static com.datarestor.core.decide.Examples.PRIMARY;
import static com.datarestor.core.decide.Examples.SECONDARY;
import static com.datarestor.core.decide.Examples.VOLUME;
import static com.datarestor.core.decide.Examples.plan;
import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.config.ConfigDecider;
import com.datarestor.core.decide.CommandDispatcher;
import com.datarestor.core.decide.WakeUps;
import com.datarestor.core.operation.OperationDecider;
import com.datarestor.core.queue.QueueDecider;
import com.datarestor.core.queue.QueueState;
import com.datarestor.core.repository.RepositoryDecider;
import com.datarestor.core.volume.VolumeDecider;
import com.datarestor.events.Catalogue;
import com.datarestor.events.DomainEvent;
import com.datarestor.events.EventEnvelope;
import com.datarestor.events.OperationEvent;
import com.datarestor.events.OperationEvent.BackupSucceeded;
import com.datarestor.events.OperationEvent.ForgetSucceeded;
import com.datarestor.events.OperationEvent.OperationCancelled;
import com.datarestor.events.OperationEvent.RepositoryPassedOver;
import com.datarestor.events.OperationEvent.RestoreSucceeded;
import com.datarestor.events.OperationEvent.ScanSucceeded;
import com.datarestor.events.OperationEvent.TaskPublished;
import com.datarestor.events.OperationType;
import com.datarestor.events.StreamId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorSimulationTest {

  /** 2026-03-01 is a Sunday: forget is due on the next one at four. */
  private static final Instant AFTER_FORGET = Instant.parse("2026-03-08T05:00:00Z");

  private static final String BACKUP = "manual-backup";
  private static final String RESTORE = "manual-restore";

  private static void backUp(OperatorSimulation simulation) {
    simulation.cluster().apply(CONFIG, plan());
    simulation.cluster().add(VOLUME);
    simulation.cluster().annotate(VOLUME, BACKUP, "2|before");
    simulation.observe().run();
  }

  private static void restore(OperatorSimulation simulation) {
    simulation.skipTo(NOON.plusSeconds(60));
    simulation.cluster().annotate(VOLUME, RESTORE, "before");
    simulation.observe().run();
  }

  /** The operator was down all week: one backup is made up for, one is on time, then forget. */
  private static void forget(OperatorSimulation simulation) {
    simulation.skipTo(AFTER_FORGET.minus(Duration.ofHours(4))).run();
    simulation.runUntil(AFTER_FORGET);
  }

  private static OperatorSimulation story() {
    return tell(new OperatorSimulation(NOON));
  }

  static OperatorSimulation tell(OperatorSimulation simulation) {
    for (Consumer<OperatorSimulation> chapter :
        List.<Consumer<OperatorSimulation>>of(
            OperatorSimulationTest::backUp,
            OperatorSimulationTest::restore,
            OperatorSimulationTest::forget)) {
      chapter.accept(simulation);
    }
    return simulation;
  }

  private static <E extends OperationEvent> Stream<E> events(
      OperatorSimulation simulation, Class<E> type) {
    return simulation.log().stream()
        .map(EventEnvelope::event)
        .filter(type::isInstance)
        .map(type::cast);
  }

  private static void sameOutcome(OperatorSimulation actual, OperatorSimulation expected) {
    assertThat(actual.cluster().tasks()).isEqualTo(expected.cluster().tasks());
    assertThat(actual.restic().jobs()).isEqualTo(expected.restic().jobs());
    Map<StreamId, List<DomainEvent>> lives = lives(actual);
    lives(expected)
        .forEach(
            (stream, life) -> assertThat(lives.remove(stream)).as("%s", stream).isEqualTo(life));
    assertThat(lives).isEmpty();
    for (String key : List.of("last-backup", "last-restore")) {
      assertThat(actual.cluster().outcome(VOLUME, key))
          .isEqualTo(expected.cluster().outcome(VOLUME, key));
    }
    assertThat(actual.restic().snapshots(PRIMARY)).isEqualTo(expected.restic().snapshots(PRIMARY));
    assertThat(queue(actual).operations()).isEmpty();
    assertThat(actual.log()).extracting(event -> event.metadata().id()).doesNotHaveDuplicates();
  }

  /**
   * What happened to each operation. When its Task was seen does not matter, nor whether a scan
   * came before or after the backup beside it.
   */
  private static Map<StreamId, List<DomainEvent>> lives(OperatorSimulation simulation) {
    Map<StreamId, List<DomainEvent>> lives = simulation.story("operation");
    for (List<DomainEvent> life : lives.values()) {
      life.removeIf(TaskPublished.class::isInstance);
      life.replaceAll(
          event ->
              event instanceof ScanSucceeded scan
                  ? new ScanSucceeded(scan.operation(), Catalogue.EMPTY)
                  : event);
    }
    return lives;
  }

  static QueueState queue(OperatorSimulation simulation) {
    return simulation.dispatcher().read(new QueueDecider(), StreamId.QUEUE);
  }

  @Test
  void anAnnotationBecomesABackupInTheRepositoryItNames() {
    OperatorSimulation simulation = new OperatorSimulation(NOON);
    backUp(simulation);

    assertThat(events(simulation, BackupSucceeded.class))
        .singleElement()
        .satisfies(
            done -> {
              assertThat(done.operation().type()).isEqualTo(OperationType.BACKUP_MANUAL);
              assertThat(done.operation().repository()).isEqualTo(SECONDARY);
              assertThat(done.operation().taskName())
                  .startsWith("backup-manual-2026-03-01-12-00-00-");
            });
    assertThat(simulation.restic().snapshots(SECONDARY)).isEqualTo(1);
    assertThat(simulation.cluster().isAnnotated(VOLUME, BACKUP)).isFalse();
    assertThat(simulation.cluster().outcome(VOLUME, "last-backup"))
        .startsWith("Completed snapshot=");
    assertThat(queue(simulation).operations()).isEmpty();
  }

  @Test
  void aRestoreTakesTheFirstRepositoryThatHasTheSnapshot() {
    OperatorSimulation simulation = new OperatorSimulation(NOON);
    backUp(simulation);
    restore(simulation);

    assertThat(events(simulation, RepositoryPassedOver.class))
        .extracting(RepositoryPassedOver::repository)
        .containsExactly(PRIMARY);
    assertThat(events(simulation, RestoreSucceeded.class))
        .extracting(RestoreSucceeded::repository)
        .containsExactly(SECONDARY);
    assertThat(simulation.cluster().outcome(VOLUME, "last-restore"))
        .startsWith("Completed snapshot=");
  }

  @Test
  void aWeekOfBackupsEndsWithAForget() {
    OperatorSimulation simulation = new OperatorSimulation(NOON);
    backUp(simulation);
    simulation.runUntil(AFTER_FORGET);

    assertThat(events(simulation, BackupSucceeded.class))
        .filteredOn(done -> done.operation().type() == OperationType.BACKUP_SCHEDULED)
        .extracting(done -> done.operation().taskName().substring(0, 36))
        .containsExactlyElementsOf(
            IntStream.rangeClosed(2, 8)
                .mapToObj("backup-scheduled-2026-03-%02d-02-00-00"::formatted)
                .toList());
    assertThat(events(simulation, ForgetSucceeded.class))
        .singleElement()
        .satisfies(done -> assertThat(done.removed()).isEqualTo(6));
    assertThat(simulation.restic().snapshots(PRIMARY)).isEqualTo(1);
    assertThat(simulation.restic().snapshots(SECONDARY)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4, 20})
  void aRestartBetweenAnyTwoStepsChangesNothing(int redelivered) {
    OperatorSimulation undisturbed = story();
    for (int step = 0; step < undisturbed.steps(); step++) {
      sameOutcome(tell(new OperatorSimulation(NOON).restartBefore(step, redelivered)), undisturbed);
    }
  }

  @Test
  void aKillWithinAnyStepChangesNothing() {
    OperatorSimulation undisturbed = story();
    for (int step = 0; step < undisturbed.steps(); step++) {
      sameOutcome(tell(new OperatorSimulation(NOON).killWithin(step)), undisturbed);
    }
  }

  @Test
  void aRestartBeforeEveryStepChangesNothing() {
    OperatorSimulation undisturbed = story();
    OperatorSimulation restless = new OperatorSimulation(NOON);
    for (int step = 0; step < 20 * undisturbed.steps(); step += 3) {
      restless.restartBefore(step, 1);
    }
    sameOutcome(tell(restless), undisturbed);
  }

  @Test
  void messagesOfDifferentKeysMayOvertakeEachOther() {
    OperatorSimulation undisturbed = story();
    for (long seed = 0; seed < 100; seed++) {
      sameOutcome(tell(new OperatorSimulation(NOON).shuffled(seed)), undisturbed);
    }
  }

  @Test
  void everyPrefixOfTheLogCanBeFolded() {
    List<EventEnvelope> log = story().log();
    for (int end = 0; end <= log.size(); end++) {
      WakeUps wakeUps = new WakeUps();
      CommandDispatcher folded = dispatcher(wakeUps);
      log.subList(0, end).forEach(folded::fold);
      CommandDispatcher twice = dispatcher(new WakeUps());
      log.subList(0, end).forEach(twice::fold);
      log.subList(0, end).forEach(twice::fold);
      assertThat(twice.states(new OperationDecider()))
          .isEqualTo(folded.states(new OperationDecider()));
      assertThat(twice.states(new VolumeDecider())).isEqualTo(folded.states(new VolumeDecider()));
      assertThat(twice.read(new QueueDecider(), StreamId.QUEUE))
          .isEqualTo(folded.read(new QueueDecider(), StreamId.QUEUE));
    }
  }

  private static CommandDispatcher dispatcher(WakeUps wakeUps) {
    return new CommandDispatcher(
        List.of(
            new ConfigDecider(),
            new VolumeDecider(),
            new OperationDecider(),
            new RepositoryDecider(),
            new QueueDecider()),
        wakeUps);
  }

  @Test
  void whatWasMissedWhileTheOperatorWasDownRunsOnce() {
    OperatorSimulation simulation = new OperatorSimulation(NOON);
    backUp(simulation);
    simulation.skipTo(NOON.plus(Duration.ofDays(3))).restart(0);
    simulation.run();
    assertThat(events(simulation, BackupSucceeded.class))
        .filteredOn(done -> done.operation().type() == OperationType.BACKUP_SCHEDULED)
        .extracting(done -> done.operation().taskName().substring(0, 36))
        .containsExactly("backup-scheduled-2026-03-04-02-00-00");
  }

  @Test
  void workWaitsForARepositoryThatDoesNotAnswerAndThenRuns() {
    OperatorSimulation simulation = new OperatorSimulation(NOON);
    simulation.restic().disconnect(SECONDARY);
    backUp(simulation);
    assertThat(events(simulation, BackupSucceeded.class)).isEmpty();
    assertThat(queue(simulation).operations())
        .extracting(operation -> queue(simulation).explain(operation.id()).orElse(""))
        .containsExactly("repository 2 (/backups/secondary): the host does not answer");

    simulation.runFor(Duration.ofMinutes(10));
    simulation.restic().reconnect(SECONDARY);
    simulation.runFor(Duration.ofMinutes(5));
    assertThat(events(simulation, BackupSucceeded.class)).hasSize(1);
  }

  @Test
  void aDeletedConfigLeavesNothingInTheQueue() {
    OperatorSimulation simulation = new OperatorSimulation(NOON);
    simulation.restic().disconnect(SECONDARY);
    backUp(simulation);
    simulation.send(simulation.cluster().delete(CONFIG)).observe().run();
    assertThat(queue(simulation).operations()).isEmpty();
    assertThat(events(simulation, OperationCancelled.class))
        .extracting(OperationCancelled::message)
        .contains("Config backup-system/nightly was deleted");
    simulation.runFor(Duration.ofDays(10));
    assertThat(queue(simulation).operations()).isEmpty();
  }

  @Test
  void aVolumeThatIsDeletedTakesItsWorkAlong() {
    OperatorSimulation simulation = new OperatorSimulation(NOON);
    simulation.restic().disconnect(SECONDARY);
    simulation.cluster().add(OTHER_VOLUME);
    backUp(simulation);
    simulation.send(simulation.cluster().delete(VOLUME)).run();
    assertThat(queue(simulation).operations()).isEmpty();
    simulation.runFor(Duration.ofDays(1));
    assertThat(events(simulation, BackupSucceeded.class))
        .extracting(done -> done.operation().about())
        .containsExactly(OTHER_VOLUME);
  }

  @Test
  void aValueThatAGitOpsToolPutsBackDoesNotRunAgain() {
    OperatorSimulation simulation = new OperatorSimulation(NOON);
    simulation.cluster().apply(CONFIG, plan());
    simulation.cluster().add(VOLUME);
    simulation.cluster().annotate(VOLUME, BACKUP, "", "argocd-controller");
    simulation.observe().run();
    simulation.cluster().annotate(VOLUME, BACKUP, "", "argocd-controller");
    simulation.skipTo(NOON.plusSeconds(180)).observe().run();

    assertThat(events(simulation, BackupSucceeded.class)).hasSize(1);
    assertThat(simulation.cluster().isAnnotated(VOLUME, BACKUP)).isTrue();
    assertThat(simulation.cluster().told())
        .anySatisfy(
            told -> {
              assertThat(told.reason()).isEqualTo("AlreadyDone");
              assertThat(told.message()).contains("put back by argocd-controller");
            });
  }
}
