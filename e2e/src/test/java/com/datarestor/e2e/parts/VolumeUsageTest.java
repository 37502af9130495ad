package com.datarestor.e2e.parts;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.e2e.sandbox.ApiWithoutNode;
import com.datarestor.restic.job.JobLabels;
import com.datarestor.restic.job.Seat;
import com.datarestor.restic.job.VolumeUsage;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VolumeUsageTest {

  private ApiWithoutNode api;
  private VolumeUsage usage;

  @BeforeEach
  void start() throws IOException {
    api = ApiWithoutNode.start();
    usage = new VolumeUsage(api.client());
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void aVolumeThatNobodyMountsHasNoUser() {
    api.place(pod("shop", "other", "logs", "Running", "worker-1").build());
    api.place(pod("backup-system", "web", "data", "Running", "worker-1").build());
    api.place(
        pod("shop", "bare", "data", "Running", "worker-1")
            .editSpec()
            .withVolumes()
            .endSpec()
            .build());

    assertThat(usage.users("shop", "data")).isEmpty();
    assertThat(usage.node("shop", "data")).isEmpty();
  }

  @Test
  void aPodThatRunsOrWaitsIsAUser() {
    api.place(pod("shop", "a-waits", "data", "Pending", "").build());
    api.place(pod("shop", "b-runs", "data", "Running", "worker-2").build());
    api.place(pod("shop", "c-unknown", "data", "Unknown", "worker-3").build());

    assertThat(usage.users("shop", "data")).containsExactly("a-waits", "b-runs", "c-unknown");
    assertThat(usage.node("shop", "data")).contains("worker-2");
  }

  @Test
  void aPodThatIsOverIsNone() {
    api.place(pod("shop", "done", "data", "Succeeded", "worker-1").build());
    api.place(pod("shop", "died", "data", "Failed", "worker-1").build());

    assertThat(usage.users("shop", "data")).isEmpty();
    assertThat(usage.node("shop", "data")).isEmpty();
  }

  @Test
  void theOperatorsOwnPodsAreNone() {
    api.place(
        pod("shop", "datarestor-backup-1", "data", "Running", "worker-1")
            .editMetadata()
            .addToLabels(JobLabels.OWN)
            .endMetadata()
            .build());

    assertThat(usage.users("shop", "data")).isEmpty();
  }

  @Test
  void aPodWithTheGateCannotStartAndItsPlaceIsKnown() {
    api.place(
        pod("shop", "held", "data", "Pending", "")
            .editSpec()
            .addNewSchedulingGate("example.com/other")
            .addNewSchedulingGate(JobLabels.GATE)
            .addToNodeSelector("disk", "fast")
            .addNewToleration("NoSchedule", "storage", "Exists", null, null)
            .addNewVolume()
            .withName("wal")
            .withNewPersistentVolumeClaim("wal", null)
            .endVolume()
            .addNewContainer()
            .withName("a")
            .withNewResources()
            .addToRequests("cpu", new Quantity("500m"))
            .addToRequests("memory", new Quantity("1Gi"))
            .endResources()
            .endContainer()
            .addNewContainer()
            .withName("b")
            .withNewResources()
            .addToRequests("cpu", new Quantity("1"))
            .endResources()
            .endContainer()
            .addNewInitContainer()
            .withName("init")
            .withNewResources()
            .addToRequests("memory", new Quantity("2Gi"))
            .endResources()
            .endInitContainer()
            .endSpec()
            .build());

    assertThat(usage.users("shop", "data")).containsExactly("held");
    assertThat(usage.startable("shop", "data")).isEmpty();
    Seat seat = usage.seat("shop", "data").orElseThrow();
    assertThat(seat.claims()).containsExactlyInAnyOrder("data", "wal");
    assertThat(seat.nodeSelector()).containsExactly(Map.entry("disk", "fast"));
    assertThat(seat.tolerations()).hasSize(1);
    assertThat(seat.requests())
        .hasSize(2)
        .hasEntrySatisfying(
            "cpu", cpu -> assertThat(cpu.getNumericalAmount()).isEqualByComparingTo("1.5"))
        .hasEntrySatisfying(
            "memory",
            memory ->
                assertThat(memory.getNumericalAmount())
                    .isEqualByComparingTo(new BigDecimal(2L << 30)));
  }

  @Test
  void withoutTheGateThereIsNoPlaceToTake() {
    api.place(pod("shop", "web", "data", "Pending", "").build());

    assertThat(usage.startable("shop", "data")).containsExactly("web");
    assertThat(usage.seat("shop", "data")).isEmpty();
  }

  private static PodBuilder pod(
      String namespace, String name, String claim, String phase, String node) {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .withNodeName(node.isEmpty() ? null : node)
        .addNewVolume()
        .withName("config")
        .withNewEmptyDir()
        .endEmptyDir()
        .endVolume()
        .addNewVolume()
        .withName("files")
        .withNewPersistentVolumeClaim(claim, false)
        .endVolume()
        .endSpec()
        .withNewStatus()
        .withPhase(phase)
        .endStatus();
  }
}
