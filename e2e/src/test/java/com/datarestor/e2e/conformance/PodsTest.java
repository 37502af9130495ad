package com.datarestor.e2e.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.datarestor.e2e.conformance.KubeApi.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** What happens to a pod after it was created. */
class PodsTest {

  @RegisterExtension final ClusterUnderTest cluster = new ClusterUnderTest();

  private final Workloads workloads = new Workloads(cluster);

  @Test
  void variables_come_from_the_pod_from_secrets_and_from_config_maps() {
    KubeApi api = cluster.api();
    api.create(
            api.core("secrets"),
            "{\"metadata\": {\"name\": \"s\"}, \"stringData\": {\"PASSWORD\": \"pa ss$(X)\", \"KEY\": \"k\"}}")
        .expect(201);
    api.create(
            api.core("configmaps"),
            "{\"metadata\": {\"name\": \"c\"}, \"data\": {\"REGION\": \"eu\"}}")
        .expect(201);
    String environment =
        """
        "env": [{"name": "HOST", "value": "example.com"},
                {"name": "URL", "value": "s3:$(HOST)/$$(HOST)/$(MISSING)"},
                {"name": "ONE", "valueFrom": {"secretKeyRef": {"name": "s", "key": "KEY"}}},
                {"name": "POD", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}}],
        "envFrom": [{"secretRef": {"name": "s"}}, {"configMapRef": {"name": "c"}, "prefix": "AWS_"},
                    {"secretRef": {"name": "none", "optional": true}}]
        """;

    workloads.pod(
        "env",
        Workloads.container(
            "echo \\\"$URL|$ONE|$POD|$PASSWORD|$AWS_REGION\\\"", environment.strip()),
        "");

    workloads.awaitPod("env", "Succeeded");
    assertThat(workloads.log("env").strip())
        .isEqualTo("s3:example.com/$(HOST)/$(MISSING)|k|env|pa ss$(X)|eu");
  }

  @Test
  void a_pod_waits_for_a_secret_that_is_missing_and_starts_when_it_comes() {
    KubeApi api = cluster.api();
    workloads.pod("early", Workloads.container("echo $A", ""), "");
    workloads.pod(
        "late",
        Workloads.container("echo $A", "\"envFrom\": [{\"secretRef\": {\"name\": \"later\"}}]"),
        "");

    JsonNode waiting =
        workloads.awaitObject(
            api.core("pods/late"),
            pod ->
                KubeApi.text(
                        pod.path("status").path("containerStatuses").path(0),
                        "state",
                        "waiting",
                        "reason")
                    .equals("CreateContainerConfigError"));
    assertThat(
            KubeApi.text(
                waiting.path("status").path("containerStatuses").path(0),
                "state",
                "waiting",
                "message"))
        .isEqualTo("secret \"later\" not found");
    assertThat(KubeApi.text(waiting, "status", "phase")).isEqualTo("Pending");

    api.create(
            api.core("secrets"),
            "{\"metadata\": {\"name\": \"later\"}, \"stringData\": {\"A\": \"here\"}}")
        .expect(201);
    workloads.awaitPod("late", "Succeeded");
    assertThat(workloads.log("late").strip()).isEqualTo("here");
  }

  @Test
  void a_pod_waits_for_a_key_that_is_missing() {
    KubeApi api = cluster.api();
    api.create(api.core("secrets"), "{\"metadata\": {\"name\": \"s\"}, \"stringData\": {}}")
        .expect(201);
    workloads.pod(
        "key",
        Workloads.container(
            "true",
            """
            "env": [{"name": "A", "valueFrom": {"secretKeyRef": {"name": "s", "key": "nope"}}}]
            """
                .strip()),
        "");

    JsonNode pod =
        workloads.awaitObject(
            api.core("pods/key"),
            // at first it only says that the container is being created
            found -> !waiting(found).isEmpty());

    assertThat(waiting(pod))
        .contains("couldn't find key nope in Secret " + cluster.namespace() + "/s");
  }

  private static String waiting(JsonNode pod) {
    return KubeApi.text(
        pod.path("status").path("containerStatuses").path(0), "state", "waiting", "message");
  }

  @Test
  void a_pod_with_a_gate_is_not_placed_until_the_gate_is_gone() {
    KubeApi api = cluster.api();
    workloads.pod(
        "gated",
        Workloads.container("echo here", ""),
        "\"schedulingGates\": [{\"name\": \"example.com/a\"}, {\"name\": \"example.com/b\"}]");

    JsonNode waiting =
        workloads.awaitObject(
            api.core("pods/gated"),
            pod ->
                KubeApi.text(pod.path("status").path("conditions").path(0), "reason")
                    .equals("SchedulingGated"));
    assertThat(KubeApi.text(waiting, "status", "phase")).isEqualTo("Pending");
    assertThat(KubeApi.text(waiting, "spec", "nodeName")).isEmpty();

    for (String gate : List.of("example.com/a", "example.com/b")) {
      api.patch(
              api.core("pods/gated"),
              "application/json-patch+json",
              "[{\"op\": \"test\", \"path\": \"/spec/schedulingGates/0/name\", \"value\": \"%s\"},"
                      .formatted(gate)
                  + " {\"op\": \"remove\", \"path\": \"/spec/schedulingGates/0\"}]")
          .expect(200);
    }
    workloads.awaitPod("gated", "Succeeded");
  }

