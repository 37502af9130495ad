package com.datarestor.events.store;

import com.datarestor.events.EventMetadata;

/**
 * An event as it is kept: metadata in the clear, the whole as one line of JSON.
 *
 * @param type wire type, such as {@code backup-succeeded}
 * @param version version of the type, from 1
 * @param json one line, without a line feed, metadata included
 */
public record EventRecord(EventMetadata metadata, String type, int version, String json) {}
