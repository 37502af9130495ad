package com.datarestor.core.watch;

import com.datarestor.core.annotation.Annotations;

/** What is said on a pod that waits. */
final class HeldPods {

  private HeldPods() {}

  static String sentence(PodView pod) {
    String namespace = pod.getMetadata().getNamespace();
    String claims = String.join(" ", pod.claims());
    return "waits until its volumes are restored from their backups, or found to have none. How far"
        + " it is: kubectl -n "
        + namespace
        + " get tasks. What it waits for: kubectl -n "
        + namespace
        + " describe pvc "
        + claims
        + ". To start it with a volume as it is: kubectl -n "
        + namespace
        + " annotate pvc <name> "
        + Annotations.key(Annotations.START_FRESH)
        + "=<the claim's UID>";
  }
}
