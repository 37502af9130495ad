package com.datarestor.e2e.scenario;

import com.datarestor.app.operator.Settings;
import com.datarestor.e2e.sandbox.Sandbox;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The sandbox as a cluster; repositories are directories that Jobs mount. */
public final class SandboxCluster implements Cluster {

  static final String MOUNT = "/repositories";

  private final Sandbox sandbox;
  private final Path repositories;

  private SandboxCluster(Sandbox sandbox, Path repositories) {
    this.sandbox = sandbox;
    this.repositories = repositories;
  }

  /**
   * @param directory for everything that the cluster keeps
   * @param restic the program that Jobs run
   */
  public static SandboxCluster start(Path directory, Path restic) throws IOException {
    Path repositories = Files.createDirectories(directory.resolve("repositories"));
    Sandbox sandbox = Sandbox.start(directory.resolve("cluster"), restic);
    installDefinitions(sandbox.client());
    return new SandboxCluster(sandbox, repositories);
  }

  /** Installs the definitions of Config and Task, as the chart does. */
  public static void installDefinitions(KubernetesClient client) throws IOException {
    for (String definition : List.of("configs", "tasks")) {
      String resource = "/crds/" + definition + ".yaml";
      try (InputStream yaml = SandboxCluster.class.getResourceAsStream(resource)) {
        if (yaml == null) {
          throw new IOException("there is no " + resource + ": build e2e anew");
        }
        client.load(yaml).serverSideApply();
      }
    }
  }

  public Sandbox sandbox() {
    return sandbox;
  }

  @Override
  public KubernetesClient client() {
    return sandbox.client();
  }

  @Override
  public Path kubeconfig() {
    return sandbox.kubeconfig();
  }

  @Override
  public VolumeFiles files(String namespace, String claim) {
    return new DirectoryFiles(sandbox.volume(namespace, claim));
  }

  @Override
  public String target(String repository) {
    return MOUNT + "/" + repository;
  }

  @Override
  public String jobTemplate() {
    return jobTemplate(repositories);
  }

  static String jobTemplate(Path repositories) {
    return """
          jobTemplate:
            volumes:
              - name: repositories
                hostPath: {path: "%s"}
            volumeMounts:
              - name: repositories
                mountPath: %s
        """
        .formatted(repositories, MOUNT);
  }

  /** Any: the node runs its programs from this machine. */
  @Override
  public String resticImage() {
    return Settings.DEFAULTS.resticImage();
  }

  @Override
  public Path repository(String name) {
    return repositories.resolve(name);
  }

  @Override
  public void close() {
    sandbox.close();
  }
}
