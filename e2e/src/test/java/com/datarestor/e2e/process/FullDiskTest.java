package com.datarestor.e2e.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.api.v1alpha1.TaskType;
import com.datarestor.e2e.scenario.ConfigText;
import com.datarestor.e2e.scenario.Restic;
import com.datarestor.e2e.scenario.RunningOperator;
import com.datarestor.e2e.scenario.SandboxCluster;
import com.datarestor.e2e.scenario.User;
import com.datarestor.events.store.EventLogReader;
import com.datarestor.events.store.LogFindings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A disk of its own under journal and log, which fills up. */
class FullDiskTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Path disk = Path.of("");
  private Path ballast = Path.of("");
  private SandboxCluster cluster;
  private RunningOperator operator;
  private User user;

  FullDiskTest() throws IOException, InterruptedException {
    Path directory =
        Files.createTempDirectory(
            Files.createDirectories(Path.of("target", "disks")).toAbsolutePath(), "disk");
    disk = Files.createDirectories(directory.resolve("disk"));
    ballast = disk.resolve("ballast");
    run("mount", "-t", "tmpfs", "-o", "size=96m", "tmpfs", disk.toString());
    cluster = SandboxCluster.start(directory, Restic.onThisMachine());
    user = new User(cluster.client());
    operator = RunningOperator.start(cluster.kubeconfig(), disk.resolve("data"));
  }

  @BeforeEach
  void protect() {
    user.namespace("shop", Map.of());
    user.apply(
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: restic, namespace: shop}
        stringData: {password: "open sesame"}
        """);
    user.claim("shop", "data", Map.of());
    user.apply(
        new ConfigText(cluster, "shop", "config")
            .repository("first", 1)
            .selector("matchNamespaces: [shop]")
            .yaml());
    user.awaitReady("shop", "config");
    cluster.files("shop", "data").write("a", "a".getBytes(StandardCharsets.UTF_8));
  }

  @AfterEach
  void stop() throws IOException, InterruptedException {
    Files.deleteIfExists(ballast);
    operator.close();
    cluster.close();
    run("umount", disk.toString());
  }

  @Test
  void isSaidBeforeAnythingWaits_AndThenWaitsWithoutLosingAnything()
      throws IOException, InterruptedException {
    fill(92);
    assertThat(user.awaitEvent("shop", "config", "DiskAlmostFull").getMessage())
        .contains(disk.toString())
        .contains("enlarge its volume");
    awaitReason("DiskAlmostFull");
    user.annotateClaim("shop", "data", "manual-backup", "while-there-is-space");
    user.awaitOutcome("shop", "data", "last-backup", "Completed");

    fill(99);
    Awaitility.await("the broker stops taking messages")
        .atMost(PATIENCE)
        .until(() -> operator.operator().trouble().isPresent());
    assertThat(operator.operator().broken()).isEmpty();
    user.annotateClaim("shop", "data", "manual-backup", "while-there-is-none");
    assertThat(user.tasks("shop", TaskType.BACKUP_MANUAL)).hasSize(1);

    Files.delete(ballast);
    Awaitility.await("the backup that was asked for is made")
        .atMost(PATIENCE)
        .until(
            () ->
                user.tasks("shop", TaskType.BACKUP_MANUAL).stream().filter(User::hasEnded).count()
                    == 2);
    awaitReason("Watching");
    LogFindings findings =
        EventLogReader.read(disk.resolve("data").resolve("log"), 0, logged -> {});
    assertThat(findings.damage()).isEmpty();
  }

  private void awaitReason(String reason) {
    Awaitility.await("the Config's condition says " + reason)
        .atMost(PATIENCE)
        .until(
            () ->
                user.config("shop", "config").getStatus().conditions().stream()
                    .anyMatch(condition -> reason.equals(condition.reason())));
  }

  /** Writes until so many percent of the disk are used. */
  private void fill(int percent) throws IOException {
    Files.deleteIfExists(ballast);
    FileStore store = Files.getFileStore(disk);
    long wanted = store.getTotalSpace() * percent / 100;
    long missing = wanted - (store.getTotalSpace() - store.getUsableSpace());
    Files.write(ballast, new byte[Math.toIntExact(missing)]);
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).inheritIO().start();
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + " failed: is this root?");
    }
  }
}
