package com.datarestor.core.annotation;

/** Opens a {@link Parsed} in a test. */
public final class Outcome {

  private Outcome() {}

  public static <T> T understood(Parsed<T> parsed) {
    return switch (parsed) {
      case Parsed.Understood<T> understood -> understood.value();
      case Parsed.Refused<T> refused ->
          throw new AssertionError("should be understood, was refused: " + refused.message());
    };
  }

  public static String refusal(Parsed<?> parsed) {
    return switch (parsed) {
      case Parsed.Understood<?> understood ->
          throw new AssertionError("should be refused, was understood: " + understood.value());
      case Parsed.Refused<?> refused -> refused.message();
    };
  }
}
