package com.datarestor.e2e.scenario;

import static com.datarestor.e2e.scenario.Tree.differences;
import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.e2e.conformance.Kubectl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Volumes of a class that waits for its first pod and of one that does not, files of every kind,
 * and a repository on S3. What docs/storage.md says is not carried is here, too.
 */
@EnabledIfEnvironmentVariable(
    named = Cluster.KUBECONFIG,
    matches = ".+",
    disabledReason = "there is no real cluster; make e2e brings one up")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StorageTest {

  @RegisterExtension static final InstalledScene SCENE = new InstalledScene();

  /** A hundred thousand files take a while. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final String WAITING = "local-path";

  /** A device, a program with a capability of its own, and an attribute for administrators. */
  private static final String FOREIGN =
      """
      mknod device c 1 3
      echo program > program
      echo x > file
      echo rest > rest
      python3 - <<PYTHON
      import os, struct
      net_raw = struct.pack("<IIIII", 0x02000001, 1 << 13, 0, 0, 0)
      os.setxattr("program", "security.capability", net_raw)
      os.setxattr("file", "trusted.mark", b"1")
      os.setxattr("file", "user.mark", b"2")
      PYTHON
      """;

  private final Map<String, Path> volumes = new HashMap<>();
  private User user;
  private S3Server server;
  private String immediate;

  @BeforeAll
  void there_is_a_class_that_waits_for_no_pod_and_an_S3_server() {
    user = new User(SCENE.cluster().client(), PATIENCE, () -> false);
    server = S3Server.start(SCENE, SCENE.namespace(Map.of()), "s3", "backups");
    immediate = SCENE.fresh();
    // local-path itself refuses to be immediate: it makes volumes on the node of a pod
    user.apply(
        """
        apiVersion: storage.k8s.io/v1
        kind: StorageClass
        metadata: {name: %s}
        provisioner: kubernetes.io/no-provisioner
        volumeBindingMode: Immediate
        """
            .formatted(immediate));
  }

  @AfterAll
  void the_class_and_its_volumes_go() {
    volumes.forEach(
        (name, folder) -> {
          SCENE.cluster().client().persistentVolumes().withName(name).delete();
          new DirectoryFiles(folder).shell("find . -mindepth 1 -delete");
        });
    SCENE.cluster().client().storage().v1().storageClasses().withName(immediate).delete();
  }

  /** A namespace whose claims are backed up to a repository of their own. */
  private String shop() {
    String namespace = SCENE.namespace(Map.of());
    user.apply(
        """
        apiVersion: backup.datarestor-operator.com/v1alpha1
        kind: Config
        metadata: {name: config, namespace: %s}
        spec:
          env:
            - name: RESTIC_PASSWORD
              valueFrom: {secretKeyRef: {name: restic, key: password}}
          repositories:
            - target: %s
              priority: 1
        %s  selectors: [{matchNamespaces: [%s]}]
        """
            .formatted(
                namespace,
                server.target("backups/" + namespace),
                server.env().indent(6),
                namespace));
    user.awaitReady(namespace, "config");
    return namespace;
  }

  private void claim(String namespace, String name, String storageClass) {
    if (storageClass.equals(immediate)) {
      volume();
    }
    user.apply(
        """
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: %s, namespace: %s}
        spec:
          storageClassName: %s
          accessModes: [ReadWriteOnce]
          resources: {requests: {storage: 1Gi}}
        """
            .formatted(name, namespace, storageClass));
    if (storageClass.equals(immediate)) {
      new Kubectl(SCENE.cluster().kubeconfig(), namespace)
          .run("wait", "pvc/" + name, "--for=jsonpath={.status.phase}=Bound", "--timeout=60s");
    }
  }

  /** As an administrator provides one for a class without a provisioner. */
  private void volume() {
    String name = SCENE.fresh();
    try {
      Path folder = Files.createDirectories(Path.of("target", "scenes", name).toAbsolutePath());
      volumes.put(name, folder);
      user.apply(
          """
          apiVersion: v1
          kind: PersistentVolume
          metadata: {name: %s}
          spec:
            storageClassName: %s
            capacity: {storage: 1Gi}
            accessModes: [ReadWriteOnce]
            persistentVolumeReclaimPolicy: Retain
            local: {path: %s}
            nodeAffinity:
              required:
                nodeSelectorTerms:
                  - matchExpressions: [{key: kubernetes.io/os, operator: In, values: [linux]}]
          """
              .formatted(name, immediate, folder));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Tree tree(String namespace, String claim) {
    return new Tree(SCENE.cluster().directory(namespace, claim));
  }

  private String ask(String namespace, String claim, String key, String value) {
    return user.ask(namespace, claim, key, value);
  }

  @Test
  void a_tree_of_everything_is_restored_equal_into_another_claim_and_in_place() {
    String namespace = shop();
    claim(namespace, "data", WAITING);
    claim(namespace, "copy", immediate);
    Tree tree = tree(namespace, "data");
    tree.build();
    SortedMap<String, String> good = tree.describe();
    assertThat(good).hasSizeGreaterThan(100_000);
    assertThat(ask(namespace, "data", "manual-backup", "good")).startsWith("Completed");

    // docs/storage.md: a socket belongs to the process that listens at it
    assertThat(good.remove("./special/socket")).isNotNull();
    assertThat(ask(namespace, "copy", "manual-restore", namespace + "-data|good"))
        .startsWith("Completed");
    assertThat(differences(good, tree(namespace, "copy").describe())).isEmpty();

    tree.damage();
    assertThat(differences(good, tree.describe())).hasSizeGreaterThan(10);
    assertThat(ask(namespace, "data", "manual-restore", "good")).startsWith("Completed");
    SortedMap<String, String> inPlace = tree.describe();
    // docs/storage.md: what is written anew in place gets all its blocks
    assertThat(good.get("./sparse")).contains("\"MiB allocated\": 0");
    assertThat(withoutBlocks(inPlace.remove("./sparse")))
        .isEqualTo(withoutBlocks(good.remove("./sparse")));
    assertThat(differences(good, inPlace)).isEmpty();
  }

  private static String withoutBlocks(String entry) {
    return entry.replaceAll("\"MiB allocated\": \\d+", "");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_volume_in_use_is_backed_up_and_once_its_pod_is_gone_restored(boolean waits) {
    String namespace = shop();
    claim(namespace, "data", waits ? WAITING : immediate);
    user.pod(namespace, "web-0", "data");
    Kubectl kubectl = new Kubectl(SCENE.cluster().kubeconfig(), namespace);
    kubectl.run("exec", "web-0", "--", "sh", "-c", "echo one > /data/order; chmod 2770 /data");
    SortedMap<String, String> good = tree(namespace, "data").describe();

    assertThat(ask(namespace, "data", "manual-backup", "live")).startsWith("Completed");
    kubectl.run("exec", "web-0", "--", "sh", "-c", "rm /data/order; chmod 0777 /data");
    assertThat(ask(namespace, "data", "manual-restore", "live"))
        .startsWith("Failed")
        .contains("the volume is mounted by web-0");
    user.deletePod(namespace, "web-0");
    assertThat(ask(namespace, "data", "manual-restore", "live")).startsWith("Completed");

    assertThat(differences(good, tree(namespace, "data").describe())).isEmpty();
    user.pod(namespace, "web-0", "data");
    assertThat(kubectl.run("exec", "web-0", "--", "cat", "/data/order")).isEqualTo("one\n");
  }

  @Test
  void an_empty_volume_is_restored_empty_into_another_claim_and_in_place() {
    String namespace = shop();
    claim(namespace, "data", WAITING);
    claim(namespace, "copy", immediate);
    VolumeFiles files = SCENE.cluster().files(namespace, "data");
    VolumeFiles copy = SCENE.cluster().files(namespace, "copy");
    files.shell("chown 999:998 .; chmod 2750 .; touch -d '2001-02-03 04:05:06.7 UTC' .");
    SortedMap<String, String> good = tree(namespace, "data").describe();
    assertThat(ask(namespace, "data", "manual-backup", "empty")).startsWith("Completed");

    copy.shell("mkdir -p stray/deep; echo stray > stray/deep/file");
    assertThat(ask(namespace, "copy", "manual-restore", namespace + "-data|empty"))
        .startsWith("Completed");
    files.shell("echo stray > stray; mkdir -m 0700 lost+found; chown 0:0 .");
    assertThat(ask(namespace, "data", "manual-restore", "empty")).startsWith("Completed");

    assertThat(good).containsOnlyKeys(".");
    assertThat(differences(good, tree(namespace, "copy").describe())).isEmpty();
    assertThat(tree(namespace, "data").describe()).containsOnlyKeys(".", "./lost+found");
    assertThat(differences(good, tree(namespace, "data").describe()))
        .containsExactly("./lost+found is too much");
  }

  @Test
  void what_a_Job_may_not_make_or_see_is_missing_and_what_fails_is_named() {
    String namespace = shop();
    claim(namespace, "data", WAITING);
    claim(namespace, "copy", immediate);
    SCENE.cluster().files(namespace, "data").shell(FOREIGN);
    assertThat(ask(namespace, "data", "manual-backup", "good")).startsWith("Completed");
    SortedMap<String, String> good = tree(namespace, "data").describe();

    assertThat(ask(namespace, "copy", "manual-restore", namespace + "-data|good"))
        .startsWith("Failed")
        .contains("mknod /data/device: operation not permitted")
        .contains("/data/program security.capability: operation not permitted");

    SortedMap<String, String> copy = tree(namespace, "copy").describe();
    assertThat(good.get("./device")).isNotNull();
    assertThat(good.get("./program")).contains("security.capability");
    assertThat(good.get("./file")).contains("trusted.mark", "user.mark");
    assertThat(copy).containsOnlyKeys(".", "./file", "./program", "./rest");
    assertThat(copy.get("./program")).doesNotContain("security.capability");
    assertThat(copy.get("./file")).contains("user.mark").doesNotContain("trusted.mark");
    assertThat(copy.get("./rest")).isEqualTo(good.get("./rest"));
  }

  @Test
  void a_folder_with_files_in_the_place_of_a_link_fails_the_restore_and_is_named() {
    String namespace = shop();
    claim(namespace, "data", WAITING);
    VolumeFiles files = SCENE.cluster().files(namespace, "data");
    files.shell("mkdir releases; ln -s releases current; echo one > releases/1");
    SortedMap<String, String> good = files.contents();
    assertThat(ask(namespace, "data", "manual-backup", "good")).startsWith("Completed");
    files.shell("rm current; mkdir current; echo stray > current/stray; rm -r releases");

    assertThat(ask(namespace, "data", "manual-restore", "good"))
        .startsWith("Failed")
        .contains("/data/current", "not empty");
    files.shell("rm -r current");
    assertThat(ask(namespace, "data", "manual-restore", "good")).startsWith("Completed");

    assertThat(files.contents()).isEqualTo(good);
  }
}
