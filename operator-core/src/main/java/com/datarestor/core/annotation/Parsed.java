package com.datarestor.core.annotation;

/**
 * Text that a person wrote, understood or not.
 *
 * @param <T> what it means
 */
public sealed interface Parsed<T> {

  /** It means this. */
  record Understood<T>(T value) implements Parsed<T> {}

  /** It means nothing; the sentence says what is wrong and what to write. */
  record Refused<T>(String message) implements Parsed<T> {}
}
