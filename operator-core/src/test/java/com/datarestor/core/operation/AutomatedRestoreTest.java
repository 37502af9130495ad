package com.datarestor.core.operation;

import static com.datarestor.core.decide.DeciderFixture.NOON;
import static com.datarestor.core.decide.Examples.PRIMARY;
import static com.datarestor.core.decide.Examples.SECONDARY;
import static com.datarestor.core.decide.Examples.VOLUME;
import static com.datarestor.core.decide.Examples.operation;
import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.decide.DeciderFixture;
import com.datarestor.events.Failure;
import com.datarestor.events.FailureReason;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationCommand;
import com.datarestor.events.OperationCommand.ReportFailed;
import com.datarestor.events.OperationCommand.ReportSnapshotFound;
import com.datarestor.events.OperationCommand.ReportSnapshotMissing;
import com.datarestor.events.OperationCommand.ReportVolumeNotEmpty;
import com.datarestor.events.OperationCommand.RequestRestore;
import com.datarestor.events.OperationCommand.StartOperation;
import com.datarestor.events.OperationEvent;
import com.datarestor.events.OperationEvent.LookupStarted;
import com.datarestor.events.OperationEvent.OperationFailed;
import com.datarestor.events.OperationEvent.RestoreStarted;
import com.datarestor.events.OperationEvent.RestoreUnneeded;
import com.datarestor.events.OperationType;
import com.datarestor.events.RepositoryId;
import com.datarestor.events.RepositoryRef;
import com.datarestor.events.Settlement;
import com.datarestor.events.SnapshotFacts;
import com.datarestor.events.Step;
import com.datarestor.events.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The answers of one to three repositories, and what follows from them. */
class AutomatedRestoreTest {

  private static final Operation RESTORE = operation("a", OperationType.RESTORE_AUTOMATED, VOLUME);
  private static final RepositoryRef TERTIARY =
      new RepositoryRef(new RepositoryId("00000000000000aa"), 3, "s3:host/tertiary");
  private static final List<RepositoryRef> REPOSITORIES = List.of(PRIMARY, SECONDARY, TERTIARY);
  private static final SnapshotFacts SNAPSHOT =
      new SnapshotFacts("4dc10912", Instant.parse("2026-02-28T02:00:00Z"), 3, 300);

  private final DeciderFixture<OperationCommand, OperationEvent, OperationState> restore =
      DeciderFixture.of(new OperationDecider());

  /**
   * One letter for each repository, in the order of priority: F it has a snapshot, N it says that
   * it has none, U it gives no answer. After a found one the others are not asked.
   *
   * @param grace whether the time has passed in which an earlier repository is waited for
   * @param outcome the repository that is restored from, fresh, or wait
   */
  @ParameterizedTest(name = "{0}, grace over: {1} -> {2}")
  @CsvSource({
    "F, false, 1",
    "N, false, fresh",
    "U, false, wait",
    "U, true, wait",
    "FF, false, 1",
    "FU, false, 1",
    "NF, false, 2",
    "NN, false, fresh",
    "NN, true, fresh",
    "NU, false, wait",
    "NU, true, wait",
    "UN, false, wait",
    "UN, true, wait",
    "UU, true, wait",
    "UF, false, wait",
    "UF, true, 2",
    "NNF, false, 3",
    "NNN, false, fresh",
    "NNU, true, wait",
    "NUN, true, wait",
    "UNN, true, wait",
    "NUF, false, wait",
    "NUF, true, 3",
    "UNF, true, 3",
    "UUF, false, wait",
    "UUF, true, 3",
    "UFU, true, 2",
  })
  void theAnswersDecide(String answers, boolean grace, String outcome) {
    List<RepositoryRef> asked = REPOSITORIES.subList(0, answers.length());
    restore
        .when(new RequestRestore(RESTORE, asked, VOLUME.host(), "latest", Trigger.hold(NOON)))
        .after(grace ? Lookup.GRACE : Lookup.GRACE.minusSeconds(1))
        .when(new StartOperation(RESTORE));
    List<OperationEvent> last = new ArrayList<>(restore.decided());
    for (int i = 0; i < answers.length() && last.getLast() instanceof LookupStarted; i++) {
      assertThat(((LookupStarted) last.getLast()).repository()).isEqualTo(asked.get(i));
      restore.when(answer(answers.charAt(i), asked.get(i)));
      last = restore.decided();
    }
    assertThat(outcome(last.getLast())).isEqualTo(outcome);
  }

  private static OperationCommand answer(char letter, RepositoryRef repository) {
    return switch (letter) {
      case 'F' -> new ReportSnapshotFound(RESTORE, repository, SNAPSHOT);
      case 'N' -> new ReportSnapshotMissing(RESTORE, repository, "nothing of this volume");
      default ->
          new ReportFailed(
              RESTORE,
              Step.LOOKUP,
              Failure.of(FailureReason.WRONG_PASSWORD, "The password is wrong."));
    };
  }

  private static String outcome(OperationEvent event) {
    return switch (event) {
      case RestoreStarted started -> Integer.toString(started.repository().priority());
      case RestoreUnneeded unneeded -> unneeded.settlement().kind().wireName();
      case OperationFailed ignored -> "wait";
      default -> event.toString();
    };
  }

  @Test
  void whatWaitsSaysWhichRepositoryAndWhenAnotherIsTaken() {
    restore
        .when(
            new RequestRestore(
                RESTORE, List.of(PRIMARY, SECONDARY), VOLUME.host(), "latest", Trigger.hold(NOON)))
        .when(new StartOperation(RESTORE))
        .when(answer('U', PRIMARY))
        .when(answer('F', SECONDARY))
        .thenSatisfies(
            events ->
                assertThat(((OperationFailed) events.getLast()).failure().message())
                    .contains(PRIMARY.spoken(), "The password is wrong.", SECONDARY.spoken())
                    .contains(NOON.plus(Duration.ofMinutes(10)).toString()));
  }

  @Test
  void aVolumeThatHasDataIsAdopted() {
    restore
        .when(
            new RequestRestore(
                RESTORE, List.of(PRIMARY), VOLUME.host(), "latest", Trigger.hold(NOON)))
        .when(new StartOperation(RESTORE))
        .when(answer('F', PRIMARY))
        .when(new ReportVolumeNotEmpty(RESTORE, "it is not empty"))
        .then(
            new RestoreUnneeded(RESTORE, Settlement.of(Settlement.Kind.ADOPTED, "it is not empty")))
        .when(new ReportVolumeNotEmpty(RESTORE, "it is not empty"))
        .thenNothing();
  }
}
