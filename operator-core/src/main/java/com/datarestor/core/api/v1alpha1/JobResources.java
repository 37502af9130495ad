package com.datarestor.core.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;

/** Compute resources as containers have them. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record JobResources(
    @JsonPropertyDescription("What the container is promised, such as cpu: 100m and memory: 128Mi.")
        @Size(max = 16)
        Map<String, Quantity> requests,
    @JsonPropertyDescription(
            "What the container may use at most. restic needs memory by the number of files: about 150Mi for ten thousand, 1Gi for a million.")
        @Size(max = 16)
        Map<String, Quantity> limits) {

  public static final JobResources NONE = new JobResources(Map.of(), Map.of());

  public JobResources {
    requests = Absent.map(requests);
    limits = Absent.map(limits);
  }
}
