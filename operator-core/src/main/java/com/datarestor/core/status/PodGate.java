package com.datarestor.core.status;

import com.datarestor.core.annotation.Annotations;
import com.datarestor.events.bus.RetryLater;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSchedulingGate;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.List;

/** Takes the operator's gate off a pod. Other gates are others', and stay. */
public final class PodGate {

  private static final int UNPROCESSABLE = 422;
  private static final PatchContext JSON_PATCH =
      new PatchContext.Builder()
          .withPatchType(PatchType.JSON)
          .withFieldManager("datarestor-operator")
          .build();

  private PodGate() {}

  /** Takes it off the pod of this name; one that is gone, or has no gate, is done already. */
  public static void remove(KubernetesClient client, String namespace, String name) {
    Pod pod = client.pods().inNamespace(namespace).withName(name).get();
    if (pod != null) {
      remove(client, pod);
    }
  }

  /**
   * @throws RetryLater when the pod's gates changed meanwhile
   */
  static void remove(KubernetesClient client, Pod pod) {
    List<PodSchedulingGate> gates = pod.getSpec().getSchedulingGates();
    for (int index = 0; index < gates.size(); index++) {
      if (gates.get(index).getName().equals(Annotations.GATE)) {
        remove(client, pod, "/spec/schedulingGates/" + index);
        return;
      }
    }
  }

  /** The list may have changed since it was read: what is removed is tested to be ours. */
  private static void remove(KubernetesClient client, Pod pod, String path) {
    try {
      client
          .pods()
          .inNamespace(pod.getMetadata().getNamespace())
          .withName(pod.getMetadata().getName())
          .patch(
              JSON_PATCH,
              "[{\"op\":\"test\",\"path\":"
                  + Json.quoted(path + "/name")
                  + ",\"value\":"
                  + Json.quoted(Annotations.GATE)
                  + "},{\"op\":\"remove\",\"path\":"
                  + Json.quoted(path)
                  + "}]");
    } catch (KubernetesClientException e) {
      if (e.getCode() == UNPROCESSABLE) {
        throw new RetryLater("the pod's gates changed between the look and the patch", e);
      }
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw e;
      }
    }
  }
}
