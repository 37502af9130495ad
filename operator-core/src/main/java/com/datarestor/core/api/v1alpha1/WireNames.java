package com.datarestor.core.api.v1alpha1;

import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds constants by the name they have in JSON. A name that a newer version wrote reads as null:
 * one object this version does not understand must not break the list of all objects.
 */
final class WireNames {

  private WireNames() {}

  static <E extends Enum<E>> @Nullable E find(
      E[] constants, Function<E, String> wireName, @Nullable String text) {
    return Arrays.stream(constants)
        .filter(constant -> wireName.apply(constant).equals(text))
        .findFirst()
        .orElse(null);
  }
}
