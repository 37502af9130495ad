package com.datarestor.core.watch;

import static com.datarestor.core.decide.DeciderFixture.NOON;
import static com.datarestor.core.decide.Examples.CONFIG;
import static com.datarestor.core.decide.Examples.OTHER_CONFIG;
import static com.datarestor.core.decide.Examples.OTHER_VOLUME;
import static com.datarestor.core.decide.Examples.PRIMARY;
import static com.datarestor.core.decide.Examples.SECONDARY;
import static com.datarestor.core.decide.Examples.VOLUME;
import static com.datarestor.core.decide.Examples.plan;
import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.decide.CommandDispatcher;
import com.datarestor.core.decide.WakeUps;
import com.datarestor.core.operation.OperationDecider;
import com.datarestor.core.queue.QueueDecider;
import com.datarestor.core.repository.RepositoryDecider;
import com.datarestor.core.simulation.KnownOfDispatcher;
import com.datarestor.core.status.PublishedTasks;
import com.datarestor.events.AnnotationValue;
import com.datarestor.events.Ask;
import com.datarestor.events.ClusterCommand.PublishTask;
import com.datarestor.events.CommandEnvelope;
import com.datarestor.events.DecisionCommand;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationCommand.CancelOperation;
import com.datarestor.events.OperationCommand.RequestRestore;
import com.datarestor.events.OperationCommand.ResumeStep;
import com.datarestor.events.OperationId;
import com.datarestor.events.OperationType;
import com.datarestor.events.QueueCommand.KeepPlace;
import com.datarestor.events.RepositoryRef;
import com.datarestor.events.SnapshotFacts;
import com.datarestor.events.Step;
import com.datarestor.events.Trigger;
import com.datarestor.events.VolumeCommand.RecallVolumeAsk;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecalledTest {

  private static final Ask ASK = Ask.seen(VOLUME, "manual-restore", "before", NOON).by("k9s");
  private static final Operation RESTORE =
      Operation.at(
          NOON, OperationId.of("r"), OperationType.RESTORE_MANUAL, VOLUME, CONFIG, PRIMARY);
  private static final SnapshotFacts SNAPSHOT = new SnapshotFacts("4dc109", NOON, 3, 300);
  private static final Instant MADE = NOON.plusSeconds(2);

  private final CommandDispatcher log =
      new CommandDispatcher(
          List.of(new OperationDecider(), new QueueDecider(), new RepositoryDecider()),
          new WakeUps());

  private static PublishedTasks task() {
    PublishedTasks tasks = new PublishedTasks();
    tasks.publish(
        new PublishTask(
            RESTORE,
            "before",
            "shop-data",
            "",
            List.of(PRIMARY.id(), SECONDARY.id()),
            List.of(),
            Trigger.annotation(VOLUME, ASK)),
        MADE);
    return tasks;
  }

  private List<DecisionCommand> recalled(
      ObjectRef volume, ObjectRef config, Instant written, FoundJob... jobs) {
    PicturedCluster cluster = new PicturedCluster();
    cluster.volume(
        volume,
        List.of(
            new PicturedCluster.Written(
                new AnnotationValue("manual-restore", "before", "k9s", false), written)));
    cluster.config(config, plan(), List.of());
    return cluster.recalled(task().all(), List.of(jobs), new KnownOfDispatcher(log));
  }

  private static FoundJob job(Step step, RepositoryRef repository, SnapshotFacts snapshot) {
    return new FoundJob(
        RESTORE.id(),
        step,
        repository.id(),
        ObjectRef.job("shop", step.wireName() + repository.priority(), "uid"),
        snapshot);
  }

  private static RequestRestore request() {
    return new RequestRestore(
        RESTORE,
        List.of(PRIMARY, SECONDARY),
        "shop-data",
        "before",
        Trigger.annotation(VOLUME, ASK));
  }

  @Test
  void aTaskRestatesWhatWasAskedAndWhoAsked() {
    assertThat(recalled(VOLUME, CONFIG, NOON))
        .containsExactly(request(), new RecallVolumeAsk(VOLUME, ASK, true));
  }

  @Test
  void aValueThatWasWrittenAfterTheTaskIsAnotherAsk() {
    assertThat(recalled(VOLUME, CONFIG, MADE.plusSeconds(1)))
        .contains(new RecallVolumeAsk(VOLUME, ASK, false));
  }

  @Test
  void theLatestStepThatHasAJobGoesOn() {
    FoundJob restore = job(Step.RESTORE, SECONDARY, SNAPSHOT);
    assertThat(
            recalled(
                VOLUME,
                CONFIG,
                NOON,
                job(Step.LOOKUP, PRIMARY, SnapshotFacts.UNKNOWN),
                restore,
                job(Step.LOOKUP, SECONDARY, SnapshotFacts.UNKNOWN)))
        .containsExactly(
            new KeepPlace(RESTORE, List.of(PRIMARY.id(), SECONDARY.id())),
            request(),
            new ResumeStep(RESTORE, Step.RESTORE, SECONDARY, restore.job(), SNAPSHOT),
            new RecallVolumeAsk(VOLUME, ASK, true));
  }

  @Test
  void whatNeedsAConfigThatIsGoneIsCancelled() {
    assertThat(recalled(VOLUME, OTHER_CONFIG, NOON))
        .filteredOn(CancelOperation.class::isInstance)
        .extracting(command -> ((CancelOperation) command).message())
        .containsExactly("Config backup-system/nightly was deleted");
  }

  @Test
  void whatNeedsAClaimThatIsGoneIsCancelled() {
    assertThat(recalled(OTHER_VOLUME, CONFIG, NOON))
        .filteredOn(CancelOperation.class::isInstance)
        .extracting(command -> ((CancelOperation) command).message())
        .containsExactly("PersistentVolumeClaim shop/data was deleted");
  }

  @Test
  void aLogThatKnowsTheTaskIsToldNothing() {
    CommandEnvelope asked = CommandEnvelope.first("c", NOON, "watch", request());
    log.committed(asked, log.handle(asked));
    assertThat(recalled(VOLUME, CONFIG, NOON)).isEmpty();
  }
}
