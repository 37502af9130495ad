package com.datarestor.e2e.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.api.v1alpha1.Task;
import com.datarestor.core.api.v1alpha1.TaskState;
import com.datarestor.core.api.v1alpha1.TaskType;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Annotations that mean nothing, or what there is not: refused in words, and the volume stays. */
class BadAnnotationTest {

  @RegisterExtension static final Scene SCENE = new Scene();

  private static final String SHOP = "annotations";
  private static final String REPOSITORY = "annotated";

  private final User user = SCENE.user();
  private final BadInput bad = new BadInput(SCENE);

  @BeforeAll
  static void a_shop_with_two_repositories_and_two_backups() {
    BadInput bad = new BadInput(SCENE);
    SCENE.user().namespace(SHOP, Map.of());
    SCENE.password(SHOP, Scene.PASSWORD);
    SCENE.user().apply(bad.config(SHOP).repository(REPOSITORY, 1).repository("other", 2).yaml());
    bad.claim(SHOP, "data");
    SCENE.user().awaitReady(SHOP, "config");
    bad.backUp(SHOP, "data", "one");
    bad.backUp(SHOP, "data", "two");
  }

  static Stream<Arguments> refusedBackups() {
    return Stream.of(
        Arguments.of("a,b", "has a comma"),
        Arguments.of("\"good\"", "has a quotation mark"),
        Arguments.of("it's", "has a quotation mark"),
        Arguments.of("two\nlines", "has a line break"),
        Arguments.of("$(touch /data/hacked)", "has a shell expression"),
        Arguments.of("`id`", "has a shell expression"),
        Arguments.of("--repo=/elsewhere", "has a dash at its beginning"),
        Arguments.of("x".repeat(300), "longer than 256 characters"),
        Arguments.of("x".repeat(250_000), "longer than 256 characters"),
        Arguments.of("||", "more than one |"),
        Arguments.of("1|a|b|c", "more than one |"),
        Arguments.of("7|name", "no repository with priority 7; write one of: 1 (/repositories/"),
        Arguments.of("s3:http://store.example/b|name", "no repository with that target"),
        Arguments.of("latest-1", "has a meaning of its own"),
        Arguments.of("https://me:" + Scene.PASSWORD + "@host/", "reads like a repository"));
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @MethodSource("refusedBackups")
  void a_backup_that_cannot_be_understood_is_refused_in_words(String value, String part) {
    String claim = claim();
    bad.ask(SHOP, claim, "manual-backup", value);

    bad.outcome(SHOP, claim, "last-backup", "Refused", part);
    bad.warned(SHOP, claim, "AnnotationRefused", part);
    taken(claim, "manual-backup");
    assertThat(tasksOf(claim)).isEmpty();
  }

  static Stream<Arguments> refusedRestores() {
    return Stream.of(
        Arguments.of("1|a-b|c|d", "more than two |"),
        Arguments.of("*|a-b|latest", "* is no repository to restore from"),
        Arguments.of("9||latest", "no repository with priority 9; write one of: 1 (/repositories/"),
        Arguments.of("rest:http://gone.example/||latest", "no repository with that target"),
        Arguments.of("asof:yesterday", "is no moment; write asof:2026"),
        Arguments.of("undo", "not supported in this release"),
        Arguments.of("4dc109ab:/orders", "names a part of a snapshot"),
        Arguments.of("s3:http://me:" + Scene.PASSWORD + "@host/b|one", "is no host"),
        Arguments.of("one,two", "has a comma"),
        Arguments.of("$(cat /etc/passwd)", "has a shell expression"),
        Arguments.of("-one", "has a dash at its beginning"));
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @MethodSource("refusedRestores")
  void a_restore_that_cannot_be_understood_is_refused_in_words(String value, String part) {
    String claim = claim();
    SortedMap<String, String> before = bad.files(SHOP, claim).contents();
    bad.ask(SHOP, claim, "manual-restore", value);

    bad.outcome(SHOP, claim, "last-restore", "Refused", part);
    bad.warned(SHOP, claim, "AnnotationRefused", part);
    taken(claim, "manual-restore");
    assertThat(tasksOf(claim)).isEmpty();
    assertThat(bad.files(SHOP, claim).contents()).isEqualTo(before);
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @ResourceLock(SHOP)
  @CsvSource(
      delimiter = ';',
      value = {
        "data; three; SnapshotNotFound; named \"three\"",
        "data; latest-99; SnapshotNotFound; only 2 snapshot(s)",
        "data; asof:2001-01-01T00:00:00Z; SnapshotNotFound; oldest snapshot",
        "data; deadbeef; SnapshotNotFound; with an id that begins so",
        "data; dea; SnapshotNotFound; at least four characters",
        "data; 2||one; SnapshotNotFound; repository 2",
        "data; annotations-nobody|latest; SnapshotNotFound; no snapshot of annotations-nobody",
        "fresh; ||; SnapshotNotFound; has no snapshot of",
      })
  void a_snapshot_that_there_is_not_is_named_with_what_there_is(
      String of, String value, String reason, String part) {
    String claim = of.equals("data") ? of : claim();
    SortedMap<String, String> before = bad.files(SHOP, claim).contents();
    bad.ask(SHOP, claim, "manual-restore", value);

    String event = bad.warned(SHOP, claim, reason, part);
    assertThat(event).contains("restore-manual-").contains("repository ");
    taken(claim, "manual-restore");
    Task task =
        user.awaitTask(
            SHOP,
            TaskType.RESTORE_MANUAL,
            each -> String.valueOf(each.getStatus().message()).contains(part));
    assertThat(task.getStatus().knownState()).contains(TaskState.FAILED);
    assertThat(bad.files(SHOP, claim).contents()).isEqualTo(before);
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void a_snapshot_of_another_volume_needs_its_host_in_front() {
    String id = snapshot("one").id().substring(0, 8);
    String claim = claim();
    bad.ask(SHOP, claim, "manual-restore", id);
    String cure = "annotations-data|" + id;
    bad.outcome(SHOP, claim, "last-restore", "Failed", "needs its host in front");

    bad.ask(SHOP, claim, "manual-restore", cure);
    bad.outcome(SHOP, claim, "last-restore", "Completed", "");
    assertThat(bad.files(SHOP, claim).contents()).isEqualTo(bad.files(SHOP, "data").contents());
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void what_looks_like_a_command_is_only_a_name() {
    String claim = claim();
    SortedMap<String, String> before = bad.files(SHOP, claim).contents();
    String name = ";rm -rf /data; echo ${x#y} & \\ *";
    bad.ask(SHOP, claim, "manual-backup", name.replace("${x#y} ", ""));
    bad.outcome(SHOP, claim, "last-backup", "Completed", "");
    assertThat(bad.files(SHOP, claim).contents()).isEqualTo(before);

    bad.files(SHOP, claim).write("orders/2.txt", "two".getBytes(UTF_8));
    bad.ask(SHOP, claim, "manual-restore", name.replace("${x#y} ", ""));
    bad.outcome(SHOP, claim, "last-restore", "Completed", "");
    assertThat(bad.files(SHOP, claim).contents()).isEqualTo(before);
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @ValueSource(
      strings = {
        "--password-file=/etc/hostname",
        "--repo=/elsewhere",
        "--stdin",
        "--exclude=cache ;",
        "--host=another",
        "--dry-run",
      })
  void backup_arguments_that_would_change_whose_backup_it_is_are_refused(String arguments) {
    String claim = claim();
    String word = arguments.contains(";") ? ";" : arguments.replaceFirst("=.*", "");
    bad.ask(SHOP, claim, "backup-args", arguments);
    bad.ask(SHOP, claim, "manual-backup", "never");

    bad.outcome(SHOP, claim, "last-backup", "Failed", word);
    bad.warned(SHOP, claim, "InvalidArguments", word);

    bad.ask(SHOP, claim, "backup-args", "--exclude=cache");
    bad.ask(SHOP, claim, "manual-backup", "good");
    bad.outcome(SHOP, claim, "last-backup", "Completed", "");
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void backup_arguments_that_are_no_options_are_refused_and_taken_off() {
    String claim = claim();
    bad.ask(SHOP, claim, "backup-args", "; rm -rf /data");
    bad.warned(SHOP, claim, "AnnotationRefused", "\";\" is no option");
    taken(claim, "backup-args");
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void volumes_that_share_a_host_never_get_each_others_data() {
    String left = SCENE.namespace("a");
    String right = left + "-b";
    user.namespace(right, Map.of());
    user.claim(left, "b-c", Map.of());
    user.claim(right, "c", Map.of());
    bad.files(left, "b-c").write("mine", "left".getBytes(UTF_8));
    bad.files(right, "c").write("mine", "right".getBytes(UTF_8));
    String repository = SCENE.fresh("shared");
    user.apply(
        SCENE
            .config(left, "config")
            .selector("matchNamespaces: [" + left + ", " + right + "]")
            .repository(repository, 1)
            .yaml());
    user.awaitReady(left, "config");
    bad.backUp(left, "b-c", "same");
    bad.ask(right, "c", "manual-restore", "latest");
    bad.outcome(right, "c", "last-restore", "Failed", "");
    bad.backUp(right, "c", "same");
    SortedMap<String, String> ofLeft = bad.files(left, "b-c").contents();
    SortedMap<String, String> ofRight = bad.files(right, "c").contents();

    for (String snapshot : new String[] {"same", "latest"}) {
      bad.files(left, "b-c").write("mine", "lost".getBytes(UTF_8));
      bad.files(right, "c").write("mine", "lost".getBytes(UTF_8));
      bad.ask(left, "b-c", "manual-restore", snapshot);
      bad.done(left, "b-c", "last-restore", snapshot);
      bad.ask(right, "c", "manual-restore", snapshot);
      bad.done(right, "c", "last-restore", snapshot);
      assertThat(bad.files(left, "b-c").contents()).isEqualTo(ofLeft);
      assertThat(bad.files(right, "c").contents()).isEqualTo(ofRight);
    }

    bad.claim(left, "clone");
    bad.ask(left, "clone", "manual-restore", left + "-b-c|latest");
    bad.outcome(left, "clone", "last-restore", "Failed", "is shared by");
  }

  private String claim() {
    String claim = SCENE.fresh("claim");
    bad.claim(SHOP, claim);
    return claim;
  }

  private Restic.Listed snapshot(String name) {
    return SCENE.repository(REPOSITORY).snapshots().stream()
        .filter(each -> each.host().equals("annotations-data"))
        .filter(each -> each.tag("name").equals(name))
        .findFirst()
        .orElseThrow();
  }

  private void taken(String claim, String key) {
    user.await(
        key + " is taken off " + claim,
        () -> user.claimAnnotation(SHOP, claim, key).isEmpty() ? key : null);
  }

  private Stream<Task> tasksOf(String claim) {
    return user.tasks(SHOP).stream()
        .filter(task -> task.getSpec().claim().filter(claim::equals).isPresent());
  }
}
