package com.datarestor.events.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.datarestor.events.ClusterCommand.TellUser;
import com.datarestor.events.Command;
import com.datarestor.events.CommandEnvelope;
import com.datarestor.events.EventEnvelope;
import com.datarestor.events.ObjectRef;
import com.datarestor.events.ResticCommand.CleanUp;
import com.datarestor.events.VolumeCommand.VolumeVanished;
import com.datarestor.events.bus.DeadLetters.DeadLetter;
import com.datarestor.events.codec.Examples;
import com.datarestor.events.store.EventRecord;
import com.datarestor.events.store.EventRecords;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What every transport does; the double of tests and the real broker both pass. */
@Timeout(60)
public abstract class BusContract {

  private static final RetryPolicy QUICK =
      new RetryPolicy(Duration.ofMillis(1), Duration.ofMillis(5), 3);

  @TempDir Path directory;

  @SuppressWarnings("NullAway.Init") // opened before each test
  protected TestBus bus;

  protected abstract TestBus open(Path directory, RetryPolicy retry);

  @BeforeEach
  void openIt() {
    bus = open(directory, QUICK);
  }

  @AfterEach
  void closeIt() {
    bus.close();
  }

  @Test
  void commandsOfOneKeyAreHandledInTheOrderTheyWereSent() {
    List<String> handled = Collections.synchronizedList(new ArrayList<>());
    bus.commands()
        .serve(
            CommandRoute.DECISIONS,
            4,
            command -> {
              handled.add(command.command().key() + " " + command.id());
              return Reaction.NOTHING;
            });
    List<CommandEnvelope> sent = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      sent.add(command("c" + i, vanished("uid" + i % 7)));
    }
    bus.commands().send(sent.subList(0, 150));
    bus.commands().send(sent.subList(150, 300));

