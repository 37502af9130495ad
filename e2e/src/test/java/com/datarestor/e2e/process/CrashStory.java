package com.datarestor.e2e.process;

import com.datarestor.core.api.v1alpha1.BackupConfig;
import com.datarestor.core.api.v1alpha1.RepositoryStatus;
import com.datarestor.core.api.v1alpha1.Task;
import com.datarestor.core.api.v1alpha1.TaskSpec;
import com.datarestor.core.api.v1alpha1.TaskState;
import com.datarestor.core.api.v1alpha1.TaskType;
import com.datarestor.e2e.sandbox.ApiFaults;
import com.datarestor.e2e.scenario.ConfigText;
import com.datarestor.e2e.scenario.Restic;
import com.datarestor.e2e.scenario.SandboxCluster;
import com.datarestor.e2e.scenario.User;
import com.datarestor.e2e.scenario.VolumeFiles;
import com.datarestor.events.Step;
import com.datarestor.restic.job.JobLabels;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;

/**
 * First contact with two repositories, a manual backup into the second, one that is deleted while
 * it runs, then at the same time a restore that has to pass over the first and a clone into another
 * volume, then a backup of both on schedule, one by hand, and a forget on schedule.
 */
final class CrashStory implements AutoCloseable {

  /** How the bearer token begins that tells the operator's requests from those of people. */
  static final String OPERATOR = "operator";

  private static final Duration PATIENCE = Duration.ofMinutes(30);

  /** Longer than a start takes, and than the operator lets a failed request wait. */
  private static final Duration SILENCE = Duration.ofMinutes(4);

  private static final String PASSWORD = "Zauberwort-4711-geheim";
  private static final String STEP = "backup.datarestor-operator.com/step";
  private static final List<String> REPOSITORIES = List.of("first", "second");

  /** What forget leaves: what has a name, and the newest of each volume. */
  static final String[] KEPT = {
    "second shop-database good",
    "second shop-database backup-manual",
    "second shop-copy backup-scheduled"
  };

  /** KiB per second: slow enough that what runs is deleted while it runs. */
  private static final int SLOW = 10;

  private static final int FAST = 1_000_000;

  /** Both come due on the day of the story, so that no repository is read again meanwhile. */
  private static final Duration BACKUP_DUE = Duration.ofHours(3);

  private static final Duration FORGET_DUE = Duration.ofHours(5);

