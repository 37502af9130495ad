package com.datarestor.restic.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Programs the tests run: restic by {@code RESTIC_BINARY}, else on PATH, else as set up. */
final class ResticBinary {

  private ResticBinary() {}

  static Path find() {
    List<Path> candidates = new ArrayList<>();
    for (String named :
        new String[] {System.getProperty("RESTIC_BINARY"), System.getenv("RESTIC_BINARY")}) {
      if (named != null) {
        candidates.add(Path.of(named));
      }
    }
    candidates.addAll(onPath("restic"));
    candidates.add(Path.of(System.getProperty("user.home"), ".cache/datarestor/bin/restic"));
    return candidates.stream()
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () ->
                new AssertionError(
                    "These tests need restic 0.18: run the project's setup, or set RESTIC_BINARY."));
  }

  static List<Path> onPath(String program) {
    List<Path> found = new ArrayList<>();
    for (String directory : System.getenv().getOrDefault("PATH", "").split(":")) {
      Path candidate = Path.of(directory, program);
      if (Files.isExecutable(candidate)) {
        found.add(candidate);
      }
    }
    return found;
  }
}
