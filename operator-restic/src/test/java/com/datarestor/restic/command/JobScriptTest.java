package com.datarestor.restic.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.events.FailureReason;
import com.datarestor.restic.command.JobRun.Ended;
import com.datarestor.restic.command.ResticCommandLine.Backup;
import com.datarestor.restic.command.ResticCommandLine.CatConfig;
import com.datarestor.restic.command.ResticCommandLine.Snapshots;
import com.datarestor.restic.command.ResticMessage.Contact;
import com.datarestor.restic.command.ResticVerdict.Achieved;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The wrapper script with the real restic, under every shell of this machine it may meet. */
@ParameterizedClass
@MethodSource("shells")
class JobScriptTest {

  private static final List<String> OPTIONS = ResticOptions.DEFAULTS.arguments();

  private final JobRun job;

  JobScriptTest(List<String> shell, @TempDir Path room) {
    job = new JobRun(room, shell);
  }

  static Stream<List<String>> shells() {
    List<List<String>> shells = new ArrayList<>();
    // The sh of Debian is dash, that of Alpine, whose image restic publishes, is busybox.
    shells.add(List.of(ResticBinary.onPath("sh").getFirst().toString()));
    List<Path> busybox = ResticBinary.onPath("busybox");
    if (busybox.isEmpty()) {
      throw new AssertionError("These tests need busybox too: run the project's setup.");
    }
    shells.add(List.of(busybox.getFirst().toString(), "sh"));
    return shells.stream();
  }

  @Test
  void createsARepositoryOnceAndOnlyWhenThereIsNone() {
    Ended first = job.script("contact", OPTIONS);
    Ended second = job.script("contact", OPTIONS);

    assertThat(ResticVerdict.contact(first.status(), first.output()))
        .isEqualTo(new Achieved<>(new Contact(true)));
    assertThat(first.result()).isEqualTo("{\"message_type\":\"contact\",\"created\":true}\n");
    assertThat(ResticVerdict.contact(second.status(), second.output()))
        .isEqualTo(new Achieved<>(new Contact(false)));
    assertThat(first.stdout() + second.stdout()).doesNotContain("chunker_polynomial");
  }

  @Test
  void createsNothingBecauseOfAWrongPassword() throws IOException {
    job.script("contact", OPTIONS);
    List<String> before = everything(job.repository);

    Ended wrong = job.with("RESTIC_PASSWORD", "wrong").script("contact", OPTIONS);

    assertThat(wrong.status()).isEqualTo(12);
    assertThat(wrong.result()).contains("wrong password");
    assertThat(everything(job.repository)).isEqualTo(before);
  }

  @Test
  void createsNothingBecauseOfADamagedRepository() throws IOException {
    Files.createDirectories(job.repository);
    Files.writeString(job.repository.resolve("config"), "no repository of restic");

    Ended damaged = job.script("contact", OPTIONS);

    assertThat(damaged.status()).isNotIn(0, 10);
    assertThat(everything(job.repository)).hasSize(1);
  }

  @Test
  void opensARepositoryAndNeverCreatesOne() {
    Ended none = job.script("open", OPTIONS);
    assertThat(none.status()).isEqualTo(10);
    assertThat(Files.exists(job.repository)).isFalse();

    job.script("contact", OPTIONS);
    Ended there = job.script("open", OPTIONS);
    assertThat(ResticVerdict.contact(there.status(), there.output()))
        .isEqualTo(new Achieved<>(new Contact(false)));
  }

  @Test
  void doesNotWaitAQuarterOfAnHourForAServerThatRefuses() {
    Ended refused =
        job.with("RESTIC_REPOSITORY", "rest:http://127.0.0.1:9/").script("contact", OPTIONS);

    assertThat(refused.status()).isEqualTo(1);
    assertThat(ResticVerdict.failure(refused.status(), refused.output()).message())
        .startsWith("The repository does not answer: Head ")
        .contains("connection refused. Check its target and credentials");
  }

