package com.datarestor.core.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantitiesTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1023, 1023 B",
    "1024, 1.0 KiB",
    "1536, 1.5 KiB",
    "12897484, 12.3 MiB",
    "1073741824, 1.0 GiB",
    "1099511627776, 1.0 TiB",
    "9223372036854775807, 8192.0 PiB"
  })
  void bytes(long bytes, String text) {
    assertThat(Quantities.bytes(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0s",
    "PT0.9S, 0s",
    "-PT5S, 0s",
    "PT59S, 59s",
    "PT60S, 1m0s",
    "PT3M20S, 3m20s",
    "PT59M59S, 59m59s",
    "PT1H2M59S, 1h2m",
    "PT50H, 50h0m"
  })
  void durations(Duration duration, String text) {
    assertThat(Quantities.duration(duration)).isEqualTo(text);
  }

  @Test
  void momentsAreShownInTheZoneOfTheConfig() {
    Instant moment = Instant.parse("2026-03-29T01:30:00Z");
    assertThat(Quantities.moment(moment, ZoneOffset.UTC)).isEqualTo("2026-03-29 01:30 Z");
    assertThat(Quantities.moment(moment, ZoneId.of("UTC"))).isEqualTo("2026-03-29 01:30 UTC");
    assertThat(Quantities.moment(moment, ZoneId.of("Europe/Berlin")))
        .isEqualTo("2026-03-29 03:30 CEST");
  }
}
