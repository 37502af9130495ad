package com.datarestor.e2e.bench;

import java.io.IOException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * From the start of the process until it leads, its doors are open and it says that it is ready.
 */
final class StartBench {

  /** Numbers of volumes, rising; the first is what the others are compared with. */
  static final int[] SIZES =
      Pattern.compile(",")
          .splitAsStream(System.getProperty("bench.sizes", "0,100,1000,5000"))
          .mapToInt(Integer::parseInt)
          .toArray();

  private static final int ROUNDS = 3;

  private StartBench() {}

  static void run(Stands stands, Table table) throws IOException, InterruptedException {
    Installation installation = stands.installation();
    double[] bare = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      bare[round] = installation.bareStart();
    }
    Times jvm = Times.of(bare);
    for (int size : SIZES) {
      // the first life contacts the repository and sees every volume for the first time
      stands.operator(size).awaitQuiet();
      double[] ready = new double[ROUNDS];
      double[] cpu = new double[ROUNDS];
      for (int round = 0; round < ROUNDS; round++) {
        OperatorRun operator = stands.restarted(size);
        ready[round] = operator.nanosToReady();
        cpu[round] = operator.figures().cpuSeconds() * 1e9;
        operator.awaitQuiet();
      }
      Times times = Times.of(ready);
      table.row(
          "start to ready, %s, best and median of %d".formatted(size(size), ROUNDS),
          "%s, %s (%s of CPU)"
              .formatted(
                  Table.seconds(times.best()),
                  Table.seconds(times.median()),
                  Table.seconds(Times.of(cpu).best())),
          "java -version with the same options " + Table.seconds(jvm.best()),
          Table.times(times.best() / jvm.best()),
          "< 2 s");
    }
  }

  static String size(int volumes) {
    return String.format(Locale.ROOT, "%,d PVCs", volumes);
  }
}
