package com.datarestor.e2e.parts;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.app.cluster.HoldSetup;
import com.datarestor.core.annotation.Annotations;
import com.datarestor.e2e.sandbox.ApiWithoutNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSchedulingGate;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HoldSetupTest {

  private static final String LISTED = Annotations.key(Annotations.SETTLED_CLAIMS);

  private ApiWithoutNode api;
  private HoldSetup setup;

  @BeforeEach
  void start() throws IOException {
    api = ApiWithoutNode.start();
    setup = new HoldSetup(api.client());
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private void namespace(String name, Map<String, String> annotations) {
    api.client()
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .withAnnotations(annotations)
                .endMetadata()
                .build())
        .create();
  }

  private static PodBuilder pod(String namespace, String name, String... claims) {
    PodBuilder pod =
        new PodBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(name)
            .endMetadata()
            .withNewSpec()
            .addNewContainer()
            .withName("web")
            .withImage("web")
            .endContainer()
            .endSpec();
    for (String claim : claims) {
      pod.editSpec()
          .addNewVolume()
          .withName(claim)
          .withNewPersistentVolumeClaim(claim, null)
          .endVolume()
          .endSpec();
    }
    return pod;
  }

  private static Pod started(PodBuilder pod) {
    return pod.withNewStatus()
        .addNewContainerStatus()
        .withName("web")
        .withNewState()
        .withNewRunning()
        .endRunning()
        .endState()
        .endContainerStatus()
        .endStatus()
        .build();
  }

  private boolean isSettled(String namespace) {
    Map<String, String> labels =
        api.client().namespaces().withName(namespace).require().getMetadata().getLabels();
    return Annotations.SETTLED.equals(labels.get(Annotations.CLAIMS_LABEL));
  }

  private Map<String, String> annotations(String namespace) {
    Map<String, String> annotations =
        api.client().namespaces().withName(namespace).require().getMetadata().getAnnotations();
    return annotations == null ? Map.of() : annotations;
  }

  @Test
  void whatRunsBeforeTheGateIsThereWillPassIt() {
    namespace("busy", Map.of("kept", "yes"));
    namespace("known", Map.of(LISTED, "old"));
    namespace("new", Map.of());
    api.place(started(pod("busy", "a", "data", "wal")));
    api.place(started(pod("busy", "b", "data")));
    api.place(started(pod("known", "c", "data")));
    api.place(pod("new", "d", "data").build());

    assertThat(setup.prepare()).isEqualTo(3);

    assertThat(annotations("busy")).containsEntry("kept", "yes").containsEntry(LISTED, "data wal");
    assertThat(annotations("known")).containsEntry(LISTED, "data old");
    assertThat(annotations("new")).doesNotContainKey(LISTED);
    assertThat(isSettled("busy")).isTrue();
    assertThat(isSettled("new")).isFalse();
    assertThat(setup.prepare()).as("again").isEqualTo(3);
    assertThat(annotations("busy")).containsEntry(LISTED, "data wal");
  }

  /** In an upgrade: whoever waits goes on waiting also while the webhook is replaced. */
  @Test
  void aNamespaceInWhichAPodWaitsIsNotSettled() {
    namespace("mixed", Map.of());
    api.place(started(pod("mixed", "runs", "data")));
    api.place(
        pod("mixed", "waits", "new")
            .editSpec()
            .addNewSchedulingGate(Annotations.GATE)
            .endSpec()
            .build());

    setup.prepare();

    assertThat(isSettled("mixed")).isFalse();
    assertThat(annotations("mixed")).containsEntry(LISTED, "data");
  }

  @Test
  void whenTheGateGoesNobodyIsLeftWaiting() {
    namespace("held", Map.of(LISTED, "data", "kept", "yes"));
    api.place(started(pod("held", "runs", "data")));
    setup.prepare();
    GenericKubernetesResource webhook = new GenericKubernetesResource();
    webhook.setApiVersion("admissionregistration.k8s.io/v1");
    webhook.setKind("MutatingWebhookConfiguration");
    webhook.setMetadata(new ObjectMetaBuilder().withName("datarestor-operator-hold").build());
    api.client().resource(webhook).create();
    assertThat(isSettled("held")).isTrue();
    api.place(
        pod("held", "waits", "data")
            .editSpec()
            .addNewSchedulingGate("example.com/other")
            .addNewSchedulingGate(Annotations.GATE)
            .endSpec()
            .build());
    api.place(pod("held", "free", "data").build());

    assertThat(setup.release("datarestor-operator-hold")).isEqualTo(1);

    assertThat(
            api.client()
                .pods()
                .inNamespace("held")
                .withName("waits")
                .require()
                .getSpec()
                .getSchedulingGates())
        .extracting(PodSchedulingGate::getName)
        .containsExactly("example.com/other");
    assertThat(api.client().resource(webhook).get()).isNull();
    assertThat(isSettled("held")).isFalse();
    assertThat(annotations("held")).doesNotContainKey(LISTED).containsEntry("kept", "yes");
  }
}
