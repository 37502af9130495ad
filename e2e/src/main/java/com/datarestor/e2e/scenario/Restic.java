package com.datarestor.e2e.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** restic as a second witness: what a repository holds, without asking the operator. */
public record Restic(Path program, Path repository, String password) {

  /** restic by {@code RESTIC_BINARY}, else on the PATH, else as the project's setup put it. */
  public static Path onThisMachine() {
    String given = System.getenv("RESTIC_BINARY");
    if (given != null) {
      return Path.of(given);
    }
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .map(directory -> Path.of(directory, "restic"))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache/datarestor/bin/restic"));
  }

  /** A snapshot as restic lists it. */
  public record Listed(String id, String host, List<String> tags) {

    /** What follows {@code key=} in one of its tags, or nothing. */
    public String tag(String key) {
      return tags.stream()
          .filter(tag -> tag.startsWith(key + "="))
          .map(tag -> tag.substring(key.length() + 1))
          .findFirst()
          .orElse("");
    }
  }

  /** All snapshots, oldest first. */
  public List<Listed> snapshots() {
    List<Listed> snapshots = new ArrayList<>();
    for (JsonNode each : JsonMapper.shared().readTree(run("snapshots", "--json"))) {
      List<String> tags = new ArrayList<>();
      each.path("tags").forEach(tag -> tags.add(tag.asString()));
      snapshots.add(new Listed(each.path("id").asString(), each.path("hostname").asString(), tags));
    }
    return snapshots;
  }

  /** Runs restic on the repository and returns what it printed. */
  public String run(String... arguments) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("RESTIC_REPOSITORY", repository.toString());
    builder.environment().put("RESTIC_PASSWORD", password);
    builder.environment().put("RESTIC_CACHE_DIR", repository + ".cache");
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    try {
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int exit = process.waitFor();
      if (exit != 0) {
        throw new IllegalStateException("restic " + String.join(" ", arguments) + ": exit " + exit);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while restic ran", e);
    }
  }
}
