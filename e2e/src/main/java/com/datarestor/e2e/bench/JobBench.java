package com.datarestor.e2e.bench;

import com.datarestor.e2e.bench.Stand.Volume;
import com.datarestor.e2e.scenario.User;
import com.datarestor.restic.job.JobLabels;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** From the annotation to the Job at the API server, against a client that does both itself. */
final class JobBench {

  private static final int SIZE = 1_000;
  private static final int WARM_UP = 40;
  private static final int ROUNDS = Integer.getInteger("bench.jobs", 200);
  private static final long PATIENCE_SECONDS = 60;

  private final Stand stand;
  private final OperatorRun operator;
  private final BlockingQueue<Launched> launched = new LinkedBlockingQueue<>();

  private record Launched(long nanos, String namespace, String name) {}

  private JobBench(Stand stand, OperatorRun operator) {
    this.stand = stand;
    this.operator = operator;
    stand.api().onChange(this::changed);
  }

  static void run(Stands stands, Table table) throws IOException, InterruptedException {
    OperatorRun operator = stands.operator(SIZE);
    operator.awaitQuiet();
    JobBench bench = new JobBench(stands.of(SIZE), operator);
    double[] asked = new double[ROUNDS];
    double[] bare = new double[ROUNDS];
    Job like = null;
    for (int i = -WARM_UP; i < ROUNDS; i++) {
      Volume volume = Volume.of(Stands.CONFIG, i + WARM_UP);
      double byOperator = bench.byOperator(volume);
      like = like == null ? bench.job(volume) : like;
      double byHand = bench.byHand(volume, like, i + WARM_UP);
      if (i >= 0) {
        asked[i] = byOperator;
        bare[i] = byHand;
      }
    }
    row(table, "p50", Times.of(asked).percentile(50), Times.of(bare).percentile(50));
    row(table, "p99", Times.of(asked).percentile(99), Times.of(bare).percentile(99));
  }

  private static void row(Table table, String which, double asked, double bare) {
    table.row(
        "annotation to Job, %,d PVCs present, %s of %d".formatted(SIZE, which, ROUNDS),
        Table.millis(asked),
        "PATCH and Job POST " + Table.millis(bare),
        Table.times(asked / bare),
        "");
  }

  private void changed(String type, JsonNode object) {
    if (type.equals("ADDED") && object.path("kind").asString().equals("Job")) {
      JsonNode metadata = object.path("metadata");
      launched.add(
          new Launched(
              System.nanoTime(),
              metadata.path("namespace").asString(),
              metadata.path("name").asString()));
    }
  }

  private double byOperator(Volume volume) throws InterruptedException {
    int before = stand.completed();
    long begun = System.nanoTime();
    new User(stand.client())
        .annotateClaim(volume.namespace(), volume.name(), "manual-backup", "now");
    Launched job = next();
    operator.await("the backup is done", () -> stand.completed() > before, 5);
    return job.nanos() - begun;
  }

  private Launched next() throws InterruptedException {
    Launched job = launched.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (job == null) {
      throw new IllegalStateException("no Job came within " + PATIENCE_SECONDS + " s");
    }
    return job;
  }

  /** A Job as the operator makes them, but nobody's. */
  private Job job(Volume volume) {
    return stand
        .client()
        .batch()
        .v1()
        .jobs()
        .inNamespace(volume.namespace())
        .list()
        .getItems()
        .stream()
        .filter(job -> "backup".equals(job.getMetadata().getLabels().get(JobLabels.STEP)))
        .findFirst()
        .map(
            job ->
                new JobBuilder()
                    .withNewMetadata()
                    .withName("bare")
                    .endMetadata()
                    .withSpec(job.getSpec())
                    .build())
        .orElseThrow(() -> new IllegalStateException("the operator made no Job"));
  }

  private double byHand(Volume volume, Job like, int n) throws InterruptedException {
    Job job =
        new JobBuilder(like)
            .editMetadata()
            .withName("bare-" + n)
            .withNamespace(volume.namespace())
            .withLabels(Map.of())
            .endMetadata()
            .build();
    long begun = System.nanoTime();
    stand
        .client()
        .persistentVolumeClaims()
        .inNamespace(volume.namespace())
        .withName(volume.name())
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"annotations\":{\"bench/round\":\"" + n + "\"}}}");
    stand.client().resource(job).create();
    return next().nanos() - begun;
  }
}
