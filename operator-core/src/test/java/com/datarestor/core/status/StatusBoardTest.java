package com.datarestor.core.status;

import static com.datarestor.core.decide.DeciderFixture.NOON;
import static com.datarestor.core.decide.Examples.CONFIG;
import static com.datarestor.core.decide.Examples.OTHER_VOLUME;
import static com.datarestor.core.decide.Examples.PRIMARY;
import static com.datarestor.core.decide.Examples.SECONDARY;
import static com.datarestor.core.decide.Examples.VOLUME;
import static com.datarestor.core.decide.Examples.operation;
import static com.datarestor.core.decide.Examples.plan;
import static com.datarestor.core.decide.Examples.selection;
import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.api.v1alpha1.BackupConfigStatus;
import com.datarestor.core.api.v1alpha1.HoldCounts;
import com.datarestor.core.api.v1alpha1.RepositoryStatus;
import com.datarestor.core.api.v1alpha1.StatusCondition;
import com.datarestor.core.api.v1alpha1.TaskStatus;
import com.datarestor.core.simulation.OperatorSimulation;
import com.datarestor.core.status.StatusBoard.Changes;
import com.datarestor.core.volume.VolumeDecider;
import com.datarestor.core.volume.VolumeState;
import com.datarestor.events.BackupSummary;
import com.datarestor.events.Catalogue;
import com.datarestor.events.ClaimUse;
import com.datarestor.events.ConfigEvent.ConfigAccepted;
import com.datarestor.events.ConfigEvent.ConfigRefused;
import com.datarestor.events.ConfigEvent.ConfigRemoved;
import com.datarestor.events.ConfigPlan;
import com.datarestor.events.DomainEvent;
import com.datarestor.events.EventEnvelope;
import com.datarestor.events.EventMetadata;
import com.datarestor.events.Failure;
import com.datarestor.events.FailureReason;
import com.datarestor.events.Hold;
import com.datarestor.events.Limits;
import com.datarestor.events.Mark;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationEvent.BackupRequested;
import com.datarestor.events.OperationEvent.BackupStarted;
import com.datarestor.events.OperationEvent.BackupSucceeded;
import com.datarestor.events.OperationEvent.ForgetRequested;
import com.datarestor.events.OperationEvent.ForgetStarted;
import com.datarestor.events.OperationEvent.ForgetSucceeded;
import com.datarestor.events.OperationEvent.JobLaunched;
import com.datarestor.events.OperationEvent.OperationCancelled;
import com.datarestor.events.OperationEvent.OperationFailed;
import com.datarestor.events.OperationEvent.ScanStarted;
import com.datarestor.events.OperationEvent.ScanSucceeded;
import com.datarestor.events.OperationType;
import com.datarestor.events.Problem;
import com.datarestor.events.QueueEvent.ConfigLimitsSet;
import com.datarestor.events.QueueEvent.GateOpened;
import com.datarestor.events.QueueEvent.OperationAdmitted;
import com.datarestor.events.QueueEvent.OperationLeft;
import com.datarestor.events.QueueEvent.OperationQueued;
import com.datarestor.events.RepositoryEvent.RepositoryOpened;
import com.datarestor.events.RepositoryEvent.RepositoryReleased;
import com.datarestor.events.RepositoryEvent.RepositoryUnavailable;
import com.datarestor.events.RepositoryPlan;
import com.datarestor.events.Settlement;
import com.datarestor.events.Step;
import com.datarestor.events.StreamId;
import com.datarestor.events.Trigger;
import com.datarestor.events.VolumeEvent;
import com.datarestor.events.VolumeEvent.AutomatedRestoreDue;
import com.datarestor.events.VolumeEvent.AutomatedRestoreWaits;
import com.datarestor.events.VolumeEvent.ClaimSettled;
import com.datarestor.events.VolumeEvent.VolumeGone;
import com.datarestor.events.VolumeEvent.VolumeObserved;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** From events to what a person reads in {@code kubectl get}. */
class StatusBoardTest {

  private static final NextRuns NEXT =
      new NextRuns(
          Map.of(PRIMARY.id(), Instant.parse("2026-03-02T02:00:00Z")),
          Map.of(PRIMARY.id(), Instant.parse("2026-03-08T04:00:00Z")));
  private static final Operation BACKUP = operation("b", OperationType.BACKUP_MANUAL, VOLUME);
  private static final Failure FAILURE =
      new Failure(
          FailureReason.SOURCE_UNREADABLE,
          "2 files could not be read: /data/a, /data/b",
          3,
          List.of("error: /data/a: permission denied", "error: /data/b: permission denied"));

