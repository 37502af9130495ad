package com.datarestor.core.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {

  @ParameterizedTest
  @CsvSource({"0s,PT0S", "90s,PT1M30S", "5m,PT5M", "1h30m,PT1H30M", "24h,PT24H", "1m1h,PT1H1M"})
  void reads(String text, Duration duration) {
    assertThat(DurationText.parse(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "5 m", "1d", "-1s", "m", "1.5h", "PT5M", "9999999s"})
  void refuses(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DurationText.parse(text))
        .withMessageContaining("write 30s, 5m or 1h30m");
  }
}
