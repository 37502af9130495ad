package com.datarestor.e2e.demo;

import com.datarestor.e2e.scenario.Restic;
import com.datarestor.e2e.scenario.RunningOperator;
import com.datarestor.e2e.scenario.SandboxCluster;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;

/** Tells the story and ends with 1 when anything differs from what it says. */
public final class DemoMain {

  private DemoMain() {}

  public static void main(String[] arguments) throws IOException {
    Path restic = Restic.onThisMachine();
    // below /tmp a container would hide it: it has a /tmp of its own
    Path directory =
        Files.createTempDirectory(
            Files.createDirectories(Path.of("e2e", "target")).toAbsolutePath(), "demo-");
    int exit = 1;
    Instant begun = Instant.now();
    try (SandboxCluster cluster = SandboxCluster.start(directory, restic);
        RunningOperator operator =
            RunningOperator.start(cluster.kubeconfig(), directory.resolve("operator"))) {
      new Story(cluster, operator, restic, new Narrator(System.out)).tell();
      exit = 0;
      System.out.printf(
          "%nAll as it should be, in %d s.%n", Duration.between(begun, Instant.now()).toSeconds());
    } catch (AssertionError | InterruptedException e) {
      System.out.println();
      System.out.println("NOT AS IT SHOULD BE: " + e.getMessage());
    } finally {
      deleteAll(directory);
    }
    System.exit(exit);
  }

  private static void deleteAll(Path directory) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(
              Path each, @org.jspecify.annotations.Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(each);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
