package com.datarestor.app.explain;

import static com.datarestor.core.decide.DeciderFixture.NOON;
import static com.datarestor.core.decide.Examples.CONFIG;
import static com.datarestor.core.decide.Examples.VOLUME;
import static com.datarestor.core.decide.Examples.plan;
import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.api.v1alpha1.SelectorExclusion;
import com.datarestor.core.api.v1alpha1.VolumeSelector;
import com.datarestor.core.replay.History;
import com.datarestor.core.simulation.OperatorSimulation;
import com.datarestor.core.simulation.Stories;
import com.datarestor.core.volume.VolumeSelection;
import com.datarestor.core.volume.VolumeSelection.Candidate;
import com.datarestor.core.volume.VolumeSelection.Verdict;
import com.datarestor.events.ConfigCommand.ObserveConfig;
import com.datarestor.events.EventEnvelope;
import com.datarestor.events.OperationEvent;
import com.datarestor.events.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a stranger reads at three in the morning. */
class ExplanationsTest {

  private static Explanations of(List<EventEnvelope> log, int last) {
    Chronicle chronicle = new Chronicle();
    log.forEach(chronicle::take);
    return new Explanations(chronicle, last);
  }

  private static void assertClaimReads(String golden, OperatorSimulation simulation) {
    GoldenText.assertReads(golden, of(simulation.log(), 5).ofVolume(VOLUME.path()).orElseThrow());
  }

  private static void assertConfigReads(String golden, OperatorSimulation simulation) {
    GoldenText.assertReads(golden, of(simulation.log(), 2).ofConfig(CONFIG.path()).orElseThrow());
  }

  private static Stream<String> tasks(List<EventEnvelope> log, String type) {
    return log.stream()
        .map(EventEnvelope::event)
        .filter(OperationEvent.class::isInstance)
        .map(event -> ((OperationEvent) event).operation())
        .filter(operation -> operation.type().wireName().equals(type))
        .map(operation -> operation.about().namespace() + "/" + operation.taskName())
        .distinct();
  }

  private static void assertTaskReads(String golden, OperatorSimulation simulation, String type) {
    String path = tasks(simulation.log(), type).findFirst().orElseThrow();
    GoldenText.assertReads(golden, of(simulation.log(), 5).ofTask(path).orElseThrow());
  }

  @Test
  void aClaimThatIsBackedUpAndRestored() {
    assertClaimReads("pvc-protected", Stories.BACKUP_RESTORE_FORGET.told());
  }

  @Test
  void onlyTheLastOperationsAreToldWhenThatIsWanted() {
    List<EventEnvelope> log = Stories.BACKUP_RESTORE_FORGET.told().log();
    GoldenText.assertReads("pvc-last-1", of(log, 1).ofVolume(VOLUME.path()).orElseThrow());
  }

  @Test
  void aClaimThatNoSelectorMeans() {
    Verdict verdict =
        VolumeSelection.judge(
            List.of(
                new VolumeSelector(Map.of(), List.of(), List.of("blog", "lab"), null, null),
                new VolumeSelector(Map.of("backup", "yes"), List.of(), List.of(), null, null),
                new VolumeSelector(
                    Map.of("app", "shop"),
                    List.of(),
                    List.of(),
                    null,
                    new SelectorExclusion(Map.of(), List.of(), List.of(), List.of("data")))),
            new Candidate("shop", "data", Map.of("app", "shop"), Map.of()));
    assertThat(verdict).isInstanceOf(Verdict.NotSelected.class);
    assertClaimReads(
        "pvc-not-selected",
        Scenes.observed(
            true,
            false,
            "Config backup-system/nightly: " + ((Verdict.NotSelected) verdict).because()));
  }

  @Test
  void aClaimThatIsExcluded() {
    assertClaimReads(
        "pvc-excluded", Scenes.observed(true, false, "excluded: cache, can be rebuilt"));
  }

  @Test
  void aClaimThatIsNotBound() {
    assertClaimReads("pvc-not-bound", Scenes.observed(false, false, ""));
  }

  @Test
  void aClaimThatIsABlockDevice() {
    assertClaimReads("pvc-block", Scenes.observed(true, true, ""));
  }

  @Test
  void aClaimWhoseConfigIsSuspended() {
    OperatorSimulation simulation = new OperatorSimulation(NOON);
    simulation.cluster().apply(CONFIG, plan("0 2 * * *", "0 4 * * 0", true));
    simulation.cluster().add(VOLUME);
    simulation.cluster().annotate(VOLUME, "manual-backup", "before");
    assertClaimReads("pvc-suspended", simulation.observe().run());
    assertConfigReads("config-suspended", simulation);
  }

  @Test
  void aClaimWhoseRepositoryHasAnotherPassword() {
    assertClaimReads("pvc-wrong-password", Scenes.wrongPassword());
  }

  @Test
  void aClaimWithRefusedAnnotations() {
    assertClaimReads("pvc-refused", Stories.REFUSED.told());
  }

