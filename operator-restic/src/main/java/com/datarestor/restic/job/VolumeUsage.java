package com.datarestor.restic.job;

import com.datarestor.events.Failure;
import com.datarestor.events.FailureReason;
import com.datarestor.events.Operation;
import com.datarestor.events.OperationType;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether a claim can be used, and which pods use it, now. */
public final class VolumeUsage {

  private static final Set<String> OVER = Set.of("Succeeded", "Failed");

  private final KubernetesClient client;

  public VolumeUsage(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Why no Job can use the claim. One that waits for its first pod would be bound by the Job, on
   * whatever node that comes to; an automated restore does so in the place of the pod that waits. A
   * claim that is gone is nothing to say here: its operation is cancelled when that is noticed.
   */
  public Optional<Failure> unusable(Operation operation) {
    String namespace = operation.about().namespace();
    String name = operation.about().name();
    PersistentVolumeClaim claim =
        client.persistentVolumeClaims().inNamespace(namespace).withName(name).get();
    if (claim == null) {
      return Optional.empty();
    }
    if ("Block".equals(claim.getSpec().getVolumeMode())) {
      return Optional.of(
          Failure.of(
              FailureReason.VOLUME_UNSUPPORTED,
              "the volume is a block device (volumeMode: Block); only file systems can be backed up and restored"));
    }
    boolean binds = operation.type() == OperationType.RESTORE_AUTOMATED;
    if (!binds && (claim.getStatus() == null || !"Bound".equals(claim.getStatus().getPhase()))) {
      return Optional.of(
          Failure.of(
              FailureReason.VOLUME_NOT_BOUND,
              "the volume is not bound yet; wait until its status is Bound, then ask again"));
    }
    return Optional.empty();
  }

  /** Names of the pods that mount the claim or wait to; the operator's own are not among them. */
  public List<String> users(String namespace, String claim) {
    return pods(namespace, claim).stream().map(pod -> pod.getMetadata().getName()).toList();
  }

  /** Those of them that can start: all but the ones that have the operator's gate. */
  public List<String> startable(String namespace, String claim) {
    return pods(namespace, claim).stream()
        .filter(pod -> !isGated(pod))
        .map(pod -> pod.getMetadata().getName())
        .toList();
  }

  /** The place of the pod that has the operator's gate and waits for the claim; the oldest. */
  public Optional<Seat> seat(String namespace, String claim) {
    return pods(namespace, claim).stream()
        .filter(VolumeUsage::isGated)
        .min(Comparator.comparing(pod -> pod.getMetadata().getCreationTimestamp()))
        .map(pod -> Seat.of(pod.getSpec()));
  }

  private static boolean isGated(Pod pod) {
    return pod.getSpec().getSchedulingGates().stream()
        .anyMatch(gate -> gate.getName().equals(JobLabels.GATE));
  }

  /**
   * The node that a pod uses the claim on: a ReadWriteOnce volume can only be mounted there. Empty
   * when nobody uses it.
   */
  public Optional<String> node(String namespace, String claim) {
    return pods(namespace, claim).stream()
        .flatMap(pod -> Optional.ofNullable(pod.getSpec().getNodeName()).stream())
        .filter(name -> !name.isEmpty())
        .findFirst();
  }

  /**
   * Names of the pods of the operator's other operations that have the volume mounted. The queue
   * lets one at a time use a volume, but when a Job is stopped its pod may go on until its grace
   * period is over.
   */
  public List<String> leftBehind(Operation operation) {
    return client
        .pods()
        .inNamespace(operation.about().namespace())
        .withLabel(JobLabels.MANAGED_BY, JobLabels.OPERATOR)
        .withoutLabel(JobLabels.OPERATION, operation.id().value())
        .withoutField("status.phase", "Succeeded")
        .withoutField("status.phase", "Failed")
        .list()
        .getItems()
        .stream()
        .filter(pod -> worksOn(pod, operation.about().name()))
        .map(pod -> pod.getMetadata().getName())
        .toList();
  }

  /** A Job that fills one claim of a pod has the others beside it, and does not touch them. */
  private static boolean worksOn(Pod pod, String claim) {
    return pod.getSpec().getVolumes().stream()
        .filter(volume -> volume.getName().equals(JobFactory.DATA))
        .anyMatch(
            volume ->
                volume.getPersistentVolumeClaim() != null
                    && claim.equals(volume.getPersistentVolumeClaim().getClaimName()));
  }

  private List<Pod> pods(String namespace, String claim) {
    return client
        .pods()
        .inNamespace(namespace)
        .withoutLabel(JobLabels.MANAGED_BY, JobLabels.OPERATOR)
        .list()
        .getItems()
        .stream()
        .filter(pod -> mounts(pod, claim))
        .filter(pod -> pod.getStatus() == null || !OVER.contains(pod.getStatus().getPhase()))
        .toList();
  }

  private static boolean mounts(Pod pod, String claim) {
    return pod.getSpec().getVolumes().stream()
        .anyMatch(
            volume ->
                volume.getPersistentVolumeClaim() != null
                    && claim.equals(volume.getPersistentVolumeClaim().getClaimName()));
  }
}
