package com.datarestor.events.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datarestor.events.Command;
import com.datarestor.events.CommandEnvelope;
import com.datarestor.events.OperationCommand.RequestBackup;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandCodecTest {

  private final CommandCodec codec = new CommandCodec();

  static List<WireType<? extends Command>> types() {
    return CommandTypes.ALL;
  }

  @ParameterizedTest
  @MethodSource("types")
  void theSampleIsReadAndWrittenAgainAsItIs(WireType<? extends Command> type) {
    CommandEnvelope expected = Examples.command(Examples.of(type.type()));
    String sample =
        SampleFiles.read(SampleFiles.commands(), type, type.version(), codec.encode(expected));

    assertThat(codec.decode(sample)).isEqualTo(expected);
    assertThat(codec.encode(expected)).isEqualTo(sample).doesNotContain("\n");
    assertThat(codec.typeOf(expected.command())).isEqualTo(type.name());
  }

  @Test
  void anUnknownCommandIsSaid() {
    String json = codec.encode(Examples.command(Examples.of(RequestBackup.class)));

    assertThatThrownBy(() -> codec.decode(json.replace("request-backup", "request-clone")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("this release does not know the command request-clone");
    assertThatThrownBy(() -> codec.decode(json.replace("\"version\":1", "\"version\":2")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("this release knows request-backup up to version 1, not 2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "null", "{}", "{\"type\":\"request-backup\",\"version\":1}"})
  void whatIsNoCommandIsSaid(String json) {
    assertThatThrownBy(() -> codec.decode(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("not a command: ");
  }

  @Test
  void aCommandWithAHoleIsRefused() {
    String json = codec.encode(Examples.command(Examples.of(RequestBackup.class)));

    assertThatThrownBy(() -> codec.decode(json.replace("\"operation\":", "\"other\":")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("operation");
  }
}
