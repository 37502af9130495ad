package com.datarestor.e2e.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Requests as they go over the wire, with whatever the client's configuration says of access. */
final class KubeApi {

  static final String MERGE = "application/merge-patch+json";
  static final String JSON = "application/json-patch+json";
  static final String STRATEGIC = "application/strategic-merge-patch+json";
  static final String APPLY = "application/apply-patch+yaml";

  private static final long PATIENCE_SECONDS = 30;

  private final KubernetesClient client;
  private final String namespace;

  KubeApi(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  record Answer(int code, JsonNode body) {

    Answer expect(int wanted) {
      assertThat(code).as("status of the answer %s", body).isEqualTo(wanted);
      return this;
    }

    String text(String... path) {
      return KubeApi.text(body, path);
    }

    String message() {
      return text("message");
    }

    List<String> names() {
      List<String> names = new ArrayList<>();
      body.path("items").forEach(item -> names.add(KubeApi.text(item, "metadata", "name")));
      return names;
    }
  }

  static String text(JsonNode node, String... path) {
    JsonNode at = node;
    for (String step : path) {
      at = at.path(step);
    }
    return at.asString("");
  }

  static ObjectNode object(String json) {
    return (ObjectNode) JsonMapper.shared().readTree(json);
  }

  String core(String plural) {
    return "/api/v1/namespaces/" + namespace + "/" + plural;
  }

  String configs() {
    return "/apis/backup.datarestor-operator.com/v1alpha1/namespaces/" + namespace + "/configs";
  }

  String tasks() {
    return "/apis/backup.datarestor-operator.com/v1alpha1/namespaces/" + namespace + "/tasks";
  }

  String group(String groupVersion, String plural) {
    return "/apis/" + groupVersion + "/namespaces/" + namespace + "/" + plural;
  }

  Answer get(String path) {
    return send(path, "GET", "", "application/json", "application/json");
  }

  Answer table(String path) {
    return send(
        path, "GET", "", "application/json", "application/json;as=Table;v=v1;g=meta.k8s.io");
  }

  Answer create(String path, String body) {
    return send(path, "POST", body, "application/json", "application/json");
  }

  Answer replace(String path, JsonNode body) {
    return send(path, "PUT", body.toString(), "application/json", "application/json");
  }

  Answer patch(String path, String type, String body) {
    return send(path, "PATCH", body, type, "application/json");
  }

  Answer apply(String path, String manager, String body) {
    return patch(path + (path.contains("?") ? "&" : "?") + "fieldManager=" + manager, APPLY, body);
  }

  Answer delete(String path, String options) {
    return send(path, "DELETE", options, "application/json", "application/json");
  }

  private HttpRequest request(
      String path, String method, String body, String contentType, String accept) {
    HttpRequest.Builder request =
        client
            .getHttpClient()
            .newHttpRequestBuilder()
            .uri(client.getMasterUrl().toString().replaceFirst("/$", "") + path)
            .header("Accept", accept);
    return method.equals("GET")
        ? request.build()
        : request
            .method(method, contentType, body.isEmpty() && !method.equals("DELETE") ? "{}" : body)
            .build();
  }

  private Answer send(String path, String method, String body, String type, String accept) {
    HttpClient http = client.getHttpClient();
    HttpResponse<String> response =
        await(http.sendAsync(request(path, method, body, type, accept), String.class));
    return new Answer(response.code(), JsonMapper.shared().readTree(response.body()));
  }

  private static <T> T await(java.util.concurrent.CompletableFuture<T> future) {
    try {
      return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** A watch over plain HTTP, until it ends or is closed. */
  Watch watch(String path) {
    HttpResponse<InputStream> response =
        await(
            client
                .getHttpClient()
                .sendAsync(
                    request(path, "GET", "", "application/json", "application/json"),
                    InputStream.class));
    return new Watch(response.body());
  }

  /** The events of a watch so far. */
  static final class Watch implements AutoCloseable {

    private final InputStream in;
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private final Thread reader;

    Watch(InputStream in) {
      this.in = in;
      reader = Thread.ofVirtual().start(this::read);
    }

    private void read() {
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          events.add(JsonMapper.shared().readTree(line));
        }
      } catch (IOException e) {
        // closed, from this side or the other
      }
    }

    /** {@code ADDED name} and so on; bookmarks without a name. */
    List<String> seen() {
      return events.stream()
          .map(
              event ->
                  (text(event, "type") + " " + text(event, "object", "metadata", "name")).strip())
          .toList();
    }

    List<JsonNode> events() {
      return List.copyOf(events);
    }

    boolean hasEnded() {
      return !reader.isAlive();
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
