package com.datarestor.restic.job;

import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.Volume;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Where a waiting pod is to run, for the Job that fills a claim of it. A claim whose class waits
 * for its first consumer is bound by the first pod that is scheduled with it: by the Job then, and
 * so the Job has all claims of the waiting pod and asks for a node as that pod will. Claims bound
 * one by one may come to lie on nodes that the pod cannot all be on.
 *
 * @param claims all that the pod mounts
 * @param requests what its containers ask for together
 */
public record Seat(
    List<String> claims,
    Map<String, String> nodeSelector,
    Optional<Affinity> affinity,
    List<Toleration> tolerations,
    Map<String, Quantity> requests) {

  public Seat {
    claims = List.copyOf(claims);
    nodeSelector = Map.copyOf(nodeSelector);
    tolerations = List.copyOf(tolerations);
    requests = Map.copyOf(requests);
  }

  /** The place of a pod with this spec. */
  static Seat of(PodSpec pod) {
    List<String> claims = new ArrayList<>();
    for (Volume volume : pod.getVolumes()) {
      if (volume.getPersistentVolumeClaim() != null) {
        claims.add(volume.getPersistentVolumeClaim().getClaimName());
      }
    }
    return new Seat(
        claims,
        pod.getNodeSelector() == null ? Map.of() : pod.getNodeSelector(),
        Optional.ofNullable(pod.getAffinity()),
        pod.getTolerations(),
        requests(pod));
  }

  /** Init containers run before the others, one at a time, so the largest of them counts. */
  private static Map<String, Quantity> requests(PodSpec pod) {
    Map<String, BigDecimal> together = new TreeMap<>();
    Map<String, BigDecimal> largest = new TreeMap<>();
    pod.getContainers()
        .forEach(
            container ->
                amounts(container.getResources())
                    .forEach((name, amount) -> together.merge(name, amount, BigDecimal::add)));
    pod.getInitContainers()
        .forEach(
            container ->
                amounts(container.getResources())
                    .forEach((name, amount) -> largest.merge(name, amount, BigDecimal::max)));
    Map<String, Quantity> requests = new TreeMap<>();
    Stream.concat(together.keySet().stream(), largest.keySet().stream())
        .distinct()
        .forEach(
            name ->
                requests.put(
                    name,
                    Quantity.fromNumericalAmount(
                        together
                            .getOrDefault(name, BigDecimal.ZERO)
                            .max(largest.getOrDefault(name, BigDecimal.ZERO)),
                        null)));
    return requests;
  }

  private static Map<String, BigDecimal> amounts(ResourceRequirements resources) {
    Map<String, BigDecimal> amounts = new TreeMap<>();
    if (resources != null && resources.getRequests() != null) {
      resources
          .getRequests()
          .forEach(
              (name, quantity) -> {
                if (name.equals("cpu") || name.equals("memory")) {
                  amounts.put(name, quantity.getNumericalAmount());
                }
              });
    }
    return amounts;
  }
}
