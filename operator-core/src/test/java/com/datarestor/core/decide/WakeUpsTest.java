package com.datarestor.core.decide;

import static com.datarestor.core.decide.DeciderFixture.NOON;
import static com.datarestor.core.decide.Examples.OTHER_VOLUME;
import static com.datarestor.core.decide.Examples.VOLUME;
import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.decide.WakeUps.WakeUp;
import com.datarestor.events.StreamId;
import com.datarestor.events.VolumeCommand.WakeVolume;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WakeUpsTest {

  private static final StreamId ONE = StreamId.volume(VOLUME);
  private static final StreamId OTHER = StreamId.volume(OTHER_VOLUME);
  private static final Instant LATER = NOON.plusSeconds(60);

  private final WakeUps wakeUps = new WakeUps();

  private static WakeUp wakeUp(Instant moment) {
    return new WakeUp(moment, ONE, new WakeVolume(VOLUME));
  }

  private void arm(Instant moment) {
    wakeUps.arm(ONE, moment, new WakeVolume(VOLUME));
  }

  private void armOther(Instant moment) {
    wakeUps.arm(OTHER, moment, new WakeVolume(OTHER_VOLUME));
  }

  @Test
  void nobodyWaitsForNothing() {
    assertThat(wakeUps.next()).isEmpty();
    assertThat(wakeUps.takeDue(LATER)).isEmpty();
  }

  @Test
  void isDueAtItsMomentAndTakenOnce() {
    arm(LATER);
    assertThat(wakeUps.takeDue(LATER.minusNanos(1))).isEmpty();
    assertThat(wakeUps.takeDue(LATER)).containsExactly(wakeUp(LATER));
    assertThat(wakeUps.takeDue(LATER)).isEmpty();
    assertThat(wakeUps.next()).isEmpty();
  }

  @Test
  void theEarlierComesFirst() {
    armOther(NOON);
    arm(LATER);
    assertThat(wakeUps.next()).hasValue(NOON);
    assertThat(wakeUps.takeDue(LATER)).extracting(WakeUp::stream).containsExactly(OTHER, ONE);
  }

  @Test
  void aStreamHasOneWakeUpTheLast() {
    arm(NOON);
    arm(LATER);
    assertThat(wakeUps.takeDue(NOON)).isEmpty();
    assertThat(wakeUps.takeDue(LATER)).containsExactly(wakeUp(LATER));
  }

  @Test
  void aStreamThatWaitsForNothingIsNotWoken() {
    arm(NOON);
    armOther(NOON);
    wakeUps.disarm(ONE);
    wakeUps.disarm(ONE);
    assertThat(wakeUps.takeDue(NOON)).extracting(WakeUp::stream).containsExactly(OTHER);
  }
}
