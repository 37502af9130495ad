package com.datarestor.e2e.sandbox;

import com.datarestor.e2e.sandbox.ChangeFeed.Change;
import com.datarestor.e2e.sandbox.ObjectStore.Author;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps a claim that somebody deletes for as long as a pod with a node mounts it, also one that
 * ended: the protection of PersistentVolumeClaims in the controller manager.
 */
final class ClaimProtection implements ChangeFeed.Watcher {

  /** On every claim from its creation. */
  static final String FINALIZER = "kubernetes.io/pvc-protection";

  private static final Author AUTHOR = new Author("kube-controller-manager");

  private final ObjectStore store;
  private final ResourceKind claims;
  private final ResourceKind pods;
  private final ExecutorService executor =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("claim-protection").factory());

  ClaimProtection(ResourceKinds kinds, ObjectStore store) {
    this.store = store;
    this.claims = kinds.core("persistentvolumeclaims");
    this.pods = kinds.core("pods");
  }

  @Override
  public void changed(Change change) {
    String key = change.kind().key();
    boolean going =
        key.equals(claims.key()) && change.type().equals("MODIFIED") && isGoing(change.object());
    if (going || (key.equals(pods.key()) && change.type().equals("DELETED"))) {
      String namespace = Json.text(change.object(), "metadata", "namespace");
      executor.execute(() -> letGo(namespace));
    }
  }

  @Override
  public void drop() {
    // It is told of every change for as long as the server runs.
  }

  private void letGo(String namespace) {
    for (JsonNode claim : store.list(claims, namespace, ClaimProtection::isGoing).objects()) {
      String name = Json.text(claim, "metadata", "name");
      if (store.list(pods, namespace, pod -> uses(pod, name)).objects().isEmpty()) {
        unprotect(namespace, name);
      }
    }
  }

  private void unprotect(String namespace, String name) {
    try {
      store.update(
          claims,
          namespace,
          name,
          ObjectStore.ALL,
          current -> Deletion.withoutFinalizer(current, FINALIZER).orElse(current),
          AUTHOR);
    } catch (ApiFault fault) {
      if (fault.code() != 404) {
        throw fault;
      }
      // Somebody else was faster.
    }
  }

  private static boolean isGoing(JsonNode claim) {
    return claim.path("metadata").has("deletionTimestamp");
  }

  private static boolean uses(JsonNode pod, String claim) {
    return pod.path("spec").has("nodeName") && claims(pod).contains(claim);
  }

  private static List<String> claims(JsonNode pod) {
    return pod.path("spec")
        .path("volumes")
        .valueStream()
        .map(volume -> claim(pod, volume))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<String> claim(JsonNode pod, JsonNode volume) {
    if (volume.has("ephemeral")) {
      return Optional.of(Json.text(pod, "metadata", "name") + "-" + Json.text(volume, "name"));
    }
    return Optional.of(Json.text(volume, "persistentVolumeClaim", "claimName"))
        .filter(name -> !name.isEmpty());
  }

  /** Protects a claim that is being created. */
  static void protect(ObjectNode claim) {
    boolean protectedAlready =
        claim
            .path("metadata")
            .path("finalizers")
            .valueStream()
            .anyMatch(each -> each.asString().equals(FINALIZER));
    if (!protectedAlready) {
      Deletion.addFinalizer(claim, FINALIZER);
    }
  }
}
