package com.datarestor.core.queue;

import com.datarestor.core.queue.QueueState.Place;
import com.datarestor.events.OperationId;
import com.datarestor.events.OperationType;
import com.datarestor.events.RepositoryId;
import java.util.Collection;
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
 * Those who wait, sorted by what may hold them, so that nobody has to ask all of them who is next:
 * in one lane are those whom everything but their object and their number holds alike.
 *
 * @param line all of them
 * @param lanes by what they are about (its UID) and lane, by number
 * @param heads of each lane, by number, the first about each object that nothing works on
 */
record Waiting(
    Arrivals line,
    PMap<String, PMap<Lane, PSortedMap<Long, Place>>> lanes,
    PMap<Lane, PSortedMap<Long, Place>> heads) {

  static final Waiting NOBODY =
      new Waiting(Arrivals.NONE, HashTreePMap.empty(), HashTreePMap.empty());

  /**
   * What is the same for all in one lane.
   *
   * @param repository whose gate they wait at
   * @param repositories all that they need
   */
  record Lane(
      String configUid,
      OperationType type,
      RepositoryId repository,
      List<RepositoryId> repositories) {

    static Lane of(Place place) {
      return new Lane(
          place.configUid(),
          place.operation().type(),
          place.operation().repository().id(),
          place.repositories());
    }
  }

  /** Who could be next of a lane, and whose number it is. */
  Collection<Map.Entry<Long, Place>> first() {
    return heads.values().stream().map(PSortedMap::firstEntry).toList();
  }

  /** Those that are about an object, in their order. */
  Stream<Place> about(String uid) {
    return lanes.getOrDefault(uid, HashTreePMap.empty()).values().stream()
        .flatMap(lane -> lane.entrySet().stream())
        .sorted(Map.Entry.comparingByKey())
        .map(Map.Entry::getValue);
  }

  /**
   * @param busy whether its object is worked on
   */
  Waiting plus(Place place, boolean busy) {
    String uid = place.aboutUid();
    long number = line.next();
    PMap<Lane, PSortedMap<Long, Place>> own = lanes.getOrDefault(uid, HashTreePMap.empty());
    Lane lane = Lane.of(place);
    return changed(line.plus(place), uid, own.plus(lane, in(own, lane).plus(number, place)), busy);
  }

  /** The same without it; like this when it does not wait. */
  Waiting minus(OperationId id, boolean busy) {
    @Nullable Place place = line.place(id).orElse(null);
    Optional<Long> number = line.number(id);
    if (place == null || number.isEmpty()) {
      return this;
    }
    String uid = place.aboutUid();
    PMap<Lane, PSortedMap<Long, Place>> own = lanes.getOrDefault(uid, HashTreePMap.empty());
    Lane lane = Lane.of(place);
    return changed(line.minus(id), uid, put(own, lane, in(own, lane).minus(number.get())), busy);
  }

  /** Something works on the object: nobody about it can be next. */
  Waiting busy(String uid) {
    PMap<Lane, PSortedMap<Long, Place>> next = heads;
    for (Map.Entry<Lane, PSortedMap<Long, Place>> own : ownLanes(uid)) {
      next = put(next, own.getKey(), in(next, own.getKey()).minus(own.getValue().firstKey()));
    }
    return new Waiting(line, lanes, next);
  }

  /** Nothing works on the object any more. */
  Waiting free(String uid) {
    PMap<Lane, PSortedMap<Long, Place>> next = heads;
    for (Map.Entry<Lane, PSortedMap<Long, Place>> own : ownLanes(uid)) {
      Map.Entry<Long, Place> head = own.getValue().firstEntry();
      next = next.plus(own.getKey(), in(next, own.getKey()).plus(head.getKey(), head.getValue()));
    }
    return new Waiting(line, lanes, next);
  }

  private Waiting changed(
      Arrivals newLine, String uid, PMap<Lane, PSortedMap<Long, Place>> own, boolean busy) {
    Waiting next =
        new Waiting(
            newLine, own.isEmpty() ? lanes.minus(uid) : lanes.plus(uid, own), busy(uid).heads);
    return busy ? next : next.free(uid);
  }

  private Iterable<Map.Entry<Lane, PSortedMap<Long, Place>>> ownLanes(String uid) {
    return lanes.getOrDefault(uid, HashTreePMap.empty()).entrySet();
  }

  private static PSortedMap<Long, Place> in(PMap<Lane, PSortedMap<Long, Place>> some, Lane lane) {
    return some.getOrDefault(lane, TreePMap.empty());
  }

  /** What is empty is not kept. */
  private static PMap<Lane, PSortedMap<Long, Place>> put(
      PMap<Lane, PSortedMap<Long, Place>> some, Lane lane, PSortedMap<Long, Place> places) {
    return places.isEmpty() ? some.minus(lane) : some.plus(lane, places);
  }
}
