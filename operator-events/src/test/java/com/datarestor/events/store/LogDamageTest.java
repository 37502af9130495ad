package com.datarestor.events.store;

import static com.datarestor.events.store.EventRecords.records;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens to the files is found, said, and never made worse. */
class LogDamageTest {

  private static final FileEventLog.Settings SMALL = new FileEventLog.Settings(2_000, 10);

  private final Path temporary;

  LogDamageTest(@TempDir Path temporary) {
    this.temporary = temporary;
  }

  @Test
  void aFlippedBitAnywhereIsFoundAndTheOtherRecordsAreRead() throws IOException {
    Path directory = written("log", 3);
    Path file = Segment.in(directory).getFirst().file();
    byte[] whole = Files.readAllBytes(file);
    int lastRecord = lastLineStart(whole);
    List<EventRecord> all = records("volume/a", 1, 3);
    for (int position = 0; position < whole.length; position++) {
      byte[] flipped = whole.clone();
      flipped[position] ^= 1;
      Files.write(file, flipped);

      List<EventRecord> read = new ArrayList<>();
      LogFindings findings = EventLogReader.read(directory, 0, each -> read.add(each.record()));

      assertThat(all).as("byte %d", position).containsSubsequence(read);
      assertThat(read.size()).as("byte %d", position).isGreaterThanOrEqualTo(1);
      if (position < lastRecord) {
        assertThat(findings.damage()).as("byte %d", position).isNotEmpty();
        assertThat(findings.damage().getFirst()).startsWith("events-00000000000000000000.jsonl at");
      } else {
        assertThat(read).as("byte %d", position).hasSize(2);
      }
    }
  }

  @Test
  void damageBeforeAWholeRecordIsNeverCut() throws IOException {
    Path directory = written("log", 5);
    Path file = Segment.in(directory).getFirst().file();
    byte[] bytes = Files.readAllBytes(file);
    for (int position : new int[] {3, 100, 600, lastLineStart(bytes) - 2}) {
      byte[] flipped = bytes.clone();
      flipped[position] ^= 1;
      Files.write(file, flipped);

      try (FileEventLog log = FileEventLog.open(directory)) {
        assertThat(log.repairs()).isEmpty();
        assertThat(Files.readAllBytes(file)).isEqualTo(flipped);
        log.append(records("volume/a", 6, 6));
        assertThat(log.read(record -> {}).damage()).isNotEmpty();
      }
    }
  }

  @Test
  void aTornLastRecordIsCutAtWhateverByteItTore() throws IOException {
    Path original = written("log", 3);
    String name = Segment.in(original).getFirst().name();
    byte[] whole = Files.readAllBytes(original.resolve(name));
    int lastRecord = lastLineStart(whole);
    for (int length = lastRecord + 1; length < whole.length; length++) {
      Path directory = copy(original, "torn-" + length);
      Files.write(directory.resolve(name), Arrays.copyOf(whole, length));

      try (FileEventLog log = FileEventLog.open(directory)) {
        assertThat(log.repairs()).as("%d bytes", length).hasSize(1);
        assertThat(log.read(record -> {})).isEqualTo(new LogFindings(2, List.of()));
        log.append(records("volume/a", 3, 3));
        assertThat(log.read(record -> {})).isEqualTo(new LogFindings(3, List.of()));
      }
    }
  }

  @Test
  void severalTornLastRecordsAreCutAndTheFileIsKept() throws IOException {
    Path directory = written("log", 5);
    Path file = Segment.in(directory).getFirst().file();
    byte[] bytes = Files.readAllBytes(file);
    bytes[lastLineStart(bytes) + 40] ^= 1;
    bytes[lastLineStart(bytes) - 40] ^= 1;
    Files.write(file, bytes);

    try (FileEventLog log = FileEventLog.open(directory)) {
      assertThat(log.repairs()).hasSize(1);
      assertThat(log.repairs().getFirst()).contains("were no whole record and are cut off");
      assertThat(log.read(record -> {})).isEqualTo(new LogFindings(3, List.of()));
      String kept = file.getFileName() + ".cut-at-" + Files.size(file);
      assertThat(Files.readAllBytes(directory.resolve(kept))).isEqualTo(bytes);
    }
  }

