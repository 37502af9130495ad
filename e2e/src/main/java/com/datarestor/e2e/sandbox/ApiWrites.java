package com.datarestor.e2e.sandbox;

import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Creates, updates, patches and deletes. */
final class ApiWrites {

  private final ObjectStore store;

  ApiWrites(ObjectStore store) {
    this.store = store;
  }

  void create(ApiCall call) throws IOException {
    call.answer(201, store.create(call.kind(), call.namespace(), call.body(), call.author()));
  }

  void replace(ApiCall call) throws IOException {
    ObjectNode wanted = call.body();
    change(call, object -> wanted);
  }

  void patch(ApiCall call) throws IOException {
    if (call.isApply()) {
      apply(call);
      return;
    }
    byte[] body = call.exchange().getRequestBody().readAllBytes();
    change(call, Patches.of(call.contentType(), body, call.kind()));
  }

  private void apply(ApiCall call) throws IOException {
    ObjectNode applied = call.body();
    Json.metadata(applied).put("name", call.name());
    boolean there = store.find(call.kind(), call.namespace(), call.name()).isPresent();
    ObjectNode object =
        store.apply(
            call.kind(), call.namespace(), call.name(), call.subresource(), applied, call.author());
    call.answer(there ? 200 : 201, object);
  }

  private void change(ApiCall call, UnaryOperator<ObjectNode> change) throws IOException {
    boolean scale = call.subresource().equals("scale");
    ObjectNode changed =
        store.update(
            call.kind(),
            call.namespace(),
            call.name(),
            scale ? "" : call.subresource(),
            scale ? object -> Scale.set(object, change.apply(Scale.of(object))) : change,
            call.author());
    call.answer(200, scale ? Scale.of(changed) : changed);
  }

  void delete(ApiCall call) throws IOException {
    byte[] raw = call.exchange().getRequestBody().readAllBytes();
    ObjectNode options = raw.length == 0 ? Json.object() : (ObjectNode) Json.MAPPER.readTree(raw);
    if (raw.length == 0) {
      optionsOf(call, options);
    }
    ResourceKind kind = call.kind();
    if (!call.name().isEmpty()) {
      call.answer(200, store.delete(kind, call.namespace(), call.name(), options));
      return;
    }
    List<JsonNode> matching =
        store.list(kind, call.namespace(), Selectors.of(kind, call.query())).objects();
    for (JsonNode object : matching) {
      String namespace = Json.text(object, "metadata", "namespace");
      String name = Json.text(object, "metadata", "name");
      if (store.find(kind, namespace, name).isPresent()) {
        store.delete(kind, namespace, name, options);
      }
    }
    call.answer(200, ApiFault.status(200, "", "deleted " + matching.size()));
  }

  /** An API server passes over options in the query when there are some in the body. */
  private static void optionsOf(ApiCall call, ObjectNode options) {
    if (call.isDryRun()) {
      options.putArray("dryRun").add("All");
    }
    for (String option : List.of("propagationPolicy", "gracePeriodSeconds")) {
      if (call.query().containsKey(option)) {
        options.put(option, call.query().get(option));
      }
    }
  }
}
