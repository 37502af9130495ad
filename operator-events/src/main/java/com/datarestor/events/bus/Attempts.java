package com.datarestor.events.bus;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries one message until it is done, given up, or its lane stops. The message stays in hand all
 * the while, so that no later one of its key overtakes it.
 */
public final class Attempts {

  private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

  private final RetryPolicy policy;
  private final CountDownLatch stop;

  /** How it ended. */
  public sealed interface Outcome<T> {

    record Done<T>(T result) implements Outcome<T> {}

    /** It goes to the dead letters with this reason. */
    record GivenUp<T>(String reason, int attempts) implements Outcome<T> {}

    /** The lane stops: the message stays where it is. */
    record Stopped<T>() implements Outcome<T> {}
  }

  /**
   * @param stop counted down when the lane is to stop; ends a wait at once
   */
  public Attempts(RetryPolicy policy, CountDownLatch stop) {
    this.policy = policy;
    this.stop = stop;
  }

  /**
   * Handles a message. {@link RetryLater} is tried again without end, {@link PermanentFailure} not
   * at all, any other exception a few times. An {@link Error} is nobody's to handle: it passes.
   *
   * @param message what a log line calls it
   */
  public <T> Outcome<T> handle(String message, Supplier<T> handler) {
    int unexpected = 0;
    for (int attempt = 1; ; attempt++) {
      try {
        return new Outcome.Done<>(handler.get());
      } catch (PermanentFailure e) {
        LOG.error("{} is given up, trying again cannot help: {}", message, e.getMessage(), e);
        return new Outcome.GivenUp<>(e.code() + ": " + e.getMessage(), attempt);
      } catch (RetryLater e) {
        LOG.warn("{} waits, attempt {}: {}", message, attempt, e.getMessage(), e);
      } catch (RuntimeException e) {
        // a handler is code we do not know here; what it throws is the reason that people read
        unexpected++;
        if (unexpected >= policy.attempts()) {
          LOG.error("{} is given up after {} attempts", message, attempt, e);
          return new Outcome.GivenUp<>("unexpected: " + e, attempt);
        }
        LOG.warn("{} failed, attempt {} of {}", message, unexpected, policy.attempts(), e);
      }
      if (stopped(attempt)) {
        return new Outcome.Stopped<>();
      }
    }
  }

  /**
   * Handles what must not be given up: every exception is tried again without end.
   *
   * @return empty when the lane stops
   */
  public <T> Optional<T> insist(String message, Supplier<T> handler) {
    for (int attempt = 1; ; attempt++) {
      try {
        return Optional.of(handler.get());
      } catch (RuntimeException e) {
        // giving up would lose it, whatever the reason
        LOG.error("{} failed, attempt {}; it is tried again until it is done", message, attempt, e);
      }
      if (stopped(attempt)) {
        return Optional.empty();
      }
    }
  }

  private boolean stopped(int attempts) {
    try {
      return stop.await(policy.waitAfter(attempts).toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
