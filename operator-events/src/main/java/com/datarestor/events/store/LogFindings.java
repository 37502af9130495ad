package com.datarestor.events.store;

import java.util.List;

/**
 * What reading the log found.
 *
 * @param records whole records read
 * @param damage one sentence for each damaged, missing or foreign piece, with file and position
 */
public record LogFindings(long records, List<String> damage) {

  public LogFindings {
    damage = List.copyOf(damage);
  }

  public boolean sound() {
    return damage.isEmpty();
  }
}
