package com.datarestor.events;

/**
 * A repository as one Config names it.
 *
 * @param id hash of the exact target
 * @param priority lower is asked first
 * @param target for people: the target without credentials
 */
public record RepositoryRef(RepositoryId id, int priority, String target) {

  /** What a sentence calls it, such as {@code repository 1 (s3:host/bucket)}. */
  public String spoken() {
    return "repository " + priority + " (" + target + ")";
  }
}
