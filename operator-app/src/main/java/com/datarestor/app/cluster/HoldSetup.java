package com.datarestor.app.cluster;

import com.datarestor.core.annotation.Annotations;
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

  private final KubernetesClient client;

  public HoldSetup(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Lists every claim on which a container has started on its namespace, beside those that are
   * listed.
   *
   * @return how many are in use
   */
  public int prepare() {
    Map<String, Set<String>> used = new TreeMap<>();
    for (PodView pod : pods()) {
      if (pod.hasStarted()) {
        used.computeIfAbsent(pod.getMetadata().getNamespace(), key -> new TreeSet<>())
            .addAll(pod.claims());
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
        if (!after.equals(before)) {
          list(namespace.getMetadata().getName(), "\"" + after + "\"");
        }
      }
    }
    return used.values().stream().mapToInt(Set::size).sum();
  }

  /**
   * Removes the admission policy, so that no pod gets the gate any more, then the gate from those
   * that have it, and what is written on namespaces.
   *
   * @return how many pods had it
   */
  public int release(String policy) {
    for (String kind : List.of("MutatingAdmissionPolicyBinding", "MutatingAdmissionPolicy")) {
      client
          .genericKubernetesResources(
              new ResourceDefinitionContext.Builder()
                  .withGroup(ADMISSION)
                  .withVersion("v1")
                  .withKind(kind)
                  .withNamespaced(false)
                  .build())
          .withName(policy)
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
      if (!namespace.settledClaims().isEmpty()) {
        list(namespace.getMetadata().getName(), "null");
      }
    }
    return released;
  }

  private List<PodView> pods() {
    return client.resources(PodView.class).inAnyNamespace().list().getItems();
  }

  private void list(String namespace, String value) {
    client
        .namespaces()
        .withName(namespace)
        .patch(
            MERGE_PATCH,
            "{\"metadata\":{\"annotations\":{\""
                + Annotations.key(Annotations.SETTLED_CLAIMS)
                + "\":"
                + value
                + "}}}");
  }
}
