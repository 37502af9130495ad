package com.datarestor.core.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A Secret or ConfigMap that is taken as a whole. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record SourceReference(
    @JsonPropertyDescription("Name of the Secret or ConfigMap, in the Config's namespace.")
        @Required
        @Size(min = 1, max = ApiGroup.NAME_LENGTH)
        String name,
    @JsonPropertyDescription(
            "When true, it does not matter if the Secret or ConfigMap is missing. Otherwise the Task fails and says what is missing.")
        @Default("false")
        Boolean optional) {

  public SourceReference {
    name = Absent.orElse(name, "");
    optional = Absent.orElse(optional, false);
  }
}
