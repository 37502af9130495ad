package com.datarestor.core.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** The values of {@code --compression} that restic 0.18 knows. */
public enum Compression {
  @JsonProperty("auto")
  AUTO("auto"),
  @JsonProperty("off")
  OFF("off"),
  @JsonProperty("max")
  MAX("max");

  private final String wireName;

  Compression(String wireName) {
    this.wireName = wireName;
  }

  /** What restic calls it. */
  public String wireName() {
    return wireName;
  }

  @JsonCreator
  static @Nullable Compression read(@Nullable String text) {
    return WireNames.find(values(), Compression::wireName, text);
  }
}
