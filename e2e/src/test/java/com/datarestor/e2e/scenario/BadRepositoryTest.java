package com.datarestor.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datarestor.core.api.v1alpha1.StatusCondition;
import com.datarestor.core.api.v1alpha1.Task;
import com.datarestor.core.api.v1alpha1.TaskState;
import com.datarestor.core.api.v1alpha1.TaskType;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Configs whose repository, credentials or spec are wrong: said plainly, nothing lost, mended. */
class BadRepositoryTest {

  @RegisterExtension static final Scene SCENE = new Scene();

  /** Has a port on which nobody listens; a port that is free may get a server of another test. */
  private static final Socket DEAF = deaf();

  private final User user = SCENE.user();
  private final BadInput bad = new BadInput(SCENE);

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void without_a_password_work_waits_until_one_is_added() {
    String namespace = bad.shop("nopassword");
    String repository = SCENE.fresh("nopassword");
    user.apply(bad.config(namespace).repository(repository, 1).environment("").yaml());
    bad.ask(namespace, "data", "manual-backup", "first");

    String sentence = bad.stalled(namespace, "RepositoryUnavailable", "RESTIC_PASSWORD");
    assertThat(sentence).contains("add RESTIC_PASSWORD to spec.env").contains(namespace);
    bad.warned(namespace, "config", "NoPassword", "add RESTIC_PASSWORD");
    bad.waits(namespace, TaskType.BACKUP_MANUAL, "there is no password");
    assertThat(SCENE.cluster().repository(repository)).doesNotExist();

    user.apply(bad.config(namespace).repository(repository, 1).yaml());
    bad.done(namespace, "data", "last-backup", "first");
    assertThat(SCENE.repository(repository).snapshots()).hasSize(1);
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void a_wrong_password_changes_nothing_and_a_mended_secret_is_enough() throws IOException {
    String owner = bad.shop("owner");
    String repository = SCENE.fresh("guarded");
    user.apply(bad.config(owner).repository(repository, 1).yaml());
    user.awaitReady(owner, "config");
    bad.backUp(owner, "data", "precious");
    List<String> before = files(SCENE.cluster().repository(repository));

    String namespace = bad.shop("wrongpassword");
    SCENE.password(namespace, BadInput.WRONG_PASSWORD);
    user.apply(bad.config(namespace).repository(repository, 1).yaml());
    bad.ask(namespace, "data", "manual-backup", "mine");

    String sentence = bad.stalled(namespace, "RepositoryUnavailable", "password");
    assertThat(sentence).contains("Correct RESTIC_PASSWORD");
    bad.warned(namespace, "config", "WrongPassword", "password");
    bad.waits(namespace, TaskType.BACKUP_MANUAL, "password");
    Task contact = user.awaitTask(namespace, TaskType.INIT, task -> true);
    assertThat(contact.getStatus().knownState()).contains(TaskState.FAILED);
    assertThat(contact.getStatus().reason()).isEqualTo("WrongPassword");
    assertThat(contact.getStatus().exitCode()).isEqualTo(12);
    assertThat(files(SCENE.cluster().repository(repository))).isEqualTo(before);

    SCENE.password(namespace, Scene.PASSWORD);
    bad.done(namespace, "data", "last-backup", "mine");
    assertThat(SCENE.repository(repository).snapshots())
        .extracting(Restic.Listed::host)
        .containsExactly(owner + "-data", namespace + "-data");
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void a_host_that_does_not_answer_is_said_and_the_second_repository_works_on() {
    String namespace = bad.shop("unreachable");
    String repository = SCENE.fresh("second");
    user.apply(
        bad.config(namespace)
            .target("rest:http://127.0.0.1:" + DEAF.getLocalPort() + "/", 1)
            .repository(repository, 2)
            .yaml());

    String sentence = bad.stalled(namespace, "RepositoryUnavailable", "does not answer");
    assertThat(sentence).contains("connection refused").contains("Check its target");
    bad.warned(namespace, "config", "RepositoryUnreachable", "connection refused");
    bad.ask(namespace, "data", "manual-backup", "first");
    bad.waits(namespace, TaskType.BACKUP_MANUAL, "does not answer");
    bad.ask(namespace, "data", "manual-backup", "2|second");
    bad.outcome(namespace, "data", "last-backup", "Completed", "");
    assertThat(SCENE.repository(repository).snapshots())
        .singleElement()
        .extracting(snapshot -> snapshot.tag("name"))
        .isEqualTo("second");
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void a_repository_that_vanished_is_never_created_again_and_work_waits_for_it()
      throws IOException {
    String namespace = bad.shop("vanished");
    String repository = SCENE.fresh("vanishing");
    ConfigText config = bad.config(namespace).repository(repository, 1);
    user.apply(config.yaml());
    user.awaitReady(namespace, "config");
    bad.backUp(namespace, "data", "before");
    Path home = SCENE.cluster().repository(repository);
    Path away = home.resolveSibling(repository + ".away");
    Files.move(home, away);

    bad.ask(namespace, "data", "manual-backup", "lost");
    String outcome = bad.outcome(namespace, "data", "last-backup", "Failed", "there is none now");
    assertThat(outcome).contains("bring it back");
    bad.stalled(namespace, "RepositoryUnavailable", "there is none now");
    bad.warned(namespace, "config", "RepositoryMissing", "Nothing is created in its place");
    bad.ask(namespace, "data", "manual-backup", "patient");
    bad.waits(namespace, TaskType.BACKUP_MANUAL, "there is none now");

    // another Config does not know, and a Config applied anew has never seen it
    String other = bad.shop("vanishedtoo");
    user.apply(bad.config(other).repository(repository, 1).yaml());
    bad.stalled(other, "RepositoryUnavailable", "there is none now");
    assertThat(home).doesNotExist();

    Files.move(away, home);
    bad.done(namespace, "data", "last-backup", "patient");
    user.awaitReady(other, "config");
    assertThat(SCENE.repository(repository).snapshots())
        .extracting(snapshot -> snapshot.tag("name"))
        .containsExactly("before", "patient");
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @CsvSource(
      delimiter = ';',
      value = {
        "Secret; secretKeyRef: {name: later, key: password}; there is no Secret",
        "key; secretKeyRef: {name: restic, key: later}; has no key later",
        "ConfigMap; configMapKeyRef: {name: later, key: password}; there is no ConfigMap",
      })
  void what_a_reference_misses_is_named_and_found_when_it_comes(
      String what, String reference, String complaint) {
    String namespace = bad.shop("missing");
    String repository = SCENE.fresh("missing");
    user.apply(
        bad.config(namespace)
            .repository(repository, 1)
            .environment("env: [{name: RESTIC_PASSWORD, valueFrom: {" + reference + "}}]\n")
            .yaml());
    bad.ask(namespace, "data", "manual-backup", "first");

    String sentence = bad.stalled(namespace, "RepositoryUnavailable", complaint);
    assertThat(sentence).contains("it holds RESTIC_PASSWORD").contains(namespace + "/");
    bad.warned(namespace, "config", "CredentialsMissing", complaint);
    bad.waits(namespace, TaskType.BACKUP_MANUAL, complaint);

    switch (what) {
      case "key" ->
          user.apply(data("Secret", namespace, "restic", "stringData", "later"), "another");
      case "Secret" -> user.apply(data("Secret", namespace, "later", "stringData", "password"));
      default -> user.apply(data("ConfigMap", namespace, "later", "data", "password"));
    }
    bad.done(namespace, "data", "last-backup", "first");
    assertThat(SCENE.repository(repository).snapshots()).hasSize(1);
  }

  private static String data(String kind, String namespace, String name, String field, String key) {
    return """
        apiVersion: v1
        kind: %s
        metadata: {name: %s, namespace: %s}
        %s: {%s: "%s"}
        """
        .formatted(kind, name, namespace, field, key, Scene.PASSWORD);
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void an_image_that_cannot_be_pulled_frees_its_place_and_says_so() {
    String namespace = bad.shop("noimage");
    String repository = SCENE.fresh("noimage");
    user.apply(
        bad.config(namespace)
            .repository(repository, 1)
            .field("restic: {image: registry.example/does-not-exist:1}")
            .field("limits: {startDeadline: 2s}")
            .yaml());

    String sentence = bad.stalled(namespace, "RepositoryUnavailable", "ImagePullBackOff");
    assertThat(sentence).contains("did not start within 2 s").contains("does-not-exist");
    bad.warned(namespace, "config", "StartDeadlineExceeded", "spec.limits.startDeadline");

    user.apply(
        bad.config(namespace)
            .repository(repository, 1)
            .field("restic: {image: registry.example/restic:1}")
            .field("limits: {startDeadline: 10m}")
            .yaml());
    user.awaitReady(namespace, "config");
    bad.leavesNothing(namespace);
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "backupSchedule: '0 2 32 * *'; ; 1 to 31",
        "forgotSchedule: '61 2 * * *'; ; 0 to 59",
        "backupSchedule: '0 2 * * *'; timeZone: Europe/Berlyn; Europe/Berlin",
        "forgetArgs: [--keep-last, '0']; ; keep",
        "forgotSchedule: '0 4 * * 0'; ; forgetArgs",
        "forgetArgs: [--keep-last, '3', --host, other]; ; --host",
      })
  void a_spec_that_cannot_be_acted_upon_is_refused_with_the_field_and_the_cure(
      String field, String further, String part) {
    String namespace = bad.shop("spec");
    String repository = SCENE.fresh("spec");
    ConfigText config = bad.config(namespace).repository(repository, 1, field);
    user.apply((further == null ? config : config.field(further)).yaml());

    String sentence = stalledAt(namespace, part);
    assertThat(sentence).contains("spec.");
    assertThat(SCENE.cluster().repository(repository)).doesNotExist();

    user.apply(bad.config(namespace).field("timeZone: UTC").repository(repository, 1).yaml());
    user.awaitReady(namespace, "config");
  }

  private String stalledAt(String namespace, String part) {
    StatusCondition stalled =
        user.await(
            "Config of " + namespace + " is refused because of " + part,
            () -> {
              StatusCondition found = bad.condition(namespace, "Stalled");
              return found != null && found.reason().equals("InvalidSpec") ? found : null;
            });
    assertThat(stalled.message()).contains(part);
    bad.warnedAny(namespace, "config", "InvalidSpec");
    return stalled.message();
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void two_repositories_of_one_priority_are_refused() {
    String namespace = bad.shop("twins");
    String first = SCENE.fresh("twin");
    String second = SCENE.fresh("twin");
    String twins = bad.config(namespace).repository(first, 1).repository(second, 1).yaml();
    assertThatThrownBy(() -> user.apply(twins))
        .hasMessageContaining("every repository needs its own priority");

    user.apply(bad.config(namespace).repository(first, 1).repository(second, 2).yaml());
    bad.ask(namespace, "data", "manual-backup", "first");
    bad.done(namespace, "data", "last-backup", "first");
    assertThat(SCENE.repository(first).snapshots()).hasSize(1);
    assertThat(SCENE.repository(second).snapshots()).isEmpty();
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void an_empty_selector_is_refused_when_it_is_applied() {
    String namespace = bad.shop("empty");
    String empty = SCENE.config(namespace, "config").repository("empty", 1).selector("{}").yaml();
    assertThatThrownBy(() -> user.apply(empty))
        .hasMessageContaining("to select the volumes of all namespaces write namespaceSelector");
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void a_selector_that_selects_nothing_is_said_and_backs_up_nothing() {
    String namespace = bad.shop("nothing");
    String repository = SCENE.fresh("nothing");
    user.apply(
        SCENE
            .config(namespace, "config")
            .repository(repository, 1)
            .selector("matchLabels: {app: nothing-has-this}")
            .yaml());
    user.awaitReady(namespace, "config");
    StatusCondition ready = Objects.requireNonNull(bad.condition(namespace, "Ready"));
    assertThat(ready.reason()).isEqualTo("NothingSelected");
    assertThat(ready.message()).contains("check spec.selectors");

    user.annotateConfig(namespace, "config", "manual-backup", "all");
    bad.warned(namespace, "config", "AnnotationRefused", "select no volume");
    bad.ask(namespace, "data", "manual-backup", "one");
    bad.warned(namespace, "data", "NotSelected", "selector 1: ");
    assertThat(user.claimAnnotation(namespace, "data", "manual-backup")).isEqualTo("one");
    assertThat(user.tasks(namespace, TaskType.BACKUP_MANUAL)).isEmpty();
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "1; backupSchedule: ''; backupSchedule",
        "1; backupSchedule: '0 2 * * * *'; backupSchedule",
        "1; backupSchedule: '@reboot'; backupSchedule",
        "-1; backupSchedule: '@daily'; priority",
        "1; forgetArgs: none; forgetArgs",
      })
  void what_the_schema_forbids_is_refused_at_apply(int priority, String field, String part) {
    String namespace = bad.shop("schema");
    String text = bad.config(namespace).target("/somewhere", priority, field).yaml();
    assertThatThrownBy(() -> user.apply(text))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("spec.repositories[0]." + part);
  }

  private static Socket deaf() {
    Socket socket = new Socket();
    try {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return socket;
  }

  private static List<String> files(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(path -> !path.toString().contains("/locks"))
          .map(path -> directory.relativize(path).toString())
          .sorted()
          .toList();
    }
  }
}
