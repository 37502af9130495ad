package com.datarestor.events.bus;

import java.time.Duration;

/**
 * How a message that could not be handled is tried again.
 *
 * @param first the first wait; each further one is twice as long
 * @param longest the longest wait
 * @param attempts how often a message is tried that fails for no known reason, before it is given
 *     up
 */
public record RetryPolicy(Duration first, Duration longest, int attempts) {

  /** 100 ms doubling to 30 s; given up after five attempts. */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(Duration.ofMillis(100), Duration.ofSeconds(30), 5);

  /** The wait after so many attempts that failed, from 1. */
  Duration waitAfter(int attempts) {
    Duration wait = first;
    for (int i = 1; i < attempts && wait.compareTo(longest) < 0; i++) {
      wait = wait.multipliedBy(2);
    }
    return wait.compareTo(longest) < 0 ? wait : longest;
  }
}
