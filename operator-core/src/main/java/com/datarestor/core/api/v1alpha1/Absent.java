package com.datarestor.core.api.v1alpha1;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What stands for a field that was not written: records of this package never hold a null list. */
final class Absent {

  private Absent() {}

  static <T> T orElse(@Nullable T value, T otherwise) {
    return value == null ? otherwise : value;
  }

  static <T> List<T> list(@Nullable List<T> values) {
    if (values == null) {
      return List.of();
    }
    return values.stream().filter(Objects::nonNull).toList();
  }

  /** Keeps the order and null values, which free-form parts of a pod may hold. */
  static <V> Map<String, V> map(@Nullable Map<String, V> values) {
    if (values == null || values.isEmpty()) {
      return Map.of();
    }
    return Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  static List<Map<String, Object>> maps(@Nullable List<Map<String, Object>> values) {
    List<Map<String, Object>> copies = new ArrayList<>();
    for (Map<String, Object> value : list(values)) {
      copies.add(map(value));
    }
    return List.copyOf(copies);
  }
}
