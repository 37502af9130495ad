package com.datarestor.restic.job;

import com.datarestor.events.Catalogue;
import com.datarestor.events.CatalogueEntry;
import com.datarestor.events.Identity;
import com.datarestor.restic.command.Snapshot;
import com.datarestor.restic.command.SnapshotTags;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a list of snapshots says about whose they are. Pure. */
final class Catalogues {

  private Catalogues() {}

  /** The volumes whose snapshots these are; snapshots without our tags belong to nobody. */
  static List<Identity> identities(List<Snapshot> snapshots) {
    return snapshots.stream().flatMap(s -> identity(s).stream()).distinct().toList();
  }

  static Catalogue of(List<Snapshot> snapshots) {
    Map<Identity, List<Snapshot>> byVolume = new LinkedHashMap<>();
    for (Snapshot snapshot : snapshots) {
      identity(snapshot)
          .ifPresent(
              identity -> byVolume.computeIfAbsent(identity, i -> new ArrayList<>()).add(snapshot));
    }
    List<CatalogueEntry> entries = new ArrayList<>();
    byVolume.forEach(
        (identity, own) -> {
          Snapshot newest = own.stream().max(Comparator.comparing(Snapshot::time)).orElseThrow();
          entries.add(
              new CatalogueEntry(identity, own.size(), newest.id(), newest.time(), newest.bytes()));
        });
    long bytes = snapshots.stream().mapToLong(Snapshot::bytesAdded).sum();
    return new Catalogue(snapshots.size(), bytes, entries);
  }

  private static Optional<Identity> identity(Snapshot snapshot) {
    return snapshot
        .tag(SnapshotTags.NAMESPACE)
        .flatMap(
            namespace ->
                snapshot
                    .tag(SnapshotTags.VOLUME)
                    .map(volume -> new Identity(namespace, volume, snapshot.host())));
  }
}
