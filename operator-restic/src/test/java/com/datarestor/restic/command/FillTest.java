package com.datarestor.restic.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.restic.command.JobRun.Ended;
import com.datarestor.restic.command.ResticCommandLine.Backup;
import com.datarestor.restic.command.ResticCommandLine.Restore;
import com.datarestor.restic.command.ResticCommandLine.Snapshots;
import com.datarestor.restic.command.ResticVerdict.Achieved;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The mode of the wrapper script that never writes over what somebody has. */
@ParameterizedClass
@MethodSource("shells")
class FillTest {

  private static final ResticOptions DEFAULTS = ResticOptions.DEFAULTS;
  private static final String CLAIM = "0b7c7f4e-6d44-4c0e-a0f4-2f9f1e1d7a11";

  private static Restore line = new Restore("00000000", DEFAULTS, List.of());

  /** One for all: a restore puts files where the snapshot has them. */
  @TempDir static Path room;

  private final JobRun job;

  FillTest(List<String> shell) {
    job = new JobRun(room, shell);
  }

  static Stream<List<String>> shells() {
    return JobScriptTest.shells();
  }

  /** Once for all: a key that is hard to guess takes restic a second, each time. */
  @BeforeAll
  static void snapshot() throws IOException {
    JobRun job = new JobRun(room, List.of("sh"));
    assertThat(job.script("contact", DEFAULTS.arguments()).status()).isZero();
    Files.createDirectories(job.data.resolve("deep/er"));
    Files.writeString(job.data.resolve("deep/er/one"), "one");
    Files.writeString(job.data.resolve("two"), "two");
    assertThat(
            job.run(
                    new Backup(
                        "shop-data", List.of(), List.of(), false, false, DEFAULTS, List.of()))
                .status())
        .isZero();
    Ended listed = job.run(new Snapshots(List.of(), List.of(), DEFAULTS));
    Snapshot snapshot =
        ((Achieved<List<Snapshot>>) ResticVerdict.snapshots(listed.status(), listed.output()))
            .result()
            .getFirst();
    line = new Restore(snapshot.facts().id(), DEFAULTS, List.of());
  }

  @BeforeEach
  void empty() throws IOException {
    try (Stream<Path> all = Files.walk(job.data)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        if (!each.equals(job.data)) {
          Files.delete(each);
        }
      }
    }
  }

  private Ended fill(String claim) {
    List<String> words = new ArrayList<>(List.of(claim, "/data"));
    words.addAll(line.arguments());
    return job.script("fill", words);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.walk(job.data)) {
      return all.map(path -> job.data.relativize(path).toString())
          .filter(name -> !name.isEmpty())
          .sorted()
          .toList();
    }
  }

  @Test
  void anEmptyVolumeIsFilledAndKeepsNoTrace() throws IOException {
    assertThat(fill(CLAIM).status()).isZero();
    assertThat(names()).containsExactly("deep", "deep/er", "deep/er/one", "two");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", ".hidden", "..odd", "a b", "-x"})
  void aVolumeThatHasAnythingIsLeftAsItIs(String name) throws IOException {
    Files.createFile(job.data.resolve(name));
    Ended ended = fill(CLAIM);
    assertThat(ended.status()).isEqualTo(JobScript.NOT_EMPTY);
    assertThat(ended.output().exitError().orElseThrow().message()).contains("not empty");
    assertThat(names()).containsExactly(name);
  }

  @Test
  void aDanglingLinkIsSomething() throws IOException {
    Files.createSymbolicLink(job.data.resolve("link"), Path.of("nowhere"));
    assertThat(fill(CLAIM).status()).isEqualTo(JobScript.NOT_EMPTY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lost+found", ".snapshot", ".Trash-1000", "System Volume Information"})
  void whatFileSystemsPutThereIsNothing(String name) throws IOException {
    Files.createDirectory(job.data.resolve(name));
    assertThat(fill(CLAIM).status()).isZero();
    assertThat(names()).contains("two");
  }

  /** A killed run left half of it, and something that is not in the snapshot. */
  @Test
  void aRunThatWasInterruptedIsFinished() throws IOException {
    Files.writeString(job.data.resolve(ResticCommandLine.SENTINEL), CLAIM + "\n");
    Files.writeString(job.data.resolve("two"), "tw");
    Files.writeString(job.data.resolve("two.partial"), "t");
    assertThat(fill(CLAIM).status()).isZero();
    assertThat(names()).containsExactly("deep", "deep/er", "deep/er/one", "two");
    assertThat(job.data.resolve("two")).hasContent("two");
  }

  @Test
  void aSentinelThatWasNeverWrittenToItsEndIsNothing() throws IOException {
    Files.createFile(job.data.resolve(ResticCommandLine.SENTINEL));
    assertThat(fill(CLAIM).status()).isZero();
    assertThat(names()).containsExactly("deep", "deep/er", "deep/er/one", "two");
  }

  @Test
  void whatAnotherClaimsRestoreLeftIsNotTouched() throws IOException {
    Files.writeString(job.data.resolve(ResticCommandLine.SENTINEL), "another\n");
    Files.writeString(job.data.resolve("half"), "h");
    assertThat(fill(CLAIM).status()).isEqualTo(JobScript.NOT_EMPTY);
    assertThat(names()).containsExactly(ResticCommandLine.SENTINEL, "half");
  }

  @Test
  void afterAFailureTheVolumeIsKnownToBeHalf() throws IOException {
    Ended failed = job.with("RESTIC_PASSWORD", "wrong").script("fill", words());
    assertThat(failed.status()).isEqualTo(12);
    assertThat(names()).containsExactly(ResticCommandLine.SENTINEL);
    job.with("RESTIC_PASSWORD", "correct horse");
    assertThat(fill(CLAIM).status()).isZero();
    assertThat(names()).containsExactly("deep", "deep/er", "deep/er/one", "two");
  }

  private List<String> words() {
    List<String> words = new ArrayList<>(List.of(CLAIM, "/data"));
    words.addAll(line.arguments());
    return words;
  }
}
