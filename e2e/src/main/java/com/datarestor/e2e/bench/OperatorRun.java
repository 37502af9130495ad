package com.datarestor.e2e.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The operator as a process, started by its launcher as a container would. */
final class OperatorRun implements AutoCloseable {

  /** On a busy machine writing an AOT cache takes minutes. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final Pattern EVENTS = Pattern.compile("(?m)^datarestor_events_total (\\S+)$");
  private static final Pattern OPEN = Pattern.compile("(?m)^datarestor_operations_open (\\S+)$");

  private final Process process;
  private final int port;
  private final Path said;
  private final double nanosToReady;

  private OperatorRun(Process process, int port, Path said, long begun)
      throws IOException, InterruptedException {
    this.process = process;
    this.port = port;
    this.said = said;
    boolean ready = false;
    try {
      await("it is ready and leads", this::isReady, 10);
      ready = true;
    } finally {
      if (!ready) {
        process.destroyForcibly();
      }
    }
    this.nanosToReady = System.nanoTime() - begun;
  }

  /**
   * Starts it and returns when it is ready.
   *
   * @param name of its data directory
   */
  static OperatorRun start(
      Installation installation, Stand stand, String name, Map<String, String> environment)
      throws IOException, InterruptedException {
    return start(installation.command(), stand, name, environment);
  }

  static OperatorRun start(
      Installation installation,
      Path directory,
      Path kubeconfig,
      String name,
      Map<String, String> environment)
      throws IOException, InterruptedException {
    return start(installation.command(), directory, kubeconfig, name, environment);
  }

  /**
   * @param command that runs it
   */
  static OperatorRun start(
      List<String> command, Stand stand, String name, Map<String, String> environment)
      throws IOException, InterruptedException {
    return start(command, stand.directory(), stand.kubeconfig(), name, environment);
  }

  private static OperatorRun start(
      List<String> command,
      Path directory,
      Path kubeconfig,
      String name,
      Map<String, String> environment)
      throws IOException, InterruptedException {
    int port = freePort();
    Path said = Files.createTempFile(directory, name, ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
    builder.environment().keySet().removeIf(each -> each.startsWith("DATARESTOR_"));
    builder.environment().remove("JDK_JAVA_OPTIONS");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    builder.environment().put("DATARESTOR_DATA_DIR", directory.resolve("data-" + name).toString());
    builder.environment().put("DATARESTOR_NAMESPACE", Stand.SYSTEM);
    builder.environment().put("DATARESTOR_PORT", Integer.toString(port));
    builder.environment().putAll(environment);
    long begun = System.nanoTime();
    Process process = builder.start();
    // a bench that is interrupted leaves no operator behind
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    return new OperatorRun(process, port, said, begun);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  double nanosToReady() {
    return nanosToReady;
  }

  private boolean isReady() {
    return ask("/readyz").isOk() && ask("/metrics").text().contains("\ndatarestor_leader 1.0\n");
  }

  /** Events handled since it started. */
  double events() {
    return metric(EVENTS);
  }

  /** Operations that wait or run. */
  double openOperations() {
    return metric(OPEN);
  }

  private double metric(Pattern pattern) {
    Answer answer = ask("/metrics");
    Matcher found = pattern.matcher(answer.text());
    if (!found.find()) {
      throw new IllegalStateException("no " + pattern + " in the metrics; " + lastWords());
    }
    return Double.parseDouble(found.group(1));
  }

  /** Waits until nothing happens any more: no open operation and no new event for a while. */
  void awaitQuiet() throws InterruptedException {
    double[] last = {-1};
    int[] same = {0};
    await(
        "it comes to rest",
        () -> {
          double now = events();
          same[0] = now == last[0] && openOperations() == 0 ? same[0] + 1 : 0;
          last[0] = now;
          return same[0] >= 8;
        },
        250);
  }

  /** Waits until it is so; fails when the process has ended or the time is up. */
  void await(String what, BooleanSupplier so, long pauseMillis) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!so.getAsBoolean()) {
      requireAlive();
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            "waited %d s in vain until %s; %s".formatted(PATIENCE.toSeconds(), what, lastWords()));
      }
      Thread.sleep(pauseMillis);
    }
  }

  /** Fails when the process has ended. */
  void requireAlive() {
    if (!process.isAlive()) {
      throw new IllegalStateException(
          "the operator ended with status " + process.exitValue() + "; " + lastWords());
    }
  }

  private String lastWords() {
    try {
      String text = Files.readString(said);
      return "it said: " + text.substring(Math.max(0, text.length() - 2_000));
    } catch (IOException e) {
      return "what it said cannot be read: " + e.getMessage();
    }
  }

  /** What the kernel says of the process now. */
  ProcessFigures figures() {
    return ProcessFigures.of(process.pid());
  }

  private record Answer(boolean isOk, String text) {}

  private Answer ask(String path) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection)
              URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
      connection.setReadTimeout(10_000);
      boolean ok = connection.getResponseCode() == 200;
      try (InputStream body = ok ? connection.getInputStream() : connection.getErrorStream()) {
        return new Answer(
            ok, body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      return new Answer(false, e.toString());
    }
  }

  /** Asks it to stop, and waits until it has. */
  void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("the operator does not stop; " + lastWords());
    }
    if (process.exitValue() != 0) {
      throw new IllegalStateException(
          "the operator stopped with status " + process.exitValue() + "; " + lastWords());
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
