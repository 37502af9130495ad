package com.datarestor.e2e.scenario;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the API as it is on the wire: tables as kubectl shows them, and everything there is. */
public final class ApiReader {

  private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io";
  private static final long PATIENCE_SECONDS = 30;

  private final KubernetesClient client;

  public ApiReader(KubernetesClient client) {
    this.client = client;
  }

  /** What {@code kubectl get -o wide} shows: one row for each object, its cells by column name. */
  public List<Map<String, String>> table(String namespace, String plural) {
    JsonNode table =
        read(
            "/apis/backup.datarestor-operator.com/v1alpha1/namespaces/" + namespace + "/" + plural,
            TABLE);
    List<Map<String, String>> rows = new ArrayList<>();
    for (JsonNode row : table.path("rows")) {
      Map<String, String> cells = new LinkedHashMap<>();
      int column = 0;
      for (JsonNode definition : table.path("columnDefinitions")) {
        cells.put(definition.path("name").asString(), row.path("cells").path(column).asString(""));
        column++;
      }
      rows.add(cells);
    }
    return rows;
  }

  /**
   * Every object of every kind as JSON text, by its path such as {@code v1/secrets/shop/restic}.
   */
  public Map<String, String> everything() {
    Map<String, String> objects = new TreeMap<>();
    collect("/api/v1", objects);
    for (JsonNode group : read("/apis", "application/json").path("groups")) {
      collect("/apis/" + group.path("preferredVersion").path("groupVersion").asString(), objects);
    }
    return objects;
  }

  private void collect(String root, Map<String, String> objects) {
    for (JsonNode kind : read(root, "application/json").path("resources")) {
      String plural = kind.path("name").asString();
      boolean listed = kind.path("verbs").valueStream().anyMatch(v -> v.asString().equals("list"));
      if (!listed || plural.contains("/")) {
        continue;
      }
      for (JsonNode object : read(root + "/" + plural, "application/json").path("items")) {
        JsonNode metadata = object.path("metadata");
        objects.put(
            root.replaceFirst("^/apis?/", "")
                + "/"
                + plural
                + "/"
                + metadata.path("namespace").asString("")
                + "/"
                + metadata.path("name").asString(),
            object.toString());
      }
    }
  }

  private JsonNode read(String path, String accept) {
    HttpClient http = client.getHttpClient();
    String root = Objects.requireNonNull(client.getMasterUrl()).toString().replaceFirst("/$", "");
    try {
      HttpResponse<String> response =
          http.sendAsync(
                  http.newHttpRequestBuilder().uri(root + path).header("Accept", accept).build(),
                  String.class)
              .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (!response.isSuccessful()) {
        throw new IllegalStateException(path + ": " + response.code() + " " + response.body());
      }
      return JsonMapper.shared().readTree(response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while reading " + path, e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("cannot read " + path, e);
    }
  }
}
