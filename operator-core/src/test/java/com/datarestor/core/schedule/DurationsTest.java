package com.datarestor.core.schedule;

import static com.datarestor.core.annotation.Outcome.refusal;
import static com.datarestor.core.annotation.Outcome.understood;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {

  @ParameterizedTest
  @CsvSource({
    "30m, PT30M",
    "1h30m, PT1H30M",
    "24h, PT24H",
    "7d, PT168H",
    "90s, PT90S",
    "0s, PT0S",
    "1d2h3m4s, PT26H3M4S",
    "' 5m ', PT5M",
    "007m, PT7M",
    "999999d, PT23999976H"
  })
  void reads(String text, Duration duration) {
    assertThat(understood(Durations.parse(text))).isEqualTo(duration);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''        | the duration is empty
          '  '      | the duration is empty
          30        | "30" has no unit
          -5m       | "-5m" is negative
          30m1h     | "30m1h" is no duration
          5m5m      | "5m5m" is no duration
          1.5h      | "1.5h" is no duration
          5 m       | "5 m" is no duration
          5M        | "5M" is no duration
          1w        | "1w" is no duration
          100ms     | "100ms" is no duration
          PT5M      | "PT5M" is no duration
          h         | "h" is no duration
          1000000s  | "1000000s" is no duration
          """)
  void refuses(String text, String sentence) {
    assertThat(refusal(Durations.parse(text))).startsWith(sentence);
  }

  @Test
  void saysHowToWriteOne() {
    assertThat(refusal(Durations.parse("30")))
        .isEqualTo(
            "\"30\" has no unit; write numbers with the units d, h, m, s, the larger first, such"
                + " as 30m, 1h30m or 7d");
  }

  @Test
  void doesNotRepeatAnEndlessText() {
    assertThat(refusal(Durations.parse("9".repeat(1_000_000)))).hasSizeLessThan(160);
  }
}
