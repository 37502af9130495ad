package com.datarestor.events.store;

import static com.datarestor.events.store.Compacting.ALL;
import static com.datarestor.events.store.Compacting.LONG;
import static com.datarestor.events.store.Compacting.NOW;
import static com.datarestor.events.store.Compacting.SMALL;
import static com.datarestor.events.store.Compacting.compact;
import static com.datarestor.events.store.Compacting.content;
import static com.datarestor.events.store.Compacting.names;
import static com.datarestor.events.store.Compacting.newest;
import static com.datarestor.events.store.Compacting.written;
import static com.datarestor.events.store.EventRecords.event;
import static com.datarestor.events.store.EventRecords.record;
import static com.datarestor.events.store.EventRecords.records;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datarestor.events.EventEnvelope;
import com.datarestor.events.EventMetadata;
import com.datarestor.events.codec.EventCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Old segments go; what is kept of them, and all that came later, is read as one log. */
class CompactionTest {

  private final Path temporary;

  CompactionTest(@TempDir Path temporary) {
    this.temporary = temporary;
  }

  /** A crash before the n-th thing that is done to files, which may be half done. */
  private record Crashing(AtomicInteger left) implements LogDisk {

    private boolean crashes() throws IOException {
      if (left.get() < 0) {
        throw new IOException("it is dead already");
      }
      return left.decrementAndGet() < 0;
    }

    @Override
    public void write(Path file, byte[] content) throws IOException {
      if (crashes()) {
        Files.write(file, Arrays.copyOf(content, content.length / 2));
        throw new IOException("killed while it wrote");
      }
      REAL.write(file, content);
    }

    @Override
    public void rename(Path file, Path name) throws IOException {
      stop(crashes());
      REAL.rename(file, name);
    }

    @Override
    public void delete(Path file) throws IOException {
      stop(crashes());
      REAL.delete(file);
    }

    @Override
    public void sync(Path directory) throws IOException {
      stop(crashes());
      REAL.sync(directory);
    }

    private static void stop(boolean now) throws IOException {
      if (now) {
        throw new IOException("killed");
      }
    }
  }

  @Test
  void whatIsKeptAndWhatFollowsIsOneLog() throws IOException {
    Path directory = written(temporary.resolve("log"), 40);
    long last = Segment.in(directory).getLast().first();
    try (FileEventLog log = FileEventLog.open(directory, SMALL)) {
      compact(log, ALL);
      assertThat(content(directory)).isEqualTo(records("volume/a", last, 40));
      log.append(records("volume/a", 41, 60));
      assertThat(content(directory)).isEqualTo(records("volume/a", last, 60));

      compact(log, ALL);
    }
    long newest = Segment.in(directory).getFirst().first();
    assertThat(names(directory))
        .containsExactly(
            "compacted-%020d.jsonl".formatted(newest),
            "events-%020d.jsonl".formatted(newest),
            "events.id",
            "events.lock");
    assertThat(content(directory)).isEqualTo(records("volume/a", newest, 60));
  }

  @Test
  void aCrashAtWhateverItDoesLosesNothing() throws IOException {
    int crash = 0;
    boolean survived = false;
    while (!survived) {
      Path directory = written(temporary.resolve("log-" + crash), 30);
      try (FileEventLog log = FileEventLog.open(directory, SMALL)) {
        compact(log, new Compaction.Limits(Duration.ZERO, 1 << 30, 20));
        log.append(records("volume/a", 31, 60));
      }
      List<EventRecord> before = content(directory);
      int done = crash;
      survived = crashedAfter(done, directory);

      List<EventRecord> after = content(directory);
      assertThat(after).as("after %d", crash).endsWith(record("volume/a", 60));
      if (after.size() != before.size()) {
        long end = CompactedPart.newest(directory).orElseThrow().next();
        assertThat(after).as("after %d", crash).isEqualTo(records("volume/a", end, 60));
      } else {
        assertThat(after).as("after %d", crash).isEqualTo(before);
      }
      try (FileEventLog log = FileEventLog.open(directory, SMALL)) {
        assertThat(log.repairs()).isEmpty();
        assertThat(content(directory)).isEqualTo(after);
        log.append(records("volume/a", 60, 61));
        assertThat(log.read(record -> {}).damage()).isEmpty();
        assertThat(Files.exists(CompactedPart.unfinished(directory))).isFalse();
        long whole = CompactedPart.newest(directory).orElseThrow().next();
        assertThat(CompactedPart.covered(Segment.in(directory), whole)).isEmpty();
      }
      crash++;
    }
    // written, renamed, synced, then at least three files deleted, and synced
    assertThat(crash).isGreaterThan(7);
  }

