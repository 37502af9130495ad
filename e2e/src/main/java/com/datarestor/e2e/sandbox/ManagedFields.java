package com.datarestor.e2e.sandbox;

import com.datarestor.e2e.sandbox.ObjectStore.Author;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Who owns which field, and server-side apply, which stands on that. */
final class ManagedFields {

  private final ListKeys lists;

  /**
   * @param lists of the kind
   */
  ManagedFields(ListKeys lists) {
    this.lists = lists;
  }

  private record Entry(
      String manager,
      String operation,
      String subresource,
      JsonNode written,
      Set<List<String>> paths) {

    boolean isOf(Author author, String part) {
      return manager.equals(author.manager())
          && operation.equals(author.operation())
          && subresource.equals(part);
    }
  }

  private static List<Entry> entries(@Nullable ObjectNode object) {
    List<Entry> entries = new ArrayList<>();
    if (object != null) {
      for (JsonNode entry : object.path("metadata").path("managedFields")) {
        entries.add(
            new Entry(
                Json.text(entry, "manager"),
                Json.text(entry, "operation"),
                Json.text(entry, "subresource"),
                entry,
                FieldPaths.read(entry.path("fieldsV1"))));
      }
    }
    return entries;
  }

  /**
   * Notes in the object who wrote what.
   *
   * @param applied what was applied; null for any other change
   */
  void record(
      @Nullable ObjectNode before,
      ObjectNode after,
      Author author,
      String subresource,
      @Nullable ObjectNode applied) {
    Set<List<String>> old = before == null ? Set.of() : FieldPaths.of(before, lists);
    Set<List<String>> now = FieldPaths.of(after, lists);
    Set<List<String>> touched = new LinkedHashSet<>(old);
    touched.removeAll(now);
    for (List<String> path : now) {
      JsonNode value = FieldPaths.value(after, path);
      if (before == null || value == null || !value.equals(FieldPaths.value(before, path))) {
        touched.add(path);
      }
    }
    Set<List<String>> own = applied == null ? null : FieldPaths.of(applied, lists);
    ArrayNode written = Json.MAPPER.createArrayNode();
    boolean found = false;
    for (Entry entry : entries(before)) {
      Set<List<String>> paths = new LinkedHashSet<>(entry.paths());
      if (entry.isOf(author, subresource)) {
        found = true;
        if (own == null) {
          paths.addAll(touched);
        } else {
          paths = own;
        }
        paths.retainAll(now);
      } else {
        paths.removeAll(touched);
      }
      if (paths.equals(entry.paths())) {
        written.add(entry.written());
      } else if (!paths.isEmpty()) {
        write(written, entry.manager(), entry.operation(), entry.subresource(), after, paths);
      }
    }
    Set<List<String>> first = own == null ? touched : own;
    first.retainAll(now);
    if (!found && !first.isEmpty()) {
      write(written, author.manager(), author.operation(), subresource, after, first);
    }
    Json.put(Json.metadata(after), "managedFields", written.isEmpty() ? null : written);
  }

  private static void write(
      ArrayNode all,
      String manager,
      String operation,
      String subresource,
      ObjectNode object,
      Set<List<String>> paths) {
    ObjectNode entry =
        all.addObject()
            .put("manager", manager)
            .put("operation", operation)
            .put("apiVersion", Json.text(object, "apiVersion"))
            .put("time", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
            .put("fieldsType", "FieldsV1");
    entry.set("fieldsV1", FieldPaths.write(paths));
    if (!subresource.isEmpty()) {
      entry.put("subresource", subresource);
    }
  }

  /**
   * What server-side apply makes of an object.
   *
   * @throws ApiFault when another manager has given a field another value, unless forced
   */
  ObjectNode apply(ObjectNode current, ObjectNode applied, Author author, String subresource) {
    Set<List<String>> wanted = FieldPaths.of(applied, lists);
    Set<List<String>> abandoned = new LinkedHashSet<>();
    Set<List<String>> ofOthers = new LinkedHashSet<>();
    List<Violation> conflicts = new ArrayList<>();
    for (Entry entry : entries(current)) {
      if (entry.isOf(author, subresource)) {
        abandoned.addAll(entry.paths());
        continue;
      }
      ofOthers.addAll(entry.paths());
      for (List<String> path : entry.paths()) {
        JsonNode value = FieldPaths.value(applied, path);
        if (wanted.contains(path)
            && value != null
            && !value.equals(FieldPaths.value(current, path))) {
          conflicts.add(conflict(entry, path));
        }
      }
    }
    if (!conflicts.isEmpty() && !author.force()) {
      throw ApiFault.applyConflict(conflicts);
    }
    abandoned.removeAll(wanted);
    abandoned.removeAll(ofOthers);
    ObjectNode merged = (ObjectNode) Patches.merge(current.deepCopy(), applied, lists, List.of());
    abandoned.forEach(path -> FieldPaths.remove(merged, path));
    return merged;
  }

  private static Violation conflict(Entry entry, List<String> path) {
    String using =
        entry.operation().equals("Apply")
            ? ""
            : " using " + Json.text(entry.written(), "apiVersion");
    return new Violation(
        FieldPaths.text(path),
        "FieldManagerConflict",
        "conflict with \"" + entry.manager() + "\"" + using);
  }
}
