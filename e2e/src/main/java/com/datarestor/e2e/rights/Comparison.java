package com.datarestor.e2e.rights;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.TreeMap;

/**
 * Rights against requests. Rights of one role in several namespaces count as one: a role is used if
 * it is used anywhere.
 *
 * @param uses how often each right was used, by its words
 * @param refused requests for which there was no right
 */
record Comparison(Map<String, Integer> uses, Collection<Request> refused) {

  static Comparison of(Collection<Right> rights, Collection<Request> requests) {
    SequencedMap<String, Integer> uses = new TreeMap<>();
    rights.forEach(right -> uses.put(right.toString(), 0));
    SequencedSet<Request> refused = new LinkedHashSet<>();
    for (Request request : requests) {
      if (!request.allowed()) {
        refused.add(request);
      }
      rights.stream()
          .filter(right -> request.allowed() && right.covers(request))
          .map(Right::toString)
          .distinct()
          .forEach(words -> uses.merge(words, 1, Integer::sum));
    }
    return new Comparison(uses, refused);
  }

  /** What is granted and was never used. */
  List<String> unused() {
    List<String> unused = new ArrayList<>();
    uses.forEach(
        (right, times) -> {
          if (times == 0) {
            unused.add(right);
          }
        });
    return unused;
  }
}
