package com.datarestor.e2e.sandbox;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a Job controller makes of a Job: its pod, and how it ended. */
final class SandboxJobs {

  private SandboxJobs() {}

  static ObjectNode podOf(ObjectNode job) {
    JsonNode template = job.path("spec").path("template");
    ObjectNode pod = Json.object();
    ObjectNode metadata = Json.metadata(pod);
    if (template.path("metadata") instanceof ObjectNode given) {
      Patches.merge(metadata, given.deepCopy(), ListKeys.ATOMIC, List.of());
    }
    metadata.put("generateName", name(job) + "-").put("namespace", namespace(job));
    metadata
        .withObject("/labels")
        .put("batch.kubernetes.io/job-name", name(job))
        .put("job-name", name(job));
    metadata
        .putArray("ownerReferences")
        .addObject()
        .put("apiVersion", "batch/v1")
        .put("kind", "Job")
        .put("name", name(job))
        .put("uid", Json.text(job, "metadata", "uid"))
        .put("controller", true)
        .put("blockOwnerDeletion", true);
    pod.set("spec", template.path("spec").deepCopy());
    return pod;
  }

  /**
   * @param first the condition that comes before, as since Kubernetes 1.31
   */
  static void end(ObjectNode status, int failed, String first, String condition, String reason) {
    status.remove("active");
    if (failed > 0) {
      status.put("failed", failed);
    }
    if (condition.equals("Complete")) {
      status.put("succeeded", 1).put("completionTime", now());
    }
    for (String type : new String[] {first, condition}) {
      status
          .withArray("/conditions")
          .addObject()
          .put("type", type)
          .put("status", "True")
          .put("reason", reason)
          .put("lastTransitionTime", now());
    }
  }

  /** What the kubelet says of a pod with one container. */
  static void podStatus(
      ObjectNode status, String container, String phase, Consumer<ObjectNode> state) {
    status.put("phase", phase);
    status.remove("conditions");
    if (!status.has("startTime")) {
      status.put("startTime", now());
    }
    ObjectNode containerStatus =
        status
            .putArray("containerStatuses")
            .addObject()
            .put("name", container)
            .put("restartCount", 0)
            .put("ready", phase.equals("Running"));
    state.accept(containerStatus.putObject("state"));
  }

  static void terminated(ObjectNode state, int exit, String message) {
    state
        .putObject("terminated")
        .put("exitCode", exit)
        .put("reason", exit == 0 ? "Completed" : "Error")
        .put("message", message)
        .put("finishedAt", now());
  }

  private static String namespace(JsonNode object) {
    return Json.text(object, "metadata", "namespace");
  }

  private static String name(JsonNode object) {
    return Json.text(object, "metadata", "name");
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