  private final StatusBoard board = new StatusBoard();
  private Instant now = NOON;
  private long sequence;

  /** Every event of its own in one stream: what counts here is what the events say. */
  private void happens(DomainEvent... events) {
    for (DomainEvent event : events) {
      sequence++;
      board.fold(
          new EventEnvelope(
              new EventMetadata(
                  "event-" + sequence, StreamId.QUEUE, sequence, now, "test", "story", "cause"),
              event));
      now = now.plusSeconds(10);
    }
  }

  private static BackupConfigStatus config(StatusBoard shown, List<StatusCondition> before) {
    return shown
        .config(CONFIG.uid(), view -> ConfigStatuses.render(view, NEXT, before, NOON))
        .orElseThrow();
  }

  private BackupConfigStatus config() {
    return config(board, List.of());
  }

  private TaskStatus task() {
    return board.task(BACKUP.id()).orElseThrow().status();
  }

  private void running() {
    happens(
        new BackupRequested(BACKUP, "before", true, List.of(), Trigger.UNKNOWN),
        new BackupStarted(BACKUP, "before", true, List.of()),
        new JobLaunched(BACKUP, Step.BACKUP, ObjectRef.job("shop", "backup-b", "j")));
  }

  private static OperatorSimulation story() {
    OperatorSimulation simulation = new OperatorSimulation(NOON);
    simulation.cluster().apply(CONFIG, plan());
    simulation.cluster().add(VOLUME);
    simulation.cluster().add(OTHER_VOLUME);
    simulation.cluster().annotate(VOLUME, "manual-backup", "*|before");
    simulation.observe().run();
    simulation.cluster().annotate(VOLUME, "manual-restore", "2||before");
    simulation.observe().run();
    return simulation.runFor(Duration.ofDays(8));
  }

  @Test
  void aConfigAtWork() {
    OperatorSimulation story = story();
    StatusBoard shown = new StatusBoard();
    story.log().forEach(shown::fold);
    GoldenFiles.assertLooksLike("config-at-work.yaml", config(shown, List.of()));
  }

  @Test
  void aForgetSaysWhatItKeepsWhole() {
    Operation forget = operation("f", OperationType.FORGET, CONFIG);
    String note = "keeps every snapshot of shop/data (until it is settled)";
    happens(
        new ForgetRequested(forget, List.of("--keep-last", "1"), Trigger.UNKNOWN),
        new ForgetStarted(forget, List.of(), List.of("--keep-last", "1")),
        new JobLaunched(forget, Step.FORGET, ObjectRef.job("backup-system", "f", "j"), note));
    assertThat(board.task(forget.id()).orElseThrow().status().message())
        .isEqualTo("forgetting old snapshots; " + note);

    happens(new ForgetSucceeded(forget, 3, 1));
    assertThat(board.task(forget.id()).orElseThrow().status().message())
        .isEqualTo("kept 3 snapshots, removed 1; " + note);
  }

  private static VolumeObserved held(ObjectRef volume, String config, Mark... mark) {
    boolean marked = mark.length > 0;
    return new VolumeObserved(
        volume,
        true,
        false,
        List.of(selection()),
        "",
        List.of(),
        new Hold(List.of(config), List.of(), ClaimUse.HELD, marked, List.of(mark)));
  }

  private static AutomatedRestoreDue due(ObjectRef volume) {
    return new AutomatedRestoreDue(volume, CONFIG, List.of(PRIMARY), 1, NOON, NOON);
  }

  private static HoldCounts counts(int held, int restoring, int waiting, int restored, int fresh) {
    return new HoldCounts(held, restoring, waiting, restored, fresh, 0, 0);
  }

