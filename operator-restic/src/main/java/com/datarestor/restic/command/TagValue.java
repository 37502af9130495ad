package com.datarestor.restic.command;

import java.util.Optional;

/**
 * What comes after the {@code =} of a tag, such as the name of a backup. restic splits tags at
 * commas and trims blanks, so both would store another tag than was asked for; quotes and {@code
 * $(} are harmless here but are refused because whoever types them expects a shell to act on them.
 *
 * <p>Making one throws {@link InvalidArguments} when {@link #problem} has something to say.
 */
public record TagValue(String text) {

  /** Longer than a namespace and a claim name together. */
  public static final int LONGEST = 512;

  public TagValue {
    problem(text)
        .ifPresent(
            sentence -> {
              throw new InvalidArguments(sentence);
            });
  }

  /** What is wrong with a text as the value of a tag, as a sentence. */
  public static Optional<String> problem(String text) {
    if (text.isEmpty()) {
      return Optional.of("A name may not be empty; write at least one character.");
    }
    if (text.length() > LONGEST) {
      return Optional.of(
          "A name of %d characters is too long; write at most %d."
              .formatted(text.length(), LONGEST));
    }
    if (text.codePoints().anyMatch(Character::isISOControl)) {
      return Optional.of(
          "The name \"%s\" contains a line break or another control character; remove it."
              .formatted(printable(text)));
    }
    if (!text.equals(text.strip())) {
      return Optional.of(
          "The name \"%s\" begins or ends with a blank, which restic would cut off; remove it."
              .formatted(text));
    }
    if (text.contains(",")) {
      return Optional.of(
          "The name \"%s\" contains a comma, at which restic would split it into several tags;"
                  .formatted(text)
              + " write it without.");
    }
    if (text.contains("\"") || text.contains("'") || text.contains("`")) {
      return Optional.of(
          "The name \"%s\" contains a quote; names are taken as they are, write it without."
              .formatted(text));
    }
    if (text.contains("$(")) {
      return Optional.of(
          "The name \"%s\" contains \"$(\"; nothing is evaluated in names, write it without."
              .formatted(text));
    }
    return Optional.empty();
  }

  private static String printable(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .map(c -> Character.isISOControl(c) ? '\uFFFD' : c)
        .forEach(shown::appendCodePoint);
    return shown.toString();
  }
}
