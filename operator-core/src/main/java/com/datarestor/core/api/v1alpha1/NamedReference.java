package com.datarestor.core.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** An object by its name. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record NamedReference(
    @JsonPropertyDescription("Name of the Secret.")
        @Required
        @Size(min = 1, max = ApiGroup.NAME_LENGTH)
        String name) {

  public NamedReference {
    name = Absent.orElse(name, "");
  }
}
