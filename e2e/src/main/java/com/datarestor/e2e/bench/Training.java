package com.datarestor.e2e.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One life of an operator that does a little of everything; its JVM writes an AOT cache at the end
 * (JEP 514), which later lives with the same options, jars and Java start from.
 */
public final class Training {

  private Training() {}

  /** Trains the program named first, which takes no arguments, and writes the file named second. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length != 2) {
      throw new IllegalArgumentException("usage: PROGRAM FILE.aot");
    }
    Path cache = Path.of(arguments[1]).toAbsolutePath();
    Path directory = Files.createTempDirectory("training-");
    run(List.of(arguments[0]), "JAVA_TOOL_OPTIONS", directory, cache);
  }

  /**
   * @param command that runs the operator
   * @param variable of the environment that the JVM, or its launcher, takes options from
   * @param directory for what the operator keeps, and says
   */
  static void run(List<String> command, String variable, Path directory, Path cache)
      throws IOException, InterruptedException {
    try (Stand stand = Stand.start(directory)) {
      stand.volumes("trained", 0, 5);
      stand.config("trained", Stand.farAway());
      Map<String, String> options =
          Map.of(
              variable,
              ("-XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining -XX:-AOTReplayTraining"
                      + " -XX:AOTCacheOutput=%s")
                  .formatted(cache));
      try (OperatorRun operator = OperatorRun.start(command, stand, "trained", options)) {
        operator.awaitQuiet();
        Backups.run(stand, operator, "trained", 5);
        stand.api().sendBookmarks();
        operator.awaitQuiet();
        operator.stop();
      }
    }
    if (!Files.exists(cache)) {
      throw new IllegalStateException("the training run in " + directory + " wrote no AOT cache");
    }
  }
}
