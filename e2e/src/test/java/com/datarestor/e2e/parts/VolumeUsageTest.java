package com.datarestor.e2e.parts;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.e2e.sandbox.ApiWithoutNode;
import com.datarestor.restic.job.JobLabels;
import com.datarestor.restic.job.VolumeUsage;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.io.IOException;
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
