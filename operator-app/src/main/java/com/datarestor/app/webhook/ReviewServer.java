package com.datarestor.app.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code POST /gate} for the API server, {@code /livez} and {@code /readyz} for the kubelet. */
final class ReviewServer implements AutoCloseable {

  /** A pod has at most 1.5 MiB in the API server, and a review has it once. */
  private static final int LARGEST_REVIEW = 3 << 20;

  private static final int STOP_SECONDS = 5;
  private static final Logger log = LoggerFactory.getLogger(ReviewServer.class);

  private final HttpsServer https;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final GateReviews reviews;

  /**
   * Listens at once.
   *
   * @param ready whether the API server can call it
   */
  ReviewServer(
      InetSocketAddress address, ServingKeys keys, GateReviews reviews, BooleanSupplier ready)
      throws IOException {
    // Without it the second packet of an answer waits for the acknowledgement of the first.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    this.reviews = reviews;
    https = HttpsServer.create(address, 0);
    https.setHttpsConfigurator(new HttpsConfigurator(keys.context()));
    https.setExecutor(executor);
    https.createContext("/gate", this::review);
    https.createContext("/livez", exchange -> send(exchange, HttpURLConnection.HTTP_OK, "ok\n"));
    https.createContext(
        "/readyz",
        exchange ->
            send(
                exchange,
                ready.getAsBoolean()
                    ? HttpURLConnection.HTTP_OK
                    : HttpURLConnection.HTTP_UNAVAILABLE,
                ready.getAsBoolean() ? "ok\n" : "the API server does not know this webhook yet\n"));
    https.start();
  }

  int port() {
    return https.getAddress().getPort();
  }

  private void review(HttpExchange exchange) throws IOException {
    try {
      byte[] body = exchange.getRequestBody().readNBytes(LARGEST_REVIEW + 1);
      if (body.length > LARGEST_REVIEW) {
        send(exchange, HttpURLConnection.HTTP_ENTITY_TOO_LARGE, "no review is as large as this\n");
        return;
      }
      send(
          exchange,
          HttpURLConnection.HTTP_OK,
          reviews.answer(new String(body, StandardCharsets.UTF_8)));
    } catch (GateReviews.NotAReview e) {
      send(exchange, HttpURLConnection.HTTP_BAD_REQUEST, e.getMessage() + "\n");
    } catch (RuntimeException e) {
      log.error("a review failed", e);
      send(exchange, HttpURLConnection.HTTP_INTERNAL_ERROR, e.getMessage() + "\n");
    }
  }

  private static void send(HttpExchange exchange, int code, String text) throws IOException {
    try (exchange) {
      byte[] body = text.getBytes(StandardCharsets.UTF_8);
      exchange
          .getResponseHeaders()
          .set("Content-Type", text.startsWith("{") ? "application/json" : "text/plain");
      exchange.sendResponseHeaders(code, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /** Ends what is in hand first. */
  @Override
  public void close() {
    https.stop(STOP_SECONDS);
    executor.close();
  }
}
