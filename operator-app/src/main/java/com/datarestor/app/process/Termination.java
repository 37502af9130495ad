package com.datarestor.app.process;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends a process in order on SIGTERM and SIGINT: what is in hand is finished first. */
public final class Termination {

  private static final Logger log = LoggerFactory.getLogger(Termination.class);
  private static final int FAILED = 1;

  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile int status = FAILED;

  private Termination() {}

  /** What the process is there for. */
  @FunctionalInterface
  public interface Work {
    /** Runs until it is told to stop; the exit status. */
    int run() throws IOException, InterruptedException;
  }

  /**
   * Does the work, and lets a signal end it.
   *
   * @param stop makes the work end
   * @return its exit status, which is also that of a process which a signal ends
   */
  public static int orderly(Runnable stop, Work work) throws IOException, InterruptedException {
    Termination termination = new Termination();
    Thread hook = new Thread(() -> termination.stopAndWait(stop), "stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      termination.status = work.run();
      return termination.status;
    } finally {
      termination.stopped.countDown();
      release(hook);
    }
  }

  private static void release(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      log.debug("the process is ending already, and the hook with it", e);
    }
  }

  private void stopAndWait(Runnable stop) {
    stop.run();
    try {
      stopped.await();
      // A stop on request is a success; Java would report the signal.
      Runtime.getRuntime().halt(status);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
