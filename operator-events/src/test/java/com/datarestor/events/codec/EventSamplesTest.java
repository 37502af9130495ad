package com.datarestor.events.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.events.DomainEvent;
import com.datarestor.events.EventEnvelope;
import com.datarestor.events.store.EventRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is on users' disks stays readable, and what we write stays as it is. */
class EventSamplesTest {

  private final EventCodec codec = new EventCodec();

  static List<WireType<? extends DomainEvent>> types() {
    return EventTypes.ALL;
  }

  @ParameterizedTest
  @MethodSource("types")
  void theSampleIsReadAndWrittenAgainAsItIs(WireType<? extends DomainEvent> type) {
    EventEnvelope expected = Examples.event(Examples.of(type.type()));
    String sample =
        SampleFiles.read(SampleFiles.events(), type, type.version(), codec.encode(expected).json());

    EventRecord record = codec.record(sample);

    assertThat(record.type()).isEqualTo(type.name());
    assertThat(record.version()).isEqualTo(type.version());
    assertThat(codec.decode(record)).isEqualTo(new Decoded.Known(expected));
    assertThat(codec.encode(expected)).isEqualTo(record);
    assertThat(codec.encode(expected).json()).isEqualTo(sample).doesNotContain("\n");
  }

  @ParameterizedTest
  @MethodSource("types")
  void everyOlderVersionHasASampleAndIsRead(WireType<? extends DomainEvent> type) {
    for (int version = 1; version < type.version(); version++) {
      String sample = SampleFiles.read(SampleFiles.events(), type, version, "");
      assertThat(codec.decode(codec.record(sample))).isInstanceOf(Decoded.Known.class);
    }
  }

  @Test
  void everySampleFileBelongsToAType() throws IOException {
    List<String> expected = new ArrayList<>();
    for (WireType<? extends DomainEvent> type : EventTypes.ALL) {
      for (int version = 1; version <= type.version(); version++) {
        expected.add(SampleFiles.name(type, version));
      }
    }
    try (Stream<Path> files = Files.list(SampleFiles.events())) {
      assertThat(files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }
}
