package com.datarestor.e2e.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The unmodified kubectl, where it is installed. */
final class Kubectl {

  private Kubectl() {}

  /** What it prints; empty when it is not installed. */
  static Optional<String> run(Path kubeconfig, String... arguments) {
    String kubectl = System.getenv().getOrDefault("KUBECTL_BINARY", "kubectl");
    List<String> command = new ArrayList<>(List.of(kubectl, "--kubeconfig", "" + kubeconfig));
    command.addAll(List.of(arguments));
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      // not installed: the story goes on without its tables
      return Optional.empty();
    }
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError("kubectl " + String.join(" ", arguments) + ": " + output);
      }
      return Optional.of(output);
    } catch (IOException e) {
      throw new AssertionError("kubectl cannot be read", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
