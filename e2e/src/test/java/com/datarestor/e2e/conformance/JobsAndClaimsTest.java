package com.datarestor.e2e.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.datarestor.e2e.conformance.KubeApi.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** What controllers make of Jobs and claims. */
class JobsAndClaimsTest {

  @RegisterExtension final ClusterUnderTest cluster = new ClusterUnderTest();

  private final Workloads workloads = new Workloads(cluster);

  @Test
  void a_job_that_ends_well_is_complete_and_its_pod_says_how_it_ended() {
    workloads.job("ok", "\"ttlSecondsAfterFinished\": 3600", Workloads.container("echo done", ""));

    workloads.awaitCondition("ok", "Complete");

    JsonNode pod = workloads.podOf("ok");
    assertThat(KubeApi.text(pod, "status", "phase")).isEqualTo("Succeeded");
    assertThat(Workloads.terminated(pod).path("exitCode").asInt(-1)).isZero();
    assertThat(KubeApi.text(Workloads.terminated(pod), "reason")).isEqualTo("Completed");
    JsonNode owner = pod.path("metadata").path("ownerReferences").path(0);
    assertThat(KubeApi.text(owner, "kind")).isEqualTo("Job");
    assertThat(owner.path("controller").asBoolean()).isTrue();
    JsonNode job = cluster.api().get(workloads.jobs() + "/ok").expect(200).body();
    assertThat(job.path("spec").path("ttlSecondsAfterFinished").asInt()).isEqualTo(3600);
    assertThat(job.path("status").path("succeeded").asInt()).isEqualTo(1);
    assertThat(KubeApi.text(job, "status", "completionTime")).isNotEmpty();
  }

  @Test
  void a_job_that_fails_too_often_has_failed_with_the_exit_code_of_its_program() {
    workloads.job("bad", "\"backoffLimit\": 0", Workloads.container("exit 3", ""));

    assertThat(KubeApi.text(workloads.awaitCondition("bad", "Failed"), "reason"))
        .isEqualTo("BackoffLimitExceeded");
    assertThat(Workloads.terminated(workloads.podOf("bad")).path("exitCode").asInt()).isEqualTo(3);
  }

  @Test
  void a_job_over_its_deadline_has_failed_and_runs_no_more() {
    workloads.job("slow", "\"activeDeadlineSeconds\": 1", Workloads.container("sleep 300", ""));

    assertThat(KubeApi.text(workloads.awaitCondition("slow", "Failed"), "reason"))
        .isEqualTo("DeadlineExceeded");
    await()
        .atMost(Workloads.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(cluster.api().get(cluster.api().core("pods")).body().path("items"))
                    .noneMatch(pod -> KubeApi.text(pod, "status", "phase").equals("Running")));
  }

  @Test
  void a_job_deleted_in_the_background_takes_its_running_pod_along() {
    workloads.job("doomed", "", Workloads.container("sleep 300", ""));
    await()
        .atMost(Workloads.PATIENCE)
        .until(
            () ->
                cluster.api().get(cluster.api().core("pods")).body().path("items").size() == 1
                    && KubeApi.text(workloads.podOf("doomed"), "status", "phase")
                        .equals("Running"));

    cluster
        .api()
        .delete(workloads.jobs() + "/doomed", "{\"propagationPolicy\": \"Background\"}")
        .expect(200);

    await()
        .atMost(Workloads.PATIENCE)
        .untilAsserted(
            () -> assertThat(cluster.api().get(cluster.api().core("pods")).names()).isEmpty());
  }

  @Test
  void a_job_deleted_without_a_policy_leaves_its_pods() {
    workloads.job("gone", "", Workloads.container("true", ""));
    workloads.awaitCondition("gone", "Complete");

    cluster.api().delete(workloads.jobs() + "/gone", "").expect(200);

    await()
        .atMost(Workloads.PATIENCE)
        .untilAsserted(() -> cluster.api().get(workloads.jobs() + "/gone").expect(404));
    assertThat(workloads.podOf("gone").path("metadata").has("ownerReferences")).isFalse();
  }

