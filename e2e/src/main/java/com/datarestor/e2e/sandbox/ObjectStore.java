package com.datarestor.e2e.sandbox;

import com.datarestor.e2e.sandbox.ChangeFeed.Change;
import com.datarestor.e2e.sandbox.ChangeFeed.Watcher;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** All objects, and the owner references that are collected at once. */
final class ObjectStore {

  /** Instead of a subresource: spec and status together, as only the node writes them. */
  static final String ALL = "*";

  private final ResourceKinds kinds;
  private final Admission admission;
  private final Map<Key, ObjectNode> objects =
      new TreeMap<>(
          Comparator.comparing(Key::kind).thenComparing(Key::namespace).thenComparing(Key::name));
  private final ChangeFeed feed = new ChangeFeed();

  ObjectStore(ResourceKinds kinds, CustomSchemas schemas) {
    this.kinds = kinds;
    ResourceKind classes = kinds.find("storage.k8s.io", "v1", "storageclasses").orElseThrow();
    this.admission = new Admission(kinds, schemas, name -> find(classes, "", name));
  }

  private record Key(String kind, String namespace, String name) {}

  /** A list and the version it is of. */
  record Listing(List<JsonNode> objects, String version) {}

  /** Where a watch begins; no changes when the history is gone. */
  record Start(Optional<List<Change>> changes, long version) {}

  ChangeFeed feed() {
    return feed;
  }

  synchronized ObjectNode get(ResourceKind kind, String namespace, String name) {
    return find(kind, namespace, name).orElseThrow(() -> ApiFault.notFound(kind, name));
  }

  synchronized Optional<ObjectNode> find(ResourceKind kind, String namespace, String name) {
    return Optional.ofNullable(objects.get(new Key(kind.key(), namespace, name)));
  }

  synchronized Listing list(ResourceKind kind, String namespace, Predicate<JsonNode> selector) {
    List<JsonNode> found = new ArrayList<>();
    objects.forEach(
        (key, object) -> {
          boolean here = namespace.isEmpty() || namespace.equals(key.namespace());
          if (key.kind().equals(kind.key()) && here && selector.test(object)) {
            found.add(object);
          }
        });
    return new Listing(found, Long.toString(feed.version()));
  }

  synchronized ObjectNode create(
      ResourceKind kind, String namespace, JsonNode given, Author author) {
    ObjectNode object = (ObjectNode) given.deepCopy();
    ObjectNode metadata = Json.metadata(object);
    String name = Admission.name(metadata);
    if (!metadata.path("namespace").asString(namespace).equals(namespace)) {
      throw new ApiFault(
          400,
          "BadRequest",
          "the namespace of the provided object does not match the namespace sent on the request");
    }
    Key key = new Key(kind.key(), namespace, name);
    if (kind.namespaced()) {
      checkNamespace(kind, key);
    }
    if (objects.containsKey(key)) {
      throw new ApiFault(
          409, "AlreadyExists", kind.qualified() + " \"" + name + "\" already exists");
    }
    metadata
        .put("name", name)
        .put("uid", UUID.randomUUID().toString())
        .put("creationTimestamp", now())
        .put("generation", 1L);
    if (kind.namespaced()) {
      metadata.put("namespace", namespace);
    }
    metadata.remove("deletionTimestamp");
    metadata.remove("managedFields");
    object.put("apiVersion", kind.apiVersion()).put("kind", kind.kind());
    if (kind.status()) {
      object.remove("status");
    }
    admission.admit(kind, object, null, author);
    admission
        .managedFields(kind)
        .record(null, object, author, "", author.applies() ? (ObjectNode) given : null);
    if (author.dryRun()) {
      return object;
    }
    metadata.put("resourceVersion", Long.toString(feed.nextVersion()));
    admission.serve(kind, object);
    objects.put(key, object);
    publish("ADDED", kind, object, null);
    return object;
  }

  private void checkNamespace(ResourceKind kind, Key wanted) {
    ObjectNode namespace =
        find(kinds.core("namespaces"), "", wanted.namespace())
            .orElseThrow(
                () ->
                    new ApiFault(
                        404, "NotFound", "namespaces \"" + wanted.namespace() + "\" not found"));
    if (namespace.path("metadata").has("deletionTimestamp")) {
      throw ApiFault.terminating(kind, wanted.name(), wanted.namespace());
    }
  }

  /**
   * Changes an object.
   *
   * @param subresource {@code status}, {@link #ALL} or empty
   * @param change from the current object to the wanted one
   */
  synchronized ObjectNode update(
      ResourceKind kind,
      String namespace,
      String name,
      String subresource,
      UnaryOperator<ObjectNode> change,
      Author author) {
    ObjectNode current = get(kind, namespace, name);
    return write(kind, current, subresource, change.apply(current.deepCopy()), author, null);
  }

