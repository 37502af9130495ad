package com.datarestor.e2e.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.datarestor.e2e.conformance.Kubectl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** A shell in which kubectl is there, and means a namespace of the cluster, as people have it. */
final class Terminal {

  private final Path kubeconfig;
  private final Path programs;

  Terminal(RealCluster cluster, String namespace) {
    try {
      Path home = Files.createTempDirectory("terminal");
      kubeconfig = Files.copy(cluster.kubeconfig(), home.resolve("config"));
      programs = Files.createDirectory(home.resolve("bin"));
      Files.createSymbolicLink(
          programs.resolve("kubectl"),
          Path.of(Objects.requireNonNullElse(System.getenv("KUBECTL_BINARY"), "kubectl")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    new Kubectl(kubeconfig, namespace)
        .run("config", "set-context", "--current", "--namespace=" + namespace);
  }

  /** What the commands print; they must succeed. */
  String run(String commands) {
    ProcessBuilder builder = new ProcessBuilder("bash", "-euc", commands).redirectErrorStream(true);
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    builder.environment().put("KUBECACHEDIR", kubeconfig + ".cache");
    builder.environment().merge("PATH", programs.toString(), (old, first) -> first + ":" + old);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(commands + "\n" + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
