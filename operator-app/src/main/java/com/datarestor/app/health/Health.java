package com.datarestor.app.health;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What can be wrong, each under a name; a check that gives a sentence is not well. */
public final class Health {

  private final Map<String, Supplier<Optional<String>>> checks = new LinkedHashMap<>();

  /**
   * Adds a check.
   *
   * @param complaint empty when all is well, otherwise what is wrong
   */
  public synchronized Health check(String name, Supplier<Optional<String>> complaint) {
    checks.put(name, complaint);
    return this;
  }

  /** All checks, asked now. */
  synchronized Report ask() {
    StringBuilder lines = new StringBuilder();
    boolean well = true;
    for (Map.Entry<String, Supplier<Optional<String>>> check : checks.entrySet()) {
      Optional<String> complaint = check.getValue().get();
      well &= complaint.isEmpty();
      lines
          .append(complaint.isEmpty() ? "ok " : "NOT OK ")
          .append(check.getKey())
          .append(complaint.map(sentence -> ": " + sentence).orElse(""))
          .append('\n');
    }
    return new Report(well, lines.toString());
  }

  record Report(boolean well, String text) {}
}
