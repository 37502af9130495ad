package com.datarestor.core.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A variable as pods have it, without the sources that make no sense outside a pod. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "!(has(self.value) && has(self.valueFrom))",
    message = "a variable has either value or valueFrom: remove one of them")
public record EnvironmentVariable(
    @JsonPropertyDescription("Name of the variable, such as RESTIC_PASSWORD.")
        @Required
        @Size(min = 1, max = ApiGroup.NAME_LENGTH)
        @ValidationRule(
            value = "self.matches('^[-._a-zA-Z][-._a-zA-Z0-9]*$')",
            message =
                "a variable's name has letters, digits, _, - and . only and does not begin with a digit")
        String name,
    @JsonPropertyDescription(
            "The variable's value. $(NAME) is replaced by the value of an earlier variable; write $$(NAME) for a literal $(NAME). Passwords and keys belong in a Secret: use valueFrom.")
        @Size(max = 32768)
        @Nullable String value,
    @JsonPropertyDescription(
            "Takes the value from a key of a Secret or ConfigMap in the Config's namespace.")
        @Nullable EnvironmentValueSource valueFrom) {

  public EnvironmentVariable {
    name = Absent.orElse(name, "");
  }

  public static EnvironmentVariable of(String name, String value) {
    return new EnvironmentVariable(name, value, null);
  }

  /** Where the value comes from, when it is not written out. */
  public Optional<EnvironmentValueSource> source() {
    return Optional.ofNullable(valueFrom);
  }

  /** Never shows the value: it may be a password. */
  @Override
  public String toString() {
    return "EnvironmentVariable[name=" + name + "]";
  }
}
