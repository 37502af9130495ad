package com.datarestor.e2e.demo;

import com.datarestor.app.cli.Main;
import com.datarestor.core.annotation.Annotations;
import com.datarestor.core.api.v1alpha1.Task;
import com.datarestor.core.api.v1alpha1.TaskState;
import com.datarestor.core.api.v1alpha1.TaskType;
import com.datarestor.e2e.scenario.Cluster;
import com.datarestor.e2e.scenario.Restic;
import com.datarestor.e2e.scenario.RunningOperator;
import com.datarestor.e2e.scenario.User;
import com.datarestor.e2e.scenario.VolumeFiles;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;

/** The main job from beginning to end. */
final class Story {

  private static final String PASSWORD = "correct horse battery staple";

  /** The README's example; changed are targets, schedules, what to keep, and the password. */
  private static final String CONFIG =
      """
      apiVersion: backup.datarestor-operator.com/v1alpha1
      kind: Config
      metadata:
        name: my-backup-config
        namespace: backup-system
      spec:
        env:
          - name: RESTIC_PASSWORD
            valueFrom:
              secretKeyRef:
                name: restic
                key: password

        repositories:
          - target: "%s"
            priority: 1
            backupSchedule: "* * * * *"
            forgotSchedule: "* * * * *"
            forgetArgs: ["--keep-last", "1"]
            env:
              - name: AWS_ACCESS_KEY_ID
                value: "your-access-key-here"
              - name: AWS_SECRET_ACCESS_KEY
                value: "your-secret-key-here"

          - target: "%s"
            priority: 2
            backupSchedule: "0 3 * * *"
            forgotSchedule: "0 5 * * 0"
            forgetArgs: ["--keep-last", "5", "--keep-daily", "3"]
            env:
              - name: AWS_ACCESS_KEY_ID
                value: "minio-access-key"
              - name: AWS_SECRET_ACCESS_KEY
                value: "minio-secret-key"

        selectors:
          - matchLabels:
              app: "my-app"
          - matchNamespaces:
              - "default"
              - "production"
          - matchLabels:
              backupMeUp: "true"

        stopPods: true
        autoRestore: true
        jitter: 0s
      %s
      """;

  private final Cluster cluster;
  private final RunningOperator operator;
  private final User user;
  private final Narrator narrator;
  private final Restic primary;
  private final Set<String> seen = new HashSet<>();
  private String broken = "";

  Story(Cluster cluster, RunningOperator operator, Path restic, Narrator narrator) {
    this.cluster = cluster;
    this.operator = operator;
    this.narrator = narrator;
    this.user = new User(cluster.client());
    this.primary = new Restic(restic, cluster.repository("primary"), PASSWORD);
  }

  /**
   * @throws AssertionError when anything is not as it should be
   */
  void tell() {
    VolumeFiles database = cluster.files("production", "database");
    VolumeFiles photos = cluster.files("media", "photos");
    volumes(database, photos);
    config();
    SortedMap<String, String> before = backUp(database);
    change(database, before);
    restore(database, before);
    backUpAgain();
    copy(photos);
    Task forget = scheduled();
    forgotten(forget);
    overview();
    log();
  }

  private void volumes(VolumeFiles database, VolumeFiles photos) {
    narrator.chapter("Two volumes with files");
    for (String namespace : List.of("backup-system", "production", "media")) {
      user.namespace(namespace, Map.of());
    }
    user.claim("production", "database", Map.of());
    user.claim("media", "photos", Map.of("backupMeUp", "true"));
    Random random = new Random(42);
    for (int i = 0; i < 200; i++) {
      database.write("tables/%03d.dat".formatted(i), bytes(random, 1_000 + i * 100));
    }
    database.write("ünï cödé.txt", "Größe".getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < 20; i++) {
      photos.write("2026/summer %02d.jpg".formatted(i), bytes(random, 200_000));
    }
    narrator.found(
        "production/database has %d entries, media/photos %d"
            .formatted(database.contents().size(), photos.contents().size()));
  }

