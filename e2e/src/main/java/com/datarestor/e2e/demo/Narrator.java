package com.datarestor.e2e.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Prints the story: chapters, what was done, what was found. */
final class Narrator {

  private final PrintStream out;
  private final Instant begun = Instant.now();
  private int chapters;

  Narrator(PrintStream out) {
    this.out = out;
  }

  void chapter(String title) {
    chapters++;
    out.printf(Locale.ROOT, "%n%d. %s  [%d s]%n", chapters, title, seconds());
  }

  /** What somebody types. */
  void typed(String command) {
    out.println("   $ " + command);
  }

  void found(String sentence) {
    out.println("   ✓ " + sentence);
  }

  void says(String text) {
    text.lines().forEach(line -> out.println("     " + line));
  }

  /**
   * @throws AssertionError when the two differ
   */
  void same(String sentence, Object expected, Object actual) {
    if (!expected.equals(actual)) {
      throw new AssertionError(
          sentence
              + ": expected"
              + System.lineSeparator()
              + expected
              + System.lineSeparator()
              + "but there is"
              + System.lineSeparator()
              + actual);
    }
    found(sentence);
  }

  private long seconds() {
    return Duration.between(begun, Instant.now()).toSeconds();
  }
}