  /** Server-side apply; makes the object when it is not there. */
  synchronized ObjectNode apply(
      ResourceKind kind,
      String namespace,
      String name,
      String subresource,
      ObjectNode applied,
      Author author) {
    Optional<ObjectNode> current = find(kind, namespace, name);
    if (current.isEmpty()) {
      return create(kind, namespace, applied, author);
    }
    ObjectNode part = applied.deepCopy();
    if (kind.status() && subresource.isEmpty()) {
      part.remove("status");
    }
    ObjectNode wanted =
        admission.managedFields(kind).apply(current.get(), part, author, subresource);
    return write(kind, current.get(), subresource, wanted, author, part);
  }

  private ObjectNode write(
      ResourceKind kind,
      ObjectNode current,
      String subresource,
      ObjectNode wanted,
      Author author,
      @Nullable ObjectNode applied) {
    String name = Json.text(current, "metadata", "name");
    String expected = versionOf(wanted);
    if (!expected.equals("0") && !expected.isEmpty() && !expected.equals(versionOf(current))) {
      throw ApiFault.conflict(
          "Operation cannot be fulfilled on "
              + kind.qualified()
              + " \""
              + name
              + "\": the object has been modified; please apply your changes to the latest version"
              + " and try again");
    }
    ObjectNode object = subresource.equals("status") ? current.deepCopy() : wanted.deepCopy();
    if (subresource.equals("status")) {
      Json.put(object, "status", wanted.get("status"));
    } else if (kind.status() && !subresource.equals(ALL)) {
      Json.put(object, "status", current.get("status"));
    }
    ObjectNode metadata = Json.metadata(object);
    ObjectNode before = (ObjectNode) current.get("metadata");
    for (String field : FieldPaths.SERVER) {
      Json.put(metadata, field, before.get(field));
    }
    object.put("apiVersion", kind.apiVersion()).put("kind", kind.kind());
    admission.admit(kind, object, current, author);
    admission
        .managedFields(kind)
        .record(current, object, author, subresource.equals(ALL) ? "" : subresource, applied);
    if (author.dryRun() || object.equals(current)) {
      return author.dryRun() ? object : current;
    }
    if (!specOf(object).equals(specOf(current))) {
      metadata.put("generation", before.path("generation").asLong(1) + 1);
      admission.serve(kind, object);
    }
    replace(kind, object, current);
    return object;
  }

  /** Keeps the new form of an object, or removes it when it waited only for its finalizers. */
  private void replace(ResourceKind kind, ObjectNode object, ObjectNode before) {
    ObjectNode metadata = Json.metadata(object);
    metadata.put("resourceVersion", Long.toString(feed.nextVersion()));
    Key key = keyOf(kind, object);
    boolean ended =
        metadata.has("deletionTimestamp")
            && metadata.path("finalizers").isEmpty()
            && !before.path("metadata").path("finalizers").isEmpty();
    if (ended) {
      remove(key, kind, object);
      return;
    }
    objects.put(key, object);
    publish("MODIFIED", kind, object, before);
  }

  private static Key keyOf(ResourceKind kind, ObjectNode object) {
    return new Key(
        kind.key(),
        Json.text(object, "metadata", "namespace"),
        Json.text(object, "metadata", "name"));
  }

  /**
   * Who changes an object, and how.
   *
   * @param operation {@code Apply} or {@code Update}
   * @param force whether fields are taken from other managers
   * @param strict whether unknown fields are refused
   */
  record Author(String manager, String operation, boolean dryRun, boolean force, boolean strict) {

    Author(String manager) {
      this(manager, "Update", false, false, false);
    }

    boolean applies() {
      return operation.equals("Apply");
    }
  }

  private static ObjectNode specOf(ObjectNode object) {
    ObjectNode copy = object.deepCopy();
    copy.remove("metadata");
    copy.remove("status");
    return copy;
  }

  /**
   * Deletes, or marks as to be deleted while there are finalizers or, of a pod, a process.
   *
   * @param options a DeleteOptions
   */
  synchronized JsonNode delete(ResourceKind kind, String namespace, String name, JsonNode options) {
    ObjectNode current = get(kind, namespace, name);
    for (String field : List.of("uid", "resourceVersion")) {
      String wanted = Json.text(options, "preconditions", field);
      if (!wanted.isEmpty() && !wanted.equals(Json.text(current, "metadata", field))) {
        throw ApiFault.conflict("Precondition failed: " + field + " in precondition: " + wanted);
      }
    }
    if (options.path("dryRun").toString().contains("All")) {
      return current;
    }
    String policy = Deletion.policy(kind, options);
    String uid = Json.text(current, "metadata", "uid");
    ObjectNode object = current.deepCopy();
    if (policy.equals("Orphan")) {
      dependents(uid).forEach(each -> disown(each, uid));
    } else if (policy.equals("Foreground") && !dependents(uid).isEmpty()) {
      Deletion.addFinalizer(object, Deletion.FOREGROUND);
    }
    long grace = Deletion.grace(kind, current, options);
    boolean later =
        grace > 0
            || !object.path("metadata").path("finalizers").isEmpty()
            || (isNamespace(kind) && !contents(name).isEmpty());
    if (!later) {
      Json.metadata(object).put("resourceVersion", Long.toString(feed.nextVersion()));
      remove(keyOf(kind, object), kind, object);
      return Deletion.done(kind, object);
    }
    if (!object.path("metadata").has("deletionTimestamp")) {
      Json.metadata(object)
          .put("deletionTimestamp", now())
          .put("deletionGracePeriodSeconds", grace);
      if (isNamespace(kind)) {
        object.withObject("/status").put("phase", "Terminating");
      }
      replace(kind, object, current);
    }
    if (isNamespace(kind)) {
      contents(name).forEach(this::deleteQuietly);
    }
    if (policy.equals("Foreground")) {
      dependents(uid).forEach(this::deleteQuietly);
      settle(uid);
    }
    return find(kind, namespace, name).orElse(object);
  }

