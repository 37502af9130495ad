package com.datarestor.core.schedule;

import static com.datarestor.core.annotation.Outcome.refusal;
import static com.datarestor.core.annotation.Outcome.understood;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeZonesTest {

  @ParameterizedTest
  @CsvSource({
    "'', UTC",
    "'  ', UTC",
    "UTC, UTC",
    "Z, Z",
    "Europe/Berlin, Europe/Berlin",
    "' Europe/Berlin ', Europe/Berlin",
    "America/New_York, America/New_York",
    "Australia/Lord_Howe, Australia/Lord_Howe",
    "+02:00, +02:00",
    "-05:30, -05:30"
  })
  void reads(String name, String id) {
    assertThat(understood(TimeZones.parse(name)).getId()).isEqualTo(id);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Europe/Berln     | did you mean Europe/Berlin?
          europe/berlin    | did you mean Europe/Berlin?
          Berlin           | did you mean Europe/Berlin?
          New York         | did you mean America/New_York?
          America/NewYork  | did you mean America/New_York?
          utc              | did you mean UTC?
          Mars/Base        | write an IANA name such as Europe/Berlin
          +25:00           | write an IANA name such as Europe/Berlin
          Europe           | write an IANA name such as Europe/Berlin
          """)
  void refusesWithTheNearest(String name, String advice) {
    assertThat(refusal(TimeZones.parse(name)))
        .isEqualTo("there is no time zone \"" + name + "\"; " + advice);
  }

  @Test
  void doesNotRepeatAnEndlessName() {
    assertThat(refusal(TimeZones.parse("Europe/".repeat(200_000)))).hasSizeLessThan(120);
  }
}
