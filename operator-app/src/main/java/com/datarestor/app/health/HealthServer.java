package com.datarestor.app.health;

import com.datarestor.events.bus.DeadLetters;
import com.datarestor.events.bus.DeadLetters.DeadLetter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * {@code /livez}, {@code /readyz} and {@code /metrics} for everybody; {@code /dead-letters} for
 * callers on the same host only, which is where the command line runs.
 */
public final class HealthServer implements AutoCloseable {

  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private final HttpServer http;
  private final Supplier<Optional<DeadLetters>> deadLetters;

  /**
   * Listens at once.
   *
   * @param deadLetters those of the running broker, if there is one
   */
  public HealthServer(
      InetSocketAddress address,
      Health live,
      Health ready,
      Metrics metrics,
      Supplier<Optional<DeadLetters>> deadLetters)
      throws IOException {
    this.deadLetters = deadLetters;
    http = HttpServer.create(address, 0);
    http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    http.createContext("/livez", exchange -> report(exchange, live));
    http.createContext("/readyz", exchange -> report(exchange, ready));
    http.createContext("/metrics", exchange -> send(exchange, 200, PROMETHEUS, metrics.text()));
    http.createContext("/dead-letters", this::letters);
    http.start();
  }

  public int port() {
    return http.getAddress().getPort();
  }

  private static void report(HttpExchange exchange, Health health) throws IOException {
    Health.Report report = health.ask();
    send(exchange, report.well() ? 200 : 503, TEXT, bytes(report.text()));
  }

  private void letters(HttpExchange exchange) throws IOException {
    Answer answer =
        letters(
            exchange.getRemoteAddress().getAddress(),
            exchange.getRequestMethod(),
            exchange.getRequestURI().getPath());
    send(exchange, answer.code(), TEXT, bytes(answer.text()));
  }

  record Answer(int code, String text) {}

  Answer letters(InetAddress caller, String method, String path) {
    if (!caller.isLoopbackAddress()) {
      return new Answer(403, "only from the operator's own pod\n");
    }
    Optional<DeadLetters> found = deadLetters.get();
    if (found.isEmpty()) {
      return new Answer(503, "the broker is not running: this process does not lead\n");
    }
    String id = path.replaceFirst("^/dead-letters/?", "");
    if (method.equals("POST") && !id.isEmpty()) {
      return found.get().redeliver(id)
          ? new Answer(200, id + " was put back\n")
          : new Answer(404, "there is no dead letter " + id + "\n");
    }
    StringBuilder lines = new StringBuilder();
    for (DeadLetter letter : found.get().list()) {
      lines
          .append(letter.id())
          .append('\t')
          .append(letter.time())
          .append('\t')
          .append(letter.from())
          .append('\t')
          .append(letter.type())
          .append('\t')
          .append(letter.key())
          .append('\t')
          .append(letter.attempts())
          .append('\t')
          .append(letter.reason().replaceAll("\\s+", " "))
          .append('\n');
    }
    return new Answer(200, lines.toString());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void send(HttpExchange exchange, int code, String type, byte[] body)
      throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(code, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
