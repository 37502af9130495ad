package com.datarestor.app.retention;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.app.snapshot.FoldedPast;
import com.datarestor.app.snapshot.Histories;
import com.datarestor.core.retention.Remains.Margin;
import com.datarestor.events.Restated;
import com.datarestor.events.codec.Decoded;
import com.datarestor.events.codec.EventCodec;
import com.datarestor.events.store.EventRecord;
import com.datarestor.events.store.InMemoryEventLog;
import com.datarestor.events.store.LogFindings;
import com.datarestor.events.store.LoggedRecord;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept of any beginning of a history, and all that follows, comes to the same. */
class WhatIsKeptTest {

  private static final EventCodec CODEC = new EventCodec();
  private static final Margin NARROW = new Margin(3, 5);

  private static WhatIsKept kept(List<EventRecord> events, Margin margin) {
    return WhatIsKept.of(
        events.size(),
        reader -> {
          for (int i = 0; i < events.size(); i++) {
            reader.accept(new LoggedRecord(i, events.get(i)));
          }
          InMemoryEventLog log = new InMemoryEventLog();
          log.append(events);
          return log.read(record -> {});
        },
        margin);
  }

  private static List<EventRecord> records(WhatIsKept kept) {
    return kept.records().stream().map(LoggedRecord::record).toList();
  }

  private static FoldedPast folded(List<EventRecord> first, List<EventRecord> then) {
    FoldedPast past = new FoldedPast();
    past.fold(
        reader -> {
          first.forEach(reader);
          then.forEach(reader);
          return new LogFindings(0, List.of());
        });
    return past;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void whereverALogIsCutItComesToTheSame(long seed) {
    List<EventRecord> history = Histories.records(seed);
    FoldedPast whole = folded(history, List.of());
    int fewest = Integer.MAX_VALUE;
    for (int cut = 1; cut <= history.size(); cut++) {
      WhatIsKept kept = kept(history.subList(0, cut), NARROW);
      List<EventRecord> rest = history.subList(cut, history.size());

      assertThat(kept.problem()).as("cut behind event %d", cut).isEmpty();
      assertThat(whole.differenceTo(folded(records(kept), rest)))
          .as("cut behind event %d of %d", cut, history.size())
          .isEmpty();
      fewest = Math.min(fewest, kept.records().size() + rest.size());
    }
    assertThat(fewest).isLessThan(history.size());
  }

  /** What was kept is compacted again and again, with what came since. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whatIsKeptIsKeptAgain(long seed) {
    List<EventRecord> history = Histories.records(seed);
    List<EventRecord> log = new ArrayList<>();
    for (int next = 0; next < history.size(); next++) {
      log.add(history.get(next));
      if (next % 3 == 2) {
        WhatIsKept kept = kept(log, NARROW);
        assertThat(kept.problem()).isEmpty();
        log = new ArrayList<>(records(kept));
        assertThat(log.stream().filter(each -> each.type().equals("log-compacted"))).hasSize(1);
      }
    }
    assertThat(folded(history, List.of()).differenceTo(folded(log, List.of()))).isEmpty();
  }

  @Test
  void whatIsKeptDoesNotGrowWithThePast() {
    List<EventRecord> history = Histories.records(2);
    List<EventRecord> half = history.subList(0, history.size() / 2);
    long events = kept(history, NARROW).records().stream().filter(WhatIsKeptTest::isEvent).count();
    assertThat(events).isLessThan(half.size());
  }

  private static boolean isEvent(LoggedRecord logged) {
    return CODEC.decode(logged.record()) instanceof Decoded.Known known
        && !(known.envelope().event() instanceof Restated);
  }

  @Test
  void whatThisReleaseDoesNotKnowDoesNotGo() {
    List<EventRecord> history = new ArrayList<>(Histories.records(1));
    EventRecord last = history.getLast();
    history.add(
        CODEC.record(
            last.json()
                .replace(last.type(), "volume-admired")
                .replace(last.metadata().id(), "from-tomorrow")));

    assertThat(kept(history, Margin.DEFAULT).problem())
        .hasValue("it has events of another release (this release has no event volume-admired)");
  }

  @Test
  void damageOfThePastIsStillSaid() {
    List<EventRecord> history = new ArrayList<>(Histories.records(1));
    EventRecord lost = history.remove(20);

    WhatIsKept kept = kept(history, Margin.DEFAULT);

    assertThat(kept.problem()).isEmpty();
    assertThat(kept.sound()).isFalse();
    assertThat(folded(records(kept), List.of()).damage())
        .isNotEmpty()
        .anyMatch(sentence -> sentence.contains("stream " + lost.metadata().stream()));
    WhatIsKept again = kept(records(kept), Margin.DEFAULT);
    assertThat(folded(records(again), List.of()).damage())
        .containsAll(folded(records(kept), List.of()).damage());
  }
}