  private static byte[] bytes(Random random, int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private void config() {
    narrator.chapter("One Config, two repositories");
    user.apply(
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: restic, namespace: backup-system}
        stringData: {password: "%s"}
        """
            .formatted(PASSWORD));
    narrator.typed("kubectl apply -f config.yaml");
    user.apply(
        CONFIG.formatted(
            cluster.target("primary"), cluster.target("secondary"), cluster.jobTemplate()));
    user.awaitReady("backup-system", "my-backup-config");
    narrator.found("the Config is Ready: both repositories were created");
  }

  private SortedMap<String, String> backUp(VolumeFiles database) {
    narrator.chapter("Everything is backed up by hand, under a name");
    annotateConfig("manual-backup", "pre-upgrade");
    SortedMap<String, String> before = database.contents();
    Task first = next("production", TaskType.BACKUP_MANUAL);
    Task second = next("media", TaskType.BACKUP_MANUAL);
    narrator.found("production/database: snapshot " + snapshot(first));
    narrator.found("media/photos: snapshot " + snapshot(second));
    return before;
  }

  private void change(VolumeFiles database, SortedMap<String, String> before) {
    narrator.chapter("The upgrade goes wrong");
    database.delete("tables/007.dat");
    database.write("tables/008.dat", "broken".getBytes(StandardCharsets.UTF_8));
    database.write("half-migrated.tmp", "should not be here".getBytes(StandardCharsets.UTF_8));
    if (database.contents().equals(before)) {
      throw new AssertionError("the volume did not change");
    }
    narrator.found("one file is gone, one is broken, one is new");
    annotateClaim("production", "database", "manual-backup", "now");
    Task task = next("production", TaskType.BACKUP_MANUAL);
    broken = snapshot(task);
    narrator.found("a second backup, of the broken state: snapshot " + broken);
  }

  private void restore(VolumeFiles database, SortedMap<String, String> before) {
    narrator.chapter("Back to what it was");
    annotateClaim("production", "database", "manual-restore", "pre-upgrade");
    Task task = next("production", TaskType.RESTORE_MANUAL);
    narrator.found("restored from snapshot " + snapshot(task));
    narrator.same("every byte is as it was before the upgrade", before, database.contents());
    narrator.says(
        "last-restore: "
            + user.awaitOutcome("production", "database", "last-restore", "Completed"));
  }

  private void copy(VolumeFiles photos) {
    narrator.chapter("One volume's backup into another volume");
    user.namespace("staging", Map.of());
    user.claim("staging", "photos-copy", Map.of("backupMeUp", "true"));
    annotateClaim("staging", "photos-copy", "manual-restore", "1|media-photos|latest");
    Task task = next("staging", TaskType.RESTORE_MANUAL);
    narrator.found("restored from snapshot " + snapshot(task));
    narrator.same(
        "staging/photos-copy is media/photos, byte for byte",
        photos.contents(),
        cluster.files("staging", "photos-copy").contents());
  }

  private void backUpAgain() {
    narrator.chapter("And a backup of the good state");
    annotateClaim("production", "database", "manual-backup", "now");
    narrator.found("snapshot " + snapshot(next("production", TaskType.BACKUP_MANUAL)));
    user.tasks("backup-system", TaskType.FORGET).forEach(task -> seen.add(name(task)));
  }

  private Task scheduled() {
    narrator.chapter("The schedule (every minute) fires by itself");
    Task task = next("production", TaskType.BACKUP_SCHEDULED);
    narrator.found("a scheduled backup has run: snapshot " + snapshot(task));
    narrator.says(name(task));
    Task forget = next("backup-system", TaskType.FORGET);
    narrator.found("and a forget: " + forget.getStatus().message());
    return forget;
  }

  private void forgotten(Task forget) {
    narrator.chapter("What forget --keep-last 1 has left, as restic itself sees it");
    narrator.says(name(forget));
    List<Restic.Listed> left =
        primary.snapshots().stream()
            .filter(each -> each.host().equals("production-database"))
            .toList();
    narrator.same(
        "the named backup is still there",
        1L,
        left.stream().filter(each -> each.tag("name").equals("pre-upgrade")).count());
    narrator.same(
        "the backup of the broken state is gone",
        0L,
        left.stream().filter(each -> each.id().startsWith(broken)).count());
    for (Restic.Listed each : left) {
      narrator.says(each.id().substring(0, 8) + "  " + each.tag("name"));
    }
    primary.run("check", "--quiet");
    narrator.found("restic check finds no error");
  }

  private void overview() {
    narrator.chapter("What people see");
    Kubectl.run(cluster.kubeconfig(), "get", "config", "-A")
        .ifPresent(
            table -> {
              narrator.typed("kubectl get config -A");
              narrator.says(table);
            });
    Kubectl.run(cluster.kubeconfig(), "get", "tasks", "-n", "production")
        .ifPresent(
            table -> {
              narrator.typed("kubectl get tasks -n production");
              narrator.says(table);
            });
  }

  private void log() {
    narrator.chapter("The restore, as the event log tells it");
    Task task = user.tasks("production", TaskType.RESTORE_MANUAL).getFirst();
    String name = "production/" + task.getMetadata().getName();
    narrator.typed("datarestor events list --task " + name);
    StringWriter text = new StringWriter();
    int exit =
        Main.commandLine()
            .setOut(new PrintWriter(text, true))
            .execute(
                "events", "list", "--data-dir", operator.directory().toString(), "--task", name);
    narrator.says(text.toString());
    narrator.same("the log is sound", 0, exit);
    narrator.same(
        "it tells of the restore from request to success",
        true,
        text.toString().contains("requested") && text.toString().contains("restore-succeeded"));
    if (text.toString().contains(PASSWORD)) {
      throw new AssertionError("the log contains the password");
    }
  }

  private void annotateConfig(String key, String value) {
    narrator.typed(
        "kubectl annotate config my-backup-config -n backup-system %s='%s'"
            .formatted(Annotations.key(key), value));
    user.annotateConfig("backup-system", "my-backup-config", key, value);
  }

  private void annotateClaim(String namespace, String claim, String key, String value) {
    narrator.typed(
        "kubectl annotate pvc %s -n %s %s='%s'"
            .formatted(claim, namespace, Annotations.key(key), value));
    user.annotateClaim(namespace, claim, key, value);
  }

  /** Waits for the next Task of the type that has ended, and wants it completed. */
  private Task next(String namespace, TaskType type) {
    Task task = user.awaitTask(namespace, type, each -> !seen.contains(name(each)));
    seen.add(name(task));
    if (User.state(task) != TaskState.COMPLETED) {
      throw new AssertionError(name(task) + ": " + task.getStatus());
    }
    return task;
  }

  private static String name(Task task) {
    return task.getMetadata().getName();
  }

  private static String snapshot(Task task) {
    String id = task.getStatus().snapshot();
    if (id == null) {
      throw new AssertionError(task.getMetadata().getName() + " has no snapshot");
    }
    return id.substring(0, 8);
  }
}
