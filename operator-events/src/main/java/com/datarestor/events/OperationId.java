package com.datarestor.events;

/**
 * Identity of one operation (one Task), derived from its trigger: the same trigger is the same
 * operation, also after a restart between any two steps.
 *
 * @param value 32 hexadecimal digits
 */
public record OperationId(String value) {

  /** The operation that this trigger means; the parts are length-prefixed before hashing. */
  public static OperationId of(String... trigger) {
    return new OperationId(Digests.of(32, trigger));
  }

  /** The six digits that end the Task's name. */
  public String shortForm() {
    return value.substring(0, 6);
  }

  @Override
  public String toString() {
    return value;
  }
}
