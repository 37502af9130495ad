package com.datarestor.e2e.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.events.EventEnvelope;
import com.datarestor.events.EventMetadata;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.StreamId;
import com.datarestor.events.VolumeEvent.VolumeGone;
import com.datarestor.events.codec.EventCodec;
import com.datarestor.events.store.FileEventLog;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineTest {

  private static final String LINE =
      "2026-03-29T02:00:00Z  0d44      volume-gone             pvc shop/cache"
          + "                the volume was deleted\n";

  @TempDir private Path directory;

  @BeforeEach
  void writeLog() {
    write("0d44", 1);
  }

  private void write(String id, long sequence) {
    ObjectRef volume = ObjectRef.volume("shop", "cache", "uid-cache");
    EventMetadata metadata =
        new EventMetadata(
            id,
            StreamId.volume(volume),
            sequence,
            Instant.parse("2026-03-29T02:00:00Z"),
            "operator",
            "s-1",
            "c-1");
    try (FileEventLog log = FileEventLog.open(directory.resolve("data/log"))) {
      log.append(
          List.of(new EventCodec().encode(new EventEnvelope(metadata, new VolumeGone(volume)))));
    }
  }

  @Test
  void eventsAreListed_AndNothingElseIsSaid() {
    Program.Ended list = run("events", "list");

    assertThat(list.status()).isZero();
    assertThat(list.out().lines()).hasSize(2);
    assertThat(list.out()).startsWith("TIME  ").endsWith(LINE);
    assertThat(list.err()).isEmpty();
  }

  @Test
  void oneEventIsShown() {
    Program.Ended show = run("events", "show", "0d44");

    assertThat(show.status()).isZero();
    assertThat(show.out()).startsWith("{\"id\":\"0d44\"").endsWith("> " + LINE);
    assertThat(show.err()).isEmpty();
  }

  @Test
  void theTailGoesOnWithWhatIsWritten_UntilItIsInterrupted() {
    try (Program tail = start("events", "tail")) {
      Awaitility.await().until(() -> tail.out().equals(LINE));
      write("0e55", 2);
      Awaitility.await().until(() -> tail.out().equals(LINE + LINE.replace("0d44", "0e55")));
      tail.askToStop();

      Program.Ended ended = tail.ended();
      assertThat(ended.status()).isEqualTo(143);
      assertThat(ended.err()).isEmpty();
    }
  }

  @Test
  void theVariablesOfTheOperatorAreListed() {
    Program.Ended variables = run("operator", "--variables");

    assertThat(variables.status()).isZero();
    assertThat(variables.out().lines())
        .hasSizeGreaterThan(5)
        .allSatisfy(line -> assertThat(line).matches("DATARESTOR_\\w+ +\\S.* \\[.*]"));
    assertThat(variables.err()).isEmpty();
  }

  @Test
  void anEnvironmentThatCannotBeUsedIsRefusedBeforeAnythingStarts() {
    Program.Ended operator =
        Program.run(
            directory.resolve("run"),
            Map.of("DATARESTOR_PORT", "http", "DATARESTOR_LANE", "2"),
            "operator");

    assertThat(operator.status()).isEqualTo(64);
    assertThat(operator.err())
        .contains("did you mean DATARESTOR_LANES?", "DATARESTOR_PORT=\"http\" is not possible")
        .doesNotContain("\tat ");
    assertThat(operator.err().lines()).hasSize(2);
  }

  @Test
  void withoutAnOperatorThereAreNoDeadLettersToAskFor() {
    Program.Ended letters = run("dead-letters", "list", "--port", "1");

    assertThat(letters.status()).isEqualTo(1);
    assertThat(letters.out()).isEmpty();
    assertThat(letters.err()).startsWith("no operator answers on port 1 of this host");
  }

  @Test
  void anUnknownCommandIsAnsweredWithWhatThereIs() {
    Program.Ended unknown = run("snapshots");

    assertThat(unknown.status()).isEqualTo(64);
    assertThat(unknown.err()).contains("'snapshots'", "Did you mean: ", "datarestor events");
  }

  private Program start(String... arguments) {
    return Program.start(
        directory.resolve("run"),
        Map.of("DATARESTOR_DATA_DIR", directory.resolve("data").toString()),
        arguments);
  }

  private Program.Ended run(String... arguments) {
    try (Program program = start(arguments)) {
      return program.ended();
    }
  }
}
