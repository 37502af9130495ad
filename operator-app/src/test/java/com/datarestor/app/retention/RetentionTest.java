package com.datarestor.app.retention;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.app.snapshot.FoldedPast;
import com.datarestor.app.snapshot.Histories;
import com.datarestor.core.retention.Remains.Margin;
import com.datarestor.events.store.Compaction;
import com.datarestor.events.store.EventRecord;
import com.datarestor.events.store.FileEventLog;
import com.datarestor.events.store.LogFindings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log within its limits: what it keeps comes to what it always came to. */
class RetentionTest {

  private static final FileEventLog.Settings SMALL = new FileEventLog.Settings(8_000, 100);
  private static final Instant LATER = Instant.parse("2030-01-01T00:00:00Z");

  private final Path directory;

  RetentionTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private static FoldedPast folded(FileEventLog log) {
    FoldedPast past = new FoldedPast();
    assertThat(past.fold(log::read).damage()).isEmpty();
    return past;
  }

  private static FoldedPast folded(List<EventRecord> records) {
    FoldedPast past = new FoldedPast();
    past.fold(
        reader -> {
          records.forEach(reader);
          return new LogFindings(records.size(), List.of());
        });
    return past;
  }

  private static Retention retention(FileEventLog log, Compaction.Limits limits) {
    return new Retention(() -> log.compaction(limits, LATER), new Margin(3, 5));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aLogThatGrowsIsCompactedAgainAndAgainAndForgetsNothingThatMatters() throws IOException {
    List<EventRecord> history = Histories.records(4);
    FileEventLog log = FileEventLog.open(directory, SMALL);
    int compactions = 0;
    List<String> before = List.of();
    for (int next = 0; next < history.size(); next++) {
      log.append(List.of(history.get(next)));
      retention(log, new Compaction.Limits(Duration.ofDays(1), 1 << 30, 20)).keepWithinLimits();
      List<String> now = names().stream().filter(name -> name.startsWith("compacted")).toList();
      if (!now.equals(before)) {
        before = now;
        compactions++;
        assertThat(folded(history.subList(0, next + 1)).differenceTo(folded(log)))
            .as("after event %d", next + 1)
            .isEmpty();
        log.close();
        log = FileEventLog.open(directory, SMALL);
      }
    }
    assertThat(compactions).isGreaterThan(3);
    assertThat(folded(history).differenceTo(folded(log))).isEmpty();
    log.close();
  }

  @Test
  void whatIsYoungAndSmallStaysAsItIs() throws IOException {
    List<EventRecord> history = Histories.records(1);
    try (FileEventLog log = FileEventLog.open(directory, SMALL)) {
      log.append(history);
      List<String> names = names();
      retention(log, new Compaction.Limits(Duration.ofDays(9_999), log.bytes(), 0))
          .keepWithinLimits();
      assertThat(names()).isEqualTo(names);
      assertThat(names).hasSizeGreaterThan(4);
    }
  }

  @Test
  void whatAnotherReleaseWroteIsNotTouched() throws IOException {
    List<EventRecord> history = new ArrayList<>(Histories.records(1));
    EventRecord first = history.getFirst();
    history.set(
        0,
        new EventRecord(
            first.metadata(),
            "volume-admired",
            1,
            first.json().replace(first.type(), "volume-admired")));
    try (FileEventLog log = FileEventLog.open(directory, SMALL)) {
      log.append(history);
      List<String> names = names();
      retention(log, new Compaction.Limits(Duration.ZERO, 0, 0)).keepWithinLimits();
      assertThat(names()).isEqualTo(names);
    }
  }
}
