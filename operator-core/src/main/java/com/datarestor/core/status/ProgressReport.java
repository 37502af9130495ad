package com.datarestor.core.status;

import com.datarestor.events.OperationId;

/**
 * How far a running Job is. It is shown and forgotten: never an event, because it decides nothing.
 *
 * @param percent 0 to 100
 * @param secondsLeft restic's estimate, or -1 when it has none
 */
public record ProgressReport(OperationId operation, int percent, long secondsLeft) {}
