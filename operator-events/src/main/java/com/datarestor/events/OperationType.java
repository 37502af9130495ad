package com.datarestor.events;

/** What an operation does; the names are those of {@code Task.spec.type}. */
public enum OperationType implements Named {
  BACKUP_SCHEDULED("backup-scheduled"),
  BACKUP_MANUAL("backup-manual"),
  RESTORE_MANUAL("restore-manual"),
  RESTORE_AUTOMATED("restore-automated"),
  FORGET("forget"),
  INIT("init"),
  SCAN("scan");

  private final String wireName;

  OperationType(String wireName) {
    this.wireName = wireName;
  }

  @Override
  public String wireName() {
    return wireName;
  }

  public boolean isBackup() {
    return this == BACKUP_SCHEDULED || this == BACKUP_MANUAL;
  }

  public boolean isRestore() {
    return this == RESTORE_MANUAL || this == RESTORE_AUTOMATED;
  }

  /** Whether it takes its repository alone, waiting for running work and keeping new work out. */
  public boolean isExclusive() {
    return this == FORGET;
  }
}
