package com.datarestor.restic.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.events.BackupSummary;
import com.datarestor.events.Identity;
import com.datarestor.events.RestoreSummary;
import com.datarestor.restic.command.JobRun.Ended;
import com.datarestor.restic.command.ResticCommandLine.Backup;
import com.datarestor.restic.command.ResticCommandLine.Forget;
import com.datarestor.restic.command.ResticCommandLine.Restore;
import com.datarestor.restic.command.ResticCommandLine.Snapshots;
import com.datarestor.restic.command.ResticMessage.Forgotten;
import com.datarestor.restic.command.ResticVerdict.Achieved;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command lines do to a real repository what they promise. */
class RealResticTest {

  private static final ResticOptions DEFAULTS = ResticOptions.DEFAULTS;
  private static final Identity AB_C = new Identity("a-b", "c", "a-b-c");
  private static final Identity A_BC = new Identity("a", "b-c", "a-b-c");
  private static final Identity BLOG = new Identity("web", "blog", "web-blog");

  private final JobRun job;

  RealResticTest(@TempDir Path room) {
    job = new JobRun(room, List.of("sh"));
  }

  @BeforeEach
  void repository() {
    assertThat(job.script("contact", DEFAULTS.arguments()).status()).isZero();
  }

  @Test
  void aRestoreIsExactlyTheSnapshot() throws IOException {
    Files.createDirectories(job.data.resolve("deep/er"));
    Files.writeString(job.data.resolve("deep/er/a b"), "one");
    Files.writeString(job.data.resolve("changed"), "before");
    Files.createSymbolicLink(job.data.resolve("link"), Path.of("changed"));
    Files.createDirectories(job.data.resolve("lost+found"));
    BackupSummary made = backup(BLOG);

    Files.writeString(job.data.resolve("changed"), "afterwards");
    Files.writeString(job.data.resolve("extra"), "x");
    Files.delete(job.data.resolve("deep/er/a b"));
    Snapshot snapshot = snapshots().getFirst();
    Ended ended = job.run(new Restore(snapshot.id(), DEFAULTS, List.of()));

    RestoreSummary restored =
        achieved(ResticVerdict.restore(ended.status(), ended.output(), snapshot.facts()));
    assertThat(contents()).containsExactly("changed=before", "deep/er/a b=one", "link=before");
    assertThat(Files.exists(job.data.resolve("lost+found"))).isTrue();
    assertThat(restored.snapshot()).isEqualTo(made.snapshot());
    assertThat(restored.files()).isGreaterThanOrEqualTo(made.files());
    assertThat(restored.bytes()).isEqualTo(made.bytes());
    assertThat(snapshot.tag(SnapshotTags.VOLUME)).contains("blog");
    assertThat(snapshot.host()).isEqualTo("web-blog");
  }

