package com.datarestor.e2e.bench;

import com.datarestor.e2e.scenario.ConfigText;
import com.datarestor.e2e.scenario.Restic;
import com.datarestor.e2e.scenario.SandboxCluster;
import com.datarestor.e2e.scenario.User;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A backup by annotation with real restic, against restic alone on the same files. */
final class BackupBench {

  private static final int FILES = 320;
  private static final int FILE_BYTES = 1 << 20;
  private static final int ROUNDS = 4;
  private static final String NAMESPACE = "shop";
  private static final String PASSWORD = "bench";
  private static final long PATIENCE_SECONDS = 120;

  private final SandboxCluster cluster;
  private final Path data;
  private final BlockingQueue<Moment> moments = new LinkedBlockingQueue<>();

  private enum What {
    JOB,
    RUNS,
    ENDED,
    SAID
  }

  private record Moment(What what, long nanos) {}

  /** One backup by the operator, in nanoseconds. */
  private record Backup(double toJob, double podStart, double container, double toOutcome) {}

  private BackupBench(SandboxCluster cluster, Path data) {
    this.cluster = cluster;
    this.data = data;
  }

  static void run(Stands stands, Table table) throws IOException, InterruptedException {
    Path directory = stands.directory().resolve("backup");
    try (SandboxCluster cluster = SandboxCluster.start(directory, Restic.onThisMachine())) {
      User user = new User(cluster.client());
      user.namespace(NAMESPACE, Map.of());
      user.namespace(Stand.SYSTEM, Map.of());
      user.apply(
          """
          apiVersion: v1
          kind: Secret
          metadata: {name: restic, namespace: %s}
          stringData: {password: %s}
          """
              .formatted(NAMESPACE, PASSWORD));
      user.claim(NAMESPACE, "data", Map.of());
      Path data = cluster.sandbox().volume(NAMESPACE, "data");
      write(data);
      ConfigText config =
          new ConfigText(cluster, NAMESPACE, "config")
              .selector("matchNamespaces: [" + NAMESPACE + "]");
      for (int round = 0; round <= ROUNDS; round++) {
        config.repository("asked-" + round, round + 1);
      }
      try (OperatorRun operator =
          OperatorRun.start(
              stands.installation(), directory, cluster.kubeconfig(), "operator", Map.of())) {
        user.apply(config.yaml());
        user.awaitReady(NAMESPACE, "config");
        operator.awaitQuiet();
        new BackupBench(cluster, data).run(user, table);
        operator.stop();
      }
    }
    delete(directory);
  }

  private static void write(Path data) throws IOException {
    Random random = new Random(1);
    byte[] bytes = new byte[FILE_BYTES];
    for (int i = 0; i < FILES; i++) {
      Path directory = Files.createDirectories(data.resolve("d" + i % 16));
      random.nextBytes(bytes);
      try (OutputStream out = Files.newOutputStream(directory.resolve("file-" + i))) {
        out.write(bytes);
      }
    }
  }

  private void run(User user, Table table) throws IOException, InterruptedException {
    cluster.sandbox().api().onChange(this::changed);
    List<Backup> cold = new ArrayList<>();
    List<Backup> warm = new ArrayList<>();
    List<Double> bareCold = new ArrayList<>();
    List<Double> bareWarm = new ArrayList<>();
    // the first round warms up, and the order changes from round to round
    for (int round = 0; round <= ROUNDS; round++) {
      Restic bare =
          new Restic(Restic.onThisMachine(), cluster.repository("bare-" + round), PASSWORD);
      bare.run("init");
      for (boolean first : new boolean[] {true, false}) {
        if (first == (round % 2 == 0)) {
          bareCold.add(bare(bare));
          bareWarm.add(bare(bare));
        } else {
          cold.add(asked(user, round, "cold"));
          warm.add(asked(user, round, "warm"));
        }
      }
    }
    rows(table, "into an empty repository", measured(cold), measured(bareCold), "≤ 1.05 ×");
    rows(table, "again, nothing changed", measured(warm), measured(bareWarm), "");
  }