  @Test
  void aConfigSaysHowFarItsHeldClaimsAre() {
    Settlement restored = Settlement.of(Settlement.Kind.RESTORED, "");
    happens(
        new ConfigAccepted(CONFIG, 1, plan(), List.of()),
        held(VOLUME, CONFIG.uid()),
        held(OTHER_VOLUME, CONFIG.uid(), new Mark(Settlement.Kind.FRESH, NOON)));
    assertThat(config().hold()).isEqualTo(counts(1, 0, 0, 0, 1));
    assertThat(board.unsettled()).isEqualTo(1);

    happens(due(VOLUME));
    assertThat(config().hold()).isEqualTo(counts(0, 1, 0, 0, 1));

    happens(
        new AutomatedRestoreWaits(VOLUME, BACKUP.id(), FAILURE, 1, NOON, NOON.plusSeconds(5)),
        held(VOLUME, CONFIG.uid()));
    assertThat(config().hold()).isEqualTo(counts(0, 0, 1, 0, 1));

    happens(due(VOLUME), new ClaimSettled(VOLUME, restored, List.of()));
    assertThat(config().hold()).isEqualTo(counts(0, 0, 0, 1, 1));
    assertThat(board.unsettled()).isZero();

    happens(new VolumeGone(OTHER_VOLUME));
    assertThat(config().hold()).isEqualTo(counts(0, 0, 0, 1, 0));
  }

  @Test
  void aConfigThatHoldsNothingSaysNothingOfIt() {
    happens(
        new ConfigAccepted(CONFIG, 1, plan(), List.of()),
        new VolumeObserved(VOLUME, true, false, List.of(selection()), "", List.of()),
        held(OTHER_VOLUME, "another Config"));
    assertThat(config().hold()).isNull();
  }

  @Test
  void howFarAHeldClaimIsSurvivesCompaction() {
    VolumeDecider decider = new VolumeDecider();
    VolumeState state = decider.initial();
    for (VolumeEvent event : List.of(held(VOLUME, CONFIG.uid()), due(VOLUME))) {
      state = decider.evolve(state, event, NOON);
    }
    happens(new ConfigAccepted(CONFIG, 1, plan(), List.of()), decider.restate(state).orElseThrow());
    // a Config that is shown anew finds the volumes that are known
    StatusBoard anew = new StatusBoard();
    anew.recall(board.memory());
    assertThat(config(anew, List.of()).hold()).isEqualTo(counts(0, 1, 0, 0, 0));
  }

  @Test
  void aConfigWhoseRepositoryDoesNotOpen() {
    happens(
        new ConfigAccepted(CONFIG, 2, plan(), List.of()),
        new VolumeObserved(VOLUME, true, false, List.of(selection()), "", List.of()),
        new VolumeObserved(OTHER_VOLUME, false, false, List.of(selection()), "", List.of()),
        new RepositoryOpened(CONFIG, PRIMARY, true),
        new RepositoryUnavailable(
            CONFIG, SECONDARY, Failure.of(FailureReason.WRONG_PASSWORD, "wrong password"), 1, now));
    GoldenFiles.assertLooksLike("config-unavailable.yaml", config());
  }

  @Test
  void aConfigThatCannotBeActedUpon() {
    happens(
        new ConfigRefused(
            CONFIG,
            1,
            List.of(
                new Problem("spec.timeZone", "there is no time zone \"Mars/Base\""),
                new Problem("spec.repositories", "there is none"))));
    GoldenFiles.assertLooksLike(
        "config-invalid.yaml",
        board
            .config(
                CONFIG.uid(),
                view ->
                    ConfigStatuses.render(view, new NextRuns(Map.of(), Map.of()), List.of(), NOON))
            .orElseThrow());
  }

  @Test
  void aTaskThatWaits() {
    happens(
        new BackupRequested(BACKUP, "before", true, List.of(), Trigger.UNKNOWN),
        new OperationQueued(BACKUP, List.of(PRIMARY.id())));
    GoldenFiles.assertLooksLike("task-waiting.yaml", task());
  }

  @Test
  void aTaskThatRuns() {
    running();
    board.progressed(new ProgressReport(BACKUP.id(), 42, 75));
    GoldenFiles.assertLooksLike("task-running.yaml", task());
  }

  @Test
  void aTaskThatIsDone() {
    running();
    board.progressed(new ProgressReport(BACKUP.id(), 42, 75));
    happens(
        new BackupSucceeded(
            BACKUP,
            new BackupSummary(
                "4dc10912aa55", 3, 2, 95, 5_000_000_000L, 12_582_912L, Duration.ofSeconds(70))));
    board.progressed(new ProgressReport(BACKUP.id(), 99, 1));
    GoldenFiles.assertLooksLike("task-completed.yaml", task());
  }

