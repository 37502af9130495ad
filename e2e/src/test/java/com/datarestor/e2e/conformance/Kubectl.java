package com.datarestor.e2e.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/** The unmodified kubectl: KUBECTL_BINARY, or the one on the PATH. */
public final class Kubectl {

  private final Path kubeconfig;
  private final String namespace;

  public Kubectl(Path kubeconfig, String namespace) {
    this.kubeconfig = kubeconfig;
    this.namespace = namespace;
  }

  /** How it ended, and all that it printed. */
  public record Result(int exit, String output) {}

  private Process start(String input, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Objects.requireNonNullElse(System.getenv("KUBECTL_BINARY"), "kubectl"));
    command.addAll(List.of("--kubeconfig", kubeconfig.toString()));
    if (!namespace.isEmpty()) {
      command.addAll(List.of("--namespace", namespace));
    }
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    // its cache of what is served must not outlive the cluster that served it
    builder
        .environment()
        .putAll(Map.of("KUBECACHEDIR", kubeconfig + ".cache", "HOME", "/nonexistent"));
    try {
      Process process = builder.start();
      try (var out = process.getOutputStream()) {
        out.write(input.getBytes(StandardCharsets.UTF_8));
      }
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException("kubectl is not there: set KUBECTL_BINARY", e);
    }
  }

  /** Runs it, come what may. */
  public Result tryTo(String input, String... arguments) {
    try {
      Process process = start(input, arguments);
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(process.waitFor(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** What it prints; it must succeed. */
  public String run(String... arguments) {
    return feed("", arguments);
  }

  /** What it prints when it reads this; it must succeed. */
  public String feed(String input, String... arguments) {
    Result result = tryTo(input, arguments);
    if (result.exit() != 0) {
      throw new AssertionError(
          "kubectl "
              + String.join(" ", arguments)
              + ": exit "
              + result.exit()
              + "\n"
              + result.output());
    }
    return result.output();
  }

  /** Starts one that goes on until it is closed. */
  Following follow(String... arguments) {
    return new Following(start("", arguments));
  }

  /** One that prints as it goes. */
  static final class Following implements AutoCloseable {

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    Following(Process process) {
      this.process = process;
      Thread.ofVirtual()
          .start(
              () -> {
                try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
                  reader.lines().forEach(lines::add);
                } catch (IOException | UncheckedIOException e) {
                  lines.add("cannot be read any more: " + e);
                }
              });
    }

    List<String> lines() {
      return List.copyOf(lines);
    }

    int await() throws InterruptedException {
      return process.waitFor();
    }

    @Override
    public void close() {
      process.destroy();
    }
  }
}
