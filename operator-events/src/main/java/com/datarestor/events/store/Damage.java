package com.datarestor.events.store;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong; after a number of sentences it only counts. */
final class Damage {

  private static final int MOST = 200;

  private final List<String> sentences = new ArrayList<>();
  private long more;

  void say(String sentence) {
    if (sentences.size() < MOST) {
      sentences.add(sentence);
    } else {
      more++;
    }
  }

  List<String> sentences() {
    if (more == 0) {
      return List.copyOf(sentences);
    }
    List<String> all = new ArrayList<>(sentences);
    all.add("and %d more".formatted(more));
    return all;
  }
}
