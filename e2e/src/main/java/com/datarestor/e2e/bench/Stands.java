package com.datarestor.e2e.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Clusters of several sizes and an operator in each; made when first asked for. */
final class Stands implements AutoCloseable {

  static final String CONFIG = "everything";

  private final Path directory;
  private final Map<Integer, Stand> stands = new LinkedHashMap<>();
  private final Map<Integer, OperatorRun> operators = new LinkedHashMap<>();
  private @Nullable Installation installation;

  Stands(Path directory) {
    this.directory = directory;
  }

  Path directory() {
    return directory;
  }

  Installation installation() throws IOException, InterruptedException {
    if (installation == null) {
      installation = Installation.make(directory.resolve("installation"));
    }
    return installation;
  }

  /** The cluster with so many volumes, all of them selected by one Config. */
  Stand of(int volumes) throws IOException, InterruptedException {
    Stand stand = stands.get(volumes);
    if (stand == null) {
      stand = Stand.start(directory.resolve("stand-" + volumes));
      stands.put(volumes, stand);
      stand.volumes(CONFIG, 0, volumes);
      stand.config(CONFIG, Stand.farAway());
    }
    return stand;
  }

  /** Starts the operator of that cluster anew; it goes on with the data of the one before. */
  OperatorRun restarted(int volumes) throws IOException, InterruptedException {
    OperatorRun old = operators.remove(volumes);
    if (old != null) {
      old.stop();
    }
    OperatorRun operator = OperatorRun.start(installation(), of(volumes), "operator", Map.of());
    operators.put(volumes, operator);
    return operator;
  }

  /** The operator of that cluster. */
  OperatorRun operator(int volumes) throws IOException, InterruptedException {
    OperatorRun running = operators.get(volumes);
    return running == null ? restarted(volumes) : running;
  }

  @Override
  public void close() {
    operators.values().forEach(OperatorRun::close);
    stands.values().forEach(Stand::close);
  }
}
