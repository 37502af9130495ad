package com.datarestor.core.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A selected claim without a backup. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record UnprotectedVolume(
    @JsonPropertyDescription("Namespace of the claim.")
        @Required
        @Size(max = ApiGroup.NAMESPACE_LENGTH)
        String namespace,
    @JsonPropertyDescription("Name of the claim.") @Required @Size(max = ApiGroup.NAME_LENGTH)
        String name,
    @JsonPropertyDescription("Why it has no backup.") @Required @Size(max = ApiGroup.MESSAGE_LENGTH)
        String reason) {

  public UnprotectedVolume {
    namespace = Absent.orElse(namespace, "");
    name = Absent.orElse(name, "");
    reason = Absent.orElse(reason, "");
  }
}
