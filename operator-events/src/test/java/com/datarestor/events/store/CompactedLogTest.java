package com.datarestor.events.store;

import static com.datarestor.events.store.Compacting.ALL;
import static com.datarestor.events.store.Compacting.NOW;
import static com.datarestor.events.store.Compacting.SMALL;
import static com.datarestor.events.store.Compacting.compact;
import static com.datarestor.events.store.Compacting.content;
import static com.datarestor.events.store.Compacting.names;
import static com.datarestor.events.store.Compacting.newest;
import static com.datarestor.events.store.Compacting.part;
import static com.datarestor.events.store.Compacting.written;
import static com.datarestor.events.store.EventRecords.records;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log with a compacted part, read by those who were there before and in all states of damage. */
class CompactedLogTest {

  private final Path temporary;

  CompactedLogTest(@TempDir Path temporary) {
    this.temporary = temporary;
  }

  @Test
  void whatACrashLeftIsNotRead() throws IOException {
    Path directory = written(temporary.resolve("log"), 40);
    Path copy = Files.createDirectories(temporary.resolve("copy"));
    for (String name : names(directory)) {
      Files.copy(directory.resolve(name), copy.resolve(name));
    }
    try (FileEventLog log = FileEventLog.open(directory, SMALL)) {
      compact(log, ALL);
    }
    List<EventRecord> content = content(directory);
    // not all of the old ones: a crash between deleting them
    List<String> old = names(copy);
    for (String name : old.subList(2, old.size())) {
      if (Files.notExists(directory.resolve(name))) {
        Files.copy(copy.resolve(name), directory.resolve(name));
      }
    }
    assertThat(content(directory)).isEqualTo(content);
    FileEventLog.open(directory, SMALL).close();
    assertThat(content(directory)).isEqualTo(content);
    assertThat(Segment.in(directory)).hasSize(1);
  }

  @Test
  void aFileOfAnotherLogIsLeftAloneAndSaid() throws IOException {
    Path directory = written(temporary.resolve("log"), 40);
    Path other = written(temporary.resolve("other"), 40);
    try (FileEventLog log = FileEventLog.open(directory, SMALL)) {
      compact(log, ALL);
    }
    String foreign = Segment.in(other).get(1).name();
    Files.copy(other.resolve(foreign), directory.resolve(foreign));
    FileEventLog.open(directory, SMALL).close();

    assertThat(directory.resolve(foreign)).exists();
    assertThat(EventLogReader.read(directory, 0, record -> {}).damage())
        .containsExactly(
            foreign
                + " is a file of another log or was renamed; its records are passed over: move it away");
  }

  @Test
  void whoFollowsTheLogIsNotDisturbed() throws InterruptedException, ExecutionException {
    Path directory = written(temporary.resolve("log"), 40);
    ConcurrentLinkedQueue<Long> seen = new ConcurrentLinkedQueue<>();
    AtomicBoolean wanted = new AtomicBoolean(true);
    try (FileEventLog log = FileEventLog.open(directory, SMALL);
        ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<LogFindings> following =
          threads.submit(
              () ->
                  EventLogReader.follow(
                      directory,
                      0,
                      Duration.ofMillis(1),
                      wanted::get,
                      each -> seen.add(each.record().metadata().sequence())));
      for (int n = 41; n <= 400; n++) {
        log.append(records("volume/a", n, n));
        int sequence = n;
        // never further behind than what is kept whole
        await().until(() -> seen.contains((long) sequence));
        log.compaction(new Compaction.Limits(Duration.ZERO, 1 << 30, 5), NOW)
            .ifPresent(compaction -> compaction.replaceBy(newest(compaction)));
      }
      wanted.set(false);
      assertThat(following.get()).isEqualTo(new LogFindings(400, List.of()));
      assertThat(List.copyOf(seen)).hasSize(400).isSorted();
    }
  }

