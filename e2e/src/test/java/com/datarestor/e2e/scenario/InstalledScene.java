package com.datarestor.e2e.scenario;

import com.datarestor.e2e.conformance.Kubectl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A real cluster on which the chart has installed the operator, for all tests of a class. */
final class InstalledScene implements BeforeAllCallback, AfterAllCallback {

  private final AtomicInteger count = new AtomicInteger();

  /** The operator outlives a run, and remembers the repositories of the last one. */
  private final String run = Long.toString(Instant.now().getEpochSecond(), Character.MAX_RADIX);

  private @Nullable RealCluster cluster;
  private @Nullable User user;

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    Path directory =
        Files.createTempDirectory(
            Files.createDirectories(Path.of("target", "scenes")).toAbsolutePath(),
            context.getRequiredTestClass().getSimpleName());
    cluster = RealCluster.joinInstalled(Path.of(System.getenv(Cluster.KUBECONFIG)), directory);
    user = new User(cluster.client());
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (cluster != null) {
      cluster.close();
    }
    cluster = null;
    user = null;
  }

  RealCluster cluster() {
    return Objects.requireNonNull(cluster, "the scene has not begun");
  }

  User user() {
    return Objects.requireNonNull(user, "the scene has not begun");
  }

  /** A name that nothing has, nor had. */
  String fresh() {
    return "installed-%s-%d".formatted(run, count.incrementAndGet());
  }

  /** A namespace with the Secret {@code restic}, which the operator may read. */
  String namespace(Map<String, String> labels) {
    String namespace = fresh();
    user().namespace(namespace, labels);
    cluster().allowConfigs(namespace);
    password(namespace);
    return namespace;
  }

  void password(String namespace) {
    user()
        .apply(
            """
            apiVersion: v1
            kind: Secret
            metadata: {name: restic, namespace: %s}
            stringData: {password: "%s"}
            """
                .formatted(namespace, Scene.PASSWORD));
  }

  /** A namespace with a claim {@code data} that a Config backs up. */
  String shop(String... fields) {
    String namespace = namespace(Map.of());
    config(namespace, fields);
    return namespace;
  }

  /** A claim {@code data}, and a Config that backs it up. */
  void config(String namespace, String... fields) {
    user().claim(namespace, "data", Map.of());
    ConfigText config =
        new ConfigText(cluster(), namespace, "config")
            .repository(namespace, 1)
            .selector("matchNamespaces: [" + namespace + "]");
    List.of(fields).forEach(config::field);
    user().apply(config.yaml());
  }

  /** With kubectl, as people do. */
  void annotate(String namespace, String annotation) {
    new Kubectl(cluster().kubeconfig(), namespace)
        .run("annotate", "pvc", "data", "backup.datarestor-operator.com/" + annotation);
  }
}
