package com.datarestor.core.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** What a Task does. */
public enum TaskType {
  @JsonProperty("backup-scheduled")
  BACKUP_SCHEDULED("backup-scheduled"),
  @JsonProperty("backup-manual")
  BACKUP_MANUAL("backup-manual"),
  @JsonProperty("restore-manual")
  RESTORE_MANUAL("restore-manual"),
  @JsonProperty("restore-automated")
  RESTORE_AUTOMATED("restore-automated"),
  @JsonProperty("forget")
  FORGET("forget"),
  @JsonProperty("init")
  INIT("init"),
  @JsonProperty("scan")
  SCAN("scan");

  private final String wireName;

  TaskType(String wireName) {
    this.wireName = wireName;
  }

  /** As users read and write it. */
  public String wireName() {
    return wireName;
  }

  @JsonCreator
  static @Nullable TaskType read(@Nullable String text) {
    return WireNames.find(values(), TaskType::wireName, text);
  }
}
