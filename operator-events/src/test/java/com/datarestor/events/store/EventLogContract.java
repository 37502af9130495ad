package com.datarestor.events.store;

import static com.datarestor.events.store.EventRecords.record;
import static com.datarestor.events.store.EventRecords.records;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datarestor.events.StreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link EventLog} does. */
public abstract class EventLogContract {

  /** The log under test: empty at first, the same one each time. */
  protected abstract EventLog log();

  /** The log after its process ended and started again. */
  protected abstract EventLog reopened();

  @Test
  void anEmptyLogIsSound() {
    assertThat(log().read(record -> {})).isEqualTo(new LogFindings(0, List.of()));
  }

  @Test
  void recordsComeBackAsTheyWereInTheOrderTheyWere() {
    log().append(records("volume/a", 1, 3));
    log().append(records("volume/b", 1, 2));
    log().append(List.of());
    log().append(records("volume/a", 4, 4));

    List<EventRecord> expected = new ArrayList<>(records("volume/a", 1, 3));
    expected.addAll(records("volume/b", 1, 2));
    expected.addAll(records("volume/a", 4, 4));
    assertThat(content(log())).isEqualTo(expected);
    assertThat(content(reopened())).isEqualTo(expected);
  }

  @Test
  void aRecordThatIsThereIsNotAppendedAgain() {
    EventRecord first = record("volume/a", 1);
    log().append(List.of(first, first));
    log().append(List.of(first, record("volume/a", 2)));
    EventLog again = reopened();
    again.append(List.of(record("volume/a", 2), record("volume/a", 3)));

    assertThat(content(again)).isEqualTo(records("volume/a", 1, 3));
    assertThat(again.read(record -> {}).sound()).isTrue();
  }

  @Test
  void recordsOfAnUnknownTypeAreKeptAsTheyAre() {
    EventRecord known = record("volume/a", 1);
    EventRecord unknown =
        new EventRecord(
            known.metadata(),
            "volume-cloned",
            9,
            known
                .json()
                .replace("volume-gone", "volume-cloned")
                .replace("\"version\":1", "\"version\":9"));
    log().append(List.of(unknown));

    assertThat(content(reopened())).containsExactly(unknown);
  }

  @Test
  void aGapInAStreamIsSaid() {
    log().append(records("volume/a", 1, 2));
    log().append(records("volume/a", 5, 6));
    log().append(records("volume/b", 2, 2));

    LogFindings findings = log().read(record -> {});

    assertThat(findings.records()).isEqualTo(5);
    assertThat(findings.damage())
        .containsExactly(
            "stream volume/a: events 3 to 4 are missing before event 5 (volume/a#5)",
            "stream volume/b: event 1 is missing before event 2 (volume/b#2)");
  }

  @Test
  void anEventThatComesLateIsSaid() {
    log().append(List.of(record("volume/a", 2), record("volume/a", 1)));

    assertThat(log().read(record -> {}).damage())
        .contains("stream volume/a: event 1 (volume/a#1) comes after event 2");
  }

  @Test
  void textOfMoreThanOneLineIsRefusedAndNothingOfItsBatchIsWritten() {
    EventRecord good = record("volume/a", 1);
    EventRecord bad = new EventRecord(good.metadata(), "volume-gone", 1, "{\n}");

    assertThatThrownBy(() -> log().append(List.of(good, bad)))
        .isInstanceOf(IllegalArgumentException.class);
    log().append(List.of(good));

    assertThat(content(log())).containsExactly(good);
  }

  @Test
  void theReadersExceptionIsNotSwallowed() {
    log().append(records("volume/a", 1, 1));

    assertThatThrownBy(
            () ->
                log()
                    .read(
                        record -> {
                          throw new UnsupportedOperationException("stop");
                        }))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void severalThreadsMayAppend() {
    EventLog log = log();
    IntStream.range(0, 4)
        .parallel()
        .forEach(
            stream -> {
              for (int n = 1; n <= 50; n++) {
                log.append(records("volume/" + stream, n, n));
              }
            });

    assertThat(log.read(record -> {})).isEqualTo(new LogFindings(200, List.of()));
  }

  @Test
  void readingGoesOnWhereItEnded() {
    log().append(records("volume/a", 1, 3));
    LogMark mark = end(log());
    log().append(records("volume/a", 4, 5));
    log().append(records("volume/b", 1, 1));
    List<EventRecord> rest = new ArrayList<>();

    LogReading reading = reopened().readOn(mark, stream -> ofA(stream, 3), rest::add).orElseThrow();

    assertThat(reading.findings()).isEqualTo(new LogFindings(3, List.of()));
    assertThat(rest).hasSize(3).startsWith(record("volume/a", 4)).endsWith(record("volume/b", 1));
    assertThat(reading.end()).hasValue(end(log()));
    assertThat(log().readOn(end(log()), stream -> 0, rest::add).orElseThrow().findings())
        .isEqualTo(new LogFindings(0, List.of()));
    assertThat(rest).hasSize(3);
  }

  @Test
  void aGapBetweenWhatIsKnownAndWhatFollowsIsSaid() {
    log().append(records("volume/a", 1, 3));
    LogMark mark = end(log());
    log().append(records("volume/a", 5, 5));

    assertThat(log().readOn(mark, stream -> ofA(stream, 3), record -> {}).orElseThrow().findings())
        .extracting(LogFindings::damage)
        .isEqualTo(List.of("stream volume/a: event 4 is missing before event 5 (volume/a#5)"));
  }

  @Test
  void aPlaceOfAnotherLogIsNotFound() {
    log().append(records("volume/a", 1, 3));
    LogMark mark = end(log());
    List<EventRecord> read = new ArrayList<>();

    for (LogMark wrong :
        List.of(
            new LogMark(mark.log() + "0", mark.next(), mark.hash(), 0, mark.lineAt()),
            new LogMark(mark.log(), mark.next(), "f".repeat(32), 0, mark.lineAt()),
            new LogMark(mark.log(), mark.next() + 1, "e".repeat(32), 0, mark.lineAt() + 400))) {
      assertThat(log().has(wrong)).isFalse();
      assertThat(log().readOn(wrong, stream -> 0, read::add)).isEmpty();
    }
    assertThat(log().has(mark)).isTrue();
    assertThat(read).isEmpty();
  }

  private static long ofA(StreamId stream, long known) {
    return stream.value().equals("volume/a") ? known : 0;
  }

  private static LogMark end(EventLog log) {
    return log.readOn(LogMark.START, stream -> 0, record -> {}).orElseThrow().end().orElseThrow();
  }

  private static List<EventRecord> content(EventLog log) {
    List<EventRecord> content = new ArrayList<>();
    log.read(content::add);
    return content;
  }
}
