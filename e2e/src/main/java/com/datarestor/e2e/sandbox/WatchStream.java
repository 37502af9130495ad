package com.datarestor.e2e.sandbox;

import com.datarestor.e2e.sandbox.ChangeFeed.Change;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.node.ObjectNode;

/**
 * One watch: changes as they come, a bookmark when nothing comes for a while, and one shortly
 * before the watch ends.
 */
final class WatchStream implements ChangeFeed.Watcher {

  private static final long BOOKMARK_NANOS = TimeUnit.SECONDS.toNanos(20);
  private static final long LAST_BOOKMARK_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** The Kubernetes client breaks characters of several bytes where chunks of HTTP meet. */
  private static final ObjectWriter ASCII =
      Json.MAPPER.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

  private final ObjectStore store;
  private final ApiFaults faults;
  private final ApiCall call;
  private final ResourceKind kind;
  private final boolean table;
  private final Predicate<JsonNode> selector;
  private final BlockingQueue<Change> changes = new LinkedBlockingQueue<>();
  private final CountDownLatch dropped = new CountDownLatch(1);
  private volatile boolean silent;
  private volatile boolean bookmarkWanted;
  private boolean columnsSent;

  WatchStream(ObjectStore store, ApiFaults faults, ApiCall call) {
    this.store = store;
    this.faults = faults;
    this.call = call;
    this.kind = call.kind();
    this.table = call.asTable();
    this.selector = Selectors.of(kind, call.query());
  }

  @Override
  public void changed(Change change) {
    if (!faults.loses(call.request())) {
      changes.add(change);
    }
  }

  @Override
  public void drop() {
    dropped.countDown();
  }

  ApiFaults.ApiRequest request() {
    return call.request();
  }

  /** From now on nothing is sent, and the connection stays. */
  void silence() {
    silent = true;
  }

  /** Sends a bookmark soon, before it is time. */
  void sendBookmark() {
    bookmarkWanted = true;
  }

  void serve() throws IOException {
    String version = call.query().getOrDefault("resourceVersion", "");
    long since = version.isEmpty() ? -1 : Long.parseLong(version);
    faults.opened(this);
    ObjectStore.Start start = store.join(this, kind, since);
    OutputStream out = call.stream("application/json");
    try {
      if (start.changes().isEmpty()) {
        write(
            out,
            "ERROR",
            ApiFault.status(
                410,
                "Expired",
                "too old resource version: " + since + " (" + start.version() + ")"));
        return;
      }
      out.flush();
      stream(out, start.changes().get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      store.feed().leave(this);
      faults.ended(this);
    }
  }

  private void stream(OutputStream out, List<Change> first)
      throws IOException, InterruptedException {
    for (Change change : first) {
      write(out, change);
    }
    long seconds = Long.parseLong(call.query().getOrDefault("timeoutSeconds", "3600"));
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    boolean bookmarks = "true".equals(call.query().get("allowWatchBookmarks")) && !table;
    long nextBookmark = System.nanoTime() + BOOKMARK_NANOS;
    boolean last = false;
    Optional<Change> pending = Optional.empty();
    while (silent || System.nanoTime() < end) {
      boolean held = silent || faults.areHeld();
      if (held || pending.isEmpty()) {
        if (dropped.await(held ? LOOK_NANOS : 0, TimeUnit.NANOSECONDS)) {
          return;
        }
      }
      if (held) {
        continue;
      }
      if (pending.isPresent()) {
        write(out, pending.get());
        if (faults.areRepeated()) {
          write(out, pending.get());
        }
        pending = Optional.empty();
        continue;
      }
      boolean near = !last && System.nanoTime() > end - LAST_BOOKMARK_NANOS;
      if (near || bookmarkWanted || System.nanoTime() > nextBookmark) {
        // in this order: what came up to this version is in the queue, or has been sent
        long version = store.feed().version();
        if (bookmarks && changes.isEmpty()) {
          write(out, "BOOKMARK", bookmark(version));
          bookmarkWanted = false;
        }
        last |= near;
        nextBookmark = System.nanoTime() + BOOKMARK_NANOS;
      }
      Change next = changes.poll(LOOK_NANOS, TimeUnit.NANOSECONDS);
      pending = Optional.ofNullable(next);
    }
  }

  private ObjectNode bookmark(long version) {
    ObjectNode bookmark =
        Json.object().put("kind", kind.kind()).put("apiVersion", kind.apiVersion());
    Json.metadata(bookmark).put("resourceVersion", Long.toString(version));
    return bookmark;
  }

  private void write(OutputStream out, Change change) throws IOException {
    boolean elsewhere =
        !call.namespace().isEmpty()
            && !call.namespace().equals(Json.text(change.object(), "metadata", "namespace"));
    if (!change.kind().key().equals(kind.key()) || elsewhere) {
      return;
    }
    String type = type(change);
    if (type == null) {
      return;
    }
    write(
        out,
        type,
        table
            ? Tables.of(
                kind,
                List.of(change.object()),
                ObjectStore.versionOf(change.object()),
                !columnsSent)
            : change.object());
    columnsSent = true;
  }

  /** An object that begins or ceases to match is, to the watcher, added or deleted. */
  private @Nullable String type(Change change) {
    boolean now = selector.test(change.object());
    boolean before = change.before() != null && selector.test(change.before());
    if (change.type().equals("DELETED")) {
      return now || before ? "DELETED" : null;
    }
    if (now) {
      return before ? "MODIFIED" : "ADDED";
    }
    return before ? "DELETED" : null;
  }

  private static void write(OutputStream out, String type, JsonNode object) throws IOException {
    ObjectNode event = Json.object().put("type", type);
    event.set("object", object);
    out.write(ASCII.writeValueAsBytes(event));
    out.write('\n');
    out.flush();
  }
}
