package com.datarestor.core.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;

/** Conditions on labels; all must hold, and none at all always hold. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record LabelConditions(
    @JsonPropertyDescription("Labels that must be there, each with this very value.")
        @Size(max = 64)
        Map<String, String> matchLabels,
    @JsonPropertyDescription("Conditions on labels, all of which must hold.") @Size(max = 32)
        List<LabelExpression> matchExpressions) {

  public LabelConditions {
    matchLabels = Absent.map(matchLabels);
    matchExpressions = Absent.list(matchExpressions);
  }
}
