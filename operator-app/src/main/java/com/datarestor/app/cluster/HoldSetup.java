package com.datarestor.app.cluster;

import com.datarestor.core.status.NamespaceListing;
import com.datarestor.core.status.PodGate;
import com.datarestor.core.watch.NamespaceView;
import com.datarestor.core.watch.PodView;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What has to be done in a cluster around the life of the gate: before it is there, so that nothing
 * that runs has to wait, and when it goes, so that nothing waits for ever.
 */
public final class HoldSetup {

  private static final PatchContext MERGE_PATCH =
      new PatchContext.Builder().withPatchType(PatchType.JSON_MERGE).build();
  private static final String ADMISSION = "admissionregistration.k8s.io";

  /** A cluster has those that its version knows. */
  private static final List<String> INJECTORS =
      List.of(
          "MutatingWebhookConfiguration",
          "MutatingAdmissionPolicyBinding",
          "MutatingAdmissionPolicy");

  private final KubernetesClient client;

  public HoldSetup(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Lists every claim on which a container has started on its namespace, beside those that are
   * listed, and labels the namespace as settled if no pod in it waits; what else is in it, the
   * operator will see.
   *
   * @return how many are in use
   */
  public int prepare() {
    Map<String, Set<String>> used = new TreeMap<>();
    Set<String> waiting = new TreeSet<>();
    for (PodView pod : pods()) {
      String namespace = pod.getMetadata().getNamespace();
      if (pod.hasStarted()) {
        used.computeIfAbsent(namespace, key -> new TreeSet<>()).addAll(pod.claims());
      }
      if (pod.isGated()) {
        waiting.add(namespace);
      }
    }
    used.values().removeIf(Set::isEmpty);
    for (NamespaceView namespace : client.resources(NamespaceView.class).list().getItems()) {
      Set<String> claims = used.get(namespace.getMetadata().getName());
      if (claims != null) {
        String before = namespace.settledClaims();
        Set<String> all = new TreeSet<>(claims);
        Arrays.stream(before.split(" ")).filter(name -> !name.isEmpty()).forEach(all::add);
        String after = String.join(" ", all);
        boolean settled = !waiting.contains(namespace.getMetadata().getName());
        if (!after.equals(before) || settled != namespace.isSettled()) {
          patch(namespace, NamespaceListing.patch(after, settled));
        }
      }
    }
    return used.values().stream().mapToInt(Set::size).sum();
  }

  /**
   * Removes what gives pods the gate, then the gate from those that have it, and what is written on
   * namespaces.
   *
   * @param injector name of the MutatingAdmissionPolicy and its binding, or of the
   *     MutatingWebhookConfiguration; what there is of them goes
   * @return how many pods had it
   */
  public int release(String injector) {
    for (String kind : INJECTORS) {
      client
          .genericKubernetesResources(
              new ResourceDefinitionContext.Builder()
                  .withGroup(ADMISSION)
                  .withVersion("v1")
                  .withKind(kind)
                  .withNamespaced(false)
                  .build())
          .withName(injector)
          .delete();
    }
    int released = 0;
    for (PodView pod : pods()) {
      if (pod.isGated()) {
        PodGate.remove(client, pod.getMetadata().getNamespace(), pod.getMetadata().getName());
        released++;
      }
    }
    for (NamespaceView namespace : client.resources(NamespaceView.class).list().getItems()) {
      if (!namespace.settledClaims().isEmpty() || namespace.isSettled()) {
        patch(namespace, NamespaceListing.none());
      }
    }
    return released;
  }

  private List<PodView> pods() {
    return client.resources(PodView.class).inAnyNamespace().list().getItems();
  }

  private void patch(NamespaceView namespace, String change) {
    client.namespaces().withName(namespace.getMetadata().getName()).patch(MERGE_PATCH, change);
  }
}
