package com.datarestor.core.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All keys of a Secret or of a ConfigMap. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "has(self.secretRef) != has(self.configMapRef)",
    message = "an entry of envFrom needs exactly one of secretRef and configMapRef")
public record EnvironmentSource(
    @JsonPropertyDescription(
            "Text that is put before each key to make the variable's name, such as AWS_.")
        @Size(max = ApiGroup.NAME_LENGTH)
        String prefix,
    @JsonPropertyDescription("Every key of this Secret becomes a variable.")
        @Nullable SourceReference secretRef,
    @JsonPropertyDescription("Every key of this ConfigMap becomes a variable.")
        @Nullable SourceReference configMapRef) {

  public EnvironmentSource {
    prefix = Absent.orElse(prefix, "");
  }

  public Optional<SourceReference> secret() {
    return Optional.ofNullable(secretRef);
  }

  public Optional<SourceReference> configMap() {
    return Optional.ofNullable(configMapRef);
  }
}
