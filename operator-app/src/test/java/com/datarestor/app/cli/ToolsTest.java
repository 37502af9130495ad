package com.datarestor.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.simulation.Stories;
import com.datarestor.events.EventEnvelope;
import com.datarestor.events.codec.EventCodec;
import com.datarestor.events.store.FileEventLog;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that answer why, on the operator's files and on what was exported from them. */
class ToolsTest {

  private static final String NEWER =
      """
      {"id":"77aa","type":"volume-admired","version":1,"stream":"volume/uid-database",\
      "sequence":1,"time":"2026-03-28T09:16:00Z","actor":"operator","correlation":"s-1",\
      "causation":"0a11","data":{}}
      """;

  @TempDir private Path data;
  private final List<EventEnvelope> story = Stories.BACKUP_RESTORE_FORGET.told().log();

  private record Said(int status, String out, String err) {}

  @BeforeEach
  void writeLog() {
    EventCodec codec = new EventCodec();
    try (FileEventLog log = FileEventLog.open(data.resolve("log"))) {
      log.append(story.stream().map(codec::encode).toList());
    }
  }

  private static Said run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        Main.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    return new Said(status, out.toString(), err.toString());
  }

  private Said onLog(String... arguments) {
    return run(
        Stream.concat(Stream.of(arguments), Stream.of("--data-dir", data.toString()))
            .toArray(String[]::new));
  }

  private Path exported() throws IOException {
    Said export = onLog("events", "export");
    assertThat(export.status()).isZero();
    return Files.writeString(data.resolve("export.jsonl"), export.out());
  }

  @Test
  void anExportSaysWhatTheLogSays() throws IOException {
    String file = exported().toString();

    for (String[] tool :
        List.of(
            new String[] {"explain", "pvc", "shop/data"},
            new String[] {"explain", "config", "backup-system/nightly"},
            new String[] {"replay"},
            new String[] {"replay", "--decide"})) {
      Said there =
          run(Stream.concat(Stream.of(tool), Stream.of("--file", file)).toArray(String[]::new));
      assertThat(there.status()).as(String.join(" ", tool)).isZero();
      assertThat(there).isEqualTo(onLog(tool));
    }
  }

  @Test
  void whatThisReleaseDoesNotKnowIsPassedOverAndSaid() throws IOException {
    Path file = exported();
    Files.writeString(file, Files.readString(file) + NEWER);

    Said replay = run("replay", "--file", file.toString());

    assertThat(replay.status()).isZero();
    assertThat(replay.err()).contains("passed over: ", "volume-admired");
    assertThat(run("explain", "pvc", "shop/data", "--file", file.toString()).status()).isZero();
  }

  @Test
  void aLineThatIsNoEventIsSaidWithItsNumber() throws IOException {
    Path file = exported();
    Files.writeString(file, Files.readString(file) + "{\"id\":\"cut o");

    Said explain = run("explain", "pvc", "shop/data", "--file", file.toString());

    assertThat(explain.status()).isEqualTo(2);
    assertThat(explain.err()).startsWith("damaged: line " + (story.size() + 1) + " of " + file);
    assertThat(explain.out()).contains("Selected by Config backup-system/nightly");
  }

  @Test
  void replayGoesUpToAnEventOrAMoment() {
    String id = story.get(9).metadata().id();

    assertThat(onLog("replay", "--until", id.substring(0, 12)).out())
        .startsWith("As of 2026-03-01T12:00:00Z, event " + id + " (10 events):");
    assertThat(onLog("replay", "--until", "2026-03-04T00:00:00Z").out())
        .startsWith("As of 2026-03-03T12:00:00Z");
    Said before = onLog("replay", "--until", "2026-01-01T00:00:00Z");
    assertThat(before.status()).isEqualTo(1);
    assertThat(before.err()).contains("there is no event 2026-01-01T00:00:00Z");
  }

  @Test
  void nothingDiffersWhenThisReleaseDecidesAgain() {
    assertThat(onLog("replay", "--decide").out())
        .matches("[0-9]{2,} decisions made again, 0 differ; 0 could not be made again\n");
  }

  /** The backup's name is not the one that was asked for, as a mistaken release may record it. */
  @Test
  void aDifferenceIsToldWithItsReason() throws IOException {
    Path file = exported();
    Files.writeString(
        file,
        Files.readAllLines(file).stream()
            .map(
                line ->
                    line.contains("\"type\":\"backup-requested\"")
                        ? line.replace("\"name\":\"before\"", "\"name\":\"mistaken\"")
                        : line)
            .collect(Collectors.joining("\n", "", "\n")));

    Said replay = run("replay", "--decide", "--file", file.toString());

    assertThat(replay.status()).isEqualTo(3);
    assertThat(replay.out().lines().limit(5))
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .endsWith(
                        "same events, other contents:"
                            + " BackupRequested.name was mistaken, is before"),
            line -> assertThat(line).startsWith("  asked: RequestBackup["),
            line -> assertThat(line).isEqualTo("  knew:  nothing yet, or that it is over"),
            line -> assertThat(line).startsWith("  then:  ").contains("mistaken"),
            line -> assertThat(line).startsWith("  today: ").contains("before"));
    assertThat(replay.out())
        .as("what was requested, and what was started then")
        .endsWith(", 2 differ; 0 could not be made again\n");
  }

  @Test
  void whatTheLogDoesNotKnowIsSaid() {
    Said explain = onLog("explain", "pvc", "shop/other");
    assertThat(explain.status()).isEqualTo(1);
    assertThat(explain.err()).startsWith("the log knows no claim shop/other: is the name right");
    assertThat(onLog("explain", "task", "no-slash").err())
        .isEqualTo("\"no-slash\" is no name of a Task: write NAMESPACE/NAME\n");
  }

  @Test
  void verifySaysSoundDamagedOrNoLog() throws IOException {
    Said sound = onLog("log", "verify");
    assertThat(sound.status()).isZero();
    assertThat(sound.out()).isEqualTo(story.size() + " records read, all sound\n");

    Path segment = segment();
    Files.writeString(segment, Files.readString(segment).replaceFirst("before", "befire"));
    Said flipped = onLog("log", "verify");
    assertThat(flipped.status()).isEqualTo(2);
    assertThat(flipped.err()).startsWith("damaged: ").contains(segment.getFileName().toString());
    assertThat(flipped.out()).contains("damaged\n");

    assertThat(run("log", "verify", "--data-dir", data.resolve("no").toString()).status())
        .isEqualTo(1);
  }

  @Test
  void verifyNamesTheSegmentOfARemovedRecord() throws IOException {
    Path segment = segment();
    List<String> lines = Files.readAllLines(segment);
    lines.remove(lines.size() / 2);
    Files.write(segment, lines);

    Said verify = onLog("log", "verify");

    assertThat(verify.status()).isEqualTo(2);
    assertThat(verify.err()).startsWith("damaged: ").contains(segment.getFileName().toString());
    assertThat(onLog("explain", "pvc", "shop/data").status()).isEqualTo(2);
  }

  /** The operator writes on: its directory is locked, and read nevertheless. */
  @Test
  void theToolsReadWhileTheOperatorWrites() {
    try (FileEventLog writing = FileEventLog.open(data.resolve("log"))) {
      assertThat(onLog("log", "verify").status()).isZero();
      assertThat(onLog("explain", "pvc", "shop/data").status()).isZero();
      assertThat(writing).isNotNull();
    }
  }

  private Path segment() throws IOException {
    try (Stream<Path> files = Files.list(data.resolve("log"))) {
      return files
          .filter(file -> file.toFile().length() > 1000)
          .max((a, b) -> Long.compare(a.toFile().length(), b.toFile().length()))
          .orElseThrow();
    }
  }
}
