package com.datarestor.core.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** How far a Task has come. */
public enum TaskState {
  @JsonProperty("Pending")
  PENDING("Pending"),
  @JsonProperty("ScalingDown")
  SCALING_DOWN("ScalingDown"),
  @JsonProperty("Starting")
  STARTING("Starting"),
  @JsonProperty("Running")
  RUNNING("Running"),
  @JsonProperty("ScalingUp")
  SCALING_UP("ScalingUp"),
  @JsonProperty("Completed")
  COMPLETED("Completed"),
  @JsonProperty("Failed")
  FAILED("Failed"),
  @JsonProperty("Cancelled")
  CANCELLED("Cancelled");

  private final String wireName;

  TaskState(String wireName) {
    this.wireName = wireName;
  }

  /** As users read and write it. */
  public String wireName() {
    return wireName;
  }

  @JsonCreator
  static @Nullable TaskState read(@Nullable String text) {
    return WireNames.find(values(), TaskState::wireName, text);
  }
}
