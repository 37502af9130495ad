package com.datarestor.app.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.app.health.Metrics;
import com.datarestor.app.snapshot.Snapshots.Start;
import com.datarestor.core.config.ConfigDecider;
import com.datarestor.core.decide.CommandDispatcher;
import com.datarestor.core.decide.WakeUps;
import com.datarestor.core.operation.OperationDecider;
import com.datarestor.core.queue.QueueDecider;
import com.datarestor.core.recovery.Unfinished;
import com.datarestor.core.replay.AllPolicies;
import com.datarestor.core.repository.RepositoryDecider;
import com.datarestor.core.status.StatusBoard;
import com.datarestor.core.volume.VolumeDecider;
import com.datarestor.events.store.EventLog;
import com.datarestor.events.store.EventRecord;
import com.datarestor.events.store.FileEventLog;
import com.datarestor.events.store.InMemoryEventLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotsTest {

  private static final String RELEASE = "1.0";

  private static List<EventRecord> story = List.of();

  private final Path directory;

  SnapshotsTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @BeforeAll
  static void tellStory() {
    story = Histories.records(7);
  }

  /** Everything a start leaves in memory. */
  private record Mind(FoldedMemory memory, Collection<WakeUps.WakeUp> wakeUps) {}

  private static Mind minded(Snapshots snapshots, Start expected) {
    WakeUps wakeUps = new WakeUps();
    FoldedState state =
        new FoldedState(
            new CommandDispatcher(
                List.of(
                    new ConfigDecider(),
                    new VolumeDecider(),
                    new OperationDecider(),
                    new RepositoryDecider(),
                    new QueueDecider()),
                wakeUps),
            new StatusBoard(),
            new Unfinished(AllPolicies.inOrder()),
            new Metrics());
    assertThat(snapshots.fold(state)).isEqualTo(expected);
    FoldedMemory memory = state.memory();
    return new Mind(memory, wakeUps.takeDue(Instant.MAX));
  }

  private static Mind fromTheBeginning(EventLog log, long events) {
    return minded(Snapshots.none(log), new Start(0, events));
  }

  private Snapshots snapshots(EventLog log) {
    return Snapshots.in(directory.resolve("snapshots"), RELEASE, log);
  }

  private void snapshot(EventLog log) {
    Snapshots snapshots = snapshots(log);
    snapshots.appended(1);
    snapshots.writeAtStop();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("snapshots"))) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aSnapshotAndWhatFollowsItIsWhatTheWholeLogIs(long seed) throws IOException {
    List<EventRecord> records = Histories.records(seed);
    InMemoryEventLog whole = new InMemoryEventLog();
    whole.append(records);
    Mind expected = fromTheBeginning(whole, records.size());
    assertThat(records).hasSizeGreaterThan(20);

    for (int cut = 1; cut <= records.size(); cut++) {
      InMemoryEventLog log = new InMemoryEventLog();
      log.append(records.subList(0, cut));
      snapshot(log);
      log.append(records.subList(cut, records.size()));

      assertThat(minded(snapshots(log), new Start(cut, records.size() - cut)))
          .as("cut behind event %d of %d", cut, records.size())
          .isEqualTo(expected);
      for (Path file : files()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void aSnapshotMadeFromASnapshotIsNoWorse() {
    InMemoryEventLog log = new InMemoryEventLog();
    for (int from = 0; from < story.size(); from += 5) {
      log.append(story.subList(from, Math.min(story.size(), from + 5)));
      snapshot(log);
    }
    assertThat(minded(snapshots(log), new Start(story.size(), 0)))
        .isEqualTo(fromTheBeginning(log, story.size()));
  }

  @Test
  void theNewestTwoAreKept() throws IOException {
    InMemoryEventLog log = new InMemoryEventLog();
    for (EventRecord record : story.subList(0, 5)) {
      log.append(List.of(record));
      snapshot(log);
    }
    assertThat(files())
        .extracting(file -> file.getFileName().toString())
        .containsExactly(
            "snapshot-00000000000000000004.json", "snapshot-00000000000000000005.json");
  }

  @Test
  void nothingNewIsNoNewSnapshot() throws IOException {
    InMemoryEventLog log = new InMemoryEventLog();
    log.append(story);
    Snapshots snapshots = snapshots(log);
    snapshots.writeAtStop();
    snapshots.writeIfDue();
    assertThat(directory.resolve("snapshots")).doesNotExist();
    snapshots.appended(9_999);
    snapshots.writeIfDue();
    assertThat(directory.resolve("snapshots")).doesNotExist();
    snapshots.appended(1);
    snapshots.writeIfDue();
    assertThat(files()).hasSize(1);
  }

  @Test
  void deletedSnapshotsAreNotMissed() throws IOException {
    InMemoryEventLog log = new InMemoryEventLog();
    log.append(story);
    snapshot(log);
    Files.delete(files().getFirst());
    assertThat(minded(snapshots(log), new Start(0, story.size())))
        .isEqualTo(fromTheBeginning(log, story.size()));
  }

  @Test
  void aDamagedSnapshotIsPassedOverForAnOlderOne() throws IOException {
    InMemoryEventLog log = new InMemoryEventLog();
    log.append(story.subList(0, 20));
    snapshot(log);
    log.append(story.subList(20, story.size()));
    snapshot(log);
    Path newest = files().getLast();
    byte[] good = Files.readAllBytes(newest);
    Mind expected = fromTheBeginning(log, story.size());
    Start older = new Start(20, story.size() - 20);

    for (int at = 0; at < good.length; at += Math.max(1, good.length / 60)) {
      byte[] bad = good.clone();
      bad[at] ^= 4;
      Files.write(newest, bad);
      assertThat(minded(snapshots(log), older)).as("byte %d", at).isEqualTo(expected);
    }
    for (int length : new int[] {0, 1, 50, good.length / 2, good.length - 1}) {
      Files.write(newest, Arrays.copyOf(good, length));
      assertThat(minded(snapshots(log), older)).as("%d bytes", length).isEqualTo(expected);
    }
  }

  @Test
  void anotherReleasesSnapshotIsPassedOver() {
    InMemoryEventLog log = new InMemoryEventLog();
    log.append(story);
    snapshot(log);
    Snapshots next = Snapshots.in(directory.resolve("snapshots"), "1.1", log);
    assertThat(minded(next, new Start(0, story.size())))
        .isEqualTo(fromTheBeginning(log, story.size()));
  }

  @Test
  void aLogThatWasCutUsesTheSnapshotThatIsNotAheadOfIt() throws IOException {
    Path logDirectory = directory.resolve("log");
    try (FileEventLog log = FileEventLog.open(logDirectory)) {
      log.append(story.subList(0, 20));
      snapshot(log);
      log.append(story.subList(20, 30));
      snapshot(log);
    }
    Path segment = logDirectory.resolve("events-00000000000000000000.jsonl");
    List<String> lines = Files.readAllLines(segment);
    Files.writeString(segment, String.join("\n", lines.subList(0, 26)) + "\n");

    try (FileEventLog log = FileEventLog.open(logDirectory)) {
      log.append(story.subList(30, 40));
      assertThat(minded(snapshots(log), new Start(20, 15))).isEqualTo(fromTheBeginning(log, 35));
    }
  }

  @Test
  void anotherLogsSnapshotIsPassedOver() {
    try (FileEventLog log = FileEventLog.open(directory.resolve("log"));
        FileEventLog other = FileEventLog.open(directory.resolve("other"))) {
      log.append(story.subList(0, 30));
      other.append(story);
      snapshot(other);
      assertThat(minded(snapshots(log), new Start(0, 30))).isEqualTo(fromTheBeginning(log, 30));
    }
  }

  @Test
  void aLogOfManyFilesGoesOnInTheMiddleOfOne() {
    try (FileEventLog log =
        FileEventLog.open(directory.resolve("log"), new FileEventLog.Settings(4_000, 100))) {
      for (int from = 0; from < story.size(); from += 3) {
        log.append(story.subList(from, Math.min(story.size(), from + 3)));
        snapshot(log);
      }
      assertThat(minded(snapshots(log), new Start(story.size(), 0)))
          .isEqualTo(fromTheBeginning(log, story.size()));
    }
  }

  @Test
  void whatIsWrongWithTheLogIsSaidAtEveryStart() {
    InMemoryEventLog log = new InMemoryEventLog();
    List<EventRecord> holed = new ArrayList<>(story);
    EventRecord lost = holed.remove(story.size() / 2);
    log.append(holed);
    snapshot(log);
    FoldedState state = FoldedState.apart();
    assertThat(snapshots(log).fold(state)).isEqualTo(new Start(holed.size(), 0));
    List<String> said = new ArrayList<>();
    state.complaints((error, sentence) -> said.add(sentence));
    assertThat(said).anyMatch(sentence -> sentence.contains(lost.metadata().stream() + ": event "));
  }

  @Test
  void aSnapshotThatCannotBeWrittenIsNoHarm() throws IOException {
    Files.writeString(directory.resolve("snapshots"), "a file where a directory should be");
    InMemoryEventLog log = new InMemoryEventLog();
    log.append(story);
    snapshot(log);
    assertThat(minded(snapshots(log), new Start(0, story.size())))
        .isEqualTo(fromTheBeginning(log, story.size()));
  }
}
