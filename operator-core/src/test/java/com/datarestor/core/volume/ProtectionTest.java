package com.datarestor.core.volume;

import static com.datarestor.core.decide.DeciderFixture.NOON;
import static com.datarestor.core.decide.Examples.CONFIG;
import static com.datarestor.core.decide.Examples.VOLUME;
import static com.datarestor.core.decide.Examples.selection;
import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.events.ClaimUse;
import com.datarestor.events.Hold;
import com.datarestor.events.Mark;
import com.datarestor.events.Settlement;
import com.datarestor.events.VolumeEvent;
import com.datarestor.events.VolumeEvent.ClaimSettled;
import com.datarestor.events.VolumeEvent.VolumeGone;
import com.datarestor.events.VolumeEvent.VolumeObserved;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When every snapshot of a volume is kept, and for how long. */
class ProtectionTest {

  private static final Instant END = NOON.plus(Duration.ofDays(14));
  private static final List<String> HELD = List.of(CONFIG.uid());

  private static VolumeObserved seen(Hold hold) {
    return new VolumeObserved(VOLUME, true, false, List.of(selection()), "", List.of(), hold);
  }

  private static Hold held() {
    return new Hold(HELD, List.of(), ClaimUse.UNUSED, false);
  }

  private static Hold marked(Settlement.Kind kind) {
    return new Hold(HELD, List.of(), ClaimUse.UNUSED, true, List.of(new Mark(kind, NOON)));
  }

  private static ClaimSettled settled(Settlement.Kind kind) {
    return new ClaimSettled(VOLUME, Settlement.of(kind, ""), List.of());
  }

  /** What protects it at a moment, after all that happened at noon. */
  private static Optional<Protection> at(Instant now, VolumeEvent... events) {
    VolumeDecider decider = new VolumeDecider();
    VolumeState state = decider.initial();
    for (VolumeEvent event : events) {
      state = decider.evolve(state, event, NOON);
    }
    return Protection.of(state, now);
  }

  @Test
  void untilItIsSettledHoweverLongThatTakes() {
    assertThat(at(NOON.plus(Duration.ofDays(1000)), seen(held())))
        .contains(new Protection.Unsettled());
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RESTORED")
  void fourteenDaysAfterItWasSettledWithoutItsBackup(Settlement.Kind kind) {
    Protection expected = new Protection.Until(kind, END);

    assertThat(at(END.minusNanos(1), seen(held()), settled(kind))).contains(expected);
    assertThat(at(END, seen(held()), settled(kind))).isEmpty();
  }

  /** The log may be lost; the marker is not. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RESTORED")
  void theMarkerAloneIsEnough(Settlement.Kind kind) {
    Protection expected = new Protection.Until(kind, END);

    assertThat(at(END.minusNanos(1), seen(marked(kind)))).contains(expected);
    assertThat(at(END, seen(marked(kind)))).isEmpty();
  }

  /** It is written again when somebody took it away, and then the log has a later moment. */
  @Test
  void theMarkerSaysWhen() {
    VolumeDecider decider = new VolumeDecider();
    VolumeState state =
        decider.evolve(decider.initial(), seen(marked(Settlement.Kind.FRESH)), NOON);
    state = decider.evolve(state, settled(Settlement.Kind.FRESH), NOON.plusSeconds(60));

    assertThat(Protection.of(state, END)).isEmpty();
  }

  @Test
  void whatWasRestoredIsForgottenAsEver() {
    assertThat(at(NOON, seen(held()), settled(Settlement.Kind.RESTORED))).isEmpty();
    assertThat(at(NOON, seen(marked(Settlement.Kind.RESTORED)))).isEmpty();
  }

  @Test
  void aMarkerThatCannotBeReadIsNoReasonToForget() {
    Hold unreadable = new Hold(HELD, List.of(), ClaimUse.UNUSED, true);

    assertThat(at(END.plusSeconds(1), seen(unreadable))).contains(new Protection.Unreadable());
    // the log knows what the marker said
    assertThat(at(NOON, seen(unreadable), settled(Settlement.Kind.RESTORED))).isEmpty();
  }

  @Test
  void whatNothingHoldsIsForgottenAsEver() {
    assertThat(at(NOON)).isEmpty();
    assertThat(at(NOON, seen(Hold.NONE))).isEmpty();
    assertThat(at(NOON, seen(held()), new VolumeGone(VOLUME))).isEmpty();
  }

  @Test
  void itIsKnownAgainAfterCompaction() {
    VolumeDecider decider = new VolumeDecider();
    VolumeState state =
        decider.evolve(decider.initial(), seen(marked(Settlement.Kind.ADOPTED)), NOON);

    assertThat(
            Protection.of(decider.recall(decider.restate(state).orElseThrow()).orElseThrow(), NOON))
        .contains(new Protection.Until(Settlement.Kind.ADOPTED, END));
  }

  @Test
  void itIsSaidToAPerson() {
    assertThat(new Protection.Until(Settlement.Kind.FRESH, END.plusMillis(5)).spoken())
        .isEqualTo("until " + END + ", 14 days after it was settled as fresh");
  }
}
