package com.datarestor.core.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One way to select claims: everything given must match. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value =
        "(has(self.matchLabels) && size(self.matchLabels) > 0) || (has(self.matchExpressions) && size(self.matchExpressions) > 0) || (has(self.matchNamespaces) && size(self.matchNamespaces) > 0) || has(self.namespaceSelector)",
    message =
        "a selector needs matchLabels, matchExpressions, matchNamespaces or namespaceSelector; to select the volumes of all namespaces write namespaceSelector: {}")
public record VolumeSelector(
    @JsonPropertyDescription("Labels that the claim must have, each with this very value.")
        @Size(max = 64)
        Map<String, String> matchLabels,
    @JsonPropertyDescription("Conditions on the claim's labels, all of which must hold.")
        @Size(max = 32)
        List<LabelExpression> matchExpressions,
    @JsonPropertyDescription("The claim's namespace must be one of these exact names.")
        @Size(max = 256)
        @ValidationRule(value = Namespaces.CEL, message = Namespaces.ADVICE)
        List<@Size(max = ApiGroup.NAMESPACE_LENGTH) String> matchNamespaces,
    @JsonPropertyDescription(
            "Conditions on the labels of the claim's namespace. An empty object matches every namespace.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable LabelConditions namespaceSelector,
    @JsonPropertyDescription(
            "Claims that this entry leaves out although it matches them. A claim is left out when any of the parts matches it.")
        @Nullable SelectorExclusion exclude) {

  public VolumeSelector {
    matchLabels = Absent.map(matchLabels);
    matchExpressions = Absent.list(matchExpressions);
    matchNamespaces = Absent.list(matchNamespaces);
  }

  /** Conditions on the namespace's labels, when there are any. */
  public Optional<LabelConditions> namespaceConditions() {
    return Optional.ofNullable(namespaceSelector);
  }

  /** What is left out, when something is. */
  public Optional<SelectorExclusion> exclusion() {
    return Optional.ofNullable(exclude);
  }
}
