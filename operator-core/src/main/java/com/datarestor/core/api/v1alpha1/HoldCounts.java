package com.datarestor.core.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** Counts of claims by how far they are before pods start on them. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record HoldCounts(
    @JsonPropertyDescription("Claims that are not settled and were not looked for yet.")
        @Nullable Integer held,
    @JsonPropertyDescription(
            "Claims whose newest snapshot is being looked for, or restored, right now.")
        @Nullable Integer restoring,
    @JsonPropertyDescription(
            "Claims for which a repository gave no answer, or whose restore failed; it is tried again.")
        @Nullable Integer waiting,
    @JsonPropertyDescription("Claims that were filled from their newest snapshot.")
        @Nullable Integer restored,
    @JsonPropertyDescription(
            "Claims that started empty: no repository has a snapshot, or start-fresh said so.")
        @Nullable Integer fresh,
    @JsonPropertyDescription("Claims that had data, or were in use, before they were looked at.")
        @Nullable Integer adopted,
    @JsonPropertyDescription("Claims that are never restored before they start.")
        @Nullable Integer skipped) {}
