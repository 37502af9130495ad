package com.datarestor.e2e.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Gets, lists in pages, watches and logs. */
final class ApiReads {

  private static final int LISTS_KEPT = 32;

  private final ObjectStore store;
  private final ApiFaults faults;
  private final Map<String, ObjectStore.Listing> begun = new LinkedHashMap<>();
  private volatile PodLogs logs = (namespace, pod, follow, tail) -> InputStream.nullInputStream();

  ApiReads(ObjectStore store, ApiFaults faults) {
    this.store = store;
    this.faults = faults;
  }

  void readLogsFrom(PodLogs source) {
    logs = source;
  }

  void read(ApiCall call) throws IOException {
    ResourceKind kind = call.kind();
    if (call.subresource().equals("log")) {
      log(call);
    } else if (call.request().watch()) {
      new WatchStream(store, faults, call).serve();
    } else if (call.name().isEmpty()) {
      list(call);
    } else {
      ObjectNode object = store.get(kind, call.namespace(), call.name());
      boolean scale = call.subresource().equals("scale");
      boolean table = call.asTable() && !scale;
      call.answer(
          200,
          table
              ? Tables.of(kind, List.of(object), ObjectStore.versionOf(object), true)
              : scale ? Scale.of(object) : object);
    }
  }

  /** Pages of one list are of one version, whatever changes meanwhile. */
  private void list(ApiCall call) throws IOException {
    ResourceKind kind = call.kind();
    String[] next = call.query().getOrDefault("continue", "").split(":", 2);
    int from = next.length == 2 ? Integer.parseInt(next[1]) : 0;
    ObjectStore.Listing listing =
        next.length == 2
            ? resume(next[0])
            : store.list(kind, call.namespace(), Selectors.of(kind, call.query()));
    int limit = Integer.parseInt(call.query().getOrDefault("limit", "0"));
    int all = listing.objects().size();
    int to = limit > 0 ? Math.min(all, from + limit) : all;
    List<JsonNode> page = listing.objects().subList(Math.min(from, to), to);
    ObjectNode answer =
        call.asTable()
            ? Tables.of(kind, page, listing.version(), true)
            : Json.object().put("kind", kind.kind() + "List").put("apiVersion", kind.apiVersion());
    ObjectNode metadata = Json.metadata(answer).put("resourceVersion", listing.version());
    if (to < all) {
      metadata.put("continue", keep(listing) + ":" + to).put("remainingItemCount", all - to);
    }
    if (!call.asTable()) {
      ArrayNode items = answer.putArray("items");
      page.forEach(items::add);
    }
    call.answer(200, answer);
  }

  private synchronized String keep(ObjectStore.Listing listing) {
    String key = listing.version() + "-" + System.identityHashCode(listing);
    begun.put(key, listing);
    if (begun.size() > LISTS_KEPT) {
      begun.remove(begun.keySet().iterator().next());
    }
    return key;
  }

  private synchronized ObjectStore.Listing resume(String key) {
    ObjectStore.Listing listing = begun.get(key);
    if (listing == null || store.feed().since(Long.parseLong(listing.version())).isEmpty()) {
      throw new ApiFault(
          410,
          "Expired",
          "The provided continue parameter is too old to display a consistent list result. You can"
              + " start a new list without the continue parameter.");
    }
    return listing;
  }

  private void log(ApiCall call) throws IOException {
    store.get(call.kind(), call.namespace(), call.name());
    boolean follow = "true".equals(call.query().get("follow"));
    int tail = Integer.parseInt(call.query().getOrDefault("tailLines", "-1"));
    try (InputStream in = logs.open(call.namespace(), call.name(), follow, tail);
        OutputStream out = call.stream("text/plain")) {
      byte[] buffer = new byte[8192];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        out.write(buffer, 0, read);
        out.flush();
      }
    }
  }
}
