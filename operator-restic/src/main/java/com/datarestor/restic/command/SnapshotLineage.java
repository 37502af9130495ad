package com.datarestor.restic.command;

import com.datarestor.events.Identity;
import com.datarestor.restic.command.SnapshotChoice.OfHost;
import com.datarestor.restic.command.SnapshotChoice.OfVolume;
import com.datarestor.restic.command.SnapshotChoice.Owner;
import com.datarestor.restic.command.SnapshotChoice.Refused;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The snapshots that are an owner's.
 *
 * @param candidates what may be the owner's, newest first; all of the host when it is shared
 * @param refusal why they cannot be told apart, when they cannot
 */
record SnapshotLineage(List<Snapshot> candidates, Optional<SnapshotChoice> refusal) {

  SnapshotLineage {
    candidates = List.copyOf(candidates);
  }

  /** The owner's, newest first; only when there is no refusal. */
  List<Snapshot> snapshots() {
    return refusal.isPresent() ? List.of() : candidates;
  }

  static SnapshotLineage of(
      Collection<Snapshot> snapshots, Owner owner, Collection<Identity> known) {
    List<Snapshot> ofHost =
        snapshots.stream()
            .filter(snapshot -> snapshot.host().equals(owner.host()))
            .sorted(SnapshotChoice.NEWEST_FIRST)
            .toList();
    Set<String> volumes = new TreeSet<>();
    known.stream()
        .filter(identity -> identity.host().equals(owner.host()))
        .forEach(identity -> volumes.add(identity.namespace() + "/" + identity.volume()));
    ofHost.stream().map(SnapshotLineage::volume).flatMap(Optional::stream).forEach(volumes::add);
    return switch (owner) {
      case OfHost host -> ofHost(host, ofHost, volumes);
      case OfVolume volume -> ofVolume(volume.identity(), snapshots, ofHost, volumes);
    };
  }

  private static SnapshotLineage ofHost(OfHost owner, List<Snapshot> ofHost, Set<String> volumes) {
    if (volumes.size() < 2) {
      return new SnapshotLineage(ofHost, Optional.empty());
    }
    return shared(owner.host(), volumes, ofHost);
  }

  private static SnapshotLineage ofVolume(
      Identity identity,
      Collection<Snapshot> all,
      List<Snapshot> ofHost,
      Set<String> volumesOfHost) {
    String own = identity.namespace() + "/" + identity.volume();
    List<Snapshot> untagged =
        ofHost.stream().filter(snapshot -> untagged(snapshot, identity)).toList();
    List<Snapshot> tagged =
        all.stream()
            .filter(snapshot -> volume(snapshot).filter(own::equals).isPresent())
            .sorted(SnapshotChoice.NEWEST_FIRST)
            .toList();
    Set<String> volumes = new TreeSet<>(volumesOfHost);
    volumes.add(own);
    boolean alone = volumes.size() == 1;
    if (alone) {
      return new SnapshotLineage(
          Stream.concat(tagged.stream(), untagged.stream())
              .sorted(SnapshotChoice.NEWEST_FIRST)
              .toList(),
          Optional.empty());
    }
    if (tagged.isEmpty() && !untagged.isEmpty()) {
      return shared(identity.host(), volumes, untagged);
    }
    return new SnapshotLineage(tagged, Optional.empty());
  }

  private static SnapshotLineage shared(
      String host, Set<String> volumes, List<Snapshot> candidates) {
    String example = candidates.isEmpty() ? "4dc109ab" : candidates.getFirst().shortId();
    return new SnapshotLineage(
        candidates,
        Optional.of(
            new Refused(
                "The host %s is shared by %s, so it does not say whose snapshot you mean; write the"
                        .formatted(host, String.join(" and ", volumes))
                    + " id of the snapshot instead of its name, as in %s|%s."
                        .formatted(host, example))));
  }

  /** {@code namespace/name} as the tags say it, when they say both. */
  private static Optional<String> volume(Snapshot snapshot) {
    return snapshot
        .tag(SnapshotTags.NAMESPACE)
        .flatMap(
            namespace -> snapshot.tag(SnapshotTags.VOLUME).map(name -> namespace + "/" + name));
  }

  /** Not both tags, and none that says it is another volume's. */
  private static boolean untagged(Snapshot snapshot, Identity identity) {
    return volume(snapshot).isEmpty()
        && snapshot
            .tag(SnapshotTags.NAMESPACE)
            .filter(n -> !n.equals(identity.namespace()))
            .isEmpty()
        && snapshot.tag(SnapshotTags.VOLUME).filter(n -> !n.equals(identity.volume())).isEmpty();
  }
}
