package com.datarestor.e2e.process;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The operators in this process say nothing but errors until it ends, and a thread of one that is
 * dead may fail: it complains that the cluster does not listen to it any more, and its broker is
 * stopped in the middle of its work.
 */
final class Silence {

  private final Logger all = (Logger) LoggerFactory.getLogger("com.datarestor");
  private final @Nullable Level before = all.getLevel();

  private Silence() {}

  static Silence begin() {
    Silence silence = new Silence();
    silence.all.setLevel(Level.ERROR);
    Awaitility.doNotCatchUncaughtExceptionsByDefault();
    return silence;
  }

  void end() {
    all.setLevel(before);
    Awaitility.catchUncaughtExceptionsByDefault();
  }
}
