package com.datarestor.restic.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datarestor.events.Identity;
import com.datarestor.restic.command.ResticCommandLine.Backup;
import com.datarestor.restic.command.ResticCommandLine.CatConfig;
import com.datarestor.restic.command.ResticCommandLine.Forget;
import com.datarestor.restic.command.ResticCommandLine.Init;
import com.datarestor.restic.command.ResticCommandLine.Restore;
import com.datarestor.restic.command.ResticCommandLine.Snapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResticCommandLineTest {

  private static final ResticOptions DEFAULTS = ResticOptions.DEFAULTS;
  private static final Identity BLOG = new Identity("web", "blog", "web-blog");
  private static final String ID =
      "562fcb16fbb150bc77f5a088ea68f28dfb7bdaa89c95053cf61f7cbfec042a8a";

  @Test
  void firstContactAndInit() {
    assertWords(new CatConfig(DEFAULTS), "cat config --json --retry-lock=5m");
    assertWords(new Init(DEFAULTS), "init --json --retry-lock=5m");
  }

  @Test
  void plainBackup() {
    Backup backup =
        new Backup(
            "web-blog",
            List.of("ns=web", "pvc=blog"),
            List.of(),
            false,
            false,
            DEFAULTS,
            List.of());

    assertWords(
        backup,
        "backup --json --retry-lock=5m --host=web-blog --tag=ns=web --tag=pvc=blog"
            + " --exclude=/data/lost+found --exclude=/data/.datarestor-restore -- /data");
  }

  @Test
  void backupWithEverything() {
    Backup backup =
        new Backup(
            "web-blog",
            List.of("ns=web", "pvc=blog", "name=before the upgrade"),
            List.of("*.tmp", "/data/a b"),
            true,
            true,
            new ResticOptions("max", 64, 500, 600),
            List.of("--exclude", "cache", "-x", "--read-concurrency=4"));

    assertThat(backup.arguments())
        .containsExactly(
            "backup",
            "--json",
            "--retry-lock=5m",
            "--compression=max",
            "--pack-size=64",
            "--limit-upload=500",
            "--limit-download=600",
            "--host=web-blog",
            "--tag=ns=web",
            "--tag=pvc=blog",
            "--tag=name=before the upgrade",
            "--exclude=/data/lost+found",
            "--exclude=/data/.datarestor-restore",
            "--exclude=*.tmp",
            "--exclude=/data/a b",
            "--exclude-caches",
            "--one-file-system",
            "--exclude",
            "cache",
            "-x",
            "--read-concurrency=4",
            "--",
            "/data");
  }

  @Test
  void restore() {
    assertWords(
        new Restore(ID, DEFAULTS, List.of("--exclude-xattr=security.*")),
        "restore --json --retry-lock=5m --target=/ --include=/data --include=!/data/lost+found"
            + " --include=!/data/.datarestor-restore"
            + " --delete --verify --sparse --exclude-xattr=security.* -- "
            + ID);
  }

  @Test
  void restoreNeedsAnId() {
    assertThatThrownBy(() -> new Restore("latest", DEFAULTS, List.of()))
        .isInstanceOf(InvalidArguments.class)
        .hasMessageContaining("\"latest\" is not a snapshot id");
  }

  @Test
  void forgetWantsAllTagsOfAnIdentityAtOnce() {
    assertWords(
        new Forget(
            List.of(BLOG, new Identity("web", "shop", "web-shop")),
            List.of("config=web/nightly"),
            List.of(SnapshotTags.KEEP_NAMED),
            Set.of(),
            DEFAULTS,
            List.of("--keep-last", "10", "--prune")),
        "forget --json --retry-lock=5m --host=web-blog --host=web-shop"
            + " --tag=ns=web,pvc=blog,config=web/nightly"
            + " --tag=ns=web,pvc=shop,config=web/nightly --group-by=host --keep-tag=keep=named"
            + " --keep-last 10 --prune");
  }

  @Test
  void forgetNeverMixesVolumesOfOneHost() {
    Identity one = new Identity("a-b", "c", "a-b-c");
    Identity two = new Identity("a", "b-c", "a-b-c");

    assertThatThrownBy(
            () ->
                new Forget(
                    List.of(one, two), List.of(), List.of(), Set.of(), DEFAULTS, List.of("-l1")))
        .isInstanceOf(InvalidArguments.class);
    assertThat(
            Forget.together(
                List.of(one, two, BLOG), List.of(), List.of(), Set.of(), DEFAULTS, List.of("-l1")))
        .extracting(Forget::identities)
        .containsExactly(List.of(one, BLOG), List.of(two));
  }

  /** Of two volumes of one host, one may be kept whole and the other not. */
  @Test
  void forgetKeepsEverythingOfAVolumeByBothItsTags() {
    Identity one = new Identity("a-b", "c", "a-b-c");
    Identity two = new Identity("a", "b-c", "a-b-c");

    List<Forget> forgets =
        Forget.together(
            List.of(one, two, BLOG),
            List.of("config=x/y"),
            List.of(SnapshotTags.KEEP_NAMED),
            Set.of(one),
            DEFAULTS,
            List.of("--keep-last", "1"));

    assertWords(
        forgets.getFirst(),
        "forget --json --retry-lock=5m --host=a-b-c --host=web-blog"
            + " --tag=ns=a-b,pvc=c,config=x/y --tag=ns=web,pvc=blog,config=x/y --group-by=host"
            + " --keep-tag=keep=named --keep-tag=ns=a-b,pvc=c --keep-last 1");
    assertWords(
        forgets.getLast(),
        "forget --json --retry-lock=5m --host=a-b-c --tag=ns=a,pvc=b-c,config=x/y --group-by=host"
            + " --keep-tag=keep=named --keep-last 1");
  }

  @Test
  void forgetOfManyVolumesIsSplit() {
    List<Identity> many = new ArrayList<>();
    for (int i = 0; i < 250; i++) {
      many.add(new Identity("n", "v" + i, "n-v" + i));
    }
    assertThat(Forget.together(many, List.of(), List.of(), Set.of(), DEFAULTS, List.of("-l1")))
        .extracting(forget -> forget.identities().size())
        .containsExactly(100, 100, 50);
  }

  @Test
  void forgetNeedsSomebodyAndSomethingToKeep() {
    assertThatThrownBy(
            () -> new Forget(List.of(), List.of(), List.of(), Set.of(), DEFAULTS, List.of("-l1")))
        .hasMessageContaining("every snapshot in the repository");
    assertThatThrownBy(
            () -> new Forget(List.of(BLOG), List.of(), List.of(), Set.of(), DEFAULTS, List.of()))
        .hasMessageContaining("keep nothing");
  }

  @Test
  void snapshots() {
    assertWords(new Snapshots(List.of(), List.of(), DEFAULTS), "snapshots --json --retry-lock=5m");
    assertWords(
        new Snapshots(List.of("web-blog"), List.of("ns=web", "pvc=blog"), DEFAULTS),
        "snapshots --json --retry-lock=5m --host=web-blog --tag=ns=web,pvc=blog");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a,b", "a\nb", "a\u0007b", " a", "a ", "it's", "\"a\"", "`a`", "$(touch x)"})
  void namesThatCannotBeTags(String name) {
    assertThat(TagValue.problem(name)).isPresent();
    assertThatThrownBy(() -> new TagValue(name)).isInstanceOf(InvalidArguments.class);
    assertThatThrownBy(() -> SnapshotTags.of(SnapshotTags.NAME, name))
        .isInstanceOf(InvalidArguments.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"nightly", "before the upgrade", "größe", "a=b", "a;b|c&d>e", "$HOME", "-x"})
  void namesThatCan(String name) {
    assertThat(TagValue.problem(name)).isEmpty();
  }

  @Test
  void tagsAreCheckedWhereverTheyComeFrom() {
    assertThatThrownBy(
            () ->
                new Backup("h", List.of("name=a,b"), List.of(), false, false, DEFAULTS, List.of()))
        .isInstanceOf(InvalidArguments.class)
        .hasMessageContaining("comma");
    assertThatThrownBy(() -> new Snapshots(List.of("a\nb"), List.of(), DEFAULTS))
        .isInstanceOf(InvalidArguments.class);
  }

  @Test
  void optionsAreChecked() {
    assertThatThrownBy(() -> new ResticOptions("best", 0, 0, 0))
        .hasMessageContaining("auto, off or max");
    assertThatThrownBy(() -> new ResticOptions("", 3, 0, 0)).hasMessageContaining("4 to 128");
    assertThatThrownBy(() -> new ResticOptions("", 0, -1, 0)).hasMessageContaining("negative");
  }

  @Test
  void kubernetesExpandsNothing() {
    assertThat(JobScript.escaped("$(HOME)")).isEqualTo("$$(HOME)");
    assertThat(JobScript.escaped("a$$b$c")).isEqualTo("a$$$$b$$c");
    assertThat(JobScript.escaped("$c")).isEqualTo("$c");
    assertThat(JobScript.each(List.of(new CatConfig(DEFAULTS), new Init(DEFAULTS))))
        .startsWith("each", "cat", "config")
        .containsSequence("--retry-lock=5m", ";;", "init");
  }

  private static void assertWords(ResticCommandLine line, String words) {
    assertThat(line.arguments()).isEqualTo(Stream.of(words.split(" ")).toList());
  }
}
