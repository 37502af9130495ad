package com.datarestor.restic.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.events.BackupSummary;
import com.datarestor.events.Failure;
import com.datarestor.events.FailureReason;
import com.datarestor.events.RestoreSummary;
import com.datarestor.events.SnapshotFacts;
import com.datarestor.restic.command.ResticMessage.Contact;
import com.datarestor.restic.command.ResticMessage.Forgotten;
import com.datarestor.restic.command.ResticMessage.Progress;
import com.datarestor.restic.command.ResticVerdict.Achieved;
import com.datarestor.restic.command.ResticVerdict.Failed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lines were printed by restic 0.18.0, shortened where they repeat. */
class ResticOutputTest {

  private static final String ID =
      "562fcb16fbb150bc77f5a088ea68f28dfb7bdaa89c95053cf61f7cbfec042a8a";
  private static final String STATUS =
      """
      {"message_type":"status","seconds_remaining":7,"percent_done":0.6846684551239014,"total_files":4,"files_done":1,"total_bytes":104857600,"bytes_done":71792691,"current_files":["/data/big"]}""";
  private static final String SUMMARY =
      """
      {"message_type":"summary","files_new":2,"files_changed":1,"files_unmodified":3,"dirs_new":1,"data_blobs":2,"tree_blobs":2,"data_added":1044,"data_added_packed":799,"total_files_processed":6,"total_bytes_processed":4000,"total_duration":0.699806659,"snapshot_id":"%s"}"""
          .formatted(ID);
  private static final String UNREADABLE =
      """
      {"message_type":"error","error":{"message":"open /data/x: permission denied"},"during":"archival","item":"/data/x"}""";
  private static final String INCOMPLETE =
      """
      {"message_type":"exit_error","code":3,"message":"Warning: at least one source file could not be read"}""";
  private static final String SNAPSHOT =
      """
      {"time":"2026-11-24T05:08:31.105832061+01:00","tree":"73","paths":["/data"],"hostname":"web-blog","username":"root","tags":["ns=web","pvc=blog"],"program_version":"restic 0.18.0","summary":{"files_new":2,"data_added_packed":799,"total_files_processed":6,"total_bytes_processed":4000},"id":"%s","short_id":"562fcb16"}"""
          .formatted(ID);
  private static final String OLD_SNAPSHOT =
      """
      {"time":"2020-01-01T00:00:00Z","tree":"73","paths":["/data"],"hostname":"h","id":"aaaa","short_id":"aaaa"}""";

  @Test
  void aBackupThatWorked() {
    ResticOutput output = read(STATUS, SUMMARY);

    assertThat(ResticVerdict.backup(0, output))
        .isEqualTo(
            new Achieved<>(new BackupSummary(ID, 2, 1, 3, 4000, 799, Duration.ofMillis(700))));
    assertThat(output.progress())
        .contains(new Progress(68.46684551239014, 7, 1, 4, 71792691, 104857600));
    assertThat(output.lastLines()).containsExactly(SUMMARY);
  }

  @Test
  void aBackupWithoutASnapshotIsNone() {
    String without = SUMMARY.replace(",\"snapshot_id\":\"" + ID + "\"", "");

    for (ResticOutput output : List.of(read(without), read(STATUS), read(""))) {
      assertThat(failure(ResticVerdict.backup(0, output)).reason())
          .isEqualTo(FailureReason.NO_SNAPSHOT_ID);
    }
  }

  @Test
  void unreadableFilesAreNamedAndMakeItAFailure() {
    Failure failure =
        failure(
            ResticVerdict.backup(
                3, read(UNREADABLE, UNREADABLE.replace("/x", "/y"), SUMMARY, INCOMPLETE)));

    assertThat(failure.reason()).isEqualTo(FailureReason.SOURCE_UNREADABLE);
    assertThat(failure.message()).endsWith("Not read: /data/x, /data/y.");
    assertThat(failure.exitCode()).isEqualTo(3);
  }

