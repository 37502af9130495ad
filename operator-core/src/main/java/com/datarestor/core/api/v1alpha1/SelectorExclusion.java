package com.datarestor.core.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;

/** Claims that a selector leaves out: those that any of the given parts matches. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record SelectorExclusion(
    @JsonPropertyDescription("Leaves out claims that have all these labels with these values.")
        @Size(max = 64)
        Map<String, String> matchLabels,
    @JsonPropertyDescription("Leaves out claims for whose labels all these conditions hold.")
        @Size(max = 32)
        List<LabelExpression> matchExpressions,
    @JsonPropertyDescription("Leaves out the claims of these namespaces, by exact name.")
        @Size(max = 256)
        @ValidationRule(value = Namespaces.CEL, message = Namespaces.ADVICE)
        List<@Size(max = ApiGroup.NAMESPACE_LENGTH) String> matchNamespaces,
    @JsonPropertyDescription("Leaves out claims with these exact names.") @Size(max = 256)
        List<@Size(max = ApiGroup.NAME_LENGTH) String> names) {

  public SelectorExclusion {
    matchLabels = Absent.map(matchLabels);
    matchExpressions = Absent.list(matchExpressions);
    matchNamespaces = Absent.list(matchNamespaces);
    names = Absent.list(names);
  }
}
