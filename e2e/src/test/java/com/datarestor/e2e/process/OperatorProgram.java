package com.datarestor.e2e.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** A running {@code datarestor operator}, asked as its probes ask it. */
final class OperatorProgram implements AutoCloseable {

  private static final Pattern PORT = Pattern.compile("probes and metrics on port (\\d+)");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Program program;
  private final int port;

  private OperatorProgram(Program program, int port) {
    this.program = program;
    this.port = port;
  }

  /** An answer of its port. */
  record Answer(int status, String text) {}

  /** Starts it and returns when its port answers. */
  static OperatorProgram start(Path kubeconfig, Path data, String identity) {
    Map<String, String> environment = new HashMap<>();
    environment.put("KUBECONFIG", kubeconfig.toString());
    environment.put("DATARESTOR_DATA_DIR", data.toString());
    environment.put("DATARESTOR_IDENTITY", identity);
    environment.put("DATARESTOR_PORT", "0");
    Program program = Program.start(data.resolveSibling(identity), environment, "operator");
    Awaitility.await(identity + " names its port")
        .atMost(PATIENCE)
        .until(
            () -> {
              assertThat(program.process().isAlive()).as(program.err()).isTrue();
              return PORT.matcher(program.err()).find();
            });
    Matcher found = PORT.matcher(program.err());
    assertThat(found.find()).isTrue();
    return new OperatorProgram(program, Integer.parseInt(found.group(1)));
  }

  int port() {
    return port;
  }

  Program program() {
    return program;
  }

  Answer ask(String path) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                  .timeout(Duration.ofSeconds(10))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      return new Answer(answer.statusCode(), answer.body());
    } catch (IOException e) {
      return new Answer(0, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer(0, e.toString());
    }
  }

  boolean leads() {
    return ask("/metrics").text().contains("\ndatarestor_leader 1.0\n");
  }

  /** Waits until it leads and is ready. */
  OperatorProgram awaitLeading() {
    Awaitility.await("leads; it said: " + program.err())
        .atMost(PATIENCE)
        .until(() -> leads() && ask("/readyz").status() == 200);
    return this;
  }

  /** Waits until it is ready without leading. */
  OperatorProgram awaitStandingBy() {
    Awaitility.await("stands by")
        .atMost(PATIENCE)
        .until(() -> !leads() && ask("/readyz").status() == 200);
    return this;
  }

  @Override
  public void close() {
    program.close();
  }
}