  private final SandboxCluster cluster;
  private final Path directory;
  private final User user;
  private final VolumeFiles database;
  private final VolumeFiles copy;
  private final SharedClock clock;
  private final AtomicLong lastSign = new AtomicLong(System.nanoTime());
  private final ZonedDateTime begun =
      ZonedDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MINUTES);

  CrashStory(Path directory) throws IOException {
    this.directory = directory;
    this.cluster = SandboxCluster.start(directory, restic());
    this.clock = SharedClock.in(clockFile());
    this.user = new User(cluster.client(), PATIENCE, this::isSilent);
    this.database = cluster.files("shop", "database");
    this.copy = cluster.files("shop", "copy");
    prepare();
  }

  private static Path restic() {
    return Path.of(System.getenv().getOrDefault("RESTIC_BINARY", "restic"));
  }

  private void prepare() {
    user.namespace("backup", Map.of());
    user.namespace("shop", Map.of());
    user.apply(
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: restic, namespace: backup}
        stringData: {password: "%s"}
        """
            .formatted(PASSWORD));
    user.claim("shop", "database", Map.of());
    user.claim("shop", "copy", Map.of());
    database.shell("printf good > table && printf index > index");
    copy.shell("printf other > table");
  }

  /** Something happens. */
  void sign() {
    lastSign.set(System.nanoTime());
  }

  private boolean isSilent() {
    return System.nanoTime() - lastSign.get() > SILENCE.toNanos();
  }

  ApiFaults faults() {
    return cluster.sandbox().api().faults();
  }

  Path directory() {
    return directory;
  }

  /** Where an operator that is not killed has its journal and log. */
  Path data() {
    return directory.resolve("operator");
  }

  /** For what the operator prints. */
  Path logs() {
    return directory.resolve("logs");
  }

  /** The file of the clock that the schedules follow. */
  Path clockFile() {
    return directory.resolve("clock");
  }

  SharedClock clock() {
    return clock;
  }

  /** The kubeconfig that an operator with this token uses. */
  Path kubeconfig(String token) {
    Path file = directory.resolve("kubeconfig-of-" + token);
    try {
      Files.writeString(
          file,
          Files.readString(cluster.kubeconfig())
              .replace("user: {}", "user: {token: " + token + "}"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  private void applyConfig(int kibibytesPerSecond) {
    ConfigText config = new ConfigText(cluster, "backup", "nightly");
    user.apply(
        config
            .repository("first", 1)
            .repository(
                "second",
                2,
                "backupSchedule: \"" + at(BACKUP_DUE) + "\"",
                "forgotSchedule: \"" + at(FORGET_DUE) + "\"",
                "forgetArgs: [\"--keep-last\", \"1\"]")
            .selector("matchNamespaces: [shop]")
            .field("jitter: 0s")
            .field("restic: {limitUpload: " + kibibytesPerSecond + "}")
            // the pods' time does not jump
            .field("limits: {startDeadline: 9000h}")
            .yaml());
    // what is asked now is done by the Config of now, in whatever order kinds are seen
    user.awaitReady("backup", "nightly");
  }

  /** Once a year, so long after the story began. */
  private String at(Duration after) {
    return begun.plus(after).format(DateTimeFormatter.ofPattern("m H d M '*'", Locale.ROOT));
  }

  /** What people do, each thing when what it needs is there. */
  void tell() {
    applyConfig(FAST);
    // a reading that began before a backup may be told after it, and then counts one less
    user.awaitTasks("backup", TaskType.SCAN, REPOSITORIES.size());
    user.annotateClaim("shop", "database", "manual-backup", "2|good");
    user.awaitOutcome("shop", "database", "last-backup", "Completed");
    deleteWhatRuns();
    database.shell("printf broken > table && rm index");
    user.annotateClaim("shop", "database", "manual-restore", "good");
    user.annotateClaim("shop", "copy", "manual-restore", "2|shop-database|good");
    user.awaitOutcome("shop", "database", "last-restore", "Completed");
    user.awaitOutcome("shop", "copy", "last-restore", "Completed");
    clock.jumpTo(begun.plus(BACKUP_DUE).toInstant());
    user.awaitTasks("shop", TaskType.BACKUP_SCHEDULED, 2);
    user.annotateClaim("shop", "database", "manual-backup", "2|now");
    user.awaitTasks("shop", TaskType.BACKUP_MANUAL, 2);
    clock.jumpTo(begun.plus(FORGET_DUE).toInstant());
    user.awaitTasks("backup", TaskType.FORGET, 1);
    user.awaitTasks("backup", TaskType.SCAN, REPOSITORIES.size() + 1);
  }

  /** A backup that would take minutes; its Task is deleted. */
  private void deleteWhatRuns() {
    applyConfig(SLOW);
    byte[] noise = new byte[1 << 20];
    new Random(1).nextBytes(noise);
    database.write("noise", noise);
    user.annotateClaim("shop", "database", "manual-backup", "2|never");
    Task slow =
        user.await(
            "the slow backup runs",
            () ->
                user.tasks("shop", TaskType.BACKUP_MANUAL).stream()
                    .filter(task -> User.state(task) == TaskState.RUNNING)
                    .findFirst()
                    .orElse(null));
    cluster.client().resource(slow).delete();
    user.awaitOutcome("shop", "database", "last-backup", "Cancelled");
    // An operator that is killed now stops it in its next life; without the noise it would be done
    // by then.
    user.awaitThat("nothing of it runs any more", this::noBackupRuns);
    database.delete("noise");
    applyConfig(FAST);
  }

  private boolean noBackupRuns() {
    return cluster
            .client()
            .batch()
            .v1()
            .jobs()
            .inNamespace("shop")
            .withLabel(JobLabels.STEP, Step.BACKUP.wireName())
            .list()
            .getItems()
            .stream()
            .allMatch(job -> job.getStatus() != null && !job.getStatus().getConditions().isEmpty())
        && cluster
            .client()
            .pods()
            .inNamespace("shop")
            .withLabel(JobLabels.STEP, Step.BACKUP.wireName())
            .withoutField("status.phase", "Succeeded")
            .withoutField("status.phase", "Failed")
            .list()
            .getItems()
            .isEmpty();
  }

  /** Waits until nothing changes any more. */
  void awaitRest() {
    AtomicReference<Map<String, List<String>>> last = new AtomicReference<>(Map.of());
    Awaitility.await("the undisturbed story comes to rest")
        .atMost(PATIENCE)
        .during(Duration.ofSeconds(3))
        .until(
            () -> {
              Map<String, List<String>> now = inCluster();
              return now.equals(last.getAndSet(now));
            });
  }

  /** Tells the story and waits for this end; what was waited for in vain, or nothing. */
  List<String> tellAndAwait(Map<String, List<String>> expected) {
    try {
      tell();
      Awaitility.await("the same end")
          .atMost(PATIENCE)
          .during(Duration.ofMillis(500))
          .failFast("nothing happens any more", this::isSilent)
          .until(() -> expected.entrySet().containsAll(inCluster().entrySet()));
      return List.of();
    } catch (ConditionTimeoutException | TerminalFailureException | AssertionError e) {
      return List.of(String.valueOf(e.getMessage()));
    }
  }

  List<Task> allTasks() {
    return Stream.of("backup", "shop").flatMap(each -> user.tasks(each).stream()).toList();
  }

  /** What is left in the cluster, without what differs between two lives. */
  Map<String, List<String>> inCluster() {
    Map<String, List<String>> outcome = new TreeMap<>();
    outcome.put("tasks", tasks());
    outcome.put("jobs", jobs());
    outcome.put("secrets", secrets());
    outcome.put("claims", claims());
    outcome.put("config", config());
    outcome.replaceAll((part, lines) -> lines.stream().sorted().toList());
    return outcome;
  }

  /** The same with what restic itself says of the repositories, and the files. */
  Map<String, List<String>> outcome() {
    Map<String, List<String>> outcome = inCluster();
    outcome.put("snapshots", snapshots());
    outcome.put("locks", locks());
    outcome.put("files", List.of("database " + bytes(database), "copy " + bytes(copy)));
    return outcome;
  }

  /** Without the times of the files: each run wrote its own. */
  private static Map<String, String> bytes(VolumeFiles files) {
    Map<String, String> bytes = new TreeMap<>();
    files.contents().forEach((name, facts) -> bytes.put(name, facts.replaceFirst(".* ", "")));
    return bytes;
  }

  private List<String> tasks() {
    List<String> tasks = new ArrayList<>();
    for (Task task : allTasks()) {
      TaskSpec spec = task.getSpec();
      tasks.add(
          "%s of %s in %s: %s"
              .formatted(spec.type(), spec.pvc(), spec.repository(), User.state(task)));
    }
    return tasks;
  }

  private List<String> jobs() {
    List<String> jobs = new ArrayList<>();
    for (String namespace : List.of("backup", "shop")) {
      for (Job job : user.jobs(namespace)) {
        boolean ended =
            job.getStatus() != null
                && job.getStatus().getConditions().stream()
                    .anyMatch(each -> List.of("Complete", "Failed").contains(each.getType()));
        jobs.add(
            namespace
                + " "
                + job.getMetadata().getLabels().get(STEP)
                + (ended ? "" : " still running"));
      }
    }
    return jobs;
  }

  private List<String> secrets() {
    List<String> secrets = new ArrayList<>();
    for (Secret secret : cluster.client().secrets().inAnyNamespace().list().getItems()) {
      boolean owned = !secret.getMetadata().getOwnerReferences().isEmpty();
      secrets.add(secret.getMetadata().getNamespace() + (owned ? " of a Job" : " of nobody"));
    }
    return secrets;
  }

  List<String> snapshots() {
    List<String> snapshots = new ArrayList<>();
    for (String repository : REPOSITORIES) {
      restic(repository)
          .snapshots()
          .forEach(each -> snapshots.add(repository + " " + each.host() + " " + name(each)));
    }
    return snapshots;
  }

  /** A Task's name without its time. */
  private static String name(Restic.Listed snapshot) {
    return snapshot.tag("name").replaceFirst("-\\d{4}-.*", "");
  }

  private List<String> locks() {
    List<String> locks = new ArrayList<>();
    for (String repository : REPOSITORIES) {
      restic(repository)
          .run("list", "locks", "--no-lock")
          .lines()
          .forEach(lock -> locks.add(repository + " " + lock));
    }
    return locks;
  }

  private Restic restic(String repository) {
    return new Restic(restic(), cluster.repository(repository), PASSWORD);
  }

  private List<String> claims() {
    List<String> claims = new ArrayList<>();
    for (String claim : List.of("database", "copy")) {
      for (String key : List.of("manual-backup", "manual-restore", "last-backup", "last-restore")) {
        String value = user.claimAnnotation("shop", claim, key);
        claims.add(claim + " " + key + "=" + value.replaceFirst(" .*", ""));
      }
    }
    return claims;
  }

  private List<String> config() {
    List<String> lines = new ArrayList<>();
    BackupConfig config = user.config("backup", "nightly");
    if (config.getStatus() == null) {
      return lines;
    }
    config.getStatus().conditions().forEach(each -> lines.add(each.type() + "=" + each.status()));
    lines.add("protected " + config.getStatus().protectedVolumes());
    lines.add("failed " + config.getStatus().failed());
    for (RepositoryStatus repository : config.getStatus().repositories()) {
      lines.add(repository.target() + " " + repository.state() + " " + repository.snapshots());
    }
    return lines;
  }

  @Override
  public void close() {
    cluster.close();
  }
}
