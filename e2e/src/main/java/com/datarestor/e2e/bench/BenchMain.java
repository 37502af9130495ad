package com.datarestor.e2e.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs the measurements that are named, or all of them, and prints one table. With {@code
 * -Dbench.write=FILE} the table goes into that file too, between its markers; only all of them
 * together may.
 */
public final class BenchMain {

  private static final String WRITE = "bench.write";

  private BenchMain() {}

  @FunctionalInterface
  private interface Part {
    void run(Stands stands, Table table) throws IOException, InterruptedException;
  }

  private static Map<String, Part> parts() {
    Map<String, Part> parts = new LinkedHashMap<>();
    parts.put("append", (stands, table) -> AppendBench.run(stands.directory(), table));
    parts.put("log", (stands, table) -> LogBench.run(stands.directory(), table));
    parts.put("start", StartBench::run);
    parts.put("idle", IdleBench::run);
    parts.put("job", JobBench::run);
    parts.put("load", LoadBench::run);
    parts.put("queue", QueueBench::run);
    parts.put("webhook", (stands, table) -> WebhookBench.run(table));
    parts.put("backup", BackupBench::run);
    return parts;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Map<String, Part> parts = parts();
    List<String> wanted = arguments.length == 0 ? List.copyOf(parts.keySet()) : List.of(arguments);
    for (String name : wanted) {
      if (!parts.containsKey(name)) {
        throw new IllegalArgumentException(
            "there is no part " + name + "; there are " + String.join(", ", parts.keySet()));
      }
    }
    String file = System.getProperty(WRITE, "");
    if (!file.isEmpty() && !wanted.containsAll(parts.keySet())) {
      throw new IllegalArgumentException("a table is written only of all parts");
    }
    Path directory =
        Files.createTempDirectory(
            Files.createDirectories(Path.of("e2e", "target")).toAbsolutePath(), "bench-");
    Table table = new Table(System.out);
    try (Stands stands = new Stands(directory)) {
      for (Map.Entry<String, Part> part : parts.entrySet()) {
        if (wanted.contains(part.getKey())) {
          part.getValue().run(stands, table);
        }
      }
    }
    table.print();
    if (!file.isEmpty()) {
      table.write(Path.of(file));
    }
  }
}
