package com.datarestor.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventsCommandTest {

  @TempDir private Path data;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void writeLog() {
    WrittenLog.write(data);
  }

  @Test
  void listShowsEveryEventAsASentence_AlsoThoseOfANewerRelease() {
    assertThat(run("list")).isZero();
    assertThat(out.toString())
        .isEqualTo(
            """
            TIME                  ID        TYPE                    ABOUT                         WHAT
            2026-03-28T09:15:00Z  0a11      manual-backup-asked     pvc shop/database             manual-backup="pre-upgrade" (written by kubectl-annotate): back up to repository 1 (/repositories/one)
            2026-03-28T09:15:01Z  0b22      backup-requested        pvc shop/database             backup-manual-2026-03-28-09-15-00-402b85 is wanted, as "pre-upgrade"
            2026-03-28T09:16:00Z  77aa      volume-admired          volume/uid-database           (this release has no event volume-admired)
            2026-03-28T09:16:30Z  0c33      backup-succeeded        pvc shop/database             backup-manual-2026-03-28-09-15-00-402b85 made snapshot 4dc1097e: 45 files, 1500 bytes added in 2.3 s
            2026-03-29T02:00:00Z  0d44      volume-gone             pvc shop/cache                the volume was deleted
            """);
    assertThat(err.toString()).isEmpty();
  }

  static Stream<Arguments> filters() {
    String task = "shop/" + WrittenLog.BACKUP.taskName();
    return Stream.of(
        Arguments.of(List.of("--pvc", "shop/database"), List.of("0a11", "0b22", "0c33")),
        Arguments.of(List.of("--pvc", "shop/data"), List.of()),
        Arguments.of(List.of("--config", "backup-system/daily"), List.of("0b22", "0c33")),
        Arguments.of(List.of("--task", task), List.of("0b22", "0c33")),
        Arguments.of(List.of("--type", "volume-admired"), List.of("77aa")),
        Arguments.of(List.of("--type", "volume-gone"), List.of("0d44")),
        Arguments.of(List.of("--stream", "volume/uid-database"), List.of("0a11", "77aa")),
        Arguments.of(List.of("--correlation", "s-2"), List.of("0d44")),
        Arguments.of(List.of("--task", task, "--type", "backup-requested"), List.of("0b22")),
        Arguments.of(
            List.of("--since", "2026-03-28T09:16:00Z", "--until", "2026-03-29T02:00:00Z"),
            List.of("77aa", "0c33")),
        Arguments.of(List.of("--since", "2026-03-28T10:16:30+01:00"), List.of("0c33", "0d44")),
        Arguments.of(List.of("--until", "1s"), List.of("0a11", "0b22", "77aa", "0c33", "0d44")),
        Arguments.of(List.of("--limit", "2"), List.of("0c33", "0d44")));
  }

  @ParameterizedTest
  @MethodSource("filters")
  void onlyWhatAgreesWithEveryFilterIsListed(List<String> filters, List<String> ids) {
    assertThat(run("list", filters.toArray(String[]::new))).isZero();
    assertThat(out.toString().lines().skip(1).map(line -> line.substring(22, 26)))
        .containsExactlyElementsOf(ids);
  }

  @ParameterizedTest
  @CsvSource({
    "90s, 2026-03-29T01:58:30Z",
    "90m, 2026-03-29T00:30:00Z",
    "2h, 2026-03-29T00:00:00Z",
    "7d, 2026-03-22T02:00:00Z",
    "2026-11-24T02:00:00Z, 2026-11-24T02:00:00Z",
    "2026-11-24T03:00:00+01:00, 2026-11-24T02:00:00Z"
  })
  void aTimeIsAMomentOrHowLongAgo(String text, Instant moment) {
    assertThat(EventFilter.moment(text, Instant.parse("2026-03-29T02:00:00Z"))).isEqualTo(moment);
  }

  @ParameterizedTest
  @ValueSource(strings = {"yesterday", "2026-11-24", "-2h", "2w", ""})
  void whatIsNoTimeIsRefusedWithWhatToWrite(String text) {
    assertThat(run("list", "--since", text)).isEqualTo(64);
    assertThat(err.toString())
        .contains("'--since'", "is no time: write 2026-11-24T02:00:00Z, or 90m, 2h, 7d for ago")
        .doesNotContain("\tat ");
  }

  @Test
  void jsonIsTheEventAsItIsKept() {
    assertThat(run("list", "-o", "json", "--type", "volume-admired")).isZero();
    assertThat(out.toString()).startsWith("{\"id\":\"77aa\"").endsWith("\"data\":{}}\n");
  }

  @Test
  void showPrintsTheEventAndItsStory() {
    assertThat(run("show", "0c")).isZero();
    assertThat(out.toString())
        .startsWith("{\"id\":\"0c33\"")
        .contains("The story it belongs to (correlation s-1):")
        .contains("\n> 2026-03-28T09:16:30Z  0c33")
        .contains("\n  2026-03-28T09:15:00Z  0a11")
        .doesNotContain("0d44");
  }

  @Test
  void showAsksForMoreWhenTheIdIsNotOne() {
    assertThat(run("show", "0")).isEqualTo(1);
    assertThat(err.toString()).isEqualTo("0 could be 4 events; write more of it\n");
    assertThat(run("show", "ffff")).isEqualTo(1);
    assertThat(err.toString()).endsWith("there is no event ffff\n");
  }

  @Test
  void aDamagedLogIsShownAsFarAsItGoes_AndSaid() throws IOException {
    Path segment;
    try (Stream<Path> files = Files.list(data.resolve("log"))) {
      segment = files.filter(file -> contains(file, "pre-upgrade")).findFirst().orElseThrow();
    }
    Files.writeString(
        segment, Files.readString(segment).replaceFirst("pre-upgrade", "pre-upgrape"));

    assertThat(run("list")).isEqualTo(2);
    assertThat(err.toString()).startsWith("damaged: ");
    assertThat(out.toString()).contains("0d44").doesNotContain("upgrape");
  }

  @Test
  void aDirectoryWithoutALogIsAnErrorThatNamesIt() {
    Path nowhere = data.resolve("nowhere");

    assertThat(
            Main.commandLine()
                .setErr(new PrintWriter(err))
                .setOut(new PrintWriter(out))
                .execute("events", "list", "--data-dir", nowhere.toString()))
        .isEqualTo(1);
    assertThat(err.toString()).contains(nowhere.toString()).doesNotContain("\tat ");
  }

  private static boolean contains(Path file, String text) {
    try {
      return Files.readString(file).contains(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int run(String command, String... more) {
    List<String> arguments = new ArrayList<>(List.of("events", command));
    arguments.addAll(List.of(more));
    arguments.addAll(List.of("--data-dir", data.toString()));
    return Main.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments.toArray(String[]::new));
  }
}
