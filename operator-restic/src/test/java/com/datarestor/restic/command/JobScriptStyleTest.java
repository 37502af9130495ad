package com.datarestor.restic.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobScriptStyleTest {

  @Test
  void shellcheckHasNothingToSay(@TempDir Path room) throws IOException, InterruptedException {
    List<Path> shellcheck = ResticBinary.onPath("shellcheck");
    assertThat(shellcheck)
        .as("shellcheck is missing: run the project's setup, or apt-get install shellcheck")
        .isNotEmpty();
    Path script = Files.writeString(room.resolve("restic-job.sh"), JobScript.text());

    Process process =
        new ProcessBuilder(shellcheck.getFirst().toString(), "-s", "sh", script.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(said).isZero();
  }

  /** Kubernetes would replace {@code $$} and variables it knows. */
  @Test
  void nothingInItIsForKubernetes() {
    assertThat(JobScript.text()).doesNotContain("$$").doesNotContainPattern("\\$\\([A-Z_]+\\)");
  }
}