  @Test
  void zerosAtTheEndAreCut() throws IOException {
    Path directory = written("log", 3);
    Path file = Segment.in(directory).getFirst().file();
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length + 4096));

    try (FileEventLog log = FileEventLog.open(directory)) {
      assertThat(log.repairs()).hasSize(1);
      log.append(records("volume/a", 4, 4));
      assertThat(log.read(record -> {})).isEqualTo(new LogFindings(4, List.of()));
    }
  }

  @Test
  void aPageOfZerosInTheMiddleIsSaidWithWhatItCost() throws IOException {
    Path directory = written("log", 50);
    Path file = Segment.in(directory).getFirst().file();
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, 4096, 8192, (byte) 0);
    Files.write(file, bytes);

    LogFindings findings = EventLogReader.read(directory, 0, record -> {});

    assertThat(findings.records()).isBetween(35L, 45L);
    assertThat(findings.damage()).hasSize(2);
    assertThat(findings.damage().get(0))
        .matches(
            "events-0{20}\\.jsonl at byte \\d+: \\d+ bytes are damaged; records \\d+ to \\d+ are missing");
    assertThat(findings.damage().get(1))
        .matches("stream volume/a: events .* are missing before .*");
  }

  @Test
  void aMissingFileIsSaid() throws IOException {
    Path directory = rolled("log", 40);
    List<Segment> segments = Segment.in(directory);
    Segment removed = segments.get(2);
    Files.delete(removed.file());

    LogFindings findings = EventLogReader.read(directory, 0, record -> {});

    assertThat(findings.damage().getFirst())
        .isEqualTo(
            "records %d to %d are missing before %s: was a file removed?"
                .formatted(removed.first(), segments.get(3).first() - 1, segments.get(3).name()));
    assertThat(findings.damage()).hasSize(2);
  }

  @Test
  void aMissingFirstFileIsSaid() throws IOException {
    Path directory = rolled("log", 40);
    Files.delete(Segment.in(directory).getFirst().file());

    assertThat(EventLogReader.read(directory, 0, record -> {}).damage().getFirst())
        .startsWith("records 0 to ")
        .endsWith("was a file removed?");
  }

  @Test
  void aFileOfAnotherLogIsSaidAndPassedOver() throws IOException {
    Path directory = rolled("log", 40);
    Path other = rolled("other", 40);
    Segment replaced = Segment.in(directory).get(1);
    Files.copy(
        other.resolve(replaced.name()), replaced.file(), StandardCopyOption.REPLACE_EXISTING);

    LogFindings findings = EventLogReader.read(directory, 0, record -> {});

    assertThat(findings.damage().getFirst())
        .isEqualTo(
            replaced.name()
                + " is a file of another log or was renamed; its records are passed over: move it away");
    assertThat(findings.damage().get(1)).contains("was a file removed?");
    assertThat(findings.records()).isLessThan(40);
  }

  @Test
  void aLogDoesNotContinueAFileOfAnotherLog() throws IOException {
    Path directory = rolled("log", 40);
    Path other = written("other", 1);
    Path foreign = Segment.at(directory, 99).file();
    Files.copy(Segment.in(other).getFirst().file(), foreign);

    assertThatThrownBy(() -> FileEventLog.open(directory))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(foreign + " is a file of another event log: move it away");
    Files.delete(foreign);
    FileEventLog.open(directory).close();
  }

  @Test
  void aCopiedFileUnderANewNameIsSaidAndPassedOver() throws IOException {
    Path directory = rolled("log", 40);
    List<Segment> segments = Segment.in(directory);
    Files.copy(segments.get(1).file(), Segment.at(directory, segments.get(2).first() + 1).file());

    LogFindings findings = EventLogReader.read(directory, 0, record -> {});

    assertThat(findings.records()).isEqualTo(40);
    assertThat(findings.damage()).hasSize(1);
    assertThat(findings.damage().getFirst()).contains("was renamed");
  }

  @Test
  void aRecordRewrittenWithARightChecksumIsStillFound() throws IOException {
    Path directory = written("log", 4);
    Path file = Segment.in(directory).getFirst().file();
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    LogLine.Entry second =
        (LogLine.Entry) LogLine.parse(lines.get(2).getBytes(StandardCharsets.UTF_8));
    lines.set(
        2,
        new String(
            LogLine.entry(second.previous(), 1, second.json().replace("operator", "somebody")),
            StandardCharsets.UTF_8));
    Files.write(file, lines);

    assertThat(EventLogReader.read(directory, 0, record -> {}).damage())
        .singleElement()
        .asString()
        .contains("record 2 does not continue the line before it");
  }

  @Test
  void anUnfinishedLineInAFileThatHasASuccessorIsDamage() throws IOException {
    Path directory = rolled("log", 40);
    Path file = Segment.in(directory).get(1).file();
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 5));

    LogFindings findings = EventLogReader.read(directory, 0, record -> {});

    assertThat(findings.records()).isEqualTo(39);
    assertThat(findings.damage().get(0)).endsWith("bytes are damaged, up to its end");
    assertThat(findings.damage().get(1)).contains("is missing before");
  }

  private Path written(String name, int records) {
    return written(name, FileEventLog.Settings.DEFAULT, records);
  }

  private Path rolled(String name, int records) {
    return written(name, SMALL, records);
  }

  private Path written(String name, FileEventLog.Settings settings, int records) {
    Path directory = temporary.resolve(name);
    try (FileEventLog log = FileEventLog.open(directory, settings)) {
      log.append(records("volume/a", 1, records));
    }
    return directory;
  }

  private Path copy(Path original, String name) throws IOException {
    Path directory = Files.createDirectories(temporary.resolve(name));
    Files.copy(original.resolve("events.id"), directory.resolve("events.id"));
    return directory;
  }

  private static int lastLineStart(byte[] bytes) {
    int start = bytes.length - 1;
    while (bytes[start - 1] != '\n') {
      start--;
    }
    return start;
  }
}
