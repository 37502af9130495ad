package com.datarestor.core.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the operator says about a Task.
 *
 * @param state null before the first word, or when a newer version wrote one that this one does not
 *     know
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record TaskStatus(
    @JsonPropertyDescription("Generation of the spec that this status is about.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription(
            "Ready: completed. Reconciling: waiting or running. Stalled: failed or cancelled; the message says why.")
        @Size(max = 16)
        List<StatusCondition> conditions,
    @JsonPropertyDescription(
            "How far the Task has come: Pending (it waits), Starting (its pod is being started), Running, then Completed, Failed or Cancelled. ScalingDown and ScalingUp do not occur in this release.")
        @Nullable TaskState state,
    @JsonPropertyDescription("One word that says why it is in this state, for programs.")
        @Size(max = 1024)
        @Nullable String reason,
    @JsonPropertyDescription("A sentence that says why; when something is wrong, what to change.")
        @Size(max = ApiGroup.MESSAGE_LENGTH)
        @Nullable String message,
    @JsonPropertyDescription("Id of the operation in the event log.") @Size(max = 253)
        @Nullable String operation,
    @JsonPropertyDescription("The Job that does or did the work.") @Nullable JobReference job,
    @JsonPropertyDescription("Priority number of the repository that is used.") @Size(max = 1100)
        @Nullable String repository,
    @JsonPropertyDescription("Id of the snapshot that was made or restored.") @Size(max = 64)
        @Nullable String snapshot,
    @JsonPropertyDescription("Number of files that are the same as in the snapshot before.")
        @Nullable Long filesUnmodified,
    @JsonPropertyDescription("Number of files that the snapshot before did not have.")
        @Nullable Long filesNew,
    @JsonPropertyDescription("Number of files that have changed since the snapshot before.")
        @Nullable Long filesChanged,
    @JsonPropertyDescription(
            "Number of all files of the snapshot; after a restore also its directories.")
        @Nullable Long filesTotal,
    @JsonPropertyDescription("Bytes that the backup added to the repository, compressed.")
        @Nullable Long bytesAdded,
    @JsonPropertyDescription("Size of all files of the snapshot in bytes.")
        @Nullable Long bytesTotal,
    @JsonPropertyDescription("bytesAdded as text for kubectl get, such as 12.3 MiB.")
        @Size(max = 32)
        @Nullable String added,
    @JsonPropertyDescription("When the work started; the time before was spent waiting.")
        @Nullable Instant startedAt,
    @JsonPropertyDescription("When the Task ended.") @Nullable Instant completedAt,
    @JsonPropertyDescription("durationSeconds as text for kubectl get, such as 1m20s.")
        @Size(max = 32)
        @Nullable String duration,
    @JsonPropertyDescription("Seconds between start and end.") @Nullable Long durationSeconds,
    @JsonPropertyDescription("How much of the work is done, in percent, while it runs.")
        @Min(0)
        @Max(100)
        @Nullable Integer progressPercent,
    @JsonPropertyDescription("Progress as text for kubectl get, such as 42% ETA 10s.")
        @Size(max = 64)
        @Nullable String progress,
    @JsonPropertyDescription(
            "Seconds that the work will probably still take, as restic estimates it.")
        @Nullable Long etaSeconds,
    @JsonPropertyDescription("Exit status of restic when it failed.") @Nullable Integer exitCode,
    @JsonPropertyDescription(
            "The last lines of restic's output when the Task failed, without credentials.")
        @Size(max = MAX_LAST_LINES)
        List<@Size(max = ApiGroup.MESSAGE_LENGTH) String> lastLines) {

  /** How many lines {@code lastLines} holds at most. */
  public static final int MAX_LAST_LINES = 20;

  public static final TaskStatus EMPTY =
      new TaskStatus(
          null, List.of(), null, null, null, null, null, null, null, null, null, null, null, null,
          null, null, null, null, null, null, null, null, null, null, List.of());

  public TaskStatus {
    conditions = Absent.list(conditions);
    lastLines = Absent.list(lastLines);
  }

  /** The state, empty before the first word or when this version does not know it. */
  public Optional<TaskState> knownState() {
    return Optional.ofNullable(state);
  }
}
