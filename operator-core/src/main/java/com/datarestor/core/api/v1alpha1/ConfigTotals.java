package com.datarestor.core.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** Counts of finished Tasks. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ConfigTotals(
    @JsonPropertyDescription("Backups that succeeded.") Long backupsSucceeded,
    @JsonPropertyDescription("Backups that failed.") Long backupsFailed,
    @JsonPropertyDescription("Restores that succeeded.") Long restoresSucceeded,
    @JsonPropertyDescription("Restores that failed.") Long restoresFailed) {

  public ConfigTotals {
    backupsSucceeded = Absent.orElse(backupsSucceeded, 0L);
    backupsFailed = Absent.orElse(backupsFailed, 0L);
    restoresSucceeded = Absent.orElse(restoresSucceeded, 0L);
    restoresFailed = Absent.orElse(restoresFailed, 0L);
  }
}
