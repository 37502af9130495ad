package com.datarestor.e2e.process;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** The operators in this process say nothing but errors, until it ends. */
final class Silence {

  private final Logger all = (Logger) LoggerFactory.getLogger("com.datarestor");
  private final @Nullable Level before = all.getLevel();

  private Silence() {}

  static Silence begin() {
    Silence silence = new Silence();
    silence.all.setLevel(Level.ERROR);
    return silence;
  }

  void end() {
    all.setLevel(before);
  }
}
