package com.datarestor.core.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A key of a named object. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record KeyReference(
    @JsonPropertyDescription("Name of the Secret or ConfigMap, in the Config's namespace.")
        @Required
        @Size(min = 1, max = ApiGroup.NAME_LENGTH)
        String name,
    @JsonPropertyDescription("Key in its data; the value of this key is taken.")
        @Required
        @Size(min = 1, max = ApiGroup.NAME_LENGTH)
        String key,
    @JsonPropertyDescription(
            "When true, the variable is left out if the Secret, ConfigMap or key is missing. Otherwise the Task fails and says what is missing.")
        @Default("false")
        Boolean optional) {

  public KeyReference {
    name = Absent.orElse(name, "");
    key = Absent.orElse(key, "");
    optional = Absent.orElse(optional, false);
  }
}
