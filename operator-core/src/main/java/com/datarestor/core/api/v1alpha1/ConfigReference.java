package com.datarestor.core.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A Config by namespace and name. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ConfigReference(
    @JsonPropertyDescription("Namespace of the Config.")
        @Required
        @Size(min = 1, max = ApiGroup.NAMESPACE_LENGTH)
        String namespace,
    @JsonPropertyDescription("Name of the Config.")
        @Required
        @Size(min = 1, max = ApiGroup.NAME_LENGTH)
        String name) {

  static final ConfigReference NONE = new ConfigReference("", "");

  public ConfigReference {
    namespace = Absent.orElse(namespace, "");
    name = Absent.orElse(name, "");
  }
}
