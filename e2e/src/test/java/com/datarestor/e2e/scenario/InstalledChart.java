package com.datarestor.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The release of the chart on the local cluster, which tests take away and bring back. */
final class InstalledChart {

  static final String SYSTEM = "datarestor-operator-system";

  private static final String RELEASE = "datarestor-operator";
  private static final Path INSTALL = Path.of("cluster", "install").toAbsolutePath();

  private final Path kubeconfig;

  /** How a program ended, and all that it printed. */
  record Result(int exit, String output) {}

  InstalledChart(Path kubeconfig) {
    this.kubeconfig = kubeconfig;
  }

  /** Installs or upgrades it; with more words for Helm. */
  void install(String... more) {
    assertThat(tryToInstall(more)).extracting(Result::exit, Result::output).startsWith(0);
  }

  /** The same, come what may. */
  Result tryToInstall(String... more) {
    return run(Stream.concat(Stream.of(INSTALL.toString()), Stream.of(more)).toList());
  }

  /** As a person does it, with its hooks. */
  void uninstall() {
    Result result =
        run(
            List.of(
                System.getenv().getOrDefault("HELM_BINARY", "helm"),
                "--kubeconfig",
                kubeconfig.toString(),
                "uninstall",
                RELEASE,
                "--namespace",
                SYSTEM,
                "--wait"));
    assertThat(result.exit()).as(result.output()).isZero();
  }

  private static Result run(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(new ArrayList<>(command)).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(process.waitFor(), output);
    } catch (IOException e) {
      throw new AssertionError(command.getFirst() + " cannot be run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