  @Test
  void a_claim_of_a_class_that_waits_is_bound_for_its_first_pod() {
    String waits = "waits-" + cluster.namespace();
    KubeApi api = cluster.api();
    String classes = "/apis/storage.k8s.io/v1/storageclasses";
    String provisioner =
        System.getenv().getOrDefault("CONFORMANCE_PROVISIONER", "rancher.io/local-path");
    api.create(
            classes,
            "{\"metadata\": {\"name\": \"%s\"}, \"provisioner\": \"%s\", \"volumeBindingMode\": \"WaitForFirstConsumer\"}"
                .formatted(waits, provisioner))
        .expect(201);
    workloads.claim("lazy", waits);
    assertThat(api.get(api.core("persistentvolumeclaims/lazy")).text("status", "phase"))
        .isEqualTo("Pending");

    workloads.pod(
        "first",
        Workloads.container("echo hello > /data/x", Workloads.MOUNT),
        Workloads.mounting("lazy"));

    workloads.awaitPod("first", "Succeeded");
    Answer bound = api.get(api.core("persistentvolumeclaims/lazy"));
    assertThat(bound.text("status", "phase")).isEqualTo("Bound");
    assertThat(bound.text("spec", "volumeName")).startsWith("pvc-");
    api.delete(classes + "/" + waits, "").expect(200);
  }

  @Test
  void a_pod_waits_for_a_claim_that_does_not_exist() {
    workloads.pod(
        "hopeful", Workloads.container("true", Workloads.MOUNT), Workloads.mounting("later"));

    JsonNode pod =
        workloads.awaitObject(
            cluster.api().core("pods/hopeful"),
            found -> found.path("status").path("conditions").size() > 0);
    assertThat(KubeApi.text(pod.path("status").path("conditions").path(0), "reason"))
        .isEqualTo("Unschedulable");
    workloads.claim("later", "");

    workloads.awaitPod("hopeful", "Succeeded");
  }

  @Test
  void a_deleted_claim_stays_while_a_pod_mounts_it_also_one_that_ended() {
    KubeApi api = cluster.api();
    String claim = api.core("persistentvolumeclaims/data");
    workloads.claim("data", "");
    assertThat(
            KubeApi.text(
                api.get(claim).expect(200).body().path("metadata").path("finalizers").path(0)))
        .isEqualTo("kubernetes.io/pvc-protection");
    workloads.pod(
        "waits",
        Workloads.container("true", Workloads.MOUNT),
        Workloads.mounting("data") + ", \"schedulingGates\": [{\"name\": \"example.com/a\"}]");
    workloads.pod(
        "reads", Workloads.container("true", Workloads.MOUNT), Workloads.mounting("data"));
    workloads.awaitPod("reads", "Succeeded");

    api.delete(claim, "").expect(200);
    api.delete(api.core("pods/waits"), "").expect(200);
    await().untilAsserted(() -> api.get(api.core("pods/waits")).expect(404));

    assertThat(api.get(claim).expect(200).text("metadata", "deletionTimestamp")).isNotEmpty();
    api.delete(api.core("pods/reads"), "").expect(200);
    await().atMost(Workloads.PATIENCE).untilAsserted(() -> api.get(claim).expect(404));
  }

  @Test
  void a_pod_that_has_no_node_keeps_no_claim() {
    KubeApi api = cluster.api();
    workloads.claim("data", "");
    workloads.pod(
        "waits",
        Workloads.container("true", Workloads.MOUNT),
        Workloads.mounting("data") + ", \"schedulingGates\": [{\"name\": \"example.com/a\"}]");

    api.delete(api.core("persistentvolumeclaims/data"), "").expect(200);

    await()
        .atMost(Workloads.PATIENCE)
        .untilAsserted(() -> api.get(api.core("persistentvolumeclaims/data")).expect(404));
    api.get(api.core("pods/waits")).expect(200);
  }

  @Test
  void a_new_claim_of_the_same_name_has_none_of_the_files_of_the_deleted_one() {
    KubeApi api = cluster.api();
    workloads.claim("data", "");
    workloads.pod(
        "writes",
        Workloads.container("mkdir -p /data/a && touch /data/a/secret", Workloads.MOUNT),
        Workloads.mounting("data"));
    workloads.awaitPod("writes", "Succeeded");
    api.delete(api.core("pods/writes"), "").expect(200);
    api.delete(api.core("persistentvolumeclaims/data"), "").expect(200);
    await()
        .atMost(Workloads.PATIENCE)
        .untilAsserted(() -> api.get(api.core("persistentvolumeclaims/data")).expect(404));
    workloads.claim("data", "");
    workloads.pod(
        "reads", Workloads.container("ls -A /data", Workloads.MOUNT), Workloads.mounting("data"));

    workloads.awaitPod("reads", "Succeeded");
    assertThat(workloads.log("reads")).isNullOrEmpty();
  }
}
