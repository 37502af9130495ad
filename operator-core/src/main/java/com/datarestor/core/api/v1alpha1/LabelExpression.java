package com.datarestor.core.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One condition on a label.
 *
 * @param operator null when this version does not know it; such a condition matches nothing
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "(self.operator in ['In', 'NotIn']) == (has(self.values) && size(self.values) > 0)",
    message = "In and NotIn need values; Exists and DoesNotExist have none: add or remove values")
public record LabelExpression(
    @JsonPropertyDescription("Key of the label.") @Required @Size(min = 1, max = 317) String key,
    @JsonPropertyDescription(
            "How the label is compared with values: In, NotIn (also true when there is no such label), Exists or DoesNotExist.")
        @Required
        @Nullable LabelOperator operator,
    @JsonPropertyDescription("Values that In and NotIn compare with.") @Size(max = 64)
        List<@Size(max = 63) String> values) {

  public LabelExpression {
    key = Absent.orElse(key, "");
    values = Absent.list(values);
  }

  /** The operator, empty when a newer version wrote one that this one does not know. */
  public Optional<LabelOperator> knownOperator() {
    return Optional.ofNullable(operator);
  }
}