  @Test
  void hearsEverythingThatResticSaysAfterItWasGivenUp() {
    job.pretending(
        """
        #!/bin/sh
        end() {
          i=0
          while [ $i -lt 2000 ]; do printf 'still giving up, line %s\\n' $i >&2; i=$((i + 1)); done
          printf '{"message_type":"exit_error","code":1,"message":"last words"}\\n' >&2
          exit 1
        }
        trap end TERM
        for i in 1 2 3; do printf 'Head returned error, retrying after 1s: refused\\n' >&2; done
        while :; do sleep 0.05; done
        """);

    Ended given = job.script("contact", OPTIONS);

    assertThat(given.status()).isEqualTo(1);
    assertThat(given.result()).contains("last words");
  }

  @Test
  void saysThatThereIsNoRepository() {
    Ended none = job.run(new CatConfig(ResticOptions.DEFAULTS));

    assertThat(none.status()).isEqualTo(10);
    assertThat(none.result()).contains("\"code\":10");
    assertThat(Files.exists(job.repository)).isFalse();
  }

  @Test
  void wordsArriveAsTheyAre() throws IOException {
    List<String> hostile =
        List.of(
            "two words",
            "a'quote",
            "a\"quote",
            "$(touch pwned)",
            "`touch pwned`",
            "$HOME ${HOME}",
            "two\nlines\n",
            "*",
            "\\n\\",
            "",
            "-n",
            ";; touch pwned",
            "größe");
    job.pretending("#!/bin/sh\nprintf '%s\\0' \"$@\" >>\"$TMPDIR/../words\"\n");

    assertThat(job.script("run", hostile).status()).isZero();
    assertThat(words()).isEqualTo(hostile);

    List<String> twice = new ArrayList<>(hostile);
    twice.add(";;");
    twice.addAll(hostile);
    Files.delete(job.temporary.resolveSibling("words"));
    assertThat(job.script("each", twice).status()).isZero();
    twice.remove(";;");
    assertThat(words()).isEqualTo(twice);
    assertThat(everything(job.temporary)).isEmpty();
    assertThat(Files.exists(job.temporary.resolveSibling("pwned"))).isFalse();
  }

  @Test
  void tagsAndFileNamesReachTheRepositoryAsTheyAre() throws IOException {
    job.script("contact", OPTIONS);
    Files.writeString(job.data.resolve("a b'\"$(touch pwned)\n.txt"), "x");
    String tag = "name=it's \"$(touch pwned)\"\n two";

    Ended backup = job.script("run", List.of("backup", "--json", "--tag=" + tag, "--", "/data"));
    Ended listing = job.run(new Snapshots(List.of(), List.of(), ResticOptions.DEFAULTS));

    assertThat(backup.status()).isZero();
    assertThat(listing.output().snapshots().orElseThrow())
        .singleElement()
        .satisfies(
            snapshot -> {
              assertThat(snapshot.tags()).containsExactly(tag);
              assertThat(snapshot.files()).isEqualTo(1);
            });
  }

  @Test
  void eachStopsAtTheFirstFailure() throws IOException {
    job.pretending(
        "#!/bin/sh\nprintf '%s\\0' \"$1\" >>\"$TMPDIR/../words\"\n[ \"$1\" != bad ] || exit 11\n");

    assertThat(job.script("each", List.of("one", ";;", "bad", ";;", "three")).status())
        .isEqualTo(11);
    assertThat(words()).containsExactly("one", "bad");
    assertThat(job.script("each", List.of(";;", "one", ";;")).status()).isZero();
    assertThat(job.script("each", List.of("one", ";;", "bad")).status()).isEqualTo(11);
    assertThat(words()).containsExactly("one", "bad", "one", "one", "bad");
  }

  @Test
  void unreadableFilesAreNamed() throws IOException {
    job.script("contact", OPTIONS);
    Files.writeString(job.data.resolve("open"), "x");
    Path secret = Files.writeString(job.data.resolve("secret file"), "x");
    assertThat(secret.toFile().setReadable(false, false)).isTrue();
    if (System.getProperty("user.name").equals("root")) {
      job.startedBy(List.of("setpriv", "--bounding-set=-dac_override,-dac_read_search"));
    }

    Ended ended = job.run(backup());

    assertThat(ended.status()).isEqualTo(3);
    assertThat(ResticVerdict.failure(3, ended.output()).message())
        .contains("Not read: " + secret + ".");
    // The snapshot that was made all the same is known, too.
    assertThat(ResticOutput.read(ended.result()).backedUp().orElseThrow().snapshot()).hasSize(64);
    assertThat(ended.result().getBytes(java.nio.charset.StandardCharsets.UTF_8).length)
        .isLessThanOrEqualTo(4096);
  }

