package com.datarestor.e2e.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** The directories that stand for volumes. */
final class SandboxVolumes {

  private final Path root;

  SandboxVolumes(Path root) {
    this.root = root;
  }

  Path of(String namespace, String claim) {
    try {
      return Files.createDirectories(root.resolve(namespace).resolve(claim));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes the files of a claim that is gone. */
  synchronized void delete(String namespace, String claim) {
    Path directory = root.resolve(namespace).resolve(claim);
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
