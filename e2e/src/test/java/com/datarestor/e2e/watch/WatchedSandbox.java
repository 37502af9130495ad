package com.datarestor.e2e.watch;

import static org.awaitility.Awaitility.await;

import com.datarestor.core.watch.WatchedKind;
import com.datarestor.e2e.sandbox.ApiFaults;
import com.datarestor.e2e.sandbox.ApiFaults.ApiRequest;
import com.datarestor.e2e.sandbox.ApiFaults.Fault;
import com.datarestor.e2e.sandbox.Sandbox;
import com.datarestor.e2e.scenario.Restic;
import com.datarestor.e2e.scenario.User;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A sandbox of a test's own, to be hurt. */
@SuppressWarnings("try") // a fault lasts for a block, which does not speak of it
final class WatchedSandbox implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(60);
  static final String NAMESPACE = "default";

  private final Sandbox sandbox;
  private final User user;
  private final List<Fault> counting = new ArrayList<>();

  WatchedSandbox(Path directory) throws IOException {
    sandbox = Sandbox.start(directory, Restic.onThisMachine());
    user = new User(sandbox.client());
  }

  KubernetesClient client() {
    return sandbox.client();
  }

  ApiFaults faults() {
    return sandbox.api().faults();
  }

  Sandbox sandbox() {
    return sandbox;
  }

  void claim(String name) {
    user.claim(NAMESPACE, name, Map.of());
  }

  void deleteClaim(String name) {
    client().persistentVolumeClaims().inNamespace(NAMESPACE).withName(name).delete();
  }

  /** Asks for a backup of this name. */
  void ask(String claim, String backup) {
    user.annotateClaim(NAMESPACE, claim, "manual-backup", backup);
  }

  /** Counts the lists, page by page, of a resource from now on. */
  AtomicInteger countLists(String plural) {
    AtomicInteger lists = new AtomicInteger();
    Fault counted =
        faults()
            .delay(
                Duration.ZERO,
                request -> {
                  if (isList(request, plural)) {
                    lists.incrementAndGet();
                  }
                  return false;
                });
    counting.add(counted);
    return lists;
  }

  static boolean isList(ApiRequest request, String plural) {
    return request.method().equals("GET")
        && !request.watch()
        && request.path().endsWith("/" + plural);
  }

  static boolean isWatch(ApiRequest request, String plural) {
    return request.watch() && request.isOf(plural);
  }

  /** Lets something happen while no watch and no list can come through. */
  void whileCutOff(String plural, Runnable happens) {
    try (Fault fault =
        faults().fail(503, request -> isWatch(request, plural) || isList(request, plural))) {
      faults().cutWatches();
      await()
          .atMost(PATIENCE)
          .until(() -> faults().openWatches(request -> isWatch(request, plural)) == 0);
      happens.run();
    }
  }

  /** Lets the watch of a resource die without a word, once it is open. */
  void silence(String plural) {
    await()
        .atMost(PATIENCE)
        .until(() -> faults().openWatches(request -> isWatch(request, plural)) > 0);
    faults().silenceWatches();
  }

  static void awaitSynced(WatchedKind<?> kind) {
    await().atMost(PATIENCE).until(kind::isSynced);
  }

  @Override
  public void close() {
    counting.forEach(Fault::close);
    sandbox.close();
  }
}
