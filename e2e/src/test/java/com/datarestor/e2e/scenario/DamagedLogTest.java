package com.datarestor.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.datarestor.core.api.v1alpha1.TaskType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operator starts on a log with a hole, works, and says what it does not know any more. */
class DamagedLogTest {

  @RegisterExtension static final Scene SCENE = new Scene();

  private final User user = SCENE.user();
  private final String namespace = SCENE.namespace("shop");

  /** A bit is flipped in the last record of the type, and what was folded of the log is gone. */
  private static void damage(Path data, String type) {
    try {
      deleteAll(data.resolve("snapshots"));
      Path segment = onlySegment(data.resolve("log"));
      byte[] bytes = Files.readAllBytes(segment);
      int record =
          new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf("\"type\":\"" + type + "\"");
      assertThat(record).as("a record of type %s", type).isPositive();
      bytes[record] ^= 8;
      Files.write(segment, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path onlySegment(Path log) throws IOException {
    try (Stream<Path> files = Files.list(log)) {
      List<Path> segments =
          files.filter(file -> file.getFileName().toString().endsWith(".jsonl")).toList();
      assertThat(segments).hasSize(1);
      return segments.getFirst();
    }
  }

  private static void deleteAll(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private void awaitReason(String reason) {
    user.awaitThat(
        "the Config's condition says " + reason,
        () ->
            user.config(namespace, "config").getStatus().conditions().stream()
                .anyMatch(condition -> reason.equals(condition.reason())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "volume-observed",
        "config-accepted",
        "repository-opened",
        "manual-backup-asked",
        "backup-requested",
        "operation-queued",
        "operation-admitted",
        "job-launched",
        "backup-succeeded",
        "operation-left"
      })
  void is_said_by_the_config_and_an_event_and_work_goes_on(String lost)
      throws InterruptedException {
    user.claim(namespace, "data", Map.of());
    SCENE.cluster().files(namespace, "data").shell("printf one > file");
    user.apply(
        SCENE
            .config(namespace, "config")
            .repository(SCENE.fresh("repository"), 1)
            .selector("matchNamespaces: [" + namespace + "]")
            .yaml());
    user.awaitReady(namespace, "config");
    user.ask(namespace, "data", "manual-backup", "before");

    SCENE.operator().restart(() -> damage(SCENE.operator().directory(), lost));

    assertThat(user.awaitEvent(namespace, "config", "EventLogDamaged").getMessage())
        .containsPattern("at byte [0-9]+: [0-9]+ bytes are damaged")
        .contains("datarestor log verify");
    awaitReason("EventLogDamaged");
    assertThat(user.ask(namespace, "data", "manual-backup", "after")).startsWith("Completed");
    assertThat(user.tasks(namespace, TaskType.BACKUP_MANUAL)).hasSize(2);
  }
}
