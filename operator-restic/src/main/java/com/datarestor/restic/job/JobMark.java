package com.datarestor.restic.job;

import com.datarestor.events.ObjectRef;
import com.datarestor.events.OperationId;
import com.datarestor.events.RepositoryId;
import com.datarestor.events.SnapshotFacts;
import com.datarestor.events.Step;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a Job says of itself, for who does not know it.
 *
 * @param snapshot what it restores; {@link SnapshotFacts#UNKNOWN} when it does not
 */
public record JobMark(
    OperationId operation,
    Step step,
    RepositoryId repository,
    ObjectRef ref,
    SnapshotFacts snapshot) {

  /** The annotation that {@link #snapshot} is read from. */
  public static String text(SnapshotFacts snapshot) {
    return "%s %s %d %d"
        .formatted(snapshot.id(), snapshot.time(), snapshot.files(), snapshot.bytes());
  }

  /** Empty when the Job's step is not known here. */
  static Optional<JobMark> of(JobView job) {
    return Arrays.stream(Step.values())
        .filter(step -> step.wireName().equals(job.label(JobLabels.STEP)))
        .findFirst()
        .map(
            step ->
                new JobMark(
                    new OperationId(job.label(JobLabels.OPERATION)),
                    step,
                    new RepositoryId(job.label(JobLabels.REPOSITORY)),
                    ObjectRef.job(
                        job.getMetadata().getNamespace(),
                        job.getMetadata().getName(),
                        job.getMetadata().getUid()),
                    snapshot(job.annotation(JobLabels.SNAPSHOT))));
  }

  private static SnapshotFacts snapshot(String text) {
    String[] parts = text.split(" ", -1);
    if (parts.length != 4) {
      return SnapshotFacts.UNKNOWN;
    }
    try {
      return new SnapshotFacts(
          parts[0], Instant.parse(parts[1]), Long.parseLong(parts[2]), Long.parseLong(parts[3]));
    } catch (DateTimeException | NumberFormatException e) {
      return SnapshotFacts.UNKNOWN;
    }
  }
}
