package com.datarestor.e2e.sandbox;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A container as a process of this machine, in a mount namespace and under a root of its own. */
final class ContainerProcess {

  private static final String SCRIPT = script();
  private static final int LONGEST_MESSAGE = 4096;
  private static final int FALLBACK_LINES = 80;
  private static final int FALLBACK_BYTES = 2048;

  private final Process process;
  private final Path root;
  private final Path log;
  private final Path termination;

  private ContainerProcess(Process process, Path root, Path log, Path termination) {
    this.process = process;
    this.root = root;
    this.log = log;
    this.termination = termination;
  }

  /** A directory that is seen inside the container. */
  record Mount(Path source, String target, boolean readOnly) {}

  /**
   * @param directory for the container's root, log and termination message
   * @param programs directory on the container's PATH, beside the machine's
   * @param lostCapabilities as {@code setpriv --bounding-set} takes them; empty for none
   */
  static ContainerProcess start(
      Path directory,
      Path programs,
      List<Mount> mounts,
      Map<String, String> environment,
      List<String> command,
      String lostCapabilities)
      throws IOException {
    Path root = Files.createDirectories(directory.resolve("root"));
    Path log = directory.resolve("log");
    Path termination = Files.createFile(directory.resolve("termination-log"));
    List<String> line = new ArrayList<>(List.of("unshare"));
    if (!isRoot()) {
      line.add("--map-root-user");
    }
    line.addAll(
        List.of(
            "--mount",
            "--propagation",
            "private",
            "sh",
            "-c",
            SCRIPT,
            "container",
            root.toString(),
            termination.toString(),
            programs.toString(),
            lostCapabilities));
    for (Mount mount : mounts) {
      Files.createDirectories(mount.source());
      line.add(mount.source().toString());
      line.add(mount.target());
      line.add(mount.readOnly() ? "ro" : "rw");
    }
    line.add("--");
    line.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("PATH", "/programs:/usr/sbin:/usr/bin:/sbin:/bin");
    builder.environment().put("HOME", "/tmp");
    builder.environment().putAll(environment);
    builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    builder.redirectOutput(log.toFile());
    return new ContainerProcess(builder.start(), root, log, termination);
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static String script() {
    try (InputStream in = ContainerProcess.class.getResourceAsStream("container.sh")) {
      if (in == null) {
        throw new IllegalStateException("container.sh is missing from the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  Path log() {
    return log;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Exit status, 128 and the signal's number when a signal ended it. */
  int await() throws InterruptedException {
    int exit = process.waitFor();
    killRest();
    return exit;
  }

  boolean await(long seconds) throws InterruptedException {
    return process.waitFor(seconds, TimeUnit.SECONDS);
  }

  /** What the container wrote for the kubelet; after a failure without it, the end of the log. */
  String terminationMessage(boolean fallBackToLog) throws IOException {
    String message = Files.readString(termination);
    if (!message.isEmpty() || !fallBackToLog) {
      return message.substring(0, Math.min(LONGEST_MESSAGE, message.length()));
    }
    List<String> lines = Files.readAllLines(log);
    String end =
        String.join("\n", lines.subList(Math.max(0, lines.size() - FALLBACK_LINES), lines.size()));
    return end.substring(Math.max(0, end.length() - FALLBACK_BYTES));
  }

  /** Asks it to end, and ends it after the grace period. */
  void stop(long graceSeconds) {
    process.destroy();
    try {
      if (!process.waitFor(graceSeconds, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
    }
  }

  void kill() {
    process.destroyForcibly();
    killRest();
  }

  /** Ends what the first process left behind, as the end of a pid namespace does. */
  private void killRest() {
    ProcessHandle.allProcesses()
        .filter(each -> isInside(each.pid()))
        .forEach(ProcessHandle::destroyForcibly);
  }

  private boolean isInside(long pid) {
    try {
      return Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "root")).equals(root);
    } catch (IOException e) {
      // ended meanwhile, or somebody else's
      return false;
    }
  }
}