  @Test
  void aFollowerThatWasLeftBehindGoesOnWhereTheLogIsWhole() throws IOException {
    Path directory = written(temporary.resolve("log"), 40);
    try (FileEventLog log = FileEventLog.open(directory, SMALL);
        LogScan scan = new LogScan(directory, 0)) {
      List<Long> seen = new ArrayList<>();
      scan.readOn(
          each -> {
            seen.add(each.offset());
            if (each.offset() == 3) {
              // it has listed the segments that go now
              compact(log, ALL);
            }
          });
      long whole = Segment.in(directory).getFirst().first();
      assertThat(scan.findings().damage()).isEmpty();
      assertThat(seen)
          .startsWith(0L, 1L, 2L, 3L)
          .endsWith(IntStream.range((int) whole, 40).mapToObj(n -> (long) n).toArray(Long[]::new));
    }
  }

  @Test
  void aChangedByteOfWhatIsKeptIsFoundAndNamed() throws IOException {
    Path directory = written(temporary.resolve("log"), 40);
    try (FileEventLog log = FileEventLog.open(directory, SMALL)) {
      Compaction compaction = log.compaction(ALL, NOW).orElseThrow();
      List<LoggedRecord> all = new ArrayList<>();
      compaction.read(all::add);
      compaction.replaceBy(all.subList(all.size() - 3, all.size()));
    }
    Path part = part(directory);
    byte[] good = Files.readAllBytes(part);
    for (int at = 0; at < good.length; at++) {
      byte[] bad = good.clone();
      bad[at] ^= 1;
      Files.write(part, bad);
      assertThat(EventLogReader.read(directory, 0, record -> {}).damage())
          .as("byte %d", at)
          .isNotEmpty()
          .first()
          .asString()
          .startsWith(part.getFileName() + " at byte ");
    }
    for (int length = 1; length < good.length; length++) {
      Files.write(part, Arrays.copyOf(good, length));
      assertThat(EventLogReader.read(directory, 0, record -> {}).damage())
          .as("%d bytes", length)
          .isNotEmpty();
    }
  }

  @Test
  void aSegmentThatDoesNotContinueWhatIsKeptIsSaid() throws IOException {
    Path directory = written(temporary.resolve("log"), 40);
    try (FileEventLog log = FileEventLog.open(directory, SMALL)) {
      log.append(records("volume/a", 41, 60));
      Compaction compaction =
          log.compaction(new Compaction.Limits(Duration.ZERO, 1 << 30, 30), NOW).orElseThrow();
      compaction.replaceBy(newest(compaction));
    }
    Segment first = Segment.in(directory).getFirst();
    List<String> lines = new ArrayList<>(Files.readAllLines(first.file()));
    LogLine.Header header =
        (LogLine.Header)
            LogLine.parse(lines.getFirst().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    lines.set(
        0,
        new String(
            LogLine.header("f".repeat(32), header.offset(), header.log()),
            java.nio.charset.StandardCharsets.UTF_8));
    Files.write(first.file(), lines);
    assertThat(EventLogReader.read(directory, 0, record -> {}).damage())
        .contains(first.name() + " does not continue the file before it: one of them was changed");

    Files.delete(first.file());
    assertThat(EventLogReader.read(directory, 0, record -> {}).damage().getFirst())
        .startsWith("records " + first.first() + " to ")
        .endsWith("was a file removed?");
  }

  @Test
  void aLogOfWhichOnlyTheCompactedPartIsLeftIsContinued() throws IOException {
    Path directory = written(temporary.resolve("log"), 40);
    try (FileEventLog log = FileEventLog.open(directory, SMALL)) {
      compact(log, ALL);
    }
    long next = CompactedPart.newest(directory).orElseThrow().next();
    for (Segment each : Segment.in(directory)) {
      Files.delete(each.file());
    }
    try (FileEventLog log = FileEventLog.open(directory, SMALL)) {
      log.append(records("volume/a", next + 1, next + 2));
      assertThat(content(directory)).isEqualTo(records("volume/a", next, next + 2));
    }
  }
}
