package com.datarestor.events;

import java.time.Instant;

/**
 * What is known of every event.
 *
 * @param id unique; derived from the command that caused it, so that a repeated decision repeats it
 * @param sequence position in its stream, from 1 without gaps
 * @param actor who caused it, such as {@code operator} or {@code user:annotation}
 * @param correlation the first cause: all events of one story share it
 * @param causation id of the command that directly caused it
 */
public record EventMetadata(
    String id,
    StreamId stream,
    long sequence,
    Instant time,
    String actor,
    String correlation,
    String causation) {}
