package com.datarestor.events.store;

import static com.datarestor.events.store.EventRecords.records;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogReaderTest {

  private static final FileEventLog.Settings SMALL = new FileEventLog.Settings(2_000, 100);

  private final Path directory;

  EventLogReaderTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void readsFromAnOffsetOnWhileTheLogIsBeingWritten() {
    try (FileEventLog log = FileEventLog.open(directory, SMALL)) {
      log.append(records("volume/a", 1, 40));
      for (long from : new long[] {0, 1, 4, 5, 17, 39}) {
        List<LoggedRecord> read = new ArrayList<>();
        LogFindings findings = EventLogReader.read(directory, from, read::add);

        assertThat(findings).isEqualTo(new LogFindings(40 - from, List.of()));
        assertThat(read.getFirst().offset()).isEqualTo(from);
        assertThat(read.stream().map(LoggedRecord::record))
            .isEqualTo(records("volume/a", from + 1, 40));
      }
      assertThat(EventLogReader.read(directory, 40, record -> {}))
          .isEqualTo(new LogFindings(0, List.of()));
    }
  }

  @Test
  void aRecordThatIsBeingWrittenIsLeftOut() throws IOException {
    try (FileEventLog log = FileEventLog.open(directory)) {
      log.append(records("volume/a", 1, 2));
    }
    Path file = Segment.in(directory).getFirst().file();
    Files.writeString(file, "{\"crc\":\"0012", StandardOpenOption.APPEND);

    assertThat(EventLogReader.read(directory, 0, record -> {}))
        .isEqualTo(new LogFindings(2, List.of()));
  }

  @Test
  void followsWhatIsAppendedOverSeveralFiles() throws InterruptedException, ExecutionException {
    ConcurrentLinkedQueue<Long> seen = new ConcurrentLinkedQueue<>();
    AtomicBoolean wanted = new AtomicBoolean(true);
    try (FileEventLog log = FileEventLog.open(directory, SMALL);
        ExecutorService threads = Executors.newSingleThreadExecutor()) {
      log.append(records("volume/a", 1, 10));
      Future<LogFindings> following =
          threads.submit(
              () ->
                  EventLogReader.follow(
                      directory,
                      3,
                      Duration.ofMillis(2),
                      wanted::get,
                      record -> seen.add(record.offset())));
      await().until(() -> seen.size() == 7);
      for (int n = 11; n <= 200; n++) {
        log.append(records("volume/a", n, n));
      }
      await().until(() -> seen.size() == 197);
      wanted.set(false);

      assertThat(following.get()).isEqualTo(new LogFindings(197, List.of()));
      assertThat(List.copyOf(seen)).startsWith(3L).endsWith(199L).isSorted();
    }
  }

  @Test
  void aDirectoryThatIsNotThereIsSaid() {
    assertThatThrownBy(() -> EventLogReader.read(directory.resolve("elsewhere"), 0, record -> {}))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("elsewhere cannot be read");
  }
}
