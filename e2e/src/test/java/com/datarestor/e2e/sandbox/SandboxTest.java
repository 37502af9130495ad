package com.datarestor.e2e.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.datarestor.e2e.sandbox.ApiFaults.Fault;
import com.datarestor.e2e.scenario.Restic;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("try") // a fault lasts for a block, which does not speak of it
class SandboxTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path directory;

  private Sandbox sandbox;
  private KubernetesClient client;
  private ApiFaults faults;

  @BeforeEach
  void start() throws IOException {
    sandbox = Sandbox.start(directory, Restic.onThisMachine());
    client = sandbox.client();
    faults = sandbox.api().faults();
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  private static ConfigMap map(String name) {
    return new ConfigMapBuilder().withNewMetadata().withName(name).endMetadata().build();
  }

  private void create(String name) {
    client.configMaps().inNamespace("default").resource(map(name)).create();
  }

  private boolean exists(String name) {
    return client.configMaps().inNamespace("default").withName(name).get() != null;
  }

  private List<String> watching() {
    List<String> seen = new CopyOnWriteArrayList<>();
    var watch =
        client
            .configMaps()
            .inNamespace("default")
            .watch(
                new Watcher<>() {
                  @Override
                  public void eventReceived(Action action, ConfigMap map) {
                    seen.add(action + " " + map.getMetadata().getName());
                  }

                  @Override
                  public void onClose(WatcherException cause) {
                    seen.add("closed");
                  }
                });
    assertThat(watch).isNotNull();
    return seen;
  }

  @Test
  void a_failure_lasts_until_it_is_closed() {
    try (Fault fault = faults.fail(403, request -> request.isOf("configmaps"))) {
      assertThatThrownBy(() -> create("one"))
          .isInstanceOfSatisfying(
              KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(403));
    }

    create("one");
    assertThat(exists("one")).isTrue();
  }

  @Test
  void so_many_failures_are_followed_by_success() {
    faults.failNext(1, 403, request -> request.isOf("configmaps"));

    assertThatThrownBy(() -> create("one")).isInstanceOf(KubernetesClientException.class);
    create("one");
    assertThat(exists("one")).isTrue();
  }

  @Test
  void a_delayed_request_has_its_effect_when_the_delay_is_over() throws InterruptedException {
    AtomicInteger arrived = new AtomicInteger();
    Thread creates;
    try (Fault fault =
        faults.delay(
            Duration.ofMinutes(5),
            request -> request.method().equals("POST") && arrived.incrementAndGet() > 0)) {
      creates = Thread.ofVirtual().start(() -> create("one"));
      await().atMost(PATIENCE).until(() -> arrived.get() > 0);
      assertThat(exists("one")).isFalse();
    }

    creates.join();
    assertThat(exists("one")).isTrue();
  }

  @Test
  void a_request_whose_answer_is_lost_has_had_its_effect() {
    faults.loseAnswers(1, request -> request.method().equals("POST"));

    assertThatThrownBy(() -> create("one")).isInstanceOf(KubernetesClientException.class);

    assertThat(exists("one")).isTrue();
  }

  @Test
  void held_watches_tell_everything_later_and_in_order() {
    List<String> seen = watching();
    create("one");
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(seen).containsExactly("ADDED one"));
    try (Fault fault = faults.holdWatches()) {
      create("two");
      client.configMaps().inNamespace("default").withName("one").delete();
      assertThat(seen).containsExactly("ADDED one");
    }

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(seen).containsExactly("ADDED one", "ADDED two", "DELETED one"));
  }

  @Test
  void lost_changes_are_never_told() {
    List<String> seen = watching();
    create("one");
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(seen).containsExactly("ADDED one"));
    try (Fault fault = faults.loseChanges(watch -> watch.isOf("configmaps"))) {
      create("two");
    }
    create("three");

    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(seen).containsExactly("ADDED one", "ADDED three"));
  }

  @Test
  void silent_watches_stay_open_and_say_nothing_while_new_ones_do() {
    List<String> dead = watching();
    create("one");
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(dead).containsExactly("ADDED one"));
    faults.silenceWatches();
    List<String> alive = watching();
    create("two");

    await().atMost(PATIENCE).untilAsserted(() -> assertThat(alive).contains("ADDED two"));
    assertThat(dead).containsExactly("ADDED one");
  }

  @Test
  void nothing_of_its_pods_is_left_when_it_is_closed() {
    pod("busy", "sleep 300 & sleep 301");
    pod("ended", "sleep 302 & exit 0");
    await().atMost(PATIENCE).until(() -> phase("busy").equals("Running"));
    await().atMost(PATIENCE).until(() -> phase("ended").equals("Succeeded"));
    await().atMost(PATIENCE).until(() -> inside().size() >= 2);

    sandbox.close();

    await().atMost(PATIENCE).untilAsserted(() -> assertThat(inside()).isEmpty());
    assertThat(Path.of("/proc/self/mountinfo")).content().doesNotContain(directory.toString());
  }

  private void pod(String name, String script) {
    client
        .pods()
        .inNamespace("default")
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("Never")
                .addNewContainer()
                .withName("main")
                .withImage("busybox:1.37")
                .withCommand("sh", "-c", script)
                .endContainer()
                .endSpec()
                .build())
        .create();
  }

  private String phase(String pod) {
    return client.pods().inNamespace("default").withName(pod).get().getStatus().getPhase();
  }

  /** Processes whose root is below the sandbox's directory. */
  private List<Long> inside() {
    return ProcessHandle.allProcesses()
        .map(ProcessHandle::pid)
        .filter(
            pid -> {
              try {
                return Files.readSymbolicLink(Path.of("/proc/" + pid + "/root"))
                    .startsWith(directory);
              } catch (IOException e) {
                return false;
              }
            })
        .toList();
  }
}