  private static <T> List<T> measured(List<T> rounds) {
    return rounds.subList(1, rounds.size());
  }

  /** Neighbours in time are compared: what else the machine does disturbs both alike. */
  private static void rows(
      Table table, String what, List<Backup> asked, List<Double> bare, String goal) {
    double[] ratios = new double[ROUNDS];
    double[] all = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      Backup backup = asked.get(i);
      ratios[i] = backup.container() / bare.get(i);
      all[i] =
          (backup.toJob() + backup.podStart() + backup.container() + backup.toOutcome())
              / bare.get(i);
    }
    double container = median(asked.stream().map(Backup::container).toList());
    double alone = median(bare);
    Times ratio = Times.of(ratios);
    table.row(
        "backup of %d MiB %s, the container, median of %d".formatted(FILES, what, ROUNDS),
        Table.seconds(container),
        "restic alone " + Table.seconds(alone),
        "%s (of the rounds: %s to %s)"
            .formatted(
                Table.times(ratio.median()), Table.times(ratio.best()), Table.times(ratio.worst())),
        goal);
    table.row(
        "around it",
        "annotation to Job %s, sandbox pod start %s, end of container to last-backup %s"
            .formatted(
                Table.seconds(median(asked.stream().map(Backup::toJob).toList())),
                Table.seconds(median(asked.stream().map(Backup::podStart).toList())),
                Table.seconds(median(asked.stream().map(Backup::toOutcome).toList()))),
        "",
        Table.times(Times.of(all).median()) + " in all",
        "");
  }

  private static double median(List<Double> times) {
    return Times.of(times.stream().mapToDouble(Double::doubleValue).toArray()).median();
  }

  private double bare(Restic restic) throws InterruptedException, IOException {
    flush();
    long begun = System.nanoTime();
    restic.run("backup", "--json", data.toString());
    return System.nanoTime() - begun;
  }

  private Backup asked(User user, int round, String name) throws InterruptedException, IOException {
    flush();
    moments.clear();
    long begun = System.nanoTime();
    user.annotateClaim(NAMESPACE, "data", "manual-backup", (round + 1) + "|" + name + "-" + round);
    long job = next(What.JOB);
    long runs = next(What.RUNS);
    long ended = next(What.ENDED);
    long said = next(What.SAID);
    return new Backup(job - begun, runs - job, ended - runs, said - ended);
  }

  private long next(What what) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(PATIENCE_SECONDS).toNanos();
    while (System.nanoTime() < end) {
      Moment moment = moments.poll(100, TimeUnit.MILLISECONDS);
      if (moment != null && moment.what() == what) {
        return moment.nanos();
      }
    }
    throw new IllegalStateException("no " + what + " within " + PATIENCE_SECONDS + " s");
  }

  private void changed(String type, JsonNode object) {
    long now = System.nanoTime();
    String phase = object.path("status").path("phase").asString("");
    switch (object.path("kind").asString()) {
      case "Job" -> {
        if (type.equals("ADDED")) {
          moments.add(new Moment(What.JOB, now));
        }
      }
      case "Pod" -> {
        if (phase.equals("Running")) {
          moments.add(new Moment(What.RUNS, now));
        } else if (phase.equals("Succeeded")) {
          moments.add(new Moment(What.ENDED, now));
        }
      }
      case "PersistentVolumeClaim" -> {
        if (object.path("metadata").path("annotations").toString().contains("last-backup")) {
          moments.add(new Moment(What.SAID, now));
        }
      }
      default -> {}
    }
  }

  /** What was written before is on the disk and disturbs nobody. */
  private static void flush() throws IOException, InterruptedException {
    if (new ProcessBuilder("sync").start().waitFor() != 0) {
      throw new IllegalStateException("sync failed");
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
