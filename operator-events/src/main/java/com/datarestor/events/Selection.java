package com.datarestor.events;

/**
 * A Config that selects a volume, with what it wants.
 *
 * @param because which of its selectors means the volume, in words
 */
public record Selection(ObjectRef config, ConfigPlan plan, String because) {}
