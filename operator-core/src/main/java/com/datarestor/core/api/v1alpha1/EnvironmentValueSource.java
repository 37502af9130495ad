package com.datarestor.core.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One key of a Secret or of a ConfigMap. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "has(self.secretKeyRef) != has(self.configMapKeyRef)",
    message = "valueFrom needs exactly one of secretKeyRef and configMapKeyRef")
public record EnvironmentValueSource(
    @JsonPropertyDescription("A key of a Secret in the Config's namespace.")
        @Nullable KeyReference secretKeyRef,
    @JsonPropertyDescription("A key of a ConfigMap in the Config's namespace.")
        @Nullable KeyReference configMapKeyRef) {

  public Optional<KeyReference> secretKey() {
    return Optional.ofNullable(secretKeyRef);
  }

  public Optional<KeyReference> configMapKey() {
    return Optional.ofNullable(configMapKeyRef);
  }
}
