package com.datarestor.e2e.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code datarestor}, as the build left it: the launcher, the jar, and the libraries beside it. */
final class Program implements AutoCloseable {

  private static final Path LAUNCHER = Path.of("../operator-app/target/datarestor");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final Path out;
  private final Path err;

  private Program(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** What a program that has ended leaves behind. */
  record Ended(int status, String out, String err) {}

  /**
   * Starts it.
   *
   * @param directory for what it prints
   */
  static Program start(Path directory, Map<String, String> environment, String... arguments) {
    assertThat(Path.of("../operator-app/target/datarestor-operator.jar"))
        .as("the jar of this build: run verify, not test")
        .exists();
    List<String> command = new ArrayList<>(List.of("sh", LAUNCHER.toString()));
    command.addAll(List.of(arguments));
    return start(directory, "", environment, command);
  }

  /**
   * Starts it otherwise than by its launcher.
   *
   * @param directory for what it prints
   * @param name how the files for that begin
   */
  static Program start(
      Path directory, String name, Map<String, String> environment, List<String> command) {
    try {
      Files.createDirectories(directory);
      Path out = Files.createTempFile(directory, name + "out", ".txt");
      Path err = Files.createTempFile(directory, name + "err", ".txt");
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
      builder.environment().keySet().removeIf(each -> each.startsWith("DATARESTOR_"));
      builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
      builder.environment().putAll(environment);
      return new Program(builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs it to its end. */
  static Ended run(Path directory, Map<String, String> environment, String... arguments) {
    try (Program program = start(directory, environment, arguments)) {
      return program.ended();
    }
  }

  /** Waits for its end. */
  Ended ended() {
    return ended(PATIENCE);
  }

  /** Waits for its end, at most so long. */
  Ended ended(Duration patience) {
    try {
      assertThat(process.waitFor(patience.toSeconds(), TimeUnit.SECONDS))
          .as("it ends; it said: %s", err())
          .isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
    return new Ended(process.exitValue(), out(), err());
  }

  Process process() {
    return process;
  }

  /** What it has printed so far. */
  String out() {
    return text(out);
  }

  /** What it has said on standard error so far. */
  String err() {
    return text(err);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGTERM. */
  void askToStop() {
    process.destroy();
  }

  /** SIGKILL. */
  void kill() {
    process.destroyForcibly();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