  @Test
  void read_only_mounts_cannot_be_written_and_others_can() {
    workloads.claim("data", "");
    String mounts =
        """
        "volumeMounts": [{"name": "data", "mountPath": "/ro", "readOnly": true},
                         {"name": "data", "mountPath": "/rw"}, {"name": "tmp", "mountPath": "/scratch"}]
        """;
    String volumes =
        Workloads.mounting("data").replace("]", ", {\"name\": \"tmp\", \"emptyDir\": {}}]");

    workloads.pod(
        "mounts",
        Workloads.container(
            "touch /ro/x && echo written; touch /rw/y && touch /scratch/z && ls /ro /scratch",
            mounts.strip()),
        volumes);

    workloads.awaitPod("mounts", "Succeeded");
    assertThat(workloads.log("mounts"))
        .contains("Read-only file system")
        .contains("y")
        .contains("z")
        .doesNotContain("written");
  }

  @Test
  void files_of_a_host_path_are_seen_inside() {
    workloads.pod(
        "host",
        Workloads.container(
            "test -e /host/hostname && echo there", Workloads.MOUNT.replace("/data", "/host")),
        "\"volumes\": [{\"name\": \"data\", \"hostPath\": {\"path\": \"/etc\"}}]");

    workloads.awaitPod("host", "Succeeded");
    assertThat(workloads.log("host").strip()).isEqualTo("there");
  }

  @Test
  void scratch_space_is_new_for_each_pod() {
    String scratch = "\"volumes\": [{\"name\": \"data\", \"emptyDir\": {}}]";
    workloads.pod("first", Workloads.container("touch /data/x", Workloads.MOUNT), scratch);
    workloads.awaitPod("first", "Succeeded");
    workloads.pod("second", Workloads.container("ls /data", Workloads.MOUNT), scratch);

    workloads.awaitPod("second", "Succeeded");
    assertThat(workloads.log("second")).isNullOrEmpty();
  }

  @Test
  void the_termination_message_is_what_the_container_wrote() {
    workloads.pod(
        "message",
        Workloads.container("echo noise; echo -n result > /dev/termination-log; exit 4", ""),
        "");

    JsonNode end = Workloads.terminated(workloads.awaitPod("message", "Failed"));

    assertThat(KubeApi.text(end, "message")).isEqualTo("result");
    assertThat(end.path("exitCode").asInt()).isEqualTo(4);
    assertThat(KubeApi.text(end, "reason")).isEqualTo("Error");
  }

  @Test
  void the_termination_message_falls_back_to_the_log_only_when_asked_and_after_a_failure() {
    String falls = "\"terminationMessagePolicy\": \"FallbackToLogsOnError\"";
    workloads.pod("falls", Workloads.container("echo last words; exit 1", falls), "");
    workloads.pod("fine", Workloads.container("echo last words", falls), "");
    workloads.pod("unasked", Workloads.container("echo last words; exit 1", ""), "");

    assertThat(KubeApi.text(Workloads.terminated(workloads.awaitPod("falls", "Failed")), "message"))
        .contains("last words");
    assertThat(
            KubeApi.text(Workloads.terminated(workloads.awaitPod("fine", "Succeeded")), "message"))
        .isEmpty();
    assertThat(
            KubeApi.text(Workloads.terminated(workloads.awaitPod("unasked", "Failed")), "message"))
        .isEmpty();
  }

  /** The first process of a container itself cannot be killed from inside. */
  @Test
  void a_program_killed_by_a_signal_ends_with_128_and_its_number() {
    workloads.pod("killed", Workloads.container("sleep 60 & kill -9 $!; wait $!", ""), "");

    assertThat(
            Workloads.terminated(workloads.awaitPod("killed", "Failed")).path("exitCode").asInt())
        .isEqualTo(137);
  }

  @Test
  void a_deleted_pod_gets_the_time_to_end_and_is_gone_only_then() {
    workloads.claim("data", "");
    workloads.pod(
        "polite",
        Workloads.container(
            "trap 'touch /data/asked; exit 0' TERM; touch /data/up; while :; do sleep 0.1; done",
            Workloads.MOUNT),
        Workloads.mounting("data"));
    workloads.awaitPod("polite", "Running");
    workloads.pod(
        "sees",
        Workloads.container("while [ ! -e /data/asked ]; do sleep 0.1; done", Workloads.MOUNT),
        Workloads.mounting("data"));
    workloads.awaitPod("sees", "Running");
    workloads.pod(
        "up",
        Workloads.container("while [ ! -e /data/up ]; do sleep 0.1; done", Workloads.MOUNT),
        Workloads.mounting("data"));
    workloads.awaitPod("up", "Succeeded");

    Answer deleting = cluster.api().delete(cluster.api().core("pods/polite"), "").expect(200);

    assertThat(deleting.text("metadata", "deletionTimestamp")).isNotEmpty();
    await()
        .atMost(Workloads.PATIENCE)
        .untilAsserted(() -> cluster.api().get(cluster.api().core("pods/polite")).expect(404));
    workloads.awaitPod("sees", "Succeeded");
  }

  @Test
  void a_pod_that_does_not_end_is_killed_after_its_grace_period() {
    workloads.pod(
        "stubborn",
        Workloads.container("trap '' TERM; echo up; while :; do sleep 0.1; done", ""),
        "\"terminationGracePeriodSeconds\": 1");
    workloads.awaitPod("stubborn", "Running");
    await().atMost(Workloads.PATIENCE).until(() -> "up".equals(workloads.log("stubborn").strip()));

    cluster.api().delete(cluster.api().core("pods/stubborn"), "").expect(200);

    await()
        .atMost(Workloads.PATIENCE)
        .untilAsserted(() -> cluster.api().get(cluster.api().core("pods/stubborn")).expect(404));
  }
}
