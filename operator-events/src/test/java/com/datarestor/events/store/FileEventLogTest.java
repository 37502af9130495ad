package com.datarestor.events.store;

import static com.datarestor.events.store.EventRecords.record;
import static com.datarestor.events.store.EventRecords.records;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileEventLogTest extends EventLogContract {

  private static final FileEventLog.Settings SMALL = new FileEventLog.Settings(2_000, 10);

  private final Path directory;
  private FileEventLog log;

  FileEventLogTest(@TempDir Path directory) {
    this.directory = directory;
    this.log = FileEventLog.open(directory);
  }

  @AfterEach
  void close() {
    log.close();
  }

  @Override
  protected EventLog log() {
    return log;
  }

  @Override
  protected EventLog reopened() {
    log.close();
    log = FileEventLog.open(directory);
    assertThat(log.repairs()).isEmpty();
    return log;
  }

  @Test
  void eachRecordIsOneLineOfJson() throws IOException {
    log.append(records("volume/a", 1, 2));

    List<String> lines = Files.readAllLines(directory.resolve("events-00000000000000000000.jsonl"));
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0))
        .matches(
            "\\{\"crc\":\"[0-9a-f]{8}\",\"prev\":\"0{32}\",\"n\":0,\"segment\":\\{\"format\":1,\"log\":\"[0-9a-f-]{36}\"}}");
    assertThat(lines.get(1))
        .matches("\\{\"crc\":\"[0-9a-f]{8}\",\"prev\":\"[0-9a-f]{32}\",\"n\":0,\"event\":.*}")
        .endsWith(",\"event\":" + record("volume/a", 1).json() + "}");
    assertThat(lines.get(2)).contains("\"n\":1,\"event\":{\"id\":\"volume/a#2\"");
  }

  @Test
  void filesRollAndTheChainGoesOn() throws IOException {
    log.close();
    log = FileEventLog.open(directory, SMALL);
    for (int n = 1; n <= 30; n++) {
      log.append(records("volume/a", n, n));
    }
    log.append(records("volume/a", 31, 60));

    assertThat(segments()).hasSizeGreaterThan(5).doesNotHaveDuplicates();
    assertThat(segments().stream().map(Segment::file))
        .allSatisfy(file -> assertThat(Files.size(file)).isLessThan(3_000));
    assertThat(log.read(record -> {})).isEqualTo(new LogFindings(60, List.of()));
    assertThat(reopened().read(record -> {})).isEqualTo(new LogFindings(60, List.of()));
  }

  @Test
  void theWindowOfIdsReachesBackOverSeveralFiles() {
    log.close();
    log = FileEventLog.open(directory, SMALL);
    log.append(records("volume/a", 1, 20));
    log.close();
    log = FileEventLog.open(directory, SMALL);
    log.append(records("volume/a", 11, 21));

    assertThat(log.read(record -> {})).isEqualTo(new LogFindings(21, List.of()));
  }

  @Test
  void aSecondWriterIsRefusedAndTheFirstGoesOn() {
    assertThatThrownBy(() -> FileEventLog.open(directory))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("already being written by this process")
        .hasMessageContaining("stop the other operator");
    log.append(records("volume/a", 1, 1));

    assertThat(reopened().read(record -> {}).records()).isEqualTo(1);
  }

  @Test
  void aClosedLogTakesNothing() {
    log.close();

    assertThatThrownBy(() -> log.append(records("volume/a", 1, 1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is closed");
  }

  @Test
  void aDirectoryThatCannotBeIsSaid() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");

    assertThatThrownBy(() -> FileEventLog.open(file.resolve("log")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("cannot be opened")
        .hasMessageContaining(file.toString());
  }

  @Test
  void anInterruptedThreadStillWrites() {
    Thread.currentThread().interrupt();
    log.append(records("volume/a", 1, 1));
    assertThat(Thread.interrupted()).isTrue();
    log.append(records("volume/a", 2, 2));

    assertThat(log.read(record -> {})).isEqualTo(new LogFindings(2, List.of()));
  }

  @Test
  void afterAFailedWriteNothingMoreIsWrittenUntilTheLogIsOpenedAgain() {
    log.close();
    AtomicInteger left = new AtomicInteger(5);
    log = FileEventLog.open(directory, FileEventLog.Settings.DEFAULT, file -> full(file, left));
    log.append(records("volume/a", 1, 2));
    left.set(0);

    assertThatThrownBy(() -> log.append(records("volume/a", 3, 4)))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("cannot be written (No space left on device)")
        .hasMessageContaining(directory.toString());
    left.set(100);
    assertThatThrownBy(() -> log.append(records("volume/a", 3, 4)))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("takes nothing more since a write failed");

    log.close();
    log = FileEventLog.open(directory);
    assertThat(log.repairs()).hasSize(1);
    log.append(records("volume/a", 3, 4));
    List<EventRecord> content = new ArrayList<>();
    assertThat(log.read(content::add).damage()).isEmpty();
    assertThat(content).isEqualTo(records("volume/a", 1, 4));
  }

  @Test
  void aCrashAtTheLogsBirthLeavesNothingThatStopsIt() throws IOException {
    log.append(records("volume/a", 1, 1));
    log.close();
    Files.writeString(directory.resolve("events.id"), "");
    Path only = segments().getFirst().file();
    Files.writeString(only, Files.readString(only).substring(0, 40));

    log = FileEventLog.open(directory);
    assertThat(log.repairs())
        .containsExactly(
            only.getFileName()
                + " had no whole line and is set aside as "
                + only.getFileName()
                + ".cut-at-0");
    log.append(records("volume/a", 1, 2));
    assertThat(log.read(record -> {})).isEqualTo(new LogFindings(2, List.of()));
  }

  @Test
  void aFileThatRolledButHasNoHeaderYetIsMadeAgain() throws IOException {
    log.close();
    log = FileEventLog.open(directory, SMALL);
    log.append(records("volume/a", 1, 5));
    log.close();
    Files.writeString(Segment.at(directory, 5).file(), "{\"crc\"");

    log = FileEventLog.open(directory, new FileEventLog.Settings(1, 10));
    assertThat(log.repairs()).hasSize(1);
    log.append(records("volume/a", 6, 7));

    assertThat(log.read(record -> {})).isEqualTo(new LogFindings(7, List.of()));
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .contains("events-00000000000000000005.jsonl.cut-at-0");
    }
  }

  private List<Segment> segments() throws IOException {
    return Segment.in(directory);
  }

  /** A disk with room for so many more writes; the first one too many is written by half. */
  private static SegmentOutput full(Path file, AtomicInteger left) throws IOException {
    SegmentOutput disk = SegmentOutput.onDisk(file);
    return new SegmentOutput() {
      @Override
      public void write(byte[] bytes) throws IOException {
        if (left.getAndDecrement() <= 0) {
          disk.write(Arrays.copyOf(bytes, bytes.length / 4));
          throw new IOException("No space left on device");
        }
        disk.write(bytes);
      }

      @Override
      public void sync() throws IOException {
        disk.sync();
      }

      @Override
      public void close() throws IOException {
        disk.close();
      }
    };
  }
}
