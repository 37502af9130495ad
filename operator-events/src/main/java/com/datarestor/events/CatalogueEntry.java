package com.datarestor.events;

import java.time.Instant;

/** What a repository holds of one volume. */
public record CatalogueEntry(
    Identity identity, int snapshots, String newest, Instant newestTime, long newestBytes) {}
