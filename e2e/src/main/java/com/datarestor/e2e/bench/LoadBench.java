package com.datarestor.e2e.bench;

import java.io.IOException;
import java.util.Locale;

/** What an event costs, with more and more volumes present; and the memory after that load. */
final class LoadBench {

  private static final String CONFIG = "busy";
  private static final int VOLUMES = 50;
  private static final int ROUNDS = Integer.getInteger("bench.load", 4);

  private LoadBench() {}

  private record Cost(double cpu, double wall, long events) {
    double cpuOfOne() {
      return cpu / events;
    }

    double wallOfOne() {
      return wall / events;
    }
  }

  static void run(Stands stands, Table table) throws IOException, InterruptedException {
    Cost[] costs = new Cost[StartBench.SIZES.length];
    for (int i = 0; i < costs.length; i++) {
      int size = StartBench.SIZES[i];
      costs[i] = load(stands, size);
      table.row(
          "an event of manual backups, " + StartBench.size(size),
          "%s of CPU, %s wall (%,d events)"
              .formatted(
                  Table.millis(costs[i].cpuOfOne()),
                  Table.millis(costs[i].wallOfOne()),
                  costs[i].events()),
          "without further PVCs " + Table.millis(costs[0].cpuOfOne()) + " of CPU",
          Table.times(costs[i].cpuOfOne() / costs[0].cpuOfOne()),
          "must not grow");
      ProcessFigures figures = stands.operator(size).figures();
      table.row(
          "memory after that load, " + StartBench.size(size),
          figures.memory(),
          "",
          "",
          size == 1_000 ? "≤ 128 MiB" : "");
    }
    Cost last = costs[costs.length - 1];
    table.row(
        "an event, the last of these sizes against the first",
        String.format(Locale.ROOT, "CPU %.2f ×", last.cpuOfOne() / costs[0].cpuOfOne()),
        String.format(Locale.ROOT, "wall %.2f ×", last.wallOfOne() / costs[0].wallOfOne()),
        Table.times(last.cpuOfOne() / costs[0].cpuOfOne()),
        "1.00 ×");
  }

  /** The same load for every size: backups of the same few volumes, after a round to warm up. */
  private static Cost load(Stands stands, int size) throws IOException, InterruptedException {
    Stand stand = stands.of(size);
    OperatorRun operator = stands.operator(size);
    stand.config(CONFIG, Stand.farAway());
    stand.volumes(CONFIG, 0, VOLUMES);
    operator.awaitQuiet();
    Backups.run(stand, operator, CONFIG, VOLUMES);
    double eventsBefore = operator.events();
    double cpuBefore = operator.figures().cpuSeconds();
    long begun = System.nanoTime();
    for (int round = 0; round < ROUNDS; round++) {
      Backups.run(stand, operator, CONFIG, VOLUMES);
    }
    double wall = System.nanoTime() - begun;
    operator.awaitQuiet();
    double cpu = operator.figures().cpuSeconds() - cpuBefore;
    long events = (long) (operator.events() - eventsBefore);
    if (events < (long) ROUNDS * VOLUMES * Backups.EVENTS_OF_A_BACKUP) {
      throw new IllegalStateException("only " + events + " events were counted");
    }
    return new Cost(cpu * 1e9, wall, events);
  }
}
