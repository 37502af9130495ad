package com.datarestor.e2e.process;

import java.nio.file.Path;

/** The lives of one operator: each begins with what the one before left when it was killed. */
interface Lives extends AutoCloseable {

  /** What a crash takes along. */
  enum Loss {
    NOTHING,
    JOURNAL
  }

  /** Begins the first life. */
  void begin();

  /** The token with which the life of now asks the API server; each story's begin alike. */
  String token();

  /** Where the life of now has its journal and log. */
  Path data();

  /**
   * Ends the life of now as SIGKILL does, at once and without a word, and begins the next.
   *
   * @param loss what the next one does not find any more
   */
  void crash(Loss loss);

  /** Ends the last life as a signal would, once its doors are open; fails when it ends badly. */
  void endInOrder() throws InterruptedException;

  /** Ends what still lives. */
  @Override
  void close();
}
