package com.datarestor.core.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A condition in the form of kstatus, which Flux, Argo CD and kubectl wait understand. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record StatusCondition(
    @JsonPropertyDescription("Ready, Reconciling or Stalled.") @Required @Size(min = 1, max = 316)
        String type,
    @JsonPropertyDescription("True, False or Unknown.")
        @Required
        @ValidationRule(
            value = "self in ['True', 'False', 'Unknown']",
            message = "status is True, False or Unknown")
        @Size(max = 16)
        String status,
    @JsonPropertyDescription("Generation of the spec that the condition is about.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription("When the status of this condition last changed.") @Required
        @Nullable Instant lastTransitionTime,
    @JsonPropertyDescription("One word that says why, for programs.")
        @Required
        @Size(min = 1, max = 1024)
        String reason,
    @JsonPropertyDescription("A sentence that says why, for people.") @Required @Size(max = 32768)
        String message) {

  public static final String READY = "Ready";
  public static final String RECONCILING = "Reconciling";
  public static final String STALLED = "Stalled";

  public StatusCondition {
    type = Absent.orElse(type, "");
    status = Absent.orElse(status, "Unknown");
    reason = Absent.orElse(reason, "");
    message = Absent.orElse(message, "");
  }
}
