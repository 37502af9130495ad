package com.datarestor.events;

/**
 * Something in a spec that cannot be acted upon.
 *
 * @param field path of the field, such as {@code spec.repositories[0].backupSchedule}
 * @param message what is wrong and what to write instead
 */
public record Problem(String field, String message) {

  /** Both in one sentence. */
  public String spoken() {
    return field + ": " + message;
  }
}
