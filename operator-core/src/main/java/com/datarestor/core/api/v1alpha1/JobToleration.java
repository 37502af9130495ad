package com.datarestor.core.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A toleration as pods have it; the API server checks it when the pod is made. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record JobToleration(
    @JsonPropertyDescription(
            "Key of the taint. Without it, and with operator Exists, every taint is tolerated.")
        @Size(max = 317)
        @Nullable String key,
    @JsonPropertyDescription("Equal (the default) or Exists.") @Size(max = 63)
        @Nullable String operator,
    @JsonPropertyDescription("Value of the taint; only with operator Equal.") @Size(max = 63)
        @Nullable String value,
    @JsonPropertyDescription(
            "Effect of the taint: NoSchedule, PreferNoSchedule or NoExecute; all of them when not given.")
        @Size(max = 63)
        @Nullable String effect,
    @JsonPropertyDescription(
            "Seconds that a NoExecute taint is tolerated; for ever when not given.")
        @Nullable Long tolerationSeconds) {}
