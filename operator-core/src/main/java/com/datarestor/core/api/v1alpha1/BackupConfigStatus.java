package com.datarestor.core.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the operator says about a Config.
 *
 * @param pvcs selected claims
 * @param protectedVolumes selected claims that have a backup
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record BackupConfigStatus(
    @JsonPropertyDescription("Generation of the spec that this status is about.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription(
            "Ready: the Config is accepted and its repositories answer. Reconciling: the operator works towards that. Stalled: something must be changed first; the message says what.")
        @Size(max = 16)
        List<StatusCondition> conditions,
    @JsonPropertyDescription("Number of claims that the selectors select.") @Nullable Integer pvcs,
    @JsonPropertyDescription(
            "Number of those claims that have a backup in at least one repository.")
        @JsonProperty("protected")
        @Nullable Integer protectedVolumes,
    @JsonPropertyDescription("Number of Tasks that run now.") @Nullable Integer running,
    @JsonPropertyDescription(
            "Number of selected claims of which the newest backup or restore has failed.")
        @Nullable Integer failed,
    @JsonPropertyDescription("When a backup last succeeded.") @Nullable Instant lastBackup,
    @JsonPropertyDescription("When the next scheduled backup starts.") @Nullable Instant nextBackup,
    @JsonPropertyDescription("nextBackup as text for kubectl get, such as 2026-11-24 02:00 UTC.")
        @Size(max = 64)
        @Nullable String nextBackupText,
    @JsonPropertyDescription("sizeBytes as text for kubectl get, such as 1.5 GiB.") @Size(max = 32)
        @Nullable String size,
    @JsonPropertyDescription("Sum of sizeBytes of the repositories.") @Nullable Long sizeBytes,
    @JsonPropertyDescription(
            "How many backups and restores have ended since the Config was created.")
        @Nullable ConfigTotals totals,
    @JsonPropertyDescription(
            "How many of the selected claims are restored before pods start on them, and how far each is; only while pods are held and spec.autoRestore is true.")
        @Nullable HoldCounts hold,
    @JsonPropertyDescription("What is known of each repository, in the order of priority.")
        @Size(max = 16)
        List<RepositoryStatus> repositories,
    @JsonPropertyDescription("Selected claims without any backup, and why; at most 50 are listed.")
        @Size(max = MAX_UNPROTECTED)
        List<UnprotectedVolume> unprotected,
    @JsonPropertyDescription("Number of selected claims without a backup, also those not listed.")
        @Nullable Integer unprotectedCount) {

  /** How many claims {@code unprotected} lists at most. */
  public static final int MAX_UNPROTECTED = 50;

  public static final BackupConfigStatus EMPTY =
      new BackupConfigStatus(
          null, List.of(), null, null, null, null, null, null, null, null, null, null, null,
          List.of(), List.of(), null);

  public BackupConfigStatus {
    conditions = Absent.list(conditions);
    repositories = Absent.list(repositories);
    unprotected = Absent.list(unprotected);
  }
}
