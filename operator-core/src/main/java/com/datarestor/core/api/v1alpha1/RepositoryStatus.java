package com.datarestor.core.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is known of one repository of a Config. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record RepositoryStatus(
    @JsonPropertyDescription("Priority of the repository in the spec.") @Required Integer priority,
    @JsonPropertyDescription("Target of the repository, without credentials.") @Size(max = 1024)
        @Nullable String target,
    @JsonPropertyDescription(
            "Short name that the operator derives from the target; labels of Jobs and Tasks carry it.")
        @Size(max = 64)
        @Nullable String id,
    @JsonPropertyDescription(
            "Contacting before the first contact, Open when the repository opens with this Config's credentials; otherwise one word that says why it does not, such as WrongPassword.")
        @Size(max = 64)
        @Nullable String state,
    @JsonPropertyDescription("A sentence about the state; when something is wrong, what to change.")
        @Size(max = ApiGroup.MESSAGE_LENGTH)
        @Nullable String message,
    @JsonPropertyDescription(
            "When the operator created the repository; absent when it was there before.")
        @Nullable Instant initialisedAt,
    @JsonPropertyDescription("Number of snapshots in the repository, also those of others.")
        @Nullable Integer snapshots,
    @JsonPropertyDescription(
            "Sum of the bytes that each snapshot in the repository added to it. What prune has not freed yet is not in it.")
        @Nullable Long sizeBytes,
    @JsonPropertyDescription("When a backup to this repository last succeeded.")
        @Nullable Instant lastBackup,
    @JsonPropertyDescription("When the next scheduled backup to this repository starts.")
        @Nullable Instant nextBackup,
    @JsonPropertyDescription("When forget last succeeded.") @Nullable Instant lastForget,
    @JsonPropertyDescription("When forget runs next.") @Nullable Instant nextForget,
    @JsonPropertyDescription("Message of the newest failure on this repository.")
        @Size(max = ApiGroup.MESSAGE_LENGTH)
        @Nullable String lastError) {

  public RepositoryStatus {
    priority = Absent.orElse(priority, 0);
  }
}
