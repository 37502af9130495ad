package com.datarestor.core.annotation;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What every annotation value has in common. */
final class Text {

  private static final Set<String> NEWEST = Set.of("", "latest", "true", "now");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

  private Text() {}

  /** The words that mean: no particular one. */
  static boolean isNewest(String part) {
    return NEWEST.contains(part);
  }

  /** Why no part of a value may look like this; empty when it may. */
  static Optional<String> complaint(String value) {
    if (value.length() > Annotations.LONGEST_VALUE) {
      return Optional.of(
          "the value is longer than " + Annotations.LONGEST_VALUE + " characters; shorten it");
    }
    if (value.strip().codePoints().anyMatch(Text::isUnprintable)) {
      return Optional.of(
          "the value has a line break, a control character or an invisible one; write it on one"
              + " line, in visible characters");
    }
    return Optional.empty();
  }

  private static boolean isUnprintable(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          true;
      default -> false;
    };
  }

  /**
   * Whether something would be expanded on the way: not by a shell, there is none, but Kubernetes
   * itself replaces {@code $(NAME)} in the arguments of a container, also by a password.
   */
  static boolean looksExpandable(String text) {
    return text.contains("$(") || text.contains("${") || text.contains("`");
  }

  /** Why this cannot be the name of a snapshot; empty when it can. */
  static Optional<String> complaintAboutName(String name) {
    if (name.contains(",")) {
      return refuse(name, "a comma", "restic would read it as two tags; use a dash");
    }
    if (name.chars().anyMatch(c -> c == '"' || c == '\'')) {
      return refuse(name, "a quotation mark", "leave it out");
    }
    if (looksExpandable(name)) {
      return refuse(name, "a shell expression", "nothing is expanded here; write the name itself");
    }
    if (name.startsWith("-")) {
      return refuse(name, "a dash at its beginning", "it reads like an option; leave the dash out");
    }
    return Optional.empty();
  }

  private static Optional<String> refuse(String name, String what, String advice) {
    return Optional.of("\"" + name + "\" has " + what + ": " + advice);
  }

  static RepositorySelector repository(String part) {
    if (part.isEmpty()) {
      return new RepositorySelector.Primary();
    }
    if (part.equals("*")) {
      return new RepositorySelector.All();
    }
    return NUMBER.matcher(part).matches()
        ? new RepositorySelector.ByPriority(Integer.parseInt(part))
        : new RepositorySelector.ByTarget(part);
  }
}