  @Test
  void aClaimWhoseAnnotationWaits() {
    OperatorSimulation simulation = new OperatorSimulation(NOON);
    simulation.cluster().add(VOLUME);
    simulation.cluster().annotate(VOLUME, "manual-backup", "early");
    assertClaimReads("pvc-waits", simulation.observe().run());
  }

  @Test
  void aClaimWhoseAnnotationAGitOpsToolPutBack() {
    assertClaimReads("pvc-put-back", Stories.PUT_BACK.told());
  }

  @Test
  void aClaimThatWasDeleted() {
    assertClaimReads("pvc-deleted", Stories.CLAIM_DELETED.told());
  }

  @Test
  void aClaimWhoseBackupFailed() {
    assertClaimReads("pvc-failed", Scenes.failedBackup());
  }

  @Test
  void tasksOfEveryType() {
    OperatorSimulation week = Stories.BACKUP_RESTORE_FORGET.told();
    for (String type :
        List.of("backup-manual", "restore-manual", "backup-scheduled", "forget", "init", "scan")) {
      assertTaskReads("task-" + type, week, type);
    }
  }

  @Test
  void aTaskThatWaits() {
    assertTaskReads("task-waits", Stories.REPOSITORY_STAYS_DOWN.told(), "backup-manual");
  }

  /** First for the Config, then for the repository. */
  @Test
  void aTaskThatWaitedForOneThingAfterTheOther() {
    assertTaskReads("task-waited", Stories.REPOSITORY_DOWN.told(), "backup-manual");
  }

  @Test
  void aTaskThatRuns() {
    assertTaskReads("task-running", Scenes.runningBackup(), "backup-manual");
  }

  @Test
  void aTaskThatFailed() {
    assertTaskReads("task-failed", Scenes.failedBackup(), "backup-manual");
  }

  @Test
  void aTaskThatWasCancelled() {
    assertTaskReads("task-cancelled", Stories.CONFIG_DELETED.told(), "backup-manual");
  }

  @Test
  void aTaskThatAConfigsAnnotationAskedFor() {
    assertTaskReads("task-of-config", Stories.WHOLE_CONFIG.told(), "backup-manual");
  }

  @Test
  void whatTheLogDoesNotKnowIsNotExplained() {
    Explanations explanations = of(Stories.BACKUP_RESTORE_FORGET.told().log(), 5);
    assertThat(explanations.ofTask("shop/backup-manual-2026-01-01-00-00-00-000000")).isEmpty();
    assertThat(explanations.ofVolume("shop/other")).isEmpty();
    assertThat(explanations.ofConfig(VOLUME.path())).isEmpty();
  }

  @Test
  void aConfigAtWork() {
    assertConfigReads("config-at-work", Stories.BACKUP_RESTORE_FORGET.told());
  }

  @Test
  void aConfigWhoseNewGenerationIsRefused() {
    OperatorSimulation simulation = Stories.WHOLE_CONFIG.told();
    simulation
        .send(
            new ObserveConfig(
                CONFIG,
                2,
                plan(),
                List.of(
                    new Problem(
                        "spec.repositories[0].backupSchedule",
                        "\"0 0 32 * *\" has no such day of the month; write 1 to 31")),
                List.of(),
                List.of()))
        .run();
    assertConfigReads("config-refused", simulation);
  }

  @Test
  void aConfigWhoseRepositoryIsDown() {
    assertConfigReads("config-repository-down", Stories.REPOSITORY_STAYS_DOWN.told());
  }

  @Test
  void aConfigThatSelectsNothing() {
    OperatorSimulation simulation = new OperatorSimulation(NOON);
    simulation.cluster().apply(CONFIG, plan());
    assertConfigReads("config-selects-nothing", simulation.observe().run());
  }

  @Test
  void aConfigThatWasDeleted() {
    assertConfigReads("config-deleted", Stories.CONFIG_DELETED.told());
  }

  @Test
  void thePictureAtSeveralMoments() {
    List<EventEnvelope> log = Stories.REPOSITORY_DOWN.told().log();
    for (int percent : List.of(20, 50, 100)) {
      History history = new History();
      log.subList(0, log.size() * percent / 100).forEach(history::fold);
      GoldenText.assertReads("picture-" + percent, Picture.of(history));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLogThatEndsAnywhereCanBeExplained(Stories story) {
    List<EventEnvelope> log = story.told().log();
    Chronicle chronicle = new Chronicle();
    for (EventEnvelope event : log) {
      chronicle.take(event);
      Explanations explanations = new Explanations(chronicle, 3);
      assertThat(
              Stream.of(explanations.ofVolume(VOLUME.path()), explanations.ofConfig(CONFIG.path()))
                  .flatMap(Optional::stream))
          .allSatisfy(text -> assertThat(text).doesNotContain("Optional", "null"));
      assertThat(Picture.of(chronicle.history())).startsWith("Configs:");
    }
  }
}
