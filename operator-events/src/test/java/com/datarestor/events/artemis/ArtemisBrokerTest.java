package com.datarestor.events.artemis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.datarestor.events.ClusterCommand.TellUser;
import com.datarestor.events.CommandEnvelope;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.bus.CommandRoute;
import com.datarestor.events.bus.ConsumerGroup;
import com.datarestor.events.bus.Reaction;
import com.datarestor.events.bus.RetryPolicy;
import com.datarestor.events.bus.Subscription;
import com.datarestor.events.store.EventRecord;
import com.datarestor.events.store.EventRecords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What only a broker with files has: crashes, page files, damage, large messages. */
@Timeout(120)
class ArtemisBrokerTest {

  private static final RetryPolicy QUICK =
      new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(5), 3);

  @TempDir Path directory;

  @Test
  void afterACrashWhatWasNotCommittedComesAgainAndItsEffectsWereNeverSent()
      throws InterruptedException {
    CountDownLatch inHand = new CountDownLatch(1);
    CountDownLatch free = new CountDownLatch(1);
    ArtemisBroker first = ArtemisBroker.start(settings(2L << 20));
    first
        .commands()
        .serve(
            CommandRoute.CLUSTER,
            1,
            command -> {
              inHand.countDown();
              awaitIt(free);
              return Reaction.events(List.of(EventRecords.event("volume/uid", 1)));
            });
    first.commands().send(List.of(tell("c", "x")));
    assertThat(inHand.await(10, TimeUnit.SECONDS)).isTrue();
    first.crash();
    free.countDown();

    try (ArtemisBroker second = ArtemisBroker.start(settings(2L << 20))) {
      assertThat(second.events().drain(ConsumerGroup.ARCHIVE, 10, batch -> {})).isZero();
      List<String> handled = new CopyOnWriteArrayList<>();
      second
          .commands()
          .serve(
              CommandRoute.CLUSTER,
              1,
              command -> {
                handled.add(command.id());
                return Reaction.NOTHING;
              });
      await().untilAsserted(() -> assertThat(handled).containsExactly("c"));
    }
  }

  @Test
  void moreThanFitsInMemoryGoesToPageFilesAndComesBackWholeAndInOrder() throws IOException {
    int count = 3_000;
    String sentence = "x".repeat(500);
    try (ArtemisBroker broker = ArtemisBroker.start(settings(256 << 10))) {
      for (int from = 0; from < count; from += 100) {
        broker
            .commands()
            .send(
                IntStream.range(from, from + 100).mapToObj(i -> tell("c" + i, sentence)).toList());
      }
      try (Stream<Path> files = Files.walk(directory.resolve("paging"))) {
        assertThat(files.filter(file -> file.toString().endsWith(".page"))).isNotEmpty();
      }
    }
    try (ArtemisBroker broker = ArtemisBroker.start(settings(256 << 10))) {
      List<String> handled = new CopyOnWriteArrayList<>();
      broker
          .commands()
          .serve(
              CommandRoute.CLUSTER,
              4,
              command -> {
                handled.add(command.id());
                return Reaction.NOTHING;
              });
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(handled).hasSize(count));
      assertThat(handled)
          .containsExactlyElementsOf(IntStream.range(0, count).mapToObj(i -> "c" + i).toList());
    }
  }

  @Test
  void aMessageOfSeveralMegabytesArrivesAsItWasSent() {
    String large = "é".repeat(2 << 20);
    List<String> handled = new CopyOnWriteArrayList<>();
    try (ArtemisBroker broker = ArtemisBroker.start(settings(2L << 20))) {
      broker.commands().send(List.of(tell("large", large), tell("small", "s")));
      broker
          .commands()
          .serve(
              CommandRoute.CLUSTER,
              1,
              command -> {
                handled.add(((TellUser) command.command()).message());
                return Reaction.NOTHING;
              });
      await().untilAsserted(() -> assertThat(handled).containsExactly(large, "s"));
    }
  }

  @Test
  void anEventOfAnUnknownTypeIsArchivedAndPassedOverByTheOthers() throws Exception {
    EventRecord known = EventRecords.record("volume/uid", 1);
    String json = known.json().replace("\"" + known.type() + "\"", "\"volume-moved-to-mars\"");
    assertThat(json).isNotEqualTo(known.json());
    List<String> status = new CopyOnWriteArrayList<>();
    List<String> archived = new CopyOnWriteArrayList<>();
    try (ArtemisBroker broker = ArtemisBroker.start(settings(2L << 20))) {
      broker
          .events()
          .subscribe(
              ConsumerGroup.STATUS,
              event -> {
                status.add(event.metadata().id());
                return Reaction.NOTHING;
              });
      broker
          .events()
          .subscribeBatches(
              ConsumerGroup.ARCHIVE, 10, batch -> batch.forEach(each -> archived.add(each.type())));
      broker
          .raw()
          .inTransaction(
              () -> {
                broker
                    .raw()
                    .outbox()
                    .event(new Letter("mars", "volume-moved-to-mars", "volume/uid", json));
                broker.raw().outbox().event(Letter.of(EventRecords.record("volume/uid", 2)));
              });
      await().untilAsserted(() -> assertThat(status).containsExactly("volume/uid#2"));
      await()
          .untilAsserted(
              () -> assertThat(archived).containsExactly("volume-moved-to-mars", known.type()));
      assertThat(broker.deadLetters().count()).isZero();
    }
  }

  @Test
  void whatIsNoMessageOfOursIsADeadLetterAndTheNextIsHandled() {
    List<String> handled = new CopyOnWriteArrayList<>();
    try (ArtemisBroker broker = ArtemisBroker.start(settings(2L << 20))) {
      broker
          .raw()
          .inTransaction(
              () ->
                  broker
                      .raw()
                      .outbox()
                      .command(
                          CommandRoute.CLUSTER, new Letter("odd", "odd", "key", "{\"no\": 1}")));
      broker.commands().send(List.of(tell("c", "x")));
      broker
          .commands()
          .serve(
              CommandRoute.CLUSTER,
              1,
              command -> {
                handled.add(command.id());
                return Reaction.NOTHING;
              });
      await().untilAsserted(() -> assertThat(handled).containsExactly("c"));
      assertThat(broker.deadLetters().list())
          .singleElement()
          .satisfies(letter -> assertThat(letter.reason()).startsWith("unreadable: "));
    }
  }

  @Test
  void aByteThatChangedOnTheDiskIsNoticed() throws IOException {
    String sentence = "exactly-this-sentence";
    try (ArtemisBroker broker = ArtemisBroker.start(settings(2L << 20))) {
      broker.commands().send(List.of(tell("c", sentence)));
    }
    assertThat(flip(sentence)).isPositive();
    List<String> handled = new CopyOnWriteArrayList<>();
    try (ArtemisBroker broker = ArtemisBroker.start(settings(2L << 20))) {
      Subscription owner =
          broker
              .commands()
              .serve(
                  CommandRoute.CLUSTER,
                  1,
                  command -> {
                    handled.add(((TellUser) command.command()).message());
                    return Reaction.NOTHING;
                  });
      await().untilAsserted(() -> assertThat(broker.deadLetters().count()).isEqualTo(1));
      owner.close();
      assertThat(handled).isEmpty();
      assertThat(broker.deadLetters().list().getFirst().reason()).contains("damaged");
    }
  }

  @Test
  void aSecondBrokerOnTheSameDirectoryIsRefusedWithAQuestionThatHelps() {
    try (ArtemisBroker broker = ArtemisBroker.start(settings(2L << 20))) {
      assertThat(broker.trouble()).isEmpty();
      assertThatThrownBy(() -> ArtemisBroker.start(settings(2L << 20)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("is another operator using that directory");
    }
  }

  @Test
  void aFullDiskIsTroubleThatIsSaid() {
    ArtemisSettings full = new ArtemisSettings(directory, 2L << 20, Long.MAX_VALUE, QUICK);
    try (ArtemisBroker broker = ArtemisBroker.start(full)) {
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(broker.trouble().orElse("")).contains("The disk of"));
      assertThat(broker.broken()).as("another start does not make space").isEmpty();
    }
  }

  @Test
  void onAFullDiskSendersWaitInsteadOfLosingAnything() {
    ArtemisSettings full = new ArtemisSettings(directory, 2L << 20, Long.MAX_VALUE, QUICK);
    CompletableFuture<Void> sent;
    try (ArtemisBroker broker = ArtemisBroker.start(full)) {
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(broker.trouble()).isPresent());
      sent = CompletableFuture.runAsync(() -> broker.commands().send(List.of(tell("c", "x"))));
      await().during(Duration.ofSeconds(1)).until(() -> !sent.isDone());
    }
    // a broker that stops lets go of who waits: either the command was refused, or it is kept
    Optional<Throwable> refused =
        sent.handle((done, problem) -> Optional.<Throwable>ofNullable(problem)).join();
    if (refused.isPresent()) {
      assertThat(refused.get()).hasMessageContaining("commands were not sent");
      return;
    }
    List<String> kept = new CopyOnWriteArrayList<>();
    try (ArtemisBroker broker = ArtemisBroker.start(settings(2L << 20))) {
      broker
          .commands()
          .serve(
              CommandRoute.CLUSTER,
              1,
              command -> {
                kept.add(command.id());
                return Reaction.NOTHING;
              });
      await().untilAsserted(() -> assertThat(kept).containsExactly("c"));
    }
  }

  @Test
  void keysAreSpreadOverAllLanes() {
    List<String> lanes = new CopyOnWriteArrayList<>();
    List<CommandEnvelope> commands = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      commands.add(
          CommandEnvelope.first(
              "c" + i,
              Instant.EPOCH,
              "operator",
              new TellUser(
                  ObjectRef.volume("shop", "data-" + i, "u"), false, "Reason", "sentence")));
    }
    try (ArtemisBroker broker = ArtemisBroker.start(settings(2L << 20))) {
      broker
          .commands()
          .serve(
              CommandRoute.CLUSTER,
              4,
              command -> {
                lanes.add(Thread.currentThread().getName());
                return Reaction.NOTHING;
              });
      broker.commands().send(commands);
      await().untilAsserted(() -> assertThat(lanes).hasSize(200));
      for (int lane = 0; lane < 4; lane++) {
        String name = "commands.cluster-" + lane;
        assertThat(lanes.stream().filter(name::equals).count()).isGreaterThan(20);
      }
    }
  }

  private ArtemisSettings settings(long maxMemoryBytes) {
    return new ArtemisSettings(directory, maxMemoryBytes, 1 << 20, QUICK);
  }

  private static CommandEnvelope tell(String id, String message) {
    return CommandEnvelope.first(
        id,
        Instant.parse("2026-02-01T10:00:00Z"),
        "operator",
        new TellUser(ObjectRef.volume("shop", "data", "uid"), true, "Reason", message));
  }

  /** Changes one letter of the text wherever the journal has it; how often. */
  private int flip(String text) throws IOException {
    int flipped = 0;
    List<Path> files;
    try (Stream<Path> all = Files.walk(directory.resolve("journal"))) {
      files = all.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      byte[] bytes = Files.readAllBytes(file);
      String content = new String(bytes, StandardCharsets.ISO_8859_1);
      int at = content.indexOf(text);
      if (at >= 0) {
        bytes[at] = 'E';
        Files.write(file, bytes);
        flipped++;
      }
    }
    return flipped;
  }

  private static void awaitIt(CountDownLatch latch) {
    try {
      if (!latch.await(30, TimeUnit.SECONDS)) {
        throw new UncheckedIOException(new IOException("nobody freed it"));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
