package com.datarestor.e2e.scenario;

import static com.datarestor.e2e.scenario.SeedReadme.replaced;
import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.annotation.Annotations;
import com.datarestor.core.api.v1alpha1.Task;
import com.datarestor.core.api.v1alpha1.TaskType;
import com.datarestor.e2e.conformance.Kubectl;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The README that the project started from, done as it says: its commands in a shell, its Config as
 * it stands. Only names, targets and keys are others. Its repositories are on two S3 servers.
 */
@EnabledIfEnvironmentVariable(
    named = Cluster.KUBECONFIG,
    matches = ".+",
    disabledReason = "there is no real cluster; make e2e brings one up")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SeedReadmeTest {

  @RegisterExtension static final InstalledScene SCENE = new InstalledScene();

  private static final String CLAIM = "my-pvc";
  private static final String CONFIG = "my-backup-config";
  private static final String PASSWORD =
      """
      {"spec": {"env": [{"name": "RESTIC_PASSWORD",
        "valueFrom": {"secretKeyRef": {"name": "restic", "key": "password"}}}]}}""";

  private final SeedReadme readme = SeedReadme.read();
  private User user;
  private S3Server first;
  private S3Server second;
  private String backupSystem;
  private String shop;
  private String production;
  private String labelled;
  private String lacking;

  @BeforeAll
  void its_Config_is_applied_and_given_the_password_that_it_asks_for() {
    user = SCENE.user();
    String servers = SCENE.namespace(Map.of());
    first = S3Server.start(SCENE, servers, "first", "my-bucket");
    second = S3Server.start(SCENE, servers, "second", "backup-bucket");
    backupSystem = SCENE.namespace(Map.of());
    shop = SCENE.namespace(Map.of());
    production = SCENE.namespace(Map.of());
    labelled = SCENE.namespace(Map.of());
    user.claim(shop, CLAIM, Map.of());
    user.claim(production, CLAIM, Map.of());
    user.claim(labelled, "by-app", Map.of("app", "my-app"));
    user.claim(labelled, "by-mark", Map.of("backupMeUp", "true"));
    user.claim(labelled, "by-nothing", Map.of("app", "another"));

    Kubectl kubectl = kubectl(backupSystem);
    kubectl.feed(config(backupSystem, shop, production, ""), "apply", "-f", "-");
    lacking =
        user.await(
            "the Config says that it lacks a password",
            () -> {
              String seen = kubectl.run("get", "config", CONFIG, "-o", "yaml");
              return seen.contains("there is no password") ? seen : null;
            });
    kubectl.run("patch", "config", CONFIG, "--type=merge", "-p", PASSWORD);
    user.awaitReady(backupSystem, CONFIG);
  }

  private static Kubectl kubectl(String namespace) {
    return new Kubectl(SCENE.cluster().kubeconfig(), namespace);
  }

  /** With paths of its own in the repositories' buckets. */
  private String config(String namespace, String one, String another, String path) {
    String text = readme.config();
    text = replaced(text, "s3:s3.amazonaws.com/my-bucket/backups", first("backups" + path));
    text = replaced(text, "s3:http://minio:9000/backup-bucket", second(path));
    text = replaced(text, "your-access-key-here", first.key());
    text = replaced(text, "your-secret-key-here", first.secret());
    text = replaced(text, "minio-access-key", second.key());
    text = replaced(text, "minio-secret-key", second.secret());
    text = replaced(text, "backup-system", namespace);
    text = replaced(text, "\"default\"", one);
    return replaced(text, "\"production\"", another);
  }

  private String first(String path) {
    return first.target("my-bucket/" + path);
  }

  private String second(String path) {
    return second.target("backup-bucket" + path);
  }

  @Test
  void it_says_what_its_Config_lacks() {
    assertThat(lacking.replaceAll("\\s+", " "))
        .contains("add RESTIC_PASSWORD to spec.env", "secretKeyRef", "namespace " + backupSystem);
  }

  @Test
  void stopPods_and_autoRestore_are_accepted() {
    assertThat(
            kubectl(backupSystem)
                .run(
                    "get", "config", CONFIG, "-o", "jsonpath={.spec.stopPods} {.spec.autoRestore}"))
        .isEqualTo("true true");
  }

  @Test
  void the_release_is_where_it_installs_it() {
    List<String> release = readme.release();

    assertThat(
            kubectl(release.getLast())
                .run("get", "deployment", release.getFirst(), "-o", "jsonpath={.metadata.labels}"))
        .contains("\"app.kubernetes.io/instance\":\"" + release.getFirst() + "\"");
  }

  @Test
  void a_claim_is_backed_up_and_restored_by_every_form() {
    VolumeFiles files = SCENE.cluster().files(shop, CLAIM);
    String host = shop + "-" + CLAIM;
    List<String> tried = new ArrayList<>();

    files.shell("mkdir orders; printf one > orders/1.txt");
    SortedMap<String, String> named = files.contents();
    tried.add(readme.command("annotate pvc", "manual-backup"));
    assertThat(outcome(shop, "last-backup", tried.getLast())).startsWith("Completed");

    files.shell("printf two > orders/2.txt");
    SortedMap<String, String> ofTask = files.contents();
    assertThat(outcome(shop, "last-backup", valued(tried.getLast(), "now")))
        .startsWith("Completed");
    Task task =
        user.await(
            "the Task says what the annotation says",
            () -> {
              Task last = user.tasks(shop, TaskType.BACKUP_MANUAL).getLast();
              return User.hasEnded(last) ? last : null;
            });

    files.shell("printf three > orders/3.txt");
    SortedMap<String, String> newest = files.contents();
    assertThat(outcome(shop, "last-backup", valued(tried.getLast(), "newest")))
        .startsWith("Completed");

    files.shell("printf four > orders/4.txt");
    SortedMap<String, String> inSecond = files.contents();
    assertThat(outcome(shop, "last-backup", valued(tried.getLast(), "2|other")))
        .startsWith("Completed");

    tried.add(readme.command("manual-restore='pre-upgrade-snapshot'"));
    restored(files, named, tried.getLast());

    tried.add(readme.command("manual-restore='backup-scheduled-"));
    restored(files, ofTask, valued(tried.getLast(), task.getMetadata().getName()));

    tried.add(readme.command("manual-restore='latest'"));
    List<String> words = readme.wordsForTheMostRecent();
    assertThat(words).containsExactly("latest", "true", "now", "\"\"");
    for (String word : words) {
      restored(files, newest, valued(tried.getLast(), word.equals("\"\"") ? "" : word));
    }

    VolumeFiles clone = SCENE.cluster().files(production, CLAIM);
    clone.shell("printf mine > mine");
    tried.add(readme.command("manual-restore='1|"));
    String byPriority = replaced(tried.getLast(), "my-pvc-namespace-my-pvc-name", host);
    byPriority = replaced(byPriority, "4dc109", User.snapshot(task).substring(0, 6));
    assertThat(outcome(production, "last-restore", byPriority)).startsWith("Completed");
    assertThat(clone.contents()).isEqualTo(ofTask);

    tried.add(readme.command("manual-restore='s3:"));
    String byTarget = replaced(tried.getLast(), "s3:http://minio:9000/pg", second(""));
    byTarget = replaced(byTarget, "myns-mypvc-name", host);
    assertThat(outcome(production, "last-restore", byTarget)).startsWith("Completed");
    assertThat(clone.contents()).isEqualTo(inSecond);

    // and the one on the Config, which has a test of its own
    assertThat(tried).doesNotHaveDuplicates().hasSize(readme.commands() - 1);
  }

  private void restored(VolumeFiles files, SortedMap<String, String> expected, String command) {
    files.shell("printf broken > orders/1.txt; printf stray > stray");

    assertThat(outcome(shop, "last-restore", command)).startsWith("Completed");

    assertThat(files.contents()).as(command).isEqualTo(expected);
  }

  /** The command with another value of its annotation. */
  private static String valued(String command, String value) {
    return replaced(
        command, command.substring(command.indexOf("='")).strip(), "='" + value + "'\n");
  }

  /** Runs the command in the namespace, and waits for what becomes of it. */
  private String outcome(String namespace, String key, String command) {
    String before = user.claimAnnotation(namespace, CLAIM, key);
    new Terminal(SCENE.cluster(), namespace).run(command);
    return user.await(
        key + " after " + command,
        () -> {
          String now = user.claimAnnotation(namespace, CLAIM, key);
          return now.equals(before) ? null : now;
        });
  }

  @Test
  void on_the_Config_it_backs_up_what_its_selectors_choose_by_label_or_namespace() {
    Map<String, String> selected =
        Map.of(
            shop + "-" + CLAIM,
            CLAIM,
            production + "-" + CLAIM,
            CLAIM,
            labelled + "-by-app",
            "by-app",
            labelled + "-by-mark",
            "by-mark");
    selected.forEach(
        (host, claim) ->
            SCENE
                .cluster()
                .files(host.substring(0, host.length() - claim.length() - 1), claim)
                .shell("printf here > here"));
    SCENE.cluster().files(labelled, "by-nothing").shell("printf here > here");

    new Terminal(SCENE.cluster(), backupSystem)
        .run(replaced(readme.command("annotate config"), "my-config", CONFIG));
    user.awaitThat(
        "the annotation is taken off the Config",
        () -> user.configAnnotation(backupSystem, CONFIG, "manual-backup").isEmpty());
    assertThat(user.configAnnotation(backupSystem, CONFIG, "last-backup"))
        .startsWith("Accepted tasks=4");
    user.awaitThat(
        "four backups under the name of the command",
        () -> Stream.of(shop, production, labelled).mapToInt(this::completedOfCommand).sum() == 4);

    assertThat(
            first.repository("my-bucket/backups").snapshots().stream()
                .filter(snapshot -> snapshot.tag("name").equals("my-manual-backup-run"))
                .map(Restic.Listed::host)
                .collect(Collectors.toList()))
        .containsExactlyInAnyOrderElementsOf(selected.keySet());

    kubectl(labelled)
        .run(
            "annotate",
            "pvc",
            "by-nothing",
            "backup.datarestor-operator.com/manual-backup=not-selected");
    assertThat(user.awaitEvent(labelled, "by-nothing", "NotSelected").getMessage())
        .contains(CONFIG);
  }

  private int completedOfCommand(String namespace) {
    return (int)
        user.tasks(namespace, TaskType.BACKUP_MANUAL).stream()
            .filter(task -> "my-manual-backup-run".equals(task.getSpec().name()))
            .filter(task -> User.state(task).wireName().equals("Completed"))
            .count();
  }

  @Test
  void its_schedules_back_up_and_forget_by_its_forgetArgs() {
    String namespace = SCENE.namespace(Map.of());
    user.claim(namespace, CLAIM, Map.of());
    VolumeFiles files = SCENE.cluster().files(namespace, CLAIM);
    String text = config(namespace, namespace, "nowhere", "/scheduled");
    text = replaced(text, "my-app", namespace);
    text = replaced(text, "backupMeUp", namespace);
    Kubectl kubectl = kubectl(namespace);
    kubectl.feed(text, "apply", "-f", "-");
    kubectl.run("patch", "config", CONFIG, "--type=merge", "-p", PASSWORD);
    user.awaitReady(namespace, CONFIG);
    Restic repository = second.repository("backup-bucket/scheduled");
    String command = readme.command("annotate pvc", "manual-backup");
    files.shell("printf kept > kept");
    assertThat(outcome(namespace, "last-backup", valued(command, "2|kept-by-name")))
        .startsWith("Completed");
    for (int i = 0; i < 6; i++) {
      files.shell("printf " + i + " > file");
      assertThat(outcome(namespace, "last-backup", valued(command, "2|now")))
          .startsWith("Completed");
    }
    List<String> before = names(repository);
    twoWeeksPass(namespace);

    // each minute: nobody waits for Sunday
    text = replaced(text, "0 2 * * *", "* * * * *");
    text = replaced(text, "0 5 * * 0", "* * * * *");
    files.shell("printf scheduled > file");
    SortedMap<String, String> scheduled = files.contents();
    kubectl.feed(text, "apply", "-f", "-");
    kubectl.run(
        "patch", "config", CONFIG, "--type=merge", "-p", "{\"spec\": {\"jitter\": \"0s\"}}");
    Task forget = user.awaitTask(namespace, TaskType.FORGET, each -> true);
    Task backup = user.awaitTask(namespace, TaskType.BACKUP_SCHEDULED, each -> true);

    assertThat(User.state(forget).wireName()).isEqualTo("Completed");
    // --keep-last 5 of the unnamed; --keep-daily keeps the newest of today, which is one of them
    assertThat(before).hasSize(7).startsWith("kept-by-name");
    assertThat(names(repository)).startsWith("kept-by-name").endsWith(before.getLast());
    assertThat(names(repository))
        .containsExactlyElementsOf(
            Stream.concat(Stream.of("kept-by-name"), before.subList(2, 7).stream()).toList());

    files.shell("printf broken > file");
    String restore = readme.command("manual-restore='backup-scheduled-");
    assertThat(backup.getMetadata().getName()).startsWith("backup-scheduled-");
    assertThat(outcome(namespace, "last-restore", valued(restore, backup.getMetadata().getName())))
        .startsWith("Completed");
    assertThat(files.contents()).isEqualTo(scheduled);
  }

  /** Until then nothing is forgotten of a claim that started without a backup. */
  private void twoWeeksPass(String namespace) {
    String marker = user.claimAnnotation(namespace, CLAIM, Annotations.RESTORE_STATE);
    assertThat(marker).contains("state=fresh");
    String aged =
        marker.replaceFirst(
            " at=\\S+",
            " at=" + Instant.now().minus(Duration.ofDays(15)).truncatedTo(ChronoUnit.SECONDS));
    user.annotateClaim(namespace, CLAIM, Annotations.RESTORE_STATE, aged);
  }

  private static List<String> names(Restic repository) {
    return repository.snapshots().stream().map(each -> each.tag("name")).toList();
  }

  @Test
  void kubectl_explains_every_field_of_a_Config() {
    Kubectl kubectl = kubectl(backupSystem);
    JsonNode definition =
        JsonMapper.shared()
            .readTree(
                kubectl.run("get", "crd", "configs.backup.datarestor-operator.com", "-o", "json"));
    List<String> levels = new ArrayList<>();
    collectLevels(
        "config.spec",
        definition.at("/spec/versions/0/schema/openAPIV3Schema/properties/spec"),
        levels);
    assertThat(levels)
        .contains("config.spec", "config.spec.repositories", "config.spec.selectors.exclude");

    for (String level : levels) {
      assertThat(kubectl.run("explain", level))
          .as(level)
          .contains("DESCRIPTION:", "FIELDS:")
          .doesNotContain("<empty>", "<no description>");
    }
  }

  /** Those that have fields. */
  private static void collectLevels(String path, JsonNode schema, List<String> levels) {
    JsonNode inner = schema.has("items") ? schema.path("items") : schema;
    if (!inner.has("properties")) {
      return;
    }
    levels.add(path);
    inner
        .path("properties")
        .properties()
        .forEach(field -> collectLevels(path + "." + field.getKey(), field.getValue(), levels));
  }
}
