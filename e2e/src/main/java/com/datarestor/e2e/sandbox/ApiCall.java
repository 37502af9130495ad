package com.datarestor.e2e.sandbox;

import com.datarestor.e2e.sandbox.ApiFaults.ApiRequest;
import com.datarestor.e2e.sandbox.ObjectStore.Author;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One request for objects, taken apart, and the way to answer it.
 *
 * @param insteadOfAnswer what happens, and the connection is cut, instead of an answer
 */
record ApiCall(
    HttpExchange exchange,
    ApiRequest request,
    ResourceKind kind,
    String namespace,
    String name,
    String subresource,
    Map<String, String> query,
    Optional<Runnable> insteadOfAnswer) {

  boolean isDryRun() {
    return "All".equals(query.get("dryRun"));
  }

  boolean asTable() {
    String accept = exchange.getRequestHeaders().getFirst("Accept");
    return accept != null && accept.contains("as=Table");
  }

  boolean isApply() {
    return contentType().equals(Patches.APPLY);
  }

  String contentType() {
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    return type == null ? "" : type.replaceFirst(";.*", "").toLowerCase(Locale.ROOT);
  }

  Author author() {
    String agent = exchange.getRequestHeaders().getFirst("User-Agent");
    String client = agent == null ? "unknown" : agent.split("/", 2)[0];
    return new Author(
        query.getOrDefault("fieldManager", client),
        isApply() ? "Apply" : "Update",
        isDryRun(),
        "true".equals(query.get("force")),
        "Strict".equals(query.get("fieldValidation")));
  }

  ObjectNode body() throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (contentType().contains("protobuf")) {
      throw new ApiFault(
          415,
          "UnsupportedMediaType",
          "this server reads JSON only: give the object as a file, with kubectl apply -f");
    }
    JsonNode tree =
        contentType().contains("yaml") ? Patches.yaml(body) : Json.MAPPER.readTree(body);
    if (tree instanceof ObjectNode object) {
      return object;
    }
    throw new ApiFault(400, "BadRequest", "the body is not an object");
  }

  void answer(int code, JsonNode body) throws IOException {
    if (insteadOfAnswer.isPresent()) {
      insteadOfAnswer.get().run();
      throw new IOException("a test asked for this answer to be lost");
    }
    send(exchange, code, body);
  }

  static void send(HttpExchange exchange, int code, JsonNode body) throws IOException {
    byte[] bytes = Json.MAPPER.writeValueAsBytes(body);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(code, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /** An answer of unknown length. */
  OutputStream stream(String type) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(200, 0);
    return exchange.getResponseBody();
  }

  static Map<String, String> query(URI uri) {
    Map<String, String> query = new HashMap<>();
    if (uri.getRawQuery() != null) {
      for (String pair : uri.getRawQuery().split("&")) {
        String[] parts = pair.split("=", 2);
        query.put(decode(parts[0]), parts.length > 1 ? decode(parts[1]) : "");
      }
    }
    return query;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
