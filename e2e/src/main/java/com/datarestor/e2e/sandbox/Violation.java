package com.datarestor.e2e.sandbox;

/**
 * Why an object is refused.
 *
 * @param field the path of the field, such as {@code spec.repositories[0].target}
 * @param reason as in the causes of a Kubernetes Status
 */
record Violation(String field, String reason, String message) {

  static Violation invalid(String field, Object value, String message) {
    String shown = value instanceof String text ? "\"" + text + "\"" : String.valueOf(value);
    return new Violation(field, "FieldValueInvalid", "Invalid value: " + shown + ": " + message);
  }

  /** A broken rule of a definition: of its value nothing is shown. */
  static Violation rule(String field, String message) {
    return new Violation(field, "FieldValueInvalid", "Invalid value: " + message);
  }

  static Violation required(String field) {
    return new Violation(field, "FieldValueRequired", "Required value");
  }
}
