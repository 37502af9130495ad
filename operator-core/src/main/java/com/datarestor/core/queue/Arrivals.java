package com.datarestor.core.queue;

import com.datarestor.core.queue.QueueState.Place;
import com.datarestor.events.OperationId;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/** Places in the order in which they came. A change gives another one and leaves this as it is. */
record Arrivals(PMap<OperationId, Long> numbers, PSortedMap<Long, Place> places, long next) {

  static final Arrivals NONE = new Arrivals(HashTreePMap.empty(), TreePMap.empty(), 0);

  boolean has(OperationId id) {
    return numbers.containsKey(id);
  }

  /** How many came before; empty when it is not there. */
  Optional<Long> number(OperationId id) {
    return Optional.ofNullable(numbers.get(id));
  }

  Optional<Place> place(OperationId id) {
    @Nullable Long number = numbers.get(id);
    return number == null ? Optional.empty() : Optional.ofNullable(places.get(number));
  }

  Collection<Place> inOrder() {
    return Collections.unmodifiableCollection(places.values());
  }

  Arrivals plus(Place place) {
    return new Arrivals(
        numbers.plus(place.operation().id(), next), places.plus(next, place), next + 1);
  }

  Arrivals minus(OperationId id) {
    @Nullable Long number = numbers.get(id);
    return number == null ? this : new Arrivals(numbers.minus(id), places.minus(number), next);
  }
}
