package com.datarestor.events;

import java.time.Instant;

/**
 * What the marker on a settled claim says. It is on the claim and so outlives the log.
 *
 * @param kind how the claim came to be settled
 * @param at when
 */
public record Mark(Settlement.Kind kind, Instant at) {}