  private void remove(Key key, ResourceKind kind, ObjectNode object) {
    objects.remove(key);
    publish("DELETED", kind, object, object);
    String uid = Json.text(object, "metadata", "uid");
    for (Key dependent : dependents(uid)) {
      ObjectNode other = objects.get(dependent);
      if (other != null && Deletion.owners(other).stream().anyMatch(this::lives)) {
        disown(dependent, uid);
      } else {
        deleteQuietly(dependent);
      }
    }
    Deletion.owners(object).forEach(this::settle);
    if (kind.namespaced()) {
      endNamespace(key.namespace());
    }
  }

  /** A namespace that is to go waits for what is in it. */
  private void endNamespace(String name) {
    ResourceKind kind = kinds.core("namespaces");
    find(kind, "", name)
        .filter(namespace -> namespace.path("metadata").has("deletionTimestamp"))
        .filter(namespace -> namespace.path("metadata").path("finalizers").isEmpty())
        .filter(namespace -> contents(name).isEmpty())
        .ifPresent(
            namespace -> {
              ObjectNode object = namespace.deepCopy();
              Json.metadata(object).put("resourceVersion", Long.toString(feed.nextVersion()));
              remove(keyOf(kind, object), kind, object);
            });
  }

  private List<Key> contents(String namespace) {
    return objects.keySet().stream().filter(key -> key.namespace().equals(namespace)).toList();
  }

  private static boolean isNamespace(ResourceKind kind) {
    return kind.key().equals("/namespaces");
  }

  private boolean lives(String uid) {
    return objects.values().stream()
        .anyMatch(object -> uid.equals(Json.text(object, "metadata", "uid")));
  }

  private List<Key> dependents(String uid) {
    List<Key> found = new ArrayList<>();
    objects.forEach(
        (key, object) -> {
          if (Deletion.owners(object).contains(uid)) {
            found.add(key);
          }
        });
    return found;
  }

  private void disown(Key key, String owner) {
    ObjectNode current = objects.get(key);
    if (current != null) {
      replace(kinds.of(key.kind()), Deletion.without(current, owner), current);
    }
  }

  /** Lets an owner go that waited for its dependents. */
  private void settle(String uid) {
    if (!dependents(uid).isEmpty()) {
      return;
    }
    for (Key key : List.copyOf(objects.keySet())) {
      ObjectNode owner = objects.get(key);
      if (owner != null && uid.equals(Json.text(owner, "metadata", "uid"))) {
        Deletion.withoutFinalizer(owner, Deletion.FOREGROUND)
            .ifPresent(object -> replace(kinds.of(key.kind()), object, owner));
      }
    }
  }

  private void deleteQuietly(Key key) {
    if (objects.containsKey(key)) {
      ObjectNode background = Json.object().put("propagationPolicy", "Background");
      delete(kinds.of(key.kind()), key.namespace(), key.name(), background);
    }
  }

  private void publish(
      String type, ResourceKind kind, ObjectNode object, @Nullable ObjectNode before) {
    feed.publish(new Change(Long.parseLong(versionOf(object)), type, kind, object, before));
  }

  /**
   * Joins a watcher.
   *
   * @param since the version it has seen, or negative for none
   */
  synchronized Start join(Watcher watcher, ResourceKind kind, long since) {
    Optional<List<Change>> first;
    if (since > 0) {
      first = feed.since(since);
    } else {
      List<Change> all = new ArrayList<>();
      for (JsonNode object : list(kind, "", each -> true).objects()) {
        long of = Long.parseLong(versionOf(object));
        all.add(new Change(of, "ADDED", kind, (ObjectNode) object, null));
      }
      first = Optional.of(all);
    }
    if (first.isPresent()) {
      feed.join(watcher);
    }
    return new Start(first, feed.version());
  }

  static String versionOf(JsonNode object) {
    return object.path("metadata").path("resourceVersion").asString("0");
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
