package com.datarestor.e2e.chart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The unmodified Helm, run on this project's chart. */
record Helm(Path program) {

  static final Path CHART = Path.of("../helm/datarestor-operator").toAbsolutePath().normalize();
  static final Path VALUES = Path.of("src/test/resources/chart").toAbsolutePath();
  static final String NAMESPACE = "backup-operator";
  static final String OLDEST_KUBERNETES = "1.30.0";

  private static final Map<List<String>, Result> DONE = new ConcurrentHashMap<>();

  record Result(int exit, String out, String err) {}

  /** HELM_BINARY, else the one on the PATH. */
  static Helm onThisMachine() {
    return named("HELM_BINARY")
        .or(Helm::onPath)
        .orElseThrow(
            () ->
                new AssertionError(
                    "there is no Helm: name one, 3.14 or newer, in HELM_BINARY; tools/setup makes"
                        + " one, and tools/find-helm says where it is"));
  }

  /** That one, and the Helm 3 of HELM3_BINARY if there is one. */
  static List<Helm> all() {
    return Stream.concat(Stream.of(onThisMachine()), named("HELM3_BINARY").stream())
        .distinct()
        .toList();
  }

  private static Optional<Helm> named(String variable) {
    String given = System.getenv(variable);
    return given == null || given.isEmpty()
        ? Optional.empty()
        : Optional.of(new Helm(Path.of(given)));
  }

  private static Optional<Helm> onPath() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .map(directory -> Path.of(directory, "helm"))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Helm::new);
  }

  /**
   * What a release would consist of.
   *
   * @param options such as {@code --set lanes=2}; {@code --values name.yaml} is one of the tests'
   */
  Rendered render(String release, String... options) {
    return render(release, List.of(options));
  }

  Rendered render(String release, List<String> options) {
    Result result = template(release, options.toArray(String[]::new));
    if (result.exit() != 0) {
      throw new AssertionError("helm template " + options + ": " + result.err());
    }
    return Rendered.of(result.out());
  }

  Result template(String release, String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    // A Helm that was built from its module alone takes itself for one of Kubernetes 1.20.
    all.addAll(List.of("--kube-version", OLDEST_KUBERNETES));
    return run("template", release, all.toArray(String[]::new));
  }

  /** What is printed after the installation. */
  String notes(String release, String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("--dry-run=client");
    Result result = run("install", release, all.toArray(String[]::new));
    if (result.exit() != 0) {
      throw new AssertionError("helm install --dry-run " + List.of(options) + ": " + result.err());
    }
    return result.out().substring(result.out().indexOf("\nNOTES:\n"));
  }

  private Result run(String verb, String release, String... options) {
    List<String> command =
        new ArrayList<>(
            List.of(program.toString(), verb, release, CHART.toString(), "--namespace", NAMESPACE));
    command.addAll(List.of(options));
    return DONE.computeIfAbsent(command, Helm::run);
  }

  private static Result run(List<String> command) {
    try {
      Path err = Files.createTempFile("helm", ".err");
      try {
        ProcessBuilder builder =
            new ProcessBuilder(command).directory(VALUES.toFile()).redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("HELM_"));
        builder.environment().put("KUBECONFIG", "/nonexistent");
        Process process = builder.start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), out, Files.readString(err));
      } finally {
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("helm cannot be run: set HELM_BINARY", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