  @Test
  void aTaskThatFailed() {
    running();
    happens(new OperationFailed(BACKUP, FAILURE));
    GoldenFiles.assertLooksLike("task-failed.yaml", task());
  }

  @Test
  void aTaskThatWasCancelled() {
    running();
    happens(new OperationCancelled(BACKUP, "PersistentVolumeClaim shop/data was deleted"));
    GoldenFiles.assertLooksLike("task-cancelled.yaml", task());
  }

  @Test
  void theSameEventsAlwaysShowTheSame() {
    List<EventEnvelope> log = story().log();
    StatusBoard living = new StatusBoard();
    for (int end = 1; end <= log.size(); end++) {
      living.fold(log.get(end - 1));
      StatusBoard restarted = new StatusBoard();
      log.subList(0, end).forEach(restarted::fold);
      log.subList(0, end).forEach(restarted::fold);
      assertThat(restarted.config(CONFIG.uid(), StatusBoardTest::rendered))
          .isEqualTo(living.config(CONFIG.uid(), StatusBoardTest::rendered));
      assertThat(restarted.open()).isEqualTo(living.open());
    }
    StatusBoard restarted = new StatusBoard();
    log.forEach(restarted::fold);
    Changes changes = restarted.takeChanges();
    assertThat(changes.tasks()).isNotEmpty();
    assertThat(changes.tasks())
        .allSatisfy(id -> assertThat(restarted.task(id)).isEqualTo(living.task(id)));
    assertThat(restarted.takeChanges().isEmpty()).isTrue();
  }

  private static BackupConfigStatus rendered(ConfigView view) {
    return ConfigStatuses.render(view, NEXT, List.of(), NOON);
  }

  @Test
  void whatCouldNotBeWrittenIsWrittenAgain() {
    running();
    Changes changes = board.takeChanges();
    board.putBack(changes);
    assertThat(board.takeChanges().tasks()).containsExactly(BACKUP.id());
  }

  @Test
  void aConditionThatStaysKeepsItsTime() {
    happens(new ConfigAccepted(CONFIG, 1, plan(), List.of()));
    List<StatusCondition> before = config().conditions();
    happens(new ConfigAccepted(CONFIG, 2, plan(), List.of()));
    BackupConfigStatus later =
        board
            .config(
                CONFIG.uid(),
                view -> ConfigStatuses.render(view, NEXT, before, NOON.plusSeconds(3600)))
            .orElseThrow();
    assertThat(later.conditions())
        .extracting(StatusCondition::lastTransitionTime)
        .containsOnly(NOON);
    happens(
        new RepositoryOpened(CONFIG, PRIMARY, false),
        new RepositoryOpened(CONFIG, SECONDARY, false));
    BackupConfigStatus ready =
        board
            .config(
                CONFIG.uid(),
                view ->
                    ConfigStatuses.render(view, NEXT, later.conditions(), NOON.plusSeconds(3600)))
            .orElseThrow();
    assertThat(ready.conditions())
        .filteredOn(condition -> condition.type().equals("Ready"))
        .singleElement()
        .satisfies(
            condition -> {
              assertThat(condition.status()).isEqualTo("True");
              assertThat(condition.lastTransitionTime()).isEqualTo(NOON.plusSeconds(3600));
            });
  }

  /** The Config would be Reconciling for ever, waiting for a repository that it does not use. */
  @Test
  void aBackupThatEndsAfterItsRepositoryWasDroppedDoesNotBringItBack() {
    Operation late = operation("late", OperationType.BACKUP_SCHEDULED, VOLUME, CONFIG, SECONDARY);
    ConfigPlan one =
        new ConfigPlan(
            List.of(new RepositoryPlan(PRIMARY, "0 2 * * *", "", List.of())),
            "UTC",
            Duration.ZERO,
            false,
            Limits.NONE,
            List.of());
    happens(
        new ConfigAccepted(CONFIG, 1, plan(), List.of()),
        new VolumeObserved(VOLUME, true, false, List.of(selection()), "", List.of()),
        new RepositoryOpened(CONFIG, PRIMARY, false),
        new RepositoryOpened(CONFIG, SECONDARY, false),
        new ConfigAccepted(CONFIG, 2, one, List.of(SECONDARY)),
        new RepositoryReleased(CONFIG, SECONDARY),
        new BackupSucceeded(
            late, new BackupSummary("4dc10912", 1, 0, 0, 1, 1, Duration.ofSeconds(1))));
    assertThat(config().repositories()).extracting(RepositoryStatus::priority).containsExactly(1);
    assertThat(config().conditions().getFirst().status()).isEqualTo("True");
    assertThat(config().protectedVolumes()).isEqualTo(1);
    assertThat(config().totals()).isNotNull();
  }

