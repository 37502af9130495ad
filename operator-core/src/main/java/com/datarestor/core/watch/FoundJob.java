package com.datarestor.core.watch;

import com.datarestor.events.ObjectRef;
import com.datarestor.events.OperationId;
import com.datarestor.events.RepositoryId;
import com.datarestor.events.SnapshotFacts;
import com.datarestor.events.Step;

/**
 * A Job of the operator, as it tells of itself.
 *
 * @param snapshot what a restore restores; {@link SnapshotFacts#UNKNOWN} for other steps
 */
public record FoundJob(
    OperationId operation,
    Step step,
    RepositoryId repository,
    ObjectRef job,
    SnapshotFacts snapshot) {}
