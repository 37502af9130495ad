package com.datarestor.e2e.sandbox;

import com.datarestor.e2e.sandbox.ApiFaults.ApiRequest;
import com.datarestor.e2e.sandbox.ObjectStore.Author;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The API server: HTTP on loopback, objects in memory. Watches are plain HTTP streams; a client
 * that asks for a WebSocket is told that there is none and falls back.
 */
public final class SandboxApi implements AutoCloseable {

  private static final Pattern PATH =
      Pattern.compile(
          "/(?:api|apis/([^/]+))/([^/]+)(?:/namespaces/([^/]+)(?=/))?/([^/]+)"
              + "(?:/([^/]+)(?:/([^/]+))?)?");

  private final ResourceKinds kinds = new ResourceKinds();
  private final CustomSchemas schemas = new CustomSchemas();
  private final Discovery discovery = new Discovery(kinds, schemas);
  private final ObjectStore store = new ObjectStore(kinds, schemas);
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final ApiFaults faults = new ApiFaults(store.feed());
  private final ApiReads reads = new ApiReads(store, faults);
  private final ApiWrites writes = new ApiWrites(store);
  private final List<Consumer<ApiRequest>> requestListeners = new CopyOnWriteArrayList<>();
  private final int port;
  private HttpServer http;

  SandboxApi(int wantedPort) throws IOException {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    store.feed().join(new ClaimProtection(kinds, store));
    http = listen(wantedPort);
    port = http.getAddress().getPort();
    for (String name : List.of("default", "kube-system")) {
      ObjectNode namespace = Json.object();
      namespace.putObject("metadata").put("name", name);
      store.create(kinds.core("namespaces"), "", namespace, new Author("sandbox"));
    }
  }

  private HttpServer listen(int wantedPort) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), wantedPort), 0);
    server.setExecutor(executor);
    server.createContext("/", this::serve);
    server.start();
    return server;
  }

  /** The API server alone, with what it knows of by itself; Jobs stay as they were made. */
  public static SandboxApi alone() throws IOException {
    return new SandboxApi(0);
  }

  /** Adds a node that runs nothing: each Job ends well at once, and its pod says these words. */
  public void endJobsAtOnce(Function<JsonNode, String> words) {
    StandInNode node = new StandInNode(kinds, store, words);
    reads.readLogsFrom(node);
    store.feed().join(node);
  }

  /** Tells of each change, before the client that asked for it has its answer. */
  public void onChange(ChangeListener listener) {
    store
        .feed()
        .join(
            new ChangeFeed.Watcher() {
              @Override
              public void changed(ChangeFeed.Change change) {
                listener.changed(change.type(), change.object());
              }

              @Override
              public void drop() {
                // It listens inside the server: there is no connection to be cut.
              }
            });
  }

  /** Tells of each request when it comes. */
  public void onRequest(Consumer<ApiRequest> listener) {
    requestListeners.add(listener);
  }

  /** Told of changes of objects, in order. */
  @FunctionalInterface
  public interface ChangeListener {
    /**
     * @param type {@code ADDED}, {@code MODIFIED} or {@code DELETED}
     */
    void changed(String type, JsonNode object);
  }

  /** Adds the node that runs Jobs and Pods. */
  SandboxNode node(Path directory, Path programs, SandboxVolumes volumes) {
    SandboxNode node = new SandboxNode(kinds, store, directory, programs, volumes);
    reads.readLogsFrom(node);
    store.feed().join(node);
    return node;
  }

  public String url() {
    return "http://127.0.0.1:" + port;
  }

  /** What can go wrong with it. */
  public ApiFaults faults() {
    return faults;
  }

  /** Sends every watch a bookmark, as an API server does about once a minute. */
  public void sendBookmarks() {
    faults.sendBookmarks();
  }

  /** Goes away; the objects stay. */
  public synchronized void goAway() {
    http.stop(0);
    store.feed().dropWatches();
  }

  /** Comes back at the same address. */
  public synchronized void comeBack() {
    try {
      http = listen(port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void close() {
    store.feed().dropWatches();
    http.stop(0);
    executor.shutdownNow();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      try {
        route(exchange);
      } catch (ApiFault fault) {
        ApiCall.send(exchange, fault.code(), fault.status());
      } catch (JacksonException e) {
        ApiCall.send(
            exchange, 400, ApiFault.status(400, "BadRequest", String.valueOf(e.getMessage())));
      }
    }
  }

  private void route(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath().replaceFirst("(?<=.)/$", "");
    String verb = exchange.getRequestMethod();
    Map<String, String> query = ApiCall.query(exchange.getRequestURI());
    boolean watch = verb.equals("GET") && query.getOrDefault("watch", "").matches("1|true");
    ApiRequest request = new ApiRequest(verb, path, watch, user(exchange), content(exchange));
    requestListeners.forEach(listener -> listener.accept(request));
    Optional<Runnable> insteadOfAnswer = faults.befall(request);
    if (verb.equals("GET")) {
      Optional<JsonNode> document = discovery.document(path);
      if (document.isPresent()) {
        ApiCall.send(exchange, 200, document.get());
        return;
      }
    }
    if (path.endsWith("/selfsubjectaccessreviews")) {
      ObjectNode review = (ObjectNode) Json.MAPPER.readTree(exchange.getRequestBody());
      review.putObject("status").put("allowed", true);
      ApiCall.send(exchange, 201, review);
      return;
    }
    Matcher parts = PATH.matcher(path);
    Optional<ResourceKind> kind =
        parts.matches()
            ? kinds.find(orEmpty(parts.group(1)), parts.group(2), parts.group(4))
            : Optional.empty();
    if (kind.isEmpty()) {
      throw new ApiFault(404, "NotFound", "the server could not find the requested resource");
    }
    if ("websocket".equalsIgnoreCase(exchange.getRequestHeaders().getFirst("Upgrade"))) {
      exchange.sendResponseHeaders(200, -1);
      return;
    }
    answer(
        new ApiCall(
            exchange,
            request,
            kind.get(),
            orEmpty(parts.group(3)),
            orEmpty(parts.group(5)),
            orEmpty(parts.group(6)),
            query,
            insteadOfAnswer));
  }

  /** The query and the body, which stays to be read. */
  private static String content(HttpExchange exchange) throws IOException {
    String query = orEmpty(exchange.getRequestURI().getQuery());
    if (exchange.getRequestMethod().equals("GET")) {
      return query;
    }
    byte[] body = exchange.getRequestBody().readAllBytes();
    exchange.setStreams(new ByteArrayInputStream(body), null);
    return query + "\n" + new String(body, StandardCharsets.UTF_8);
  }

  private static String user(HttpExchange exchange) {
    String credentials = exchange.getRequestHeaders().getFirst("Authorization");
    return credentials == null ? "" : credentials.replaceFirst("^Bearer ", "");
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private void answer(ApiCall call) throws IOException {
    try {
      act(call);
    } catch (ApiFault refused) {
      // an answer like any other: it can be lost too
      call.answer(refused.code(), refused.status());
    }
  }

  private void act(ApiCall call) throws IOException {
    switch (call.request().method()) {
      case "GET" -> reads.read(call);
      case "POST" -> writes.create(call);
      case "PUT" -> writes.replace(call);
      case "PATCH" -> writes.patch(call);
      case "DELETE" -> writes.delete(call);
      default -> throw new ApiFault(405, "MethodNotAllowed", call.request().method());
    }
  }
}
