package com.datarestor.restic.job;

import static com.datarestor.restic.job.JobExamples.NOON;
import static com.datarestor.restic.job.JobExamples.PRIMARY;
import static com.datarestor.restic.job.JobExamples.SNAPSHOT;
import static com.datarestor.restic.job.JobExamples.operation;
import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.events.Catalogue;
import com.datarestor.events.CatalogueEntry;
import com.datarestor.events.Failure;
import com.datarestor.events.FailureReason;
import com.datarestor.events.Identity;
import com.datarestor.events.OperationCommand;
import com.datarestor.events.OperationCommand.ReportBackupSucceeded;
import com.datarestor.events.OperationCommand.ReportFailed;
import com.datarestor.events.OperationCommand.ReportForgetSucceeded;
import com.datarestor.events.OperationCommand.ReportInitSucceeded;
import com.datarestor.events.OperationCommand.ReportListed;
import com.datarestor.events.OperationCommand.ReportRestoreSucceeded;
import com.datarestor.events.OperationCommand.ReportScanSucceeded;
import com.datarestor.events.OperationCommand.ReportSnapshotFound;
import com.datarestor.events.OperationCommand.ReportSnapshotMissing;
import com.datarestor.events.OperationCommand.ReportVolumeNotEmpty;
import com.datarestor.events.OperationType;
import com.datarestor.events.SnapshotFacts;
import com.datarestor.events.Step;
import com.datarestor.restic.command.JobScript;
import com.datarestor.restic.command.ResticOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobEndTest {

  private static final String ID = SNAPSHOT.id();
  private static final String LISTED = listed(ID, "2026-11-24T12:00:00Z", "shop", "data", 6, 4000);

  /** What restic 0.18 says when the step went well. */
  private static final Map<Step, String> SAID =
      Map.of(
          Step.INIT,
          "{\"message_type\":\"contact\",\"created\":true}",
          Step.BACKUP,
          "{\"message_type\":\"summary\",\"files_new\":6,\"data_added_packed\":799,\"total_bytes_processed\":4000,\"snapshot_id\":\"%s\"}"
              .formatted(ID),
          Step.LOOKUP,
          "[" + LISTED + "]",
          Step.RESTORE,
          "{\"message_type\":\"summary\",\"total_files\":6,\"files_restored\":6,\"bytes_restored\":4000}",
          Step.LISTING,
          "[" + LISTED + "]",
          Step.FORGET,
          "[{\"host\":\"shop-data\",\"keep\":[%s],\"remove\":null}]".formatted(LISTED),
          Step.SCAN,
          "[" + LISTED + "]");

  private static final Map<Integer, FailureReason> REASONS =
      Map.of(
          1, FailureReason.RESTIC_FAILED,
          2, FailureReason.RESTIC_FAILED,
          3, FailureReason.SOURCE_UNREADABLE,
          10, FailureReason.REPOSITORY_MISSING,
          11, FailureReason.REPOSITORY_LOCKED,
          12, FailureReason.WRONG_PASSWORD,
          130, FailureReason.INTERRUPTED,
          137, FailureReason.OUT_OF_MEMORY,
          -1, FailureReason.RESTIC_FAILED,
          77, FailureReason.RESTIC_FAILED);

  static Stream<Arguments> everyStepAndStatus() {
    return Stream.of(Step.values())
        .flatMap(step -> REASONS.keySet().stream().map(status -> Arguments.of(step, status)));
  }

  @ParameterizedTest(name = "{0} with status {1}")
  @MethodSource("everyStepAndStatus")
  void anyOtherStatusIsAFailureWhateverResticSaid(Step step, int status) {
    Failure failure = failure(step, status, SAID.getOrDefault(step, ""));

    assertThat(failure.reason()).isEqualTo(REASONS.get(status));
    assertThat(failure.exitCode()).isEqualTo(status);
    assertThat(failure.lastLines()).hasSize(1);
    assertThat(failure.message()).isNotBlank();
  }

  @ParameterizedTest
  @EnumSource
  void aStepThatWorkedIsReportedByWhatItDid(Step step) {
    OperationCommand report = report(step, 0, SAID.getOrDefault(step, ""));

    switch (step) {
      case INIT ->
          assertThat(report)
              .isInstanceOf(ReportInitSucceeded.class)
              .extracting("created")
              .isEqualTo(true);
      case BACKUP ->
          assertThat(report)
              .isInstanceOfSatisfying(
                  ReportBackupSucceeded.class,
                  success -> assertThat(success.summary().snapshot()).isEqualTo(ID));
      case LOOKUP ->
          assertThat(report)
              .isEqualTo(
                  new ReportSnapshotFound(
                      operation(OperationType.RESTORE_MANUAL), PRIMARY, SNAPSHOT));
      case RESTORE ->
          assertThat(report)
              .isInstanceOfSatisfying(
                  ReportRestoreSucceeded.class,
                  success -> assertThat(success.summary().files()).isEqualTo(6));
      case LISTING ->
          assertThat(report)
              .isEqualTo(
                  new ReportListed(
                      operation(OperationType.FORGET),
                      List.of(new Identity("shop", "data", "shop-data"))));
      case FORGET ->
          assertThat(report)
              .isEqualTo(new ReportForgetSucceeded(operation(OperationType.FORGET), 1, 0));
      case SCAN ->
          assertThat(report)
              .isEqualTo(
                  new ReportScanSucceeded(
                      operation(OperationType.SCAN),
                      new Catalogue(
                          1,
                          799,
                          List.of(
                              new CatalogueEntry(
                                  new Identity("shop", "data", "shop-data"), 1, ID, NOON, 4000)))));
    }
  }

  /** Forget alone says nothing when it has nothing to do. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FORGET")
  void silenceAndNoiseProveNothing(Step step) {
    for (String said :
        List.of("", "\u0000\u001b[31m", "{\"message_type\":", "}{", "nothing to do", "[[]]")) {
      assertThat(report(step, 0, said)).as(said).isInstanceOf(ReportFailed.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatAnotherStepSaysProvesNothing(Step step) {
    SAID.forEach(
        (other, said) -> {
          boolean alike = said.equals(SAID.get(step)) || step == Step.FORGET;
          if (!alike) {
            assertThat(report(step, 0, said)).as(other.wireName()).isInstanceOf(ReportFailed.class);
          }
        });
  }

  @Test
  void aBackupWithoutASnapshotIdIsNone() {
    Failure failure = failure(Step.BACKUP, 0, SAID.getOrDefault(Step.BACKUP, "").replace(ID, ""));

    assertThat(failure.reason()).isEqualTo(FailureReason.NO_SNAPSHOT_ID);
  }

  @Test
  void nothingRestoredOfASnapshotWithFilesIsAFailure() {
    Failure failure = failure(Step.RESTORE, 0, "{\"message_type\":\"summary\",\"total_files\":6}");

    assertThat(failure.message())
        .startsWith(
            "restic ended well but did not say that it restored /data and 6 files of snapshot");
  }

  @Test
  void aVolumeWithDataIsNoFailure() {
    WorkInHand work = work(Step.RESTORE, "", "", Optional.of(new SnapshotFacts(ID, NOON, 1, 1)));

    assertThat(
            end(
                    JobScript.NOT_EMPTY,
                    "{\"message_type\":\"exit_error\",\"code\":71,\"message\":\"it is not empty\"}")
                .report(work, List.of()))
        .isEqualTo(new ReportVolumeNotEmpty(work.operation(), "it is not empty"));
  }

  @Test
  void theRootAloneOfASnapshotWithoutFilesIsWhatWasAskedFor() {
    WorkInHand work = work(Step.RESTORE, "", "", Optional.of(new SnapshotFacts(ID, NOON, 0, 0)));

    assertThat(
            end(0, "{\"message_type\":\"summary\",\"total_files\":1,\"files_restored\":1}")
                .report(work, List.of()))
        .isInstanceOf(ReportRestoreSucceeded.class);
  }

  @Test
  void unreadableFilesAreNamedHoweverLongTheirNamesAre() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      String path = "/data/" + "very-long-directory/".repeat(200) + "invoice-" + i + ".pdf";
      lines.add(
          "{\"message_type\":\"error\",\"error\":{\"message\":\"open %s: permission denied\"},\"during\":\"archival\",\"item\":\"%s\"}"
              .formatted(path, path));
    }

    Failure failure = failure(Step.BACKUP, 3, String.join("\n", lines));

    assertThat(failure.message())
        .contains("/invoice-0.pdf, ", "/invoice-4.pdf")
        .endsWith(" and 25 more.")
        .hasSizeLessThanOrEqualTo(Failure.LONGEST_MESSAGE);
    assertThat(failure.lastLines()).hasSize(20).allMatch(line -> line.length() <= 501);
  }

  @Test
  void aCauseThatDoesNotEndIsCut() {
    Failure failure =
        failure(
            Step.SCAN,
            1,
            "{\"message_type\":\"exit_error\",\"code\":1,\"message\":\"Fatal: %s\"}"
                .formatted("x".repeat(100_000)));

    assertThat(failure.message()).hasSize(Failure.LONGEST_MESSAGE).endsWith("…");
  }

  @ParameterizedTest
  @ValueSource(strings = {"monday", "latest-1", "asof:2020-01-01T00:00:00Z"})
  void aSnapshotThatIsNotThereSendsTheRestoreToTheNextRepository(String wanted) {
    WorkInHand work = work(Step.LOOKUP, "shop-data", wanted, Optional.empty());

    assertThat(end(0, "[" + LISTED + "]").report(work, List.of()))
        .isInstanceOfSatisfying(
            ReportSnapshotMissing.class,
            missing ->
                assertThat(missing.message())
                    .startsWith("repository 1 (s3:https://s3.example.org/backups): The "));
  }

  @Test
  void anIdThatBeginsTwoSnapshotsIsRefusedInAllRepositories() {
    String other =
        listed(
            ID.replace('6', '7').replace("572f", "562f"),
            "2026-11-23T12:00:00Z",
            "shop",
            "data",
            1,
            1);
    WorkInHand work = work(Step.LOOKUP, "shop-data", "562f", Optional.empty());

    assertThat(end(0, "[" + LISTED + "," + other + "]").report(work, List.of()))
        .isInstanceOfSatisfying(
            ReportFailed.class,
            failed -> {
              assertThat(failed.failure().reason()).isEqualTo(FailureReason.SNAPSHOT_AMBIGUOUS);
              assertThat(failed.failure().message()).contains("\"562f\" could be any of ");
            });
  }

  @Test
  void aHostThatTwoVolumesShareIsRefusedForAnybodyElse() {
    WorkInHand work = work(Step.LOOKUP, "a-b-c", "latest", Optional.empty());
    String foreign = listed(ID, "2026-11-24T12:00:00Z", "a", "b-c", 6, 4000);

    assertThat(end(0, "[" + foreign + "]").report(work, List.of(new Identity("a-b", "c", "a-b-c"))))
        .isInstanceOfSatisfying(
            ReportFailed.class,
            failed ->
                assertThat(failed.failure().message())
                    .contains("The host a-b-c is shared by a-b/c and a/b-c"));
  }

  @Test
  void aCatalogueCountsEachVolumeByItsTags() {
    String newer = listed("b".repeat(64), "2026-11-25T12:00:00Z", "shop", "data", 7, 5000);
    String twin = listed("c".repeat(64), "2026-11-20T12:00:00Z", "shop-da", "ta", 1, 10);
    String foreign =
        "{\"time\":\"2020-01-01T00:00:00Z\",\"hostname\":\"laptop\",\"id\":\"%s\"}"
            .formatted("d".repeat(64));

    OperationCommand report =
        report(Step.SCAN, 0, "[" + String.join(",", LISTED, newer, twin, foreign) + "]");

    assertThat(((ReportScanSucceeded) report).catalogue())
        .isEqualTo(
            new Catalogue(
                4,
                3 * 799,
                List.of(
                    new CatalogueEntry(
                        new Identity("shop", "data", "shop-data"),
                        2,
                        "b".repeat(64),
                        NOON.plusSeconds(24 * 3600),
                        5000),
                    new CatalogueEntry(
                        new Identity("shop-da", "ta", "shop-da-ta"),
                        1,
                        "c".repeat(64),
                        NOON.minusSeconds(4 * 24 * 3600),
                        10))));
  }

  @Test
  void theLongestNamesThatKubernetesAllowsAreReadBack() {
    String namespace = "n".repeat(63);
    String claim = "c".repeat(253);
    String said = "[" + listed(ID, "2026-11-24T12:00:00Z", namespace, claim, 6, 4000) + "]";

    assertThat(report(Step.LISTING, 0, said))
        .isEqualTo(
            new ReportListed(
                operation(OperationType.FORGET),
                List.of(new Identity(namespace, claim, namespace + "-" + claim))));
  }

  private static Failure failure(Step step, int status, String said) {
    OperationCommand report = report(step, status, said);
    assertThat(report).isInstanceOf(ReportFailed.class);
    ReportFailed failed = (ReportFailed) report;
    assertThat(failed.step()).isEqualTo(step);
    return failed.failure();
  }

  private static OperationCommand report(Step step, int status, String said) {
    boolean lookup = step == Step.LOOKUP;
    return end(status, said)
        .report(
            work(
                step,
                lookup ? "shop-data" : "",
                lookup ? "latest" : "",
                step == Step.RESTORE ? Optional.of(SNAPSHOT) : Optional.empty()),
            List.of());
  }

  private static JobEnd end(int status, String said) {
    return new JobEnd(status, ResticOutput.read(said));
  }

  private static WorkInHand work(
      Step step, String host, String wanted, Optional<SnapshotFacts> snapshot) {
    OperationType type =
        switch (step) {
          case INIT -> OperationType.INIT;
          case BACKUP -> OperationType.BACKUP_MANUAL;
          case LOOKUP, RESTORE -> OperationType.RESTORE_MANUAL;
          case LISTING, FORGET -> OperationType.FORGET;
          case SCAN -> OperationType.SCAN;
        };
    return new WorkInHand(operation(type), step, PRIMARY, host, wanted, snapshot, true);
  }

  private static String listed(
      String id, String time, String namespace, String claim, long files, long bytes) {
    return """
        {"time":"%s","paths":["/data"],"hostname":"%s-%s","tags":["ns=%s","pvc=%s"],"summary":{"data_added_packed":799,"total_files_processed":%d,"total_bytes_processed":%d},"id":"%s"}"""
        .formatted(time, namespace, claim, namespace, claim, files, bytes, id);
  }
}
