package com.datarestor.e2e.bench;

import com.datarestor.e2e.bench.Stand.Volume;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.JsonNode;

/**
 * A thousand schedules due in the same minute, of one Config with half of the volumes and nine with
 * the other half: how long until all is done, and whether the small ones wait for the large one.
 */
final class QueueBench {

  private static final int SMALL_CONFIGS = 9;
  private static final int SMALL = 55;
  private static final int LARGE = 505;
  private static final int ALL = LARGE + SMALL_CONFIGS * SMALL;
  private static final int LANES = 4;

  /** From applying the Configs until the operator knows all of them and has contacted each. */
  private static final Duration PREPARATION = Duration.ofSeconds(40);

  private static final Duration PATIENCE = Duration.ofMinutes(8);

  private final Stand stand;
  private final Map<String, Instant> lastJobs = new ConcurrentHashMap<>();
  private volatile Instant lastCompleted = Instant.MIN;
  private volatile Instant due = Instant.MAX;

  private QueueBench(Stand stand) {
    this.stand = stand;
  }

  static void run(Stands stands, Table table) throws IOException, InterruptedException {
    try (Stand stand = Stand.start(stands.directory().resolve("queue"))) {
      new QueueBench(stand).run(stands.installation(), table);
    }
  }

  private void run(Installation installation, Table table)
      throws IOException, InterruptedException {
    Map<String, Integer> sizes = sizes();
    for (Map.Entry<String, Integer> config : sizes.entrySet()) {
      stand.volumes(config.getKey(), 0, config.getValue());
    }
    double bare = bare();
    ZonedDateTime minute =
        ZonedDateTime.now(ZoneOffset.UTC)
            .plus(PREPARATION)
            .truncatedTo(ChronoUnit.MINUTES)
            .plusMinutes(1);
    due = minute.toInstant();
    String schedule = "%d %d * * *".formatted(minute.getMinute(), minute.getHour());
    sizes.keySet().forEach(config -> stand.config(config, schedule));
    stand.api().onChange(this::changed);
    try (OperatorRun operator = OperatorRun.start(installation, stand, "operator", Map.of())) {
      operator.awaitQuiet();
      if (!Instant.now().isBefore(due)) {
        throw new IllegalStateException(
            "the operator was not at rest before the schedules came due: the machine is too slow");
      }
      awaitDrained(operator);
      rows(table, sizes, bare, operator);
      operator.stop();
    }
  }

  private static Map<String, Integer> sizes() {
    Map<String, Integer> sizes = new LinkedHashMap<>();
    sizes.put("large", LARGE);
    for (int i = 1; i <= SMALL_CONFIGS; i++) {
      sizes.put("small-" + i, SMALL);
    }
    return sizes;
  }

  private void awaitDrained(OperatorRun operator) throws InterruptedException {
    Instant end = due.plus(PATIENCE);
    int all = stand.completed() + ALL;
    while (stand.completed() < all) {
      if (Instant.now().isAfter(end)) {
        throw new IllegalStateException(
            "only %d of %d were done %d s after they were due"
                .formatted(ALL - all + stand.completed(), ALL, PATIENCE.toSeconds()));
      }
      operator.requireAlive();
      Thread.sleep(50);
    }
  }

  private void changed(String type, JsonNode object) {
    Instant now = Instant.now();
    if (now.isBefore(due)) {
      return;
    }
    String kind = object.path("kind").asString();
    if (kind.equals("Job") && type.equals("ADDED")) {
      String claim =
          object
              .path("spec")
              .path("template")
              .path("spec")
              .path("volumes")
              .valueStream()
              .map(volume -> volume.path("persistentVolumeClaim").path("claimName").asString(""))
              .filter(name -> !name.isEmpty())
              .findFirst()
              .orElse("");
      lastJobs.put(claim.replaceFirst("-data-[0-9]+$", ""), now);
    }
    if (kind.equals("Task")
        && type.equals("MODIFIED")
        && object.path("status").path("state").asString("").equals("Completed")) {
      lastCompleted = now;
    }
  }

  private void rows(Table table, Map<String, Integer> sizes, double bare, OperatorRun operator) {
    double drained = nanos(lastCompleted);
    double lastJob = lastJobs.values().stream().mapToDouble(this::nanos).max().orElseThrow();
    table.row(
        "%,d schedules due in the same minute, all done".formatted(ALL),
        Table.seconds(drained),
        "%,d × PATCH and Job POST, %d at a time %s".formatted(ALL, LANES, Table.seconds(bare)),
        Table.times(drained / bare),
        "");
    double share = lastJob * (SMALL * (SMALL_CONFIGS + 1)) / ALL;
    double[] waits =
        sizes.keySet().stream()
            .filter(config -> !config.equals("large"))
            .mapToDouble(config -> waited(config))
            .toArray();
    Times small = Times.of(waits);
    table.row(
        "the unluckiest volume of a Config with %d of them, best to worst of %d Configs"
            .formatted(SMALL, SMALL_CONFIGS),
        "its Job came after %s to %s"
            .formatted(Table.seconds(small.best()), Table.seconds(small.worst())),
        "fair share %s, the Config with %d volumes %s"
            .formatted(Table.seconds(share), LARGE, Table.seconds(waited("large"))),
        Table.times(small.worst() / share),
        "1.00 ×");
    ProcessFigures figures = operator.figures();
    table.row(
        "CPU and memory of it",
        String.format(Locale.ROOT, "%.1f s, %s", figures.cpuSeconds(), figures.memory()),
        "",
        "",
        "");
  }

  private double waited(String config) {
    Instant last = lastJobs.get(config);
    if (last == null) {
      throw new IllegalStateException("no Job of Config " + config + " was seen");
    }
    return nanos(last);
  }

  private double nanos(Instant moment) {
    return Duration.between(due, moment).toNanos();
  }

  /** The least that any operator must do for so many backups, with as many requests at a time. */
  private double bare() throws InterruptedException {
    List<Future<?>> done = new ArrayList<>();
    long begun = System.nanoTime();
    try (ExecutorService lanes = Executors.newFixedThreadPool(LANES)) {
      for (int i = 0; i < ALL; i++) {
        Volume volume = Volume.of(i < LARGE ? "large" : "small-1", i < LARGE ? i : i % SMALL);
        String name = "bare-" + i;
        done.add(lanes.submit(() -> patchAndPost(volume, name)));
      }
      for (Future<?> each : done) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("the baseline failed", e);
    }
    return System.nanoTime() - begun;
  }

  private void patchAndPost(Volume volume, String name) {
    stand
        .client()
        .persistentVolumeClaims()
        .inNamespace(volume.namespace())
        .withName(volume.name())
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"annotations\":{\"bench/round\":\"" + name + "\"}}}");
    Job job =
        new JobBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace(volume.namespace())
            .endMetadata()
            .withNewSpec()
            .withNewTemplate()
            .withNewSpec()
            .addNewContainer()
            .withName("restic")
            .withImage("restic")
            .endContainer()
            .withRestartPolicy("Never")
            .endSpec()
            .endTemplate()
            .endSpec()
            .build();
    stand.client().resource(job).create();
  }
}
