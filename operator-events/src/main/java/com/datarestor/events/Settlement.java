package com.datarestor.events;

/**
 * How a claim came to be settled: whatever starts on it now starts on the right data.
 *
 * @param snapshot full id of what was restored, or empty
 * @param repository where it was restored from, in words, or empty
 * @param message why, as a sentence for a person
 */
public record Settlement(Kind kind, String snapshot, String repository, String message) {

  /** What the claim has now. */
  public enum Kind implements Named {
    /** It was filled from its backup. */
    RESTORED("restored"),
    /** No repository has a snapshot of it: it starts empty. */
    FRESH("fresh"),
    /** It had data, or was in use, before anybody looked. */
    ADOPTED("adopted"),
    /** A person, or what it is, takes it out of automatic restores. */
    SKIPPED("skipped");

    private final String wireName;

    Kind(String wireName) {
      this.wireName = wireName;
    }

    @Override
    public String wireName() {
      return wireName;
    }
  }

  /** One that nothing was restored for. */
  public static Settlement of(Kind kind, String message) {
    return new Settlement(kind, "", "", message);
  }
}