  @Test
  void aRestoreMindsTheRootOfTheVolume() throws IOException {
    Files.writeString(job.data.resolve("f"), "x");
    Files.setPosixFilePermissions(job.data, PosixFilePermissions.fromString("rwxr-x---"));
    Files.setLastModifiedTime(job.data, FileTime.from(Instant.parse("2001-02-03T04:05:06Z")));
    backup(BLOG);
    Files.delete(job.data.resolve("f"));
    Files.setPosixFilePermissions(job.data, PosixFilePermissions.fromString("rwxrwxrwx"));
    Snapshot snapshot = snapshots().getFirst();

    Ended ended = job.run(new Restore(snapshot.id(), DEFAULTS, List.of()));

    achieved(ResticVerdict.restore(ended.status(), ended.output(), snapshot.facts()));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(job.data)))
        .isEqualTo("rwxr-x---");
    assertThat(Files.getLastModifiedTime(job.data)).hasToString("2001-02-03T04:05:06Z");
  }

  @Test
  void aSnapshotOfAnotherPathIsNoRestoreAndDeletesNothing() throws IOException {
    Files.writeString(job.data.resolve("f"), "x");
    Path elsewhere = Files.createDirectories(job.data.resolveSibling("elsewhere"));
    Files.writeString(elsewhere.resolve("g"), "x");
    Ended other =
        job.script("run", List.of("backup", "--json", "--host=web-blog", elsewhere.toString()));
    assertThat(other.status()).isZero();
    List<Snapshot> all =
        achieved(
            ResticVerdict.snapshots(
                0, job.run(new Snapshots(List.of(), List.of(), DEFAULTS)).output()));

    Ended ended = job.run(new Restore(all.getFirst().id(), DEFAULTS, List.of()));

    assertThat(ResticVerdict.restore(ended.status(), ended.output(), all.getFirst().facts()))
        .isInstanceOf(ResticVerdict.Failed.class);
    assertThat(contents()).containsExactly("f=x");
  }

  @Test
  void anEmptyVolumeIsASnapshotToo() throws IOException {
    Files.createDirectories(job.data.resolve("lost+found"));
    backup(BLOG);
    Files.createDirectories(job.data.resolve("deep"));
    Files.writeString(job.data.resolve("deep/extra"), "x");
    Path neighbour = Files.writeString(job.data.resolveSibling("neighbour"), "x");
    Snapshot snapshot = snapshots().getFirst();

    Ended ended = job.run(new Restore(snapshot.id(), DEFAULTS, List.of()));

    achieved(ResticVerdict.restore(ended.status(), ended.output(), snapshot.facts()));
    assertThat(snapshot.files()).isZero();
    assertThat(Files.exists(neighbour)).isTrue();
    assertThat(Files.exists(job.data.resolve("lost+found"))).isTrue();
    assertThat(contents()).isEmpty();
  }

  @Test
  void forgetTouchesOnlyItsOwnAndKeepsTheNamed() throws IOException {
    Files.writeString(job.data.resolve("f"), "x");
    String named = backup(AB_C, "config=n/one", "name=x", SnapshotTags.KEEP_NAMED).snapshot();
    String old = backup(AB_C, "config=n/one", "name=y").snapshot();
    String foreign = backup(AB_C, "config=n/two").snapshot();
    String shared = backup(A_BC, "config=n/one").snapshot();
    String blog = backup(BLOG, "config=n/one").snapshot();
    String newest = backup(AB_C, "config=n/one").snapshot();
    String blogNewest = backup(BLOG, "config=n/one").snapshot();

    List<String> words =
        JobScript.each(
            Forget.together(
                List.of(AB_C, BLOG),
                List.of("config=n/one"),
                List.of(SnapshotTags.KEEP_NAMED),
                Set.of(),
                DEFAULTS,
                List.of("--keep-last", "1", "--prune")));
    Ended ended = job.script(words.getFirst(), words.subList(1, words.size()));

    Forgotten forgotten = achieved(ResticVerdict.forget(ended.status(), ended.output()));
    assertThat(forgotten.removed()).containsExactlyInAnyOrder(old, blog);
    assertThat(forgotten.kept()).containsExactlyInAnyOrder(named, newest, blogNewest);
    assertThat(snapshots())
        .extracting(Snapshot::id)
        .containsExactlyInAnyOrder(named, foreign, shared, newest, blogNewest);
  }

  /** Also of two volumes that share a host, and beside one that is forgotten as ever. */
  @Test
  void forgetKeepsEverythingOfAVolumeThatIsToBeKeptWhole() throws IOException {
    Files.writeString(job.data.resolve("f"), "x");
    String old = backup(AB_C).snapshot();
    String newest = backup(AB_C).snapshot();
    String sharedOld = backup(A_BC).snapshot();
    String sharedNewest = backup(A_BC).snapshot();
    String blogOld = backup(BLOG).snapshot();
    String blogNewest = backup(BLOG).snapshot();

    List<String> words =
        JobScript.each(
            Forget.together(
                List.of(A_BC, AB_C, BLOG),
                List.of(),
                List.of(SnapshotTags.KEEP_NAMED),
                Set.of(AB_C),
                DEFAULTS,
                List.of("--keep-last", "1")));
    Ended ended = job.script(words.getFirst(), words.subList(1, words.size()));

    Forgotten forgotten = achieved(ResticVerdict.forget(ended.status(), ended.output()));
    assertThat(forgotten.removed()).containsExactlyInAnyOrder(sharedOld, blogOld);
    assertThat(snapshots())
        .extracting(Snapshot::id)
        .containsExactlyInAnyOrder(old, newest, sharedNewest, blogNewest);
  }

  @Test
  void forgetWithNothingToForgetIsASuccess() {
    Ended ended =
        job.run(
            new Forget(List.of(BLOG), List.of(), List.of(), Set.of(), DEFAULTS, List.of("-l1")));

    assertThat(achieved(ResticVerdict.forget(ended.status(), ended.output())))
        .isEqualTo(new Forgotten(List.of(), List.of()));
  }

  @Test
  void aListCanBeNarrowedByAllTags() throws IOException {
    Files.writeString(job.data.resolve("f"), "x");
    backup(AB_C);
    backup(A_BC);

    Ended ended =
        job.run(new Snapshots(List.of("a-b-c"), SnapshotTags.identity("a", "b-c"), DEFAULTS));

    assertThat(achieved(ResticVerdict.snapshots(ended.status(), ended.output())))
        .singleElement()
        .satisfies(snapshot -> assertThat(snapshot.tag("ns")).contains("a"));
  }

  private BackupSummary backup(Identity identity, String... more) {
    List<String> tags =
        new ArrayList<>(SnapshotTags.identity(identity.namespace(), identity.volume()));
    tags.addAll(List.of(more));
    Ended ended =
        job.run(new Backup(identity.host(), tags, List.of(), false, false, DEFAULTS, List.of()));
    return achieved(ResticVerdict.backup(ended.status(), ended.output()));
  }

  private List<Snapshot> snapshots() {
    Ended ended = job.run(new Snapshots(List.of(), List.of(), DEFAULTS));
    return achieved(ResticVerdict.snapshots(ended.status(), ended.output()));
  }

  private static <T> T achieved(ResticVerdict<T> verdict) {
    assertThat(verdict).isInstanceOf(Achieved.class);
    return ((Achieved<T>) verdict).result();
  }

  private List<String> contents() throws IOException {
    List<String> contents = new ArrayList<>();
    try (Stream<Path> files = Files.walk(job.data)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        contents.add(job.data.relativize(file) + "=" + Files.readString(file));
      }
    }
    return contents;
  }
}
