package com.datarestor.core.watch;

import com.datarestor.core.annotation.Annotations;
import com.datarestor.events.ClaimUse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The pods that mount claims, to be found by claim; without the operator's own. */
final class ClaimUsers {

  private final Map<String, PodView> pods = new LinkedHashMap<>();
  private final Map<String, Map<String, PodView>> byClaim = new HashMap<>();

  /** Whether it is a pod that counts. */
  static boolean counts(PodView pod) {
    Map<String, String> labels = pod.getMetadata().getLabels();
    return !pod.claims().isEmpty()
        && (labels == null || !Annotations.OPERATOR.equals(labels.get(Annotations.MANAGED_BY)));
  }

  /** Remembers the pod as it is now. */
  void put(PodView pod) {
    String uid = pod.getMetadata().getUid();
    pods.put(uid, pod);
    for (String claim : pod.claims()) {
      byClaim.computeIfAbsent(key(pod, claim), key -> new LinkedHashMap<>()).put(uid, pod);
    }
  }

  /** Forgets the pod; whether it was known. */
  boolean remove(PodView pod) {
    String uid = pod.getMetadata().getUid();
    for (String claim : pod.claims()) {
      byClaim.computeIfPresent(
          key(pod, claim),
          (key, users) -> {
            users.remove(uid);
            return users.isEmpty() ? null : users;
          });
    }
    return pods.remove(uid) != null;
  }

  /** The strongest use that any pod makes of the claim. */
  ClaimUse use(String namespace, String claim) {
    return byClaim.getOrDefault(namespace + "/" + claim, Map.of()).values().stream()
        .map(ClaimUsers::use)
        .reduce(ClaimUse.UNUSED, (a, b) -> a.compareTo(b) >= 0 ? a : b);
  }

  private static ClaimUse use(PodView pod) {
    if (pod.hasStarted()) {
      return ClaimUse.STARTED;
    }
    return pod.isGated() ? ClaimUse.HELD : ClaimUse.UNGATED;
  }

  /** The pods that have the gate. */
  List<PodView> gated() {
    return pods.values().stream().filter(PodView::isGated).toList();
  }

  /** The pods with the gate that mount this claim. */
  List<PodView> gated(String namespace, String claim) {
    return byClaim.getOrDefault(namespace + "/" + claim, Map.of()).values().stream()
        .filter(PodView::isGated)
        .toList();
  }

  /** Those that are known and are not among these. */
  List<PodView> missing(Collection<PodView> all) {
    Set<String> there =
        all.stream().map(pod -> pod.getMetadata().getUid()).collect(Collectors.toSet());
    return new ArrayList<>(
        pods.values().stream().filter(pod -> !there.contains(pod.getMetadata().getUid())).toList());
  }

  /** The claims of the pod, as {@code namespace/name}. */
  static Stream<String> keys(PodView pod) {
    return pod.claims().stream().map(claim -> key(pod, claim));
  }

  private static String key(PodView pod, String claim) {
    return pod.getMetadata().getNamespace() + "/" + claim;
  }
}
