package com.datarestor.events;

/** How pods use a claim, the strongest use of any pod; the operator's own pods do not count. */
public enum ClaimUse implements Named {
  /** No pod mounts it. */
  UNUSED("unused"),
  /** Every pod that mounts it has the gate, so that none can start. */
  HELD("held"),
  /** A pod without the gate mounts it and may start at any moment. */
  UNGATED("ungated"),
  /** A container of a pod that mounts it has started. */
  STARTED("started");

  private final String wireName;

  ClaimUse(String wireName) {
    this.wireName = wireName;
  }

  @Override
  public String wireName() {
    return wireName;
  }
}
