package com.datarestor.e2e.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.datarestor.e2e.conformance.KubeApi.Answer;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Pods, Jobs and claims of a test. */
final class Workloads {

  static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ClusterUnderTest cluster;

  Workloads(ClusterUnderTest cluster) {
    this.cluster = cluster;
  }

  static String container(String script, String more) {
    return """
        {"name": "main", "image": "localhost/datarestor/busybox:cluster", "command": ["sh", "-c", "%s"]%s}
        """
        .formatted(script, more.isEmpty() ? "" : ", " + more);
  }

  void pod(String name, String container, String more) {
    cluster
        .api()
        .create(
            cluster.api().core("pods"),
            """
            {"metadata": {"name": "%s"}, "spec": {"restartPolicy": "Never", "containers": [%s]%s}}
            """
                .formatted(name, container, more.isEmpty() ? "" : ", " + more))
        .expect(201);
  }

  String jobs() {
    return cluster.api().group("batch/v1", "jobs");
  }

  void job(String name, String spec, String container) {
    cluster
        .api()
        .create(
            jobs(),
            """
            {"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "%s"}, "spec": {%s
              "template": {"spec": {"restartPolicy": "Never", "terminationGracePeriodSeconds": 1,
                "containers": [%s]}}}}
            """
                .formatted(name, spec.isEmpty() ? "" : spec + ",", container))
        .expect(201);
  }

  void claim(String name, String storageClass) {
    cluster
        .api()
        .create(
            cluster.api().core("persistentvolumeclaims"),
            """
            {"metadata": {"name": "%s"}, "spec": {%s "accessModes": ["ReadWriteOnce"],
              "resources": {"requests": {"storage": "64Mi"}}}}
            """
                .formatted(
                    name,
                    storageClass.isEmpty()
                        ? ""
                        : "\"storageClassName\": \"" + storageClass + "\","))
        .expect(201);
  }

  static String mounting(String claim) {
    return "\"volumes\": [{\"name\": \"data\", \"persistentVolumeClaim\": {\"claimName\": \""
        + claim
        + "\"}}]";
  }

  static final String MOUNT = "\"volumeMounts\": [{\"name\": \"data\", \"mountPath\": \"/data\"}]";

  JsonNode awaitObject(String path, Predicate<JsonNode> what) {
    return await()
        .atMost(PATIENCE)
        .until(
            () -> {
              Answer answer = cluster.api().get(path);
              return answer.code() == 200 ? answer.body() : KubeApi.object("{}");
            },
            what);
  }

  JsonNode awaitPod(String name, String phase) {
    return awaitObject(
        cluster.api().core("pods/" + name),
        pod -> KubeApi.text(pod, "status", "phase").equals(phase));
  }

  static JsonNode terminated(JsonNode pod) {
    return pod.path("status").path("containerStatuses").path(0).path("state").path("terminated");
  }

  JsonNode awaitCondition(String job, String type) {
    JsonNode ended =
        awaitObject(
            jobs() + "/" + job,
            found -> condition(found, "Complete") != null || condition(found, "Failed") != null);
    JsonNode condition = condition(ended, type);
    assertThat(condition).as("condition %s of %s", type, ended.path("status")).isNotNull();
    return condition == null ? ended : condition;
  }

  static @Nullable JsonNode condition(JsonNode job, String type) {
    for (JsonNode condition : job.path("status").path("conditions")) {
      if (KubeApi.text(condition, "type").equals(type)) {
        return condition;
      }
    }
    return null;
  }

  JsonNode podOf(String job) {
    JsonNode pods =
        cluster
            .api()
            .get(
                cluster.api().core("pods") + "?labelSelector=batch.kubernetes.io/job-name%3D" + job)
            .expect(200)
            .body()
            .path("items");
    assertThat(pods).hasSize(1);
    return pods.path(0);
  }

  String log(String pod) {
    return cluster.client().pods().inNamespace(cluster.namespace()).withName(pod).getLog();
  }
}