  @Test
  void manyUnreadableFilesAreCounted() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 1000; i++) {
      lines.append(UNREADABLE.replace("/x", "/" + i)).append('\n');
    }
    ResticOutput output = ResticOutput.read(lines.toString());

    assertThat(output.fileErrorCount()).isEqualTo(1000);
    assertThat(failure(ResticVerdict.backup(3, output)).message())
        .endsWith("/data/4 and 995 more.");
    assertThat(output.lastLines()).hasSize(ResticOutput.LAST_LINES);
  }

  @Test
  void aRestoreThatOnlyCountsItsErrorsNamesTheFirst() {
    String one =
        """
        {"message_type":"error","error":{"message":"mknod /data/%d: operation not permitted"},"during":"restore","item":"/data/%d"}
        """;
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 5; i++) {
      lines.append(one.formatted(i, i));
    }
    String exit =
        """
        {"message_type":"exit_error","code":1,"message":"Fatal: There were %d errors\\n"}
        """;

    assertThat(
            ResticVerdict.failure(1, ResticOutput.read(one.formatted(0, 0) + exit.formatted(1)))
                .message())
        .isEqualTo("restic gave up: There were 1 errors: mknod /data/0: operation not permitted.");
    assertThat(ResticVerdict.failure(1, ResticOutput.read(lines + exit.formatted(5))).message())
        .endsWith("; mknod /data/2: operation not permitted; and 2 more.");
  }

  @Test
  void restores() {
    SnapshotFacts snapshot = new SnapshotFacts(ID, Instant.EPOCH, 5, 30);
    SnapshotFacts empty = new SnapshotFacts(ID, Instant.EPOCH, 0, 0);
    ResticOutput written =
        read(
            """
            {"message_type":"summary","seconds_elapsed":3,"total_files":5,"files_restored":3,"files_skipped":2,"files_deleted":1,"total_bytes":30,"bytes_restored":20,"bytes_skipped":10}""");
    ResticOutput nothing = read("{\"message_type\":\"summary\"}");
    ResticOutput root =
        read("{\"message_type\":\"summary\",\"total_files\":1,\"files_restored\":1}");

    assertThat(ResticVerdict.restore(0, written, snapshot))
        .isEqualTo(new Achieved<>(new RestoreSummary(ID, 5, 30, Duration.ofSeconds(3))));
    assertThat(written.restored().orElseThrow().filesDeleted()).isEqualTo(1);
    assertThat(ResticVerdict.restore(0, root, empty)).isInstanceOf(Achieved.class);
    assertThat(ResticVerdict.restore(0, root, snapshot)).isInstanceOf(Failed.class);
    assertThat(ResticVerdict.restore(0, nothing, empty)).isInstanceOf(Failed.class);
    assertThat(ResticVerdict.restore(0, nothing, snapshot)).isInstanceOf(Failed.class);
    assertThat(failure(ResticVerdict.restore(0, read(""), empty)).reason())
        .isEqualTo(FailureReason.RESTIC_FAILED);
  }

  @Test
  void forgets() {
    String said =
        """
        [{"tags":null,"host":"h","paths":null,"keep":[%s],"remove":[%s],"reasons":[{"snapshot":%s,"matches":["last snapshot"]}]},{"tags":null,"host":"g","paths":null,"keep":[%s],"remove":null,"reasons":[]}]"""
            .formatted(SNAPSHOT, OLD_SNAPSHOT, SNAPSHOT, OLD_SNAPSHOT);

    assertThat(ResticVerdict.forget(0, read(said, "loading indexes...", "[0:00] 100.00%  3 / 3")))
        .isEqualTo(new Achieved<>(new Forgotten(List.of(ID, "aaaa"), List.of("aaaa"))));
    assertThat(ResticVerdict.forget(0, read("")))
        .isEqualTo(new Achieved<>(new Forgotten(List.of(), List.of())));
    assertThat(ResticVerdict.forget(0, read(said.substring(0, 300)))).isInstanceOf(Failed.class);
  }

  @Test
  void listsSnapshots() {
    ResticOutput output = read("[" + SNAPSHOT + "," + OLD_SNAPSHOT + "]");

    List<Snapshot> snapshots = output.snapshots().orElseThrow();
    assertThat(snapshots)
        .containsExactly(
            new Snapshot(
                ID,
                Instant.parse("2026-11-24T04:08:31.105832061Z"),
                "web-blog",
                List.of("ns=web", "pvc=blog"),
                List.of("/data"),
                6,
                4000,
                799),
            new Snapshot(
                "aaaa",
                Instant.parse("2020-01-01T00:00:00Z"),
                "h",
                List.of(),
                List.of("/data"),
                0,
                0,
                0));
    assertThat(snapshots.getFirst().tag("pvc")).contains("blog");
    assertThat(snapshots.getFirst().tag("pv")).isEmpty();
    assertThat(ResticVerdict.snapshots(0, read("[]"))).isEqualTo(new Achieved<>(List.of()));
  }

  @Test
  void aListThatIsNotWholeIsNoList() {
    String whole = "[" + SNAPSHOT + "," + OLD_SNAPSHOT + "]";
    for (int length = 0; length < whole.length(); length++) {
      assertThat(ResticVerdict.snapshots(0, read(whole.substring(0, length))))
          .as("cut off after %d", length)
          .isInstanceOf(Failed.class);
      assertThat(ResticVerdict.snapshots(0, read(whole.substring(whole.length() - length))))
          .as("last %d", length)
          .isInstanceOf(Failed.class);
    }
    assertThat(ResticVerdict.snapshots(0, read("[]", whole.substring(0, 99))))
        .isInstanceOf(Failed.class);
    assertThat(ResticVerdict.snapshots(0, read("[null]"))).isInstanceOf(Failed.class);
    assertThat(ResticVerdict.snapshots(0, read("[{\"id\":\"a\"}]"))).isInstanceOf(Failed.class);
    assertThat(ResticVerdict.snapshots(0, read("[{\"id\":\"a\",\"time\":\"noon\"}]")))
        .isInstanceOf(Failed.class);
    assertThat(ResticVerdict.snapshots(10, read(whole))).isInstanceOf(Failed.class);
  }

  @Test
  void foreignLinesAreKeptAndNeverCrash() {
    String[] lines = {
      "{",
      "{}",
      "[",
      "{\"message_type\":7}",
      "null",
      "\u001b[2Ksignal",
      "{\"message_type\":\"status\"",
      "{\"message_type\":\"error\"}",
      "{\"message_type\":\"status\",\"percent_done\":\"x\"}x"
    };

    assertThat(read(lines).lastLines()).containsExactly(lines);
  }

  @Test
  void contact() {
    assertThat(ResticVerdict.contact(0, read("{\"message_type\":\"contact\",\"created\":true}")))
        .isEqualTo(new Achieved<>(new Contact(true)));
    assertThat(ResticVerdict.contact(0, read("hello"))).isInstanceOf(Failed.class);
  }

  @Test
  void credentialsInUrlsAreNotKept() {
    assertThat(read("Fatal: rest:https://me:secret@host/x and s3:http://k@h").lastLines())
        .containsExactly("Fatal: rest:https://***@host/x and s3:http://***@h");
    ResticOutput output =
        read(
            """
            {"message_type":"exit_error","code":1,"message":"Fatal: odd https://me:secret@host/x"}""");
    assertThat(ResticVerdict.failure(1, output).message()).doesNotContain("secret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1   | Fatal: an empty password is not allowed by default. Pass the flag `--insecure-no-password` | no-password | RESTIC_PASSWORD",
        "1   | Fatal: failed to find snapshot: no matching ID found for prefix \\\"zzzz\\\" | snapshot-not-found | choose another",
        "1   | Fatal: dial tcp 127.0.0.1:9: connect: connection refused | repository-unreachable | connection refused. Check its target and credentials",
        "1   | Fatal: no space left on device. | restic-failed | restic gave up: no space left on device.",
        "2   | x | restic-failed          | crashed",
        "10  | x | repository-missing     | there is none now",
        "11  | x | repository-locked      | locked",
        "12  | x | wrong-password         | RESTIC_PASSWORD",
        "130 | x | interrupted            | told to stop",
        "137 | x | out-of-memory          | resources.limits.memory",
        "99  | x | restic-failed          | (status 99)"
      })
  void everyFailureHasAReasonAndASentence(int status, String said, String reason, String sentence) {
    Failure failure =
        ResticVerdict.failure(
            status,
            read(
                "{\"message_type\":\"exit_error\",\"code\":%d,\"message\":\"%s\"}"
                    .formatted(status, said)));

    assertThat(failure.reason().wireName()).isEqualTo(reason);
    assertThat(failure.message()).contains(sentence);
    assertThat(failure.exitCode()).isEqualTo(status);
  }

  @Test
  void aStopHidesTheCauseThatTheLinesBeforeItName() {
    String stopped = "\u001b[2Ksignal terminated received, cleaning up";
    String canceled =
        "{\"message_type\":\"exit_error\",\"code\":1,\"message\":\"Fatal: unable to save snapshot: context canceled\"}";
    String retrying =
        "Stat(<config/>) returned error, retrying after 17.6s: dial tcp: lookup nosuch.invalid: no such host";

    assertThat(ResticVerdict.failure(1, read(stopped, canceled)).reason())
        .isEqualTo(FailureReason.INTERRUPTED);
    Failure unreachable = ResticVerdict.failure(1, read(retrying, stopped, canceled));
    assertThat(unreachable.reason()).isEqualTo(FailureReason.REPOSITORY_UNREACHABLE);
    assertThat(unreachable.message()).contains("nosuch.invalid: no such host");
  }

  @Test
  void silenceIsExplainedToo() {
    assertThat(ResticVerdict.failure(1, read("")).message())
        .isEqualTo("restic gave up: it said nothing.");
    assertThat(ResticExit.of(-1)).isEqualTo(ResticExit.UNKNOWN);
  }

  private static ResticOutput read(String... lines) {
    return ResticOutput.read(List.of(lines).stream());
  }

  private static <T> Failure failure(ResticVerdict<T> verdict) {
    assertThat(verdict).isInstanceOf(Failed.class);
    return ((Failed<T>) verdict).failure();
  }
}
