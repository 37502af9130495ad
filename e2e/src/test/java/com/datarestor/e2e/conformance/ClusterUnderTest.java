package com.datarestor.e2e.conformance;

import com.datarestor.e2e.scenario.Restic;
import com.datarestor.e2e.scenario.SandboxCluster;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** The one place that knows which cluster is tested; each test has a namespace of its own. */
public final class ClusterUnderTest implements BeforeEachCallback, AfterEachCallback {

  private @Nullable Shared shared;
  private String namespace = "";

  /** One cluster for all classes. */
  private static final class Shared implements AutoCloseable {

    private final Path directory;
    private final @Nullable SandboxCluster sandbox;
    private final Path kubeconfig;
    private final KubernetesClient client;

    Shared() throws IOException {
      directory =
          Files.createTempDirectory(
              Files.createDirectories(Path.of("target").toAbsolutePath()), "conformance");
      String given = System.getenv("CONFORMANCE_KUBECONFIG");
      if (given == null) {
        sandbox = SandboxCluster.start(directory, Restic.onThisMachine());
        kubeconfig = sandbox.kubeconfig();
      } else {
        sandbox = null;
        kubeconfig = Path.of(given);
      }
      client =
          new KubernetesClientBuilder()
              .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
              .build();
      for (String definition : List.of("configs", "tasks")) {
        try (InputStream yaml = getClass().getResourceAsStream("/crds/" + definition + ".yaml")) {
          client.load(yaml).forceConflicts().serverSideApply();
        }
      }
    }

    @Override
    public void close() throws IOException {
      client.close();
      if (sandbox != null) {
        sandbox.close();
      }
      try (Stream<Path> all = Files.walk(directory)) {
        for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    shared =
        context
            .getRoot()
            .getStore(Namespace.create(ClusterUnderTest.class))
            .getOrComputeIfAbsent(
                "cluster",
                key -> {
                  try {
                    return new Shared();
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                },
                Shared.class);
    namespace =
        client()
            .resource(
                new NamespaceBuilder()
                    .withNewMetadata()
                    .withGenerateName("conformance-")
                    // the cluster is asked here, not an operator that may be installed on it
                    .addToLabels("backup.datarestor-operator.com/hold", "disabled")
                    .endMetadata()
                    .build())
            .create()
            .getMetadata()
            .getName();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    client().namespaces().withName(namespace).delete();
  }

  private Shared shared() {
    return Objects.requireNonNull(shared, "only within a test");
  }

  public KubernetesClient client() {
    return shared().client;
  }

  public Path kubeconfig() {
    return shared().kubeconfig;
  }

  /** Of this test alone. */
  public String namespace() {
    return namespace;
  }

  public KubeApi api() {
    return new KubeApi(client(), namespace);
  }
}
