package com.datarestor.restic.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs the wrapper script as a container would, with a directory in place of {@code /data}. */
final class JobRun {

  /** What came of it. */
  record Ended(int status, String stdout, String stderr, String result) {
    ResticOutput output() {
      return ResticOutput.read((stderr + "\n" + stdout));
    }
  }

  final Path data;
  final Path repository;
  final Path temporary;
  private final Path room;
  private final List<String> shell;
  private final Map<String, String> environment = new HashMap<>();
  private List<String> prefix = List.of();
  private int runs;

  JobRun(Path room, List<String> shell) {
    this.room = room;
    this.shell = shell;
    this.data = directory("volume");
    this.repository = room.resolve("repository");
    this.temporary = directory("tmp");
    path(ResticBinary.find());
    environment.put("TMPDIR", temporary.toString());
    environment.put("RESTIC_CACHE_DIR", room.resolve("cache").toString());
    environment.put("RESTIC_REPOSITORY", repository.toString());
    environment.put("RESTIC_PASSWORD", "correct horse");
  }

  JobRun with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** A program that starts the shell, such as one that takes rights away from it. */
  JobRun startedBy(List<String> program) {
    prefix = program;
    return this;
  }

  /** Something else called restic. */
  JobRun pretending(String script) {
    return pretending("restic", script);
  }

  /** Something else called like one of the programs that the script runs. */
  JobRun pretending(String name, String script) {
    Path program = directory("pretended").resolve(name);
    try {
      Files.writeString(program, script);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!program.toFile().setExecutable(true)) {
      throw new AssertionError("cannot make " + program + " executable");
    }
    path(program);
    return this;
  }

  /** The programs of this machine, or with busybox for a shell those that busybox is. */
  private void path(Path program) {
    boolean busybox = shell.getFirst().endsWith("busybox");
    String others = busybox ? applets().toString() : System.getenv("PATH");
    environment.put("PATH", program.getParent() + ":" + others);
  }

  /** What the script says it needs, and nothing else. */
  private Path applets() {
    Path applets = directory("applets");
    try {
      for (String name : List.of("sh", "mkfifo", "mktemp", "rm", "sed", "sync", "tail", "tee")) {
        Path applet = applets.resolve(name);
        if (!Files.isSymbolicLink(applet)) {
          Files.createSymbolicLink(applet, Path.of(shell.getFirst()));
        }
      }
      return applets;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Ended run(ResticCommandLine line) {
    return script("run", line.arguments());
  }

  Ended script(String mode, List<String> words) {
    return await(start(mode, words));
  }

  Process start(String mode, List<String> words) {
    runs++;
    List<String> command = new ArrayList<>(prefix);
    command.addAll(shell);
    command.addAll(List.of("-c", JobScript.text(), "restic-job", mode));
    words.stream().map(this::inRoom).forEach(command::add);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(room.toFile())
            .redirectOutput(file("stdout").toFile())
            .redirectError(file("stderr").toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put(JobScript.RESULT_FILE, file("result").toString());
    try {
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Ended await(Process process) {
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("the script did not end; it said " + text("stderr"));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
    return new Ended(process.exitValue(), text("stdout"), text("stderr"), text("result"));
  }

  /** The locks in the repository. */
  long locks() {
    Path locks = repository.resolve("locks");
    if (!Files.isDirectory(locks)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(locks)) {
      return files.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String inRoom(String word) {
    return word.replace(ResticCommandLine.DATA, data.toString());
  }

  private Path directory(String name) {
    try {
      return Files.createDirectories(room.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file(String kind) {
    return room.resolve(kind + "-" + runs);
  }

  private String text(String kind) {
    try {
      return Files.exists(file(kind)) ? Files.readString(file(kind)) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
