package com.datarestor.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.api.v1alpha1.Task;
import com.datarestor.core.api.v1alpha1.TaskType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every form of {@code manual-backup} and {@code manual-restore}, and the bytes it means. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AnnotationFormsTest {

  @RegisterExtension static final Scene SCENE = new Scene();

  /** Everything that a file system can hold and a careless copy loses. */
  private static final String ODDITIES =
      """
      mkdir -p orders empty 'a dir' locked
      printf one > orders/1.txt
      ln orders/1.txt orders/hard-link.txt
      ln -s orders/1.txt symbolic-link
      ln -s /nowhere dangling-link
      printf blank > 'a dir/with blanks.txt'
      printf 'two lines' > "$(printf 'new\\nline.txt')"
      printf Größe > 'ünï cödé ☃.txt'
      printf '%s' '$(reboot)' > '$(reboot); `id` "quoted".txt'
      : > nothing
      truncate -s 1M sparse
      printf '#!/bin/sh\\n' > run.sh
      chmod 4755 run.sh
      printf key > locked/key
      chmod 0400 locked/key
      touch -d '2001-02-03 04:05:06.123456789 UTC' locked/key
      if [ "$(id -u)" = 0 ]; then chown -R 1000:2000 orders; fi
      touch -d '1999-12-31 23:59:59 UTC' empty
      chmod 0500 locked
      """;

  private User user;
  private String namespace;
  private String host;
  private String first;
  private String second;
  private VolumeFiles files;
  private final List<SortedMap<String, String>> versions = new ArrayList<>();
  private final List<Instant> backedUp = new ArrayList<>();
  private final List<Task> tasks = new ArrayList<>();

  @BeforeAll
  void several_versions_are_backed_up() {
    user = SCENE.user();
    namespace = SCENE.namespace("shop");
    host = namespace + "-data";
    first = SCENE.fresh("first");
    second = SCENE.fresh("second");
    files = SCENE.cluster().files(namespace, "data");
    user.claim(namespace, "data", Map.of());
    user.apply(
        SCENE
            .config(namespace, "config")
            .repository(first, 1)
            .repository(second, 2)
            .selector("matchNamespaces: [" + namespace + "]")
            .yaml());
    user.awaitReady(namespace, "config");
    version(ODDITIES, "pre-upgrade");
    version("printf two > orders/2.txt; rm nothing", "");
    version("printf three > orders/3.txt; rm 'a dir/with blanks.txt'", "2|only-in-second");
    version("printf four > orders/4.txt; chmod 600 run.sh", "*|everywhere");
    version(
        "printf five > orders/5.txt; rmdir empty",
        SCENE.cluster().target(second) + "|by-exact-target");
  }

  /** Changes the volume, backs it up under this value, and remembers both. */
  private void version(String change, String value) {
    files.shell(change);
    versions.add(files.contents());
    int expected = tasks.size() + (value.startsWith("*") ? 2 : 1);
    user.annotateClaim(namespace, "data", "manual-backup", value);
    List<Task> ended = user.awaitTasks(namespace, TaskType.BACKUP_MANUAL, expected);
    ended.stream().filter(task -> !tasks.contains(task)).forEach(tasks::add);
    user.awaitTakenOff(namespace, "data", "manual-backup");
    backedUp.add(Instant.now());
  }

  private String idOfVersion(int version) {
    return User.snapshot(tasks.get(version - 1)).substring(0, 6);
  }

  @Test
  void each_form_of_manual_backup_goes_where_it_says_under_the_name_it_says() {
    assertThat(SCENE.repository(first).snapshots())
        .extracting(snapshot -> snapshot.tag("name"))
        .containsExactly("pre-upgrade", tasks.get(1).getMetadata().getName(), "everywhere");
    assertThat(SCENE.repository(second).snapshots())
        .extracting(snapshot -> snapshot.tag("name"))
        .containsExactly("only-in-second", "everywhere", "by-exact-target");
  }

  @Test
  void a_backup_without_a_name_of_its_own_has_that_of_its_task() {
    for (String value : List.of("now", "latest", "true")) {
      user.ask(namespace, "data", "manual-backup", "2|" + value);
    }

    List<String> names =
        SCENE.repository(second).snapshots().stream().map(each -> each.tag("name")).toList();
    assertThat(names.subList(names.size() - 3, names.size()))
        .doesNotHaveDuplicates()
        .isSubsetOf(
            user.tasks(namespace, TaskType.BACKUP_MANUAL).stream()
                .map(task -> task.getMetadata().getName())
                .toList());
  }

  Stream<Arguments> restores() {
    return Stream.of(
        Arguments.of("pre-upgrade", 1),
        Arguments.of(tasks.get(1).getMetadata().getName(), 2),
        Arguments.of(idOfVersion(1), 1),
        Arguments.of("latest", 4),
        Arguments.of("true", 4),
        Arguments.of("now", 4),
        Arguments.of("", 4),
        Arguments.of("latest-1", 2),
        Arguments.of("asof:" + backedUp.getFirst(), 1),
        Arguments.of("1|" + host + "|" + idOfVersion(2), 2),
        Arguments.of("2||everywhere", 4),
        Arguments.of("only-in-second", 3),
        Arguments.of(SCENE.cluster().target(second) + "|" + host + "|by-exact-target", 5));
  }

  @ParameterizedTest(name = "manual-restore={0}")
  @MethodSource("restores")
  void a_restore_brings_back_exactly_what_its_snapshot_held(String value, int version) {
    files.shell("printf stray > orders/stray; printf broken > orders/1.txt; rm -rf locked");
    int before = user.tasks(namespace, TaskType.RESTORE_MANUAL).size();

    String outcome = user.ask(namespace, "data", "manual-restore", value);

    assertThat(outcome).startsWith("Completed snapshot=");
    assertThat(files.contents()).isEqualTo(versions.get(version - 1));
    assertThat(user.tasks(namespace, TaskType.RESTORE_MANUAL)).hasSize(before + 1);
    assertThat(user.isAnnotated(namespace, "data", "manual-restore")).isFalse();
  }

  @Test
  void latest_of_a_repository_and_host_is_what_was_backed_up_there_last() {
    String claim = SCENE.fresh("copy");
    user.claim(namespace, claim, Map.of());
    files.shell("printf newest > orders/newest");
    SortedMap<String, String> newest = files.contents();
    user.ask(namespace, "data", "manual-backup", "2|newest");

    String outcome =
        user.ask(
            namespace,
            claim,
            "manual-restore",
            SCENE.cluster().target(second) + "|" + host + "|now");

    assertThat(outcome).startsWith("Completed");
    assertThat(SCENE.cluster().files(namespace, claim).contents()).isEqualTo(newest);
  }
}
