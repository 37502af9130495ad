package com.datarestor.e2e.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The operator as an image has it: launcher, options of the JVM, jar and libraries in one
 * directory, and the AOT cache that was trained for exactly them.
 */
record Installation(Path directory) {

  private static final Path BUILT = Path.of("operator-app", "target");
  private static final String CACHE = "datarestor-operator.aot";
  private static final List<String> PARTS =
      List.of("datarestor", "operator.jvm", "datarestor-operator.jar");

  /** Copies what the build left, and trains the cache. */
  static Installation make(Path directory) throws IOException, InterruptedException {
    Files.createDirectories(directory.resolve("lib"));
    for (String part : PARTS) {
      Files.copy(BUILT.resolve(part), directory.resolve(part));
    }
    try (Stream<Path> libraries = Files.list(BUILT.resolve("lib"))) {
      for (Path library : libraries.toList()) {
        Files.copy(library, directory.resolve("lib").resolve(library.getFileName()));
      }
    }
    Installation installation = new Installation(directory);
    installation.train();
    return installation;
  }

  private void train() throws IOException, InterruptedException {
    Training.run(
        command(), "JDK_JAVA_OPTIONS", directory.resolve("training"), directory.resolve(CACHE));
  }

  /** Runs the operator, as an image's entry point does. */
  List<String> command() {
    return List.of("sh", directory.resolve("datarestor").toString(), "operator");
  }

  /** What of it takes how much space. */
  String size() {
    try (Stream<Path> libraries = Files.list(directory.resolve("lib"))) {
      List<Path> all = libraries.toList();
      long bytes = 0;
      for (Path library : all) {
        bytes += Files.size(library);
      }
      return String.format(
          Locale.ROOT,
          "%d libraries with %.1f MiB, AOT cache %.1f MiB",
          all.size(),
          bytes / 1048576.0,
          Files.size(directory.resolve(CACHE)) / 1048576.0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How long the JVM alone takes with these options and this cache, in nanoseconds. */
  double bareStart() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + directory.resolve("operator.jvm"));
    command.add("-XX:AOTCache=" + directory.resolve(CACHE));
    command.addAll(
        List.of("-cp", directory.resolve("datarestor-operator.jar").toString(), "-version"));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    long begun = System.nanoTime();
    Process process = builder.start();
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IllegalStateException("java -version did not end well: " + command);
    }
    return System.nanoTime() - begun;
  }
}
