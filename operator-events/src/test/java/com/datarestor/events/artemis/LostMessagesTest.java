package com.datarestor.events.artemis;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.events.bus.ConsumerGroup;
import com.datarestor.events.bus.RetryPolicy;
import com.datarestor.events.store.EventRecord;
import com.datarestor.events.store.EventRecords;
import com.datarestor.events.store.FileEventLog;
import com.datarestor.events.store.LogFindings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The broker cannot tell that its own files lost something; the sequences of the streams can. */
@Timeout(120)
class LostMessagesTest {

  private static final RetryPolicy QUICK =
      new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(5), 3);
  private static final int PAGE = 4096;

  @TempDir Path directory;

  private ArtemisBroker broker(long maxMemoryBytes) {
    return ArtemisBroker.start(new ArtemisSettings(directory, maxMemoryBytes, 1 << 20, QUICK));
  }

  private static void publish(ArtemisBroker broker, int first, int last) {
    broker
        .raw()
        .inTransaction(
            () -> {
              for (EventRecord record : EventRecords.records("volume/uid", first, last)) {
                broker.raw().outbox().event(Letter.of(record));
              }
            });
  }

  /** Takes what the broker has into the log, as a start does. */
  private LogFindings archived(ArtemisBroker broker) {
    try (FileEventLog log = FileEventLog.open(directory.resolve("log"))) {
      broker.events().drain(ConsumerGroup.ARCHIVE, 64, log::append);
      return log.read(record -> {});
    }
  }

  private List<Path> files(String below) throws IOException {
    try (Stream<Path> all = Files.walk(directory.resolve(below))) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @Test
  void aPageOfZerosInTheJournalIsNoticed() throws IOException {
    try (ArtemisBroker broker = broker(8L << 20)) {
      publish(broker, 1, 50);
      assertThat(archived(broker)).isEqualTo(new LogFindings(50, List.of()));
      for (int first = 51; first < 250; first += 10) {
        publish(broker, first, first + 9);
      }
    }
    zero("volume/uid#150");

    try (ArtemisBroker broker = broker(8L << 20)) {
      LogFindings findings = archived(broker);
      assertThat(findings.records()).isBetween(51L, 249L);
      assertThat(findings.damage())
          .isNotEmpty()
          .allMatch(
              sentence ->
                  sentence.matches(
                      "stream volume/uid: events? .* (is|are) missing before event .*"));
    }
  }

  @Test
  void aPageFileThatIsGoneIsNoticed() throws IOException {
    try (ArtemisBroker broker = broker(128 << 10)) {
      for (int first = 1; first < 2_000; first += 100) {
        publish(broker, first, first + 99);
      }
    }
    List<Path> pages =
        files("paging").stream().filter(file -> file.toString().endsWith(".page")).toList();
    assertThat(pages).hasSizeGreaterThan(3);
    Files.delete(pages.get(pages.size() / 2));

    try (ArtemisBroker broker = broker(128 << 10)) {
      LogFindings findings = archived(broker);
      assertThat(findings.records()).isBetween(1L, 1_999L);
      assertThat(findings.damage().getFirst())
          .matches("stream volume/uid: events .* are missing before event .*");
    }
  }

  /** Zeros the page around a text, wherever the journal has it. */
  private void zero(String text) throws IOException {
    int zeroed = 0;
    for (Path file : files("journal")) {
      byte[] bytes = Files.readAllBytes(file);
      int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
      if (at >= 0) {
        Arrays.fill(bytes, at, Math.min(bytes.length, at + PAGE), (byte) 0);
        Files.write(file, bytes);
        zeroed++;
      }
    }
    assertThat(zeroed).isPositive();
  }
}
