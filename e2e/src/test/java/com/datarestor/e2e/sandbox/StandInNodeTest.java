package com.datarestor.e2e.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class StandInNodeTest {

  @Test
  void endsAJobWithTheWordsThatItIsGiven() throws IOException {
    try (SandboxApi api = SandboxApi.alone();
        KubernetesClient client = Sandbox.client(api.url())) {
      List<String> changes = new CopyOnWriteArrayList<>();
      List<String> requests = new CopyOnWriteArrayList<>();
      api.onChange((type, object) -> changes.add(type + " " + object.path("kind").asString()));
      api.onRequest(request -> requests.add(request.method() + " " + request.path()));
      api.endJobsAtOnce(job -> "done: " + job.path("metadata").path("name").asString());
      client
          .resource(
              """
              apiVersion: batch/v1
              kind: Job
              metadata: {name: backup, namespace: default}
              spec:
                template:
                  spec:
                    restartPolicy: Never
                    containers: [{name: restic, image: restic}]
              """)
          .create();

      Awaitility.await("the Job is complete")
          .until(() -> conditions(client).contains("Complete=True"));

      Pod pod =
          client
              .pods()
              .inNamespace("default")
              .withLabel("batch.kubernetes.io/job-name", "backup")
              .list()
              .getItems()
              .getFirst();
      assertThat(pod.getStatus().getContainerStatuses().getFirst().getState().getTerminated())
          .satisfies(
              end -> {
                assertThat(end.getExitCode()).isZero();
                assertThat(end.getMessage()).isEqualTo("done: backup");
              });
      assertThat(
              client.pods().inNamespace("default").withName(pod.getMetadata().getName()).getLog())
          .isEqualTo("done: backup\n");
      assertThat(changes).contains("ADDED Job", "ADDED Pod", "MODIFIED Pod", "MODIFIED Job");
      assertThat(requests).contains("POST /apis/batch/v1/namespaces/default/jobs");
    }
  }

  private static List<String> conditions(KubernetesClient client) {
    Job job = client.batch().v1().jobs().inNamespace("default").withName("backup").get();
    return job.getStatus().getConditions().stream()
        .map(condition -> condition.getType() + "=" + condition.getStatus())
        .toList();
  }
}
