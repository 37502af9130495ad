package com.datarestor.events.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged is there after the process was killed. */
class KilledWriterTest {

  private static final int ROUNDS = 50;

  private final Path directory;

  KilledWriterTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  @Timeout(600)
  void nothingAcknowledgedIsLostByAKill() throws IOException, InterruptedException {
    long acknowledged = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Process writer =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xshare:auto",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  KilledWriter.class.getName(),
                  directory.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      long wanted = acknowledged + 100 + 37L * (round % 7);
      try (BufferedReader lines = writer.inputReader()) {
        String line = lines.readLine();
        assertThat(line).as("the writer says what it wrote").isNotNull();
        assertThatThrownBy(() -> FileEventLog.open(directory))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("already being written by another process");
        while (line != null) {
          acknowledged = Long.parseLong(line);
          if (acknowledged >= wanted) {
            writer.toHandle().destroyForcibly();
          }
          line = lines.readLine();
        }
      }
      assertThat(writer.waitFor(Duration.ofSeconds(20))).isTrue();
      assertThat(acknowledged).isGreaterThanOrEqualTo(wanted);

      List<EventRecord> content = new ArrayList<>();
      try (FileEventLog log = FileEventLog.open(directory, KilledWriter.SETTINGS)) {
        LogFindings findings = log.read(content::add);
        assertThat(findings.damage()).isEmpty();
      }
      assertThat((long) content.size()).isGreaterThanOrEqualTo(acknowledged);
      assertThat(content).isEqualTo(EventRecords.records("volume/a", 1, content.size()));
      acknowledged = content.size();
    }
  }

  /** Appends until it is killed, and prints the last event of each batch that is on disk. */
  static final class KilledWriter {

    static final FileEventLog.Settings SETTINGS = new FileEventLog.Settings(20_000, 20_000);

    private KilledWriter() {}

    public static void main(String[] arguments) {
      try (FileEventLog log = FileEventLog.open(Path.of(arguments[0]), SETTINGS)) {
        long next = log.read(record -> {}).records() + 1;
        while (true) {
          long last = next + next % 4;
          log.append(EventRecords.records("volume/a", next, last));
          System.out.println(last);
          next = last + 1;
        }
      }
    }
  }
}
