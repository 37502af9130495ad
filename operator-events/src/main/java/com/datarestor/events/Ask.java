package com.datarestor.events;

import java.time.Instant;

/**
 * One annotation understood as a command. Its identity is (object UID, key, value, first seen), so
 * that it is accepted exactly once.
 *
 * @param key short key without the prefix, such as {@code manual-backup}
 * @param manager who wrote it, see {@link AnnotationValue#manager}; no part of its identity
 */
public record Ask(String id, String key, String value, Instant firstSeen, String manager) {

  /** Written by somebody that is not known. */
  public static Ask seen(ObjectRef object, String key, String value, Instant firstSeen) {
    return new Ask(
        Digests.of(32, "ask", object.uid(), key, value, firstSeen.toString()),
        key,
        value,
        firstSeen,
        "");
  }

  /** The same, with who wrote it. */
  public Ask by(String writer) {
    return new Ask(id, key, value, firstSeen, writer);
  }

  /** What a sentence begins with, such as {@code manual-backup="x" was written by k9s}. */
  public String spoken() {
    return key
        + "=\""
        + value
        + "\" was "
        + (manager.isEmpty() ? "found" : "written by " + manager);
  }
}
