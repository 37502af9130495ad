package com.datarestor.e2e.parts;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * An API server that has nothing, takes every Job, and refuses everything else with the object in
 * its words.
 */
final class EchoingApi implements AutoCloseable {

  private final HttpServer http;

  EchoingApi() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext("/", EchoingApi::answer);
    http.start();
  }

  String url() {
    return "http://127.0.0.1:" + http.getAddress().getPort();
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      boolean reads = exchange.getRequestMethod().equals("GET");
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      if (exchange.getRequestMethod().equals("POST")
          && exchange.getRequestURI().getPath().endsWith("/jobs")) {
        answer(exchange, 201, body.replaceFirst("\"metadata\":\\{", "$0\"uid\":\"1\","));
        return;
      }
      String status =
          Serialization.asJson(
              new StatusBuilder()
                  .withStatus("Failure")
                  .withCode(reads ? 404 : 403)
                  .withReason(reads ? "NotFound" : "Forbidden")
                  .withMessage(reads ? "not found" : "admission webhook \"policy\" denied: " + body)
                  .build());
      answer(exchange, reads ? 404 : 403, status);
    }
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
