package com.datarestor.e2e.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.api.v1alpha1.TaskType;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BackUpAndRestoreTest {

  @RegisterExtension static final Scene SCENE = new Scene();

  private final User user = SCENE.user();

  @Test
  void a_claim_can_be_deleted_right_after_its_backup() {
    String namespace = SCENE.namespace("shop");
    user.claim(namespace, "data", Map.of());
    user.apply(
        SCENE
            .config(namespace, "config")
            .repository(SCENE.fresh("repository"), 1)
            .selector("matchNamespaces: [" + namespace + "]")
            .yaml());
    user.awaitReady(namespace, "config");
    SCENE.cluster().files(namespace, "data").write("orders/1.txt", "one".getBytes(UTF_8));
    user.annotateClaim(namespace, "data", "manual-backup", "last");
    user.awaitOutcome(namespace, "data", "last-backup", "Completed");
    var claim =
        SCENE.cluster().client().persistentVolumeClaims().inNamespace(namespace).withName("data");

    claim.delete();

    user.await("the claim is gone", () -> claim.get() == null ? namespace : null);
  }

  @Test
  void a_volume_is_exactly_the_named_snapshot_after_its_restore() {
    String namespace = SCENE.namespace("shop");
    String repository = SCENE.fresh("repository");
    user.claim(namespace, "data", Map.of());
    user.apply(
        SCENE
            .config(namespace, "config")
            .repository(repository, 1)
            .selector("matchNamespaces: [" + namespace + "]")
            .yaml());
    user.awaitReady(namespace, "config");
    VolumeFiles files = SCENE.cluster().files(namespace, "data");
    files.write("orders/1.txt", "one".getBytes(UTF_8));
    files.write("orders/2.txt", "two".getBytes(UTF_8));
    SortedMap<String, String> before = files.contents();

    user.annotateClaim(namespace, "data", "manual-backup", "good");
    user.awaitOutcome(namespace, "data", "last-backup", "Completed");
    files.delete("orders/1.txt");
    files.write("orders/2.txt", "broken".getBytes(UTF_8));
    files.write("orders/3.txt", "new".getBytes(UTF_8));
    user.annotateClaim(namespace, "data", "manual-restore", "good");
    user.awaitOutcome(namespace, "data", "last-restore", "Completed");

    assertThat(files.contents()).isEqualTo(before);
    assertThat(user.tasks(namespace, TaskType.RESTORE_MANUAL)).hasSize(1);
    assertThat(user.claimAnnotation(namespace, "data", "manual-restore")).isEmpty();
    assertThat(SCENE.repository(repository).snapshots())
        .singleElement()
        .satisfies(
            snapshot -> {
              assertThat(snapshot.host()).isEqualTo(namespace + "-data");
              assertThat(snapshot.tag("name")).isEqualTo("good");
            });
  }
}