  @Test
  void aStopLetsResticRemoveItsLock() throws IOException {
    Process slow = slowBackup();

    slow.destroy();
    Ended ended = job.await(slow);

    assertThat(ended.status()).isNotZero();
    assertThat(ResticVerdict.failure(ended.status(), ended.output()).reason())
        .isEqualTo(FailureReason.INTERRUPTED);
    assertThat(ended.result()).contains("exit_error");
    assertThat(job.locks()).isZero();
    assertThat(everything(job.temporary)).isEmpty();
  }

  /** A process that was only just forked forgets a signal together with the trap it inherited. */
  @Test
  void aStopIsHeardWhileResticIsBeingStarted() {
    Path mkfifo = ResticBinary.onPath("mkfifo").getFirst();
    job.pretending("mkfifo", "#!/bin/sh\n%s \"$@\" && kill -TERM $PPID\n".formatted(mkfifo));
    job.pretending("#!/bin/sh\nexec %s 20\n".formatted(ResticBinary.onPath("sleep").getFirst()));

    for (int i = 0; i < 30; i++) {
      assertThat(job.script("run", List.of("backup")).status()).as("stop %d", i).isIn(130, 143);
    }
  }

  @Test
  void aLockedRepositoryIsSaid() throws IOException {
    Process slow = slowBackup();

    Ended locked = job.script("run", List.of("prune", "--json"));
    slow.descendants().forEach(ProcessHandle::destroyForcibly);
    job.await(slow);

    assertThat(locked.status()).isEqualTo(11);
    assertThat(locked.result()).contains("already locked");
  }

  @Test
  void aHostInTheEnvironmentHidesNothing() throws IOException {
    job.script("contact", OPTIONS);
    Files.writeString(job.data.resolve("f"), "x");
    job.with("RESTIC_HOST", "somebody-else").run(backup());

    Ended listing = job.run(new Snapshots(List.of(), List.of(), ResticOptions.DEFAULTS));

    assertThat(listing.output().snapshots().orElseThrow())
        .singleElement()
        .extracting(Snapshot::host)
        .isEqualTo("web-blog");
  }

  @Test
  void theResultIsBoundedAndEndsWithTheSummary() {
    job.pretending(
        """
        #!/bin/sh
        i=0
        printf '{"message_type":"exit_error","code":1,"message":"' >&2
        while [ $i -lt 600 ]; do printf '0123456789' >&2; i=$((i + 1)); done
        printf '"}\\n' >&2
        printf 'not json\\n{"message_type":"status"}\\n{"message_type":"summary","snapshot_id":"ab"}\\n'
        exit 99
        """);

    Ended ended = job.script("run", List.of("backup"));

    assertThat(ended.status()).isEqualTo(99);
    assertThat(ended.result())
        .hasSize(4096)
        .endsWith("\n{\"message_type\":\"summary\",\"snapshot_id\":\"ab\"}\n");
    assertThat(ended.stdout()).contains("not json");
    assertThat(ended.stderr()).hasSizeGreaterThan(6000);
  }

  @Test
  void anUnknownModeDoesNothing() {
    assertThat(job.script("rnu", List.of("cat", "config")).status()).isEqualTo(2);
    assertThat(job.script("", List.of()).result())
        .contains("run, ask, fill, each, contact and open");
  }

  private Process slowBackup() throws IOException {
    job.script("contact", OPTIONS);
    byte[] noise = new byte[8 << 20];
    new Random(1).nextBytes(noise);
    Files.write(job.data.resolve("noise"), noise);
    Process slow =
        job.start("run", List.of("backup", "--json", "--limit-upload=300", "--", "/data"));
    Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> job.locks() > 0);
    return slow;
  }

  private static Backup backup() {
    return new Backup(
        "web-blog",
        SnapshotTags.identity("web", "blog"),
        List.of(),
        false,
        false,
        ResticOptions.DEFAULTS,
        List.of());
  }

  private List<String> words() throws IOException {
    String all = Files.readString(job.temporary.resolveSibling("words"));
    return List.of(all.substring(0, all.length() - 1).split("\0", -1));
  }

  private static List<String> everything(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).map(Path::toString).sorted().toList();
    }
  }
}
