package com.datarestor.events;

import java.time.Duration;

/**
 * What restic reported about a finished, verified restore.
 *
 * @param files files in the volume that are now as in the snapshot
 * @param bytes their bytes
 */
public record RestoreSummary(String snapshot, long files, long bytes, Duration duration) {}