    await().untilAsserted(() -> assertThat(handled).hasSize(300));
    for (int key = 0; key < 7; key++) {
      String prefix = "volume/uid" + key + " ";
      int first = key;
      assertThat(handled.stream().filter(each -> each.startsWith(prefix)))
          .containsExactlyElementsOf(
              IntStream.range(0, 300)
                  .filter(i -> i % 7 == first)
                  .mapToObj(i -> prefix + "c" + i)
                  .toList());
    }
  }

  @Test
  void aKeyThatIsHeldUpDoesNotHoldUpOthersAndIsNotOvertaken() throws InterruptedException {
    CountDownLatch free = new CountDownLatch(1);
    List<String> handled = new CopyOnWriteArrayList<>();
    bus.commands()
        .serve(
            CommandRoute.DECISIONS,
            8,
            command -> {
              if (command.id().equals("slow-1")) {
                awaitIt(free);
              }
              handled.add(command.id());
              return Reaction.NOTHING;
            });
    List<CommandEnvelope> sent = new ArrayList<>();
    sent.add(command("slow-1", vanished("slow")));
    sent.add(command("slow-2", vanished("slow")));
    for (int i = 0; i < 40; i++) {
      sent.add(command("other-" + i, vanished("other" + i)));
    }
    bus.commands().send(sent);
    await().untilAsserted(() -> assertThat(handled).hasSizeGreaterThan(20));
    assertThat(handled).doesNotContain("slow-1", "slow-2");
    free.countDown();
    await().untilAsserted(() -> assertThat(handled).hasSize(42));
    assertThat(handled.indexOf("slow-1")).isLessThan(handled.indexOf("slow-2"));
  }

  @Test
  void whatACommandCausesReachesEveryGroupAndItsRoute() {
    List<String> told = new CopyOnWriteArrayList<>();
    List<EventEnvelope> policies = new CopyOnWriteArrayList<>();
    List<EventRecord> archived = new CopyOnWriteArrayList<>();
    List<String> committed = new CopyOnWriteArrayList<>();
    EventEnvelope event = EventRecords.event("volume/uid", 1);
    bus.events().subscribe(ConsumerGroup.POLICIES, each -> policyFor(each, policies));
    bus.events().subscribeBatches(ConsumerGroup.ARCHIVE, 10, archived::addAll);
    bus.commands()
        .serve(
            CommandRoute.CLUSTER,
            2,
            command -> {
              told.add(command.causation());
              return Reaction.NOTHING;
            });
    bus.commands()
        .serve(
            CommandRoute.DECISIONS,
            1,
            new CommandHandler() {
              @Override
              public Reaction handle(CommandEnvelope command) {
                return Reaction.events(List.of(event));
              }

              @Override
              public void committed(CommandEnvelope command, Reaction reaction) {
                committed.add(command.id() + " caused " + reaction.events().size());
              }
            });
    bus.commands().send(List.of(command("c", vanished("uid"))));

    await().untilAsserted(() -> assertThat(told).containsExactly(event.metadata().id()));
    await().untilAsserted(() -> assertThat(archived).hasSize(1));
    assertThat(policies).containsExactly(event);
    assertThat(archived.getFirst()).isEqualTo(EventRecords.record("volume/uid", 1));
    assertThat(committed).containsExactly("c caused 1");
  }

  @Test
  void whatFailsIsTriedAgainAndSendsNothingUntilItSucceeds() {
    AtomicInteger tries = new AtomicInteger();
    List<String> order = new CopyOnWriteArrayList<>();
    List<String> seen = new CopyOnWriteArrayList<>();
    bus.events()
        .subscribe(
            ConsumerGroup.STATUS,
            event -> {
              seen.add(event.metadata().id());
              return Reaction.NOTHING;
            });
    bus.commands()
        .serve(
            CommandRoute.DECISIONS,
            1,
            command -> {
              if (command.id().equals("first") && tries.incrementAndGet() < 3) {
                throw new IllegalStateException("not yet");
              }
              order.add(command.id());
              return Reaction.events(List.of(EventRecords.event("volume/" + command.id(), 1)));
            });
    bus.commands()
        .send(List.of(command("first", vanished("uid")), command("second", vanished("uid"))));
    await().untilAsserted(() -> assertThat(seen).hasSize(2));
    assertThat(tries).hasValue(3);
    assertThat(order).containsExactly("first", "second");
    assertThat(bus.deadLetters().count()).isZero();
  }

  @Test
  void whatCannotSucceedIsADeadLetterAtOnceAndCanBeRedelivered() {
    AtomicBoolean broken = new AtomicBoolean(true);
    List<String> handled = new CopyOnWriteArrayList<>();
    bus.commands()
        .serve(
            CommandRoute.CLUSTER,
            1,
            command -> {
              if (command.id().equals("bad") && broken.get()) {
                throw new PermanentFailure("no-such-kind", "the kind is not there");
              }
              handled.add(command.id());
              return Reaction.NOTHING;
            });
    bus.commands().send(List.of(command("bad", tell("x")), command("good", tell("y"))));
    await().untilAsserted(() -> assertThat(handled).containsExactly("good"));

    List<DeadLetter> letters = bus.deadLetters().list();
    assertThat(letters).hasSize(1);
    assertThat(letters.getFirst().id()).isEqualTo("bad");
    assertThat(letters.getFirst().from()).isEqualTo("cluster");
    assertThat(letters.getFirst().type()).isEqualTo("tell-user");
    assertThat(letters.getFirst().key()).isEqualTo("PersistentVolumeClaim/shop/data");
    assertThat(letters.getFirst().reason()).isEqualTo("no-such-kind: the kind is not there");
    assertThat(letters.getFirst().attempts()).isEqualTo(1);
    assertThat(bus.deadLetters().count()).isEqualTo(1);

    broken.set(false);
    assertThat(bus.deadLetters().redeliver("nothing")).isFalse();
    assertThat(bus.deadLetters().redeliver("bad")).isTrue();
    await().untilAsserted(() -> assertThat(handled).containsExactly("good", "bad"));
    assertThat(bus.deadLetters().list()).isEmpty();
  }

  @Test
  void anEventGivenUpByOneGroupIsRedeliveredToThatGroupAlone() {
    AtomicBoolean broken = new AtomicBoolean(true);
    List<String> policies = new CopyOnWriteArrayList<>();
    List<String> status = new CopyOnWriteArrayList<>();
    bus.events()
        .subscribe(
            ConsumerGroup.POLICIES,
            event -> {
              if (broken.get()) {
                throw new IllegalArgumentException("a bug");
              }
              policies.add(event.metadata().id());
              return Reaction.NOTHING;
            });
    bus.events()
        .subscribe(
            ConsumerGroup.STATUS,
            event -> {
              status.add(event.metadata().id());
              return Reaction.NOTHING;
            });
    publish(EventRecords.event("volume/uid", 1));
    await().untilAsserted(() -> assertThat(bus.deadLetters().count()).isEqualTo(1));
    DeadLetter letter = bus.deadLetters().list().getFirst();
    assertThat(letter.from()).isEqualTo("policies");
    assertThat(letter.attempts()).isEqualTo(3);
    assertThat(letter.reason()).contains("a bug");
    broken.set(false);
    assertThat(bus.deadLetters().redeliver(letter.id())).isTrue();
    await().untilAsserted(() -> assertThat(policies).hasSize(1));
    assertThat(status).hasSize(1);
  }

  @Test
  void whatWaitsForTheWorldIsTriedWithoutEnd() {
    AtomicInteger tries = new AtomicInteger();
    bus.commands()
        .serve(
            CommandRoute.CLUSTER,
            1,
            command -> {
              if (tries.incrementAndGet() < 12) {
                throw new RetryLater("the API server is away", new IllegalStateException("503"));
              }
              return Reaction.NOTHING;
            });
    bus.commands().send(List.of(command("c", tell("x"))));
    await().untilAsserted(() -> assertThat(tries).hasValue(12));
    assertThat(bus.deadLetters().count()).isZero();
  }

  @Test
  void anEventGroupHasOneConsumerAndARouteOneOwner() {
    Subscription first = bus.events().subscribe(ConsumerGroup.STATUS, event -> Reaction.NOTHING);
    assertThatThrownBy(
            () -> bus.events().subscribe(ConsumerGroup.STATUS, event -> Reaction.NOTHING))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("status");
    first.close();
    bus.events().subscribe(ConsumerGroup.STATUS, event -> Reaction.NOTHING).close();
    Subscription owner = bus.commands().serve(CommandRoute.RESTIC, 2, command -> Reaction.NOTHING);
    assertThatThrownBy(
            () -> bus.commands().serve(CommandRoute.RESTIC, 1, command -> Reaction.NOTHING))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("restic");
    owner.close();
    assertThatThrownBy(
            () -> bus.commands().serve(CommandRoute.RESTIC, 0, command -> Reaction.NOTHING))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatNobodyTookIsThereAfterARestartInOrder() {
    publish(EventRecords.event("volume/uid", 1), EventRecords.event("volume/uid", 2));
    bus.commands().send(List.of(command("waits", tell("x"))));
    bus = bus.restart();

    List<Long> drained = new ArrayList<>();
    int count =
        bus.events()
            .drain(
                ConsumerGroup.ARCHIVE,
                1,
                batch -> batch.forEach(each -> drained.add(each.metadata().sequence())));
    assertThat(count).isEqualTo(2);
    assertThat(drained).containsExactly(1L, 2L);
    assertThat(bus.events().drain(ConsumerGroup.ARCHIVE, 10, batch -> drained.add(-1L))).isZero();

    List<String> handled = new CopyOnWriteArrayList<>();
    bus.events()
        .subscribe(
            ConsumerGroup.POLICIES,
            event -> {
              handled.add(event.metadata().id());
              return Reaction.NOTHING;
            });
    bus.commands()
        .serve(
            CommandRoute.CLUSTER,
            1,
            command -> {
              handled.add(command.id());
              return Reaction.NOTHING;
            });
    await()
        .untilAsserted(
            () ->
                assertThat(handled)
                    .containsExactlyInAnyOrder("volume/uid#1", "volume/uid#2", "waits"));
  }

  @Test
  void aStoppedConsumerLeavesWhatItCouldNotFinishToTheNext() {
    AtomicInteger tries = new AtomicInteger();
    Subscription first =
        bus.commands()
            .serve(
                CommandRoute.CLUSTER,
                1,
                command -> {
                  tries.incrementAndGet();
                  throw new RetryLater("away", new IllegalStateException("503"));
                });
    bus.commands().send(List.of(command("a", tell("x")), command("b", tell("x"))));
    await().untilAsserted(() -> assertThat(tries).hasPositiveValue());
    first.close();
    List<String> handled = new CopyOnWriteArrayList<>();
    bus.commands()
        .serve(
            CommandRoute.CLUSTER,
            1,
            command -> {
              handled.add(command.id());
              return Reaction.NOTHING;
            });
    await().untilAsserted(() -> assertThat(handled).containsExactly("a", "b"));
  }

  @Test
  void aBatchIsNeverGivenUp() {
    AtomicInteger tries = new AtomicInteger();
    List<EventRecord> stored = new CopyOnWriteArrayList<>();
    bus.events()
        .subscribeBatches(
            ConsumerGroup.ARCHIVE,
            100,
            batch -> {
              if (tries.incrementAndGet() <= 10) {
                throw new IllegalStateException("the disk is full");
              }
              stored.addAll(batch);
            });
    publish(EventRecords.event("volume/uid", 1), EventRecords.event("volume/uid", 2));
    await()
        .untilAsserted(
            () ->
                assertThat(stored)
                    .containsExactlyElementsOf(EventRecords.records("volume/uid", 1, 2)));
    assertThat(bus.deadLetters().count()).isZero();
  }

  /** Publishes as the operator does: as what a command causes. */
  protected void publish(EventEnvelope... events) {
    CountDownLatch published = new CountDownLatch(1);
    try (Subscription owner =
        bus.commands()
            .serve(
                CommandRoute.RESTIC,
                1,
                new CommandHandler() {
                  @Override
                  public Reaction handle(CommandEnvelope command) {
                    return Reaction.events(List.of(events));
                  }

                  @Override
                  public void committed(CommandEnvelope command, Reaction reaction) {
                    published.countDown();
                  }
                })) {
      bus.commands().send(List.of(command("publish", Examples.of(CleanUp.class))));
      assertThat(owner).isNotNull();
      awaitIt(published);
    }
  }

  protected static CommandEnvelope command(String id, Command command) {
    return CommandEnvelope.first(id, Instant.parse("2026-02-01T10:00:00Z"), "operator", command);
  }

  protected static VolumeVanished vanished(String uid) {
    return new VolumeVanished(ObjectRef.volume("shop", "data", uid));
  }

  protected static TellUser tell(String message) {
    return new TellUser(ObjectRef.volume("shop", "data", "uid"), true, "Reason", message);
  }

  private static Reaction policyFor(EventEnvelope event, List<EventEnvelope> seen) {
    seen.add(event);
    return Reaction.commands(List.of(CommandEnvelope.causedBy(event, 0, tell("seen"))));
  }

  private static void awaitIt(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
