package com.datarestor.core.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A Job by namespace and name. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record JobReference(
    @JsonPropertyDescription("Namespace of the Job.")
        @Required
        @Size(max = ApiGroup.NAMESPACE_LENGTH)
        String namespace,
    @JsonPropertyDescription("Name of the Job.") @Required @Size(max = ApiGroup.NAME_LENGTH)
        String name) {

  public JobReference {
    namespace = Absent.orElse(namespace, "");
    name = Absent.orElse(name, "");
  }
}