  /** Volumes come and go for years. */
  @Test
  void whatIsGoneDoesNotFillTheMemory() {
    for (int n = 0; n < 11_000; n++) {
      ObjectRef volume = ObjectRef.volume("ci", "scratch-" + n, "uid-" + n);
      StreamId stream = StreamId.volume(volume);
      board.fold(
          event(stream, 1, new VolumeObserved(volume, true, false, List.of(), "", List.of())));
      board.fold(event(stream, 2, new VolumeGone(volume)));
    }
    BoardMemory memory = board.memory();
    assertThat(memory.volumes()).isEmpty();
    assertThat(memory.folded()).hasSize(10_000);
    assertThat(memory.removed()).hasSize(10_000);
  }

  private static EventEnvelope event(StreamId stream, long number, DomainEvent event) {
    return new EventEnvelope(
        new EventMetadata(stream.value() + number, stream, number, NOON, "test", "story", "cause"),
        event);
  }

  /** Only whoever waits for another reason than before is shown again. */
  @Test
  void whoWaitsAsBeforeIsNotMarked() {
    happens(new GateOpened(CONFIG, PRIMARY), new ConfigLimitsSet(CONFIG, false, limits(1)));
    List<Operation> operations = new ArrayList<>();
    for (int n = 0; n < 1_000; n++) {
      Operation next =
          operation(
              "w" + n, OperationType.BACKUP_SCHEDULED, ObjectRef.volume("shop", "v" + n, "v" + n));
      operations.add(next);
      happens(
          new BackupRequested(next, "", false, List.of(), Trigger.UNKNOWN),
          new OperationQueued(next, List.of(PRIMARY.id())));
    }
    assertThat(board.takeChanges().tasks()).hasSize(1_000);
    happens(new OperationAdmitted(operations.getFirst()));
    assertThat(board.takeChanges().tasks()).as("the limit is reached: all say so").hasSize(1_000);
    happens(new OperationLeft(operations.getFirst()), new OperationAdmitted(operations.get(1)));
    assertThat(board.takeChanges().tasks())
        .containsExactlyInAnyOrder(operations.get(0).id(), operations.get(1).id());
  }

  private static Limits limits(int tasks) {
    return new Limits(tasks, 0, Duration.ofMinutes(1), Duration.ofHours(1));
  }

  @Test
  void aRepositoryThatWasThereWasNotInitialised() {
    happens(
        new ConfigAccepted(CONFIG, 1, plan(), List.of()),
        new RepositoryOpened(CONFIG, PRIMARY, true),
        new RepositoryOpened(CONFIG, SECONDARY, false));
    assertThat(config().repositories())
        .extracting(RepositoryStatus::initialisedAt)
        .containsExactly(NOON.plusSeconds(10), null);
  }

  /**
   * A scan may take hours on a slow store; what was backed up meanwhile is not in what it tells.
   */
  @Test
  void aBackupThatEndsDuringAScanIsCountedBesideIt() {
    Operation scan = operation("scan", OperationType.SCAN, CONFIG);
    happens(
        new ConfigAccepted(CONFIG, 1, plan(), List.of()),
        new BackupSucceeded(operation("before", OperationType.BACKUP_SCHEDULED, VOLUME), summary()),
        new ScanStarted(scan),
        new BackupSucceeded(BACKUP, summary()),
        new ScanSucceeded(scan, new Catalogue(7, 700, List.of())));
    assertThat(config().repositories().getFirst().snapshots()).isEqualTo(8);
    assertThat(config().repositories().getFirst().sizeBytes()).isEqualTo(701);
  }

  private static BackupSummary summary() {
    return new BackupSummary("4dc10912", 1, 0, 0, 1, 1, Duration.ofSeconds(1));
  }

  @Test
  void aRemovedConfigIsShownNoMore() {
    happens(new ConfigAccepted(CONFIG, 1, plan(), List.of()), new ConfigRemoved(CONFIG, List.of()));
    assertThat(board.config(CONFIG.uid(), view -> view)).isEmpty();
    assertThat(board.takeChanges().configs()).isEmpty();
  }
}