  /** Whether so much could be done that there was nothing left to crash at. */
  private static boolean crashedAfter(int done, Path directory) {
    Compaction compaction =
        Compaction.due(directory, 60, ALL, NOW, new Crashing(new AtomicInteger(done)))
            .orElseThrow();
    try {
      compaction.replaceBy(newest(compaction));
      return true;
    } catch (UncheckedIOException e) {
      assertThat(e).hasMessageContaining("cannot be compacted");
      return false;
    }
  }

  @Test
  void agesAndSizesAreKept() throws IOException {
    Path directory = temporary.resolve("log");
    Instant first = NOW.minus(Duration.ofDays(100));
    try (FileEventLog log = FileEventLog.open(directory, SMALL)) {
      for (int day = 0; day < 100; day++) {
        log.append(List.of(at(day + 1, first.plus(Duration.ofDays(day)))));
      }
      List<Segment> segments = Segment.in(directory);
      long bytes = log.bytes();
      assertThat(log.compaction(new Compaction.Limits(Duration.ofDays(101), bytes, 0), NOW))
          .isEmpty();

      Compaction old =
          log.compaction(new Compaction.Limits(Duration.ofDays(30), bytes, 0), NOW).orElseThrow();
      // the segment in which the 70th day is stays whole
      assertThat(old.events()).isBetween(60L, 70L);
      assertThat(segments).extracting(Segment::first).contains(old.events());

      Compaction large =
          log.compaction(new Compaction.Limits(LONG, bytes - 1, 0), NOW).orElseThrow();
      assertThat(large.events()).isEqualTo(segments.get(1).first());
      Compaction half =
          log.compaction(new Compaction.Limits(LONG, bytes / 2, 0), NOW).orElseThrow();
      assertThat(half.events()).isBetween(45L, 60L);
      Compaction none = log.compaction(new Compaction.Limits(LONG, 0, 0), NOW).orElseThrow();
      assertThat(none.events()).isEqualTo(segments.getLast().first());

      Compaction whole =
          log.compaction(new Compaction.Limits(Duration.ZERO, 0, 50), NOW).orElseThrow();
      assertThat(whole.events()).isBetween(40L, 50L);
      assertThat(log.compaction(new Compaction.Limits(Duration.ZERO, 0, 100), NOW)).isEmpty();

      half.replaceBy(newest(half));
      assertThat(log.bytes()).isBetween(bytes / 3, bytes / 2 + 1_000);
      assertThat(log.compaction(new Compaction.Limits(LONG, bytes / 2 + 1_000, 0), NOW)).isEmpty();
    }
  }

  private static EventRecord at(long sequence, Instant time) {
    EventEnvelope event = event("volume/a", sequence);
    EventMetadata head = event.metadata();
    return new EventCodec()
        .encode(
            new EventEnvelope(
                new EventMetadata(
                    head.id(),
                    head.stream(),
                    head.sequence(),
                    time,
                    head.actor(),
                    head.correlation(),
                    head.causation()),
                event.event()));
  }

  @Test
  void aPlaceInWhatIsGoneIsNotFoundAndOneBehindItIs() throws IOException {
    Path directory = written(temporary.resolve("log"), 40);
    LogMark old =
        EventLogReader.readOn(directory, LogMark.START, stream -> 0, record -> {})
            .flatMap(LogReading::end)
            .orElseThrow();
    try (FileEventLog log = FileEventLog.open(directory, SMALL)) {
      log.append(records("volume/a", 41, 80));
      LogMark end = mark(log);
      compact(log, ALL);

      assertThat(log.has(old)).isFalse();
      assertThat(log.readOn(old, stream -> 40, record -> {})).isEmpty();
      assertThat(log.has(end)).isTrue();
      log.append(records("volume/a", 81, 82));
      List<EventRecord> rest = new ArrayList<>();
      assertThat(log.readOn(end, stream -> 80, rest::add).orElseThrow().findings().sound())
          .isTrue();
      assertThat(rest).isEqualTo(records("volume/a", 81, 82));
      assertThat(mark(log).next()).isEqualTo(82);
    }
  }

  private static LogMark mark(FileEventLog log) {
    return log.readOn(LogMark.START, stream -> 0, record -> {})
        .flatMap(LogReading::end)
        .orElseThrow();
  }

  @Test
  void aDiskThatIsFullIsSaidAndTheLogIsAsItWas() {
    Path directory = written(temporary.resolve("log"), 40);
    Optional<Compaction> compaction =
        Compaction.due(directory, 40, ALL, NOW, new Crashing(new AtomicInteger()));
    assertThatThrownBy(() -> compaction.orElseThrow().replaceBy(List.of()))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("free space on its disk or repair it; the log is as it was");
    assertThat(content(directory)).isEqualTo(records("volume/a", 1, 40));
  }
}
