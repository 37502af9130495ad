package com.datarestor.core.queue;

import com.datarestor.core.queue.QueueState.GateKey;
import com.datarestor.core.queue.QueueState.Place;
import com.datarestor.events.OperationId;
import com.datarestor.events.OperationType;
import com.datarestor.events.RepositoryId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/**
 * Those who were admitted and have not left, counted and sorted by what they hold.
 *
 * @param line all of them, in the order of their admission
 * @param ofConfig how many run for a Config, by its UID; first contacts aside
 * @param atGate how many of a Config's run on a repository; first contacts aside
 * @param objects by the UID of what they are about, by number
 * @param uses by repository and how they use it, by number
 */
record Running(
    Arrivals line,
    PMap<String, Integer> ofConfig,
    PMap<GateKey, Integer> atGate,
    PMap<String, PSortedMap<Long, Place>> objects,
    PMap<Use, PSortedMap<Long, Place>> uses) {

  static final Running NOBODY =
      new Running(
          Arrivals.NONE,
          HashTreePMap.empty(),
          HashTreePMap.empty(),
          HashTreePMap.empty(),
          HashTreePMap.empty());

  /** How a repository is used. */
  record Use(RepositoryId repository, Manner manner) {}

  /** What else may use a repository at the same time. */
  enum Manner {
    /** Whatever is not {@link #ALONE}. */
    SHARED,
    /** Nothing. */
    ALONE,
    /**
     * What is shared. First contact may create it, which only one may do; whatever else works on it
     * was let in by a gate, so it is there.
     */
    CONTACT;

    static Manner of(Place place) {
      if (place.exclusive()) {
        return ALONE;
      }
      return place.operation().type() == OperationType.INIT ? CONTACT : SHARED;
    }

    private List<Manner> hinders() {
      return switch (this) {
        case SHARED -> List.of(ALONE);
        case ALONE -> List.of(SHARED, ALONE, CONTACT);
        case CONTACT -> List.of(ALONE, CONTACT);
      };
    }
  }

  int of(String configUid) {
    return ofConfig.getOrDefault(configUid, 0);
  }

  int at(GateKey gate) {
    return atGate.getOrDefault(gate, 0);
  }

  /** Those that work on an object, in the order of their admission. */
  Stream<Place> about(String uid) {
    return objects.getOrDefault(uid, TreePMap.empty()).values().stream();
  }

  /** Whether nobody else may begin with what this is about. */
  boolean isBusy(Place place) {
    return place.operation().about().isVolume() && objects.containsKey(place.aboutUid());
  }

  /** The first admitted of those beside which the place cannot run. */
  Optional<Place> hindering(Place place) {
    Stream<PSortedMap<Long, Place>> onRepositories =
        place.repositories().stream()
            .flatMap(
                repository ->
                    Manner.of(place).hinders().stream()
                        .map(manner -> new Use(repository, manner))
                        .filter(uses::containsKey)
                        .map(uses::get));
    Stream<PSortedMap<Long, Place>> onVolume =
        isBusy(place) ? Stream.of(objects.get(place.aboutUid())) : Stream.empty();
    return Stream.concat(onVolume, onRepositories)
        .map(PSortedMap::firstEntry)
        .min(Comparator.comparingLong(Map.Entry::getKey))
        .map(Map.Entry::getValue);
  }

  Running plus(Place place) {
    long number = line.next();
    PMap<Use, PSortedMap<Long, Place>> used = uses;
    for (RepositoryId repository : place.repositories()) {
      Use use = new Use(repository, Manner.of(place));
      used = used.plus(use, used.getOrDefault(use, TreePMap.empty()).plus(number, place));
    }
    return new Running(
        line.plus(place),
        counted(ofConfig, place.configUid(), place, 1),
        counted(atGate, place.gate(), place, 1),
        objects.plus(
            place.aboutUid(),
            objects.getOrDefault(place.aboutUid(), TreePMap.empty()).plus(number, place)),
        used);
  }

  /** The same without it; like this when it does not run. */
  Running minus(OperationId id) {
    @Nullable Place place = line.place(id).orElse(null);
    Optional<Long> number = line.number(id);
    if (place == null || number.isEmpty()) {
      return this;
    }
    PMap<Use, PSortedMap<Long, Place>> used = uses;
    for (RepositoryId repository : place.repositories()) {
      used = without(used, new Use(repository, Manner.of(place)), number.get());
    }
    return new Running(
        line.minus(id),
        counted(ofConfig, place.configUid(), place, -1),
        counted(atGate, place.gate(), place, -1),
        without(objects, place.aboutUid(), number.get()),
        used);
  }

  /** One that hangs in first contact must not take another's turn. */
  private static <K> PMap<K, Integer> counted(
      PMap<K, Integer> counts, K key, Place place, int change) {
    if (Manner.of(place) == Manner.CONTACT) {
      return counts;
    }
    int count = counts.getOrDefault(key, 0) + change;
    return count == 0 ? counts.minus(key) : counts.plus(key, count);
  }

  private static <K> PMap<K, PSortedMap<Long, Place>> without(
      PMap<K, PSortedMap<Long, Place>> some, K key, long number) {
    PSortedMap<Long, Place> rest = some.getOrDefault(key, TreePMap.empty()).minus(number);
    return rest.isEmpty() ? some.minus(key) : some.plus(key, rest);
  }
}
