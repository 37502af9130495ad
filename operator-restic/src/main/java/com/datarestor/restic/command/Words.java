package com.datarestor.restic.command;

import java.util.ArrayList;
import java.util.List;

/** Collects the words of a command line. */
final class Words {

  private final List<String> collected = new ArrayList<>();

  private Words() {}

  static Words of(String command) {
    return new Words().and(command);
  }

  Words and(String word) {
    collected.add(word);
    return this;
  }

  Words and(List<String> words) {
    collected.addAll(words);
    return this;
  }

  Words each(String option, List<String> values) {
    values.forEach(value -> collected.add(option + value));
    return this;
  }

  Words when(boolean wanted, String word) {
    return wanted ? and(word) : this;
  }

  List<String> list() {
    return List.copyOf(collected);
  }

  static void checkTags(List<String> tags) {
    for (String tag : tags) {
      TagValue.problem(tag)
          .ifPresent(
              sentence -> {
                throw new InvalidArguments(sentence);
              });
    }
  }

  static void checkHost(String host) {
    if (host.isBlank() || host.codePoints().anyMatch(Character::isISOControl)) {
      throw new InvalidArguments(
          "A host may be neither empty nor contain control characters; write {namespace}-{pvc}.");
    }
  }
}
