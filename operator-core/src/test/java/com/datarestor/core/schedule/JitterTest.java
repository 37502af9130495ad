package com.datarestor.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.annotation.Outcome;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JitterTest {

  /** These values are a promise: the same volume starts at the same second after an upgrade. */
  @ParameterizedTest
  @CsvSource({"30m, volume-1, PT1196S", "30m, volume-2, PT1038S", "24h, volume-1, PT73196S"})
  void isTheSameForEver(String width, String volume, Duration expected) {
    Duration jitter = Outcome.understood(Durations.parse(width));
    assertThat(Jitter.offset(jitter, "config", "repository", volume)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"PT0S", "PT-5M", "PT0.9S", "PT1S"})
  void isZeroWhenThereIsNoRoom(Duration width) {
    assertThat(Jitter.offset(width, "config", "repository", "volume")).isEqualTo(Duration.ZERO);
  }

  @Test
  void spreadsEvenlyOverTheWholeWidth() {
    Duration width = Duration.ofMinutes(10);
    int[] minutes = new int[10];
    IntStream.range(0, 10_000)
        .mapToObj(i -> Jitter.offset(width, "config", "repository", "volume-" + i))
        .peek(offset -> assertThat(offset).isBetween(Duration.ZERO, width.minusSeconds(1)))
        .forEach(offset -> minutes[(int) offset.toMinutes()]++);
    assertThat(IntStream.of(minutes).boxed())
        .allSatisfy(count -> assertThat(count).isBetween(880, 1120));
  }

  @Test
  void partsOfTheIdentityAreNotRunTogether() {
    Duration day = Duration.ofDays(1);
    assertThat(Jitter.offset(day, "ab", "c")).isNotEqualTo(Jitter.offset(day, "a", "bc"));
  }
}
