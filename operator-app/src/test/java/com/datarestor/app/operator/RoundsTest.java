package com.datarestor.app.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoundsTest {

  private static final Duration PAUSE = Duration.ofMillis(1);

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-03-29T01:00:00Z"));
  private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
  private final AtomicInteger turns = new AtomicInteger();
  private final Rounds rounds = new Rounds(clock);

  @AfterEach
  void stop() {
    rounds.close();
  }

  @Test
  void aRoundThatGoesOnIsWell() {
    rounds.every(PAUSE, "statuses", turns::incrementAndGet);
    advance(Rounds.STUCK.plusSeconds(1));
    awaitTurns(2);

    assertThat(rounds.stuck()).isEmpty();
    assertThat(rounds.failing()).isEmpty();
  }

  @Test
  void aTurnThatHangsIsStuck_AlsoTheVeryFirst() {
    CountDownLatch hanging = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    rounds.every(
        PAUSE,
        "watches",
        () -> {
          begun.countDown();
          awaitEnd(hanging);
        });
    await().until(() -> begun.getCount() == 0);
    advance(Rounds.STUCK);
    assertThat(rounds.stuck()).isEmpty();

    advance(Duration.ofSeconds(1));
    assertThat(rounds.stuck()).hasValue("watches has ended no turn for 5 minutes");
    hanging.countDown();
  }

  @Test
  void turnsThatFailAreNotStuck_ButSaid() {
    AtomicBoolean away = new AtomicBoolean(true);
    rounds.every(
        PAUSE,
        "running-jobs",
        () -> {
          turns.incrementAndGet();
          if (away.get()) {
            throw new IllegalStateException("the API server is away");
          }
        });
    awaitTurns(1);
    assertThat(rounds.failing()).as("for a moment only").isEmpty();

    advance(Rounds.STUCK.plusSeconds(1));
    awaitTurns(2);
    assertThat(rounds.stuck()).as("another start would not help").isEmpty();
    assertThat(rounds.failing().orElse(""))
        .startsWith("running-jobs has failed for more than 60 s: ")
        .endsWith("the API server is away");

    away.set(false);
    awaitTurns(2);
    assertThat(rounds.failing()).isEmpty();
  }

  @Test
  void closingWaitsForTheTurnInHand() {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicBoolean finished = new AtomicBoolean();
    CountDownLatch closing = new CountDownLatch(1);
    rounds.every(
        PAUSE,
        "statuses",
        () -> {
          begun.countDown();
          awaitEnd(closing);
          finished.set(true);
        });
    await().until(() -> begun.getCount() == 0);
    closing.countDown();

    rounds.close();

    assertThat(finished).isTrue();
  }

  private void advance(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }

  private void awaitTurns(int more) {
    int before = turns.get();
    await().until(() -> turns.get() > before + more);
  }

  private static void awaitEnd(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
