package com.datarestor.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datarestor.app.retention.Compacted;
import com.datarestor.app.snapshot.FoldedPast;
import com.datarestor.core.simulation.Stories;
import com.datarestor.events.codec.EventCodec;
import com.datarestor.events.store.EventRecord;
import com.datarestor.events.store.FileEventLog;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code datarestor log verify} on every kind of damage, and what a start makes of the same files.
 */
class VerifyTest {

  private static final FileEventLog.Settings SMALL = new FileEventLog.Settings(20_000, 1_000);

  @TempDir private Path data;
  private final List<EventRecord> story =
      Stories.BACKUP_RESTORE_FORGET.told().log().stream().map(new EventCodec()::encode).toList();

  private record Said(int status, String out, String err) {}

  @BeforeEach
  void writeLog() {
    try (FileEventLog log = FileEventLog.open(data.resolve("log"), SMALL)) {
      log.append(story);
    }
  }

  private Said tool(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        Main.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(
                Stream.concat(Stream.of(arguments), Stream.of("--data-dir", data.toString()))
                    .toArray(String[]::new));
    return new Said(status, out.toString(), err.toString());
  }

  private Said verify() {
    return tool("log", "verify");
  }

  private List<Path> segments() throws IOException {
    try (Stream<Path> files = Files.list(data.resolve("log"))) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".jsonl"))
          .sorted()
          .toList();
    }
  }

  /** What a start says is wrong, after it opened the log and folded it. */
  private List<String> start() {
    try (FileEventLog log = FileEventLog.open(data.resolve("log"), SMALL)) {
      FoldedPast past = new FoldedPast();
      past.fold(log::read);
      List<String> said = new ArrayList<>(log.repairs());
      said.addAll(past.damage());
      return said;
    }
  }

  private void isSaidByBoth(Path segment, String sentence) {
    Said verify = verify();
    assertThat(verify.status()).isEqualTo(2);
    assertThat(verify.err())
        .contains("damaged: " + segment.getFileName())
        .containsPattern(sentence);
    assertThat(verify.out()).containsPattern("records read, [0-9]+ places damaged");
    assertThat(start())
        .first()
        .asString()
        .startsWith(segment.getFileName().toString())
        .containsPattern(sentence);
  }

  @Test
  void aFlippedByte() throws IOException {
    Path segment = segments().get(1);
    byte[] bytes = Files.readAllBytes(segment);
    bytes[bytes.length / 2] ^= 8;
    Files.write(segment, bytes);

    isSaidByBoth(segment, "at byte [0-9]+: [0-9]+ bytes are damaged; record [0-9]+ is missing");
  }

  @Test
  void aZeroedPage() throws IOException {
    Path segment = segments().get(1);
    byte[] bytes = Files.readAllBytes(segment);
    Arrays.fill(bytes, 4096, 8192, (byte) 0);
    Files.write(segment, bytes);

    isSaidByBoth(segment, "at byte [0-9]+: [0-9]+ bytes are damaged; records? [0-9]+ ");
  }

  @Test
  void aRemovedSegmentInTheMiddle() throws IOException {
    Path removed = segments().get(1);
    Path next = segments().get(2);
    Files.delete(removed);

    Said verify = verify();
    assertThat(verify.status()).isEqualTo(2);
    assertThat(verify.err())
        .containsPattern(
            "damaged: records [0-9]+ to [0-9]+ are missing before "
                + next.getFileName()
                + ": was a file removed");
    assertThat(start().getFirst()).contains("missing before " + next.getFileName());
  }

  @Test
  void aSegmentOfAnotherInstallation() throws IOException {
    Path other = data.resolve("other");
    try (FileEventLog log = FileEventLog.open(other, SMALL)) {
      log.append(story);
    }
    Path replaced = segments().get(1);
    Files.copy(
        other.resolve(replaced.getFileName()),
        replaced,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);

    isSaidByBoth(replaced, "is a file of another log or was renamed; .*move it away");
  }

  /** Two that wrote, on a disk whose locks do not hold. */
  @Test
  void recordsOfTwoWriters() throws IOException {
    Path segment = segments().get(1);
    List<String> lines = new ArrayList<>(Files.readAllLines(segment));
    lines.add(4, lines.get(2));
    Files.write(segment, lines);

    isSaidByBoth(segment, "at byte [0-9]+: record [0-9]+ comes again and is passed over");
  }

  @Test
  void aSecondWriterIsRefusedAndTheCheckIsNot() {
    try (FileEventLog first = FileEventLog.open(data.resolve("log"), SMALL)) {
      assertThatThrownBy(() -> FileEventLog.open(data.resolve("log"), SMALL))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("is already being written");
      assertThat(verify()).isEqualTo(new Said(0, story.size() + " records read, all sound\n", ""));
      assertThat(first.repairs()).isEmpty();
    }
  }

  /** It was never acknowledged, so it is no damage; a start cuts it off and keeps the file. */
  @Test
  void aTornTail() throws IOException {
    Path segment = segments().getLast();
    byte[] bytes = Files.readAllBytes(segment);
    Files.write(segment, Arrays.copyOf(bytes, bytes.length - 7));

    Said verify = verify();
    assertThat(verify.status()).isZero();
    assertThat(verify.out())
        .containsPattern(
            "unfinished: "
                + segment.getFileName()
                + " at byte [0-9]+: the last [0-9]+ bytes are no whole record");
    assertThat(start())
        .singleElement()
        .asString()
        .startsWith(segment.getFileName().toString())
        .containsPattern("the last [0-9]+ bytes, from byte [0-9]+, .* are cut off");
    assertThat(verify().out()).isEqualTo((story.size() - 1) + " records read, all sound\n");
  }

  @Test
  void aCompactedLogIsSoundAndSaysWhatItCovers() throws IOException {
    long kept = Compacted.log(data.resolve("log"), SMALL);

    Said verify = verify();
    assertThat(verify.status()).isZero();
    assertThat(verify.out())
        .containsPattern(
            "the log is compacted up to 2026-[^ ]+: of its first [0-9]+ events, "
                + kept
                + " records are kept, with what the others came to")
        .contains("all sound");
    assertThat(start()).isEmpty();

    Path part = segments().getFirst();
    byte[] bytes = Files.readAllBytes(part);
    bytes[bytes.length / 2] ^= 8;
    Files.write(part, bytes);
    isSaidByBoth(
        part, "at byte [0-9]+: [0-9]+ bytes are damaged; what was kept there is not known");
  }

  @Test
  void theToolsSayWhatIsCompactedAndAnswerFromWhatIsKept() {
    String whole = tool("replay").out();
    Compacted.log(data.resolve("log"), SMALL);

    Said replay = tool("replay");
    assertThat(replay.status()).isZero();
    assertThat(replay.out()).startsWith("Note: the log is compacted up to 2026-");
    // what is known is the same; how many operations ended is not
    assertThat(facts(replay.out())).isEqualTo(facts(whole));
    assertThat(tool("replay", "--decide").out()).contains(" 0 differ");
    assertThat(tool("replay", "--until", "2026-03-01T12:00:00Z"))
        .satisfies(
            early -> {
              assertThat(early.status()).isEqualTo(1);
              assertThat(early.err())
                  .startsWith("2026-03-01T12:00:00Z is not known any more: the log is compacted");
            });
    assertThat(tool("explain", "pvc", "shop/data"))
        .satisfies(
            explain -> {
              assertThat(explain.status()).isZero();
              assertThat(explain.out())
                  .contains("Selected by Config backup-system/nightly")
                  .contains("Note: the log is compacted up to");
            });
    Said list = tool("events", "list");
    assertThat(list.status()).isZero();
    assertThat(list.out())
        .contains("log-compacted", "volume-restated", "config-restated", "queue-restated")
        .containsPattern("status-restated .* since the beginning [1-9][0-9]* backups succeeded");
  }

  private static List<String> facts(String picture) {
    return picture
        .lines()
        .filter(line -> line.startsWith("  "))
        .filter(line -> !line.isBlank())
        .toList();
  }
}
