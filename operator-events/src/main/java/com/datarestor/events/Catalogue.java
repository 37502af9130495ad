package com.datarestor.events;

import java.util.List;

/**
 * What a scan found in a repository.
 *
 * @param snapshots all snapshots in it, also those of other tools
 * @param bytes what the snapshots that are there added when they were made, compressed
 */
public record Catalogue(int snapshots, long bytes, List<CatalogueEntry> entries) {

  public static final Catalogue EMPTY = new Catalogue(0, 0, List.of());

  public Catalogue {
    entries = List.copyOf(entries);
  }
}
