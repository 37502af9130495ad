package com.datarestor.events.store;

import static com.datarestor.events.store.EventRecords.records;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Small logs whose old segments go. */
final class Compacting {

  static final FileEventLog.Settings SMALL = new FileEventLog.Settings(2_000, 10);
  static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
  static final Duration LONG = Duration.ofDays(3650);
  static final Compaction.Limits ALL = new Compaction.Limits(Duration.ZERO, 1 << 30, 0);

  private Compacting() {}

  /** What the tests keep: the newest event of the stream, which says how far it was. */
  static List<LoggedRecord> newest(Compaction compaction) {
    List<LoggedRecord> all = new ArrayList<>();
    assertThat(compaction.read(all::add)).isEqualTo(new LogFindings(all.size(), List.of()));
    return all.subList(all.size() - 1, all.size());
  }

  static void compact(FileEventLog log, Compaction.Limits limits) {
    Compaction compaction = log.compaction(limits, NOW).orElseThrow();
    compaction.replaceBy(newest(compaction));
  }

  static List<EventRecord> content(Path directory) {
    List<EventRecord> content = new ArrayList<>();
    LogFindings findings = EventLogReader.read(directory, 0, each -> content.add(each.record()));
    assertThat(findings).isEqualTo(new LogFindings(content.size(), List.of()));
    return content;
  }

  static Path written(Path directory, int records) {
    try (FileEventLog log = FileEventLog.open(directory, SMALL)) {
      log.append(records("volume/a", 1, records));
    }
    return directory;
  }

  static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  static Path part(Path directory) throws IOException {
    return CompactedPart.newest(directory).orElseThrow().file();
  }
}
