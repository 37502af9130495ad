package com.datarestor.events;

import java.util.List;

/**
 * What was seen of a claim that decides whether pods may start on it.
 *
 * @param configs UIDs of the Configs that select it and restore by themselves, in the order of the
 *     selections; without one nothing is held
 * @param exemption what settles it without a look into a repository; at most one
 * @param use how pods use it now
 * @param marked whether it carries the marker of a settled claim, with its own UID
 * @param mark what that marker says; empty when it cannot be read, or an older release saw it
 */
public record Hold(
    List<String> configs,
    List<Settlement> exemption,
    ClaimUse use,
    boolean marked,
    List<Mark> mark) {

  /** Nothing is held. */
  public static final Hold NONE = new Hold();

  public Hold {
    configs = List.copyOf(configs);
    exemption = List.copyOf(exemption);
    mark = List.copyOf(mark);
  }

  /** One whose marker, if it has one, says nothing more. */
  public Hold(List<String> configs, List<Settlement> exemption, ClaimUse use, boolean marked) {
    this(configs, exemption, use, marked, List.of());
  }

  /** What older releases did not look at. */
  public Hold() {
    this(List.of(), List.of(), ClaimUse.UNUSED, false);
  }

  /** Whether it must be settled before a pod starts on it. */
  public boolean wanted() {
    return !configs.isEmpty();
  }
}
