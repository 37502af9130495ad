package com.datarestor.events;

/** Which part of an operation a Job does. */
public enum Step implements Named {
  INIT("init"),
  BACKUP("backup"),
  LOOKUP("lookup"),
  RESTORE("restore"),
  LISTING("listing"),
  FORGET("forget"),
  SCAN("scan");

  private final String wireName;

  Step(String wireName) {
    this.wireName = wireName;
  }

  @Override
  public String wireName() {
    return wireName;
  }
}
